#include "load/sr/written.h"

#include "load/sr/codes.h"
#include "oligard/base/digest.h"
#include "oligard/dicom/result_record.h"
#include "oligard/terms/code_entry.h"

namespace oligard::load {
namespace {

/// Texts below `parent` that are not under a name of ours.
void add_free_texts(const ContentItem& parent, std::vector<std::string>& texts) {
  for (const ContentItem& child : parent.children) {
    const bool is_said =
        child.value_type == "TEXT" && child.relationship == "CONTAINS" && !child.text.empty();
    if (is_said && child.name.scheme != terms::codes::kOwnScheme) texts.push_back(child.text);
  }
}

bool is_evaluations(const ContentItem& item) {
  return item.value_type == "CONTAINER" && item.name.value == "C0034375" && item.name.scheme == "UMLS";
}

WrittenGroup written_group(const PriorMeasurement& group) {
  WrittenGroup written{group.observation_uid, group.tracking_id, group.tracking_uid, {}};
  if (!group.statuses.empty()) written.status = group.statuses.front();
  for (const std::string& comment : group.comments)
    if (written.status.empty()) written.status = lesion_status_in_sentence(comment);
  return written;
}

/// Of a record that was damaged nothing is known.
std::optional<WrittenResult> original_of(DcmItem& dataset) {
  const std::optional<dicom::ResultRecord> record = dicom::result_record(dataset);
  return record && record->is_intact ? written_in_record(record->json) : std::nullopt;
}

}  // namespace

void read_written(DcmItem& dataset, const ContentItem& root, MeasurementReport& report) {
  add_free_texts(root, report.free_texts);
  for (const ContentItem& child : root.children)
    if (is_evaluations(child)) add_free_texts(child, report.free_texts);
  report.states.sop_instance_uid = report.header.sop_instance_uid;
  for (const std::string& text : report.free_texts)
    report.states.text_digests.insert(digest_of_text(text));
  for (const PriorMeasurement& group : report.measurements) {
    report.states.groups.push_back(written_group(group));
    for (const std::string& comment : group.comments)
      report.states.text_digests.insert(digest_of_text(comment));
  }
  report.original = original_of(dataset);
}

}  // namespace oligard::load
