#include "oligard/report/contract.h"

#include "oligard/dicom/file.h"
#include "report/check/contract_rule.h"
#include "report/check/report_facts.h"
#include "report/check/segmentation_facts.h"

namespace oligard::report {
namespace {

constexpr RuleText kReadable = {"DICOM_READABLE", "DICOM", "The bytes are a complete DICOM file.", "PS3.10 7",
                                kAll};

constexpr Document::Kind kEveryKind[] = {Document::Kind::kResult, Document::Kind::kViewer,
                                         Document::Kind::kLesions, Document::Kind::kSecondaryCapture,
                                         Document::Kind::kPdf};

ContractRule published(const RuleText& text) {
  ContractRule rule{text.id, text.consumer, text.sentence, text.source, {}};
  for (const Document::Kind kind : kEveryKind) {
    if ((text.kinds & only(kind)) != 0) rule.kinds.push_back(kind);
  }
  return rule;
}

template <class Facts>
void publish(std::span<const Rule<Facts>> rules, std::vector<ContractRule>& all) {
  for (const Rule<Facts>& rule : rules)
    all.push_back(published(rule.text));
}

std::vector<const RuleText*> broken_rules(const Subject& subject) {
  std::vector<const RuleText*> broken;
  const Document::Kind kind = subject.expected.kind;
  check(object_rules(), subject, kind, broken);
  if ((kReports & only(kind)) != 0) {
    const ReportFacts facts = facts_of_report(subject);
    check(report_rules(), facts, kind, broken);
    check(viewer_rules(), facts, kind, broken);
    check(rendering_rules(), facts, kind, broken);
  } else if (kind == Document::Kind::kLesions) {
    check(segmentation_rules(), facts_of_segmentation(subject), kind, broken);
  } else {
    check(page_rules(), subject, kind, broken);
  }
  return broken;
}

tl::unexpected<Error> breach(const std::vector<const RuleText*>& broken) {
  std::string reason = "the finished object breaks";
  for (const RuleText* rule : broken)
    reason += std::string(rule == broken.front() ? " " : "; ") + rule->id + " (" + rule->sentence + ")";
  return fail(ErrorKind::kInternal, "REPORT_CONTRACT", reason);
}

}  // namespace

std::vector<ContractRule> contract() {
  std::vector<ContractRule> all = {published(kReadable)};
  publish(object_rules(), all);
  publish(report_rules(), all);
  publish(viewer_rules(), all);
  publish(rendering_rules(), all);
  publish(segmentation_rules(), all);
  publish(page_rules(), all);
  return all;
}

Status check_object(const std::string& bytes, const Expected& expected) {
  const auto file = dicom::from_bytes(bytes, dicom::Text::kAsStored);
  if (!file) return breach({&kReadable});
  const Subject subject{**file, *(*file)->getDataset(), expected};
  const std::vector<const RuleText*> broken = broken_rules(subject);
  if (!broken.empty()) return breach(broken);
  return {};
}

}  // namespace oligard::report
