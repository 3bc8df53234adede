#include "pipeline/page_objects.h"

#include <exception>
#include <utility>

#include "oligard/draw/page.h"
#include "oligard/report/page_documents.h"
#include "pipeline/key_slices.h"

namespace oligard::pipeline {
namespace {

using report::Document;

constexpr std::size_t kReferenceDigits = 12;

Result<draw::Page> draw_page(const report::ReportRequest& request, const PatientAnalysis& patient,
                             const Writing& writing) {
  const Result<report::StudyLabel> label = report::study_label(request);
  if (!label) return fail(label);
  draw::PageRequest wanted;
  wanted.assessment = request.assessment;
  wanted.timepoint = request.timepoint;
  wanted.profiles = request.profiles;
  wanted.header = {label->patient_name, label->patient_id,        label->birth_date,
                   label->sex,          label->study_description, label->accession_number};
  wanted.slices = key_slices(patient, *request.assessment, request.timepoint);
  if (request.priors) {
    if (std::string sentence = sentence_about(*request.priors); !sentence.empty())
      wanted.cautions.push_back(std::move(sentence));
  }
  wanted.program = request.device.model + " " + writing.program_version;
  wanted.reference = request.result_key.substr(0, kReferenceDigits);
  wanted.analysed_at = writing.analysed_at;
  return draw::make_page(wanted);
}

/// Whatever goes wrong, the reports go out.
Result<report::DrawnPage> drawn(const report::ReportRequest& request, const PatientAnalysis& patient,
                                const Writing& writing) {
  try {
    Result<draw::Page> page = draw_page(request, patient, writing);
    if (!page) return fail(page);
    return report::DrawnPage{std::move(page->pdf), std::move(page->rgb), draw::kPixelWidth,
                             draw::kPixelHeight};
  } catch (const std::exception&) {
    return fail(ErrorKind::kInternal, "PAGE_NOT_DRAWN", "drawing failed unexpectedly");
  }
}

/// Makes one object of a drawn page.
using Make = Result<Document> (*)(const report::ReportRequest&, const report::DrawnPage&);

}  // namespace

std::vector<Document> page_objects(const report::ReportRequest& request, const PatientAnalysis& patient,
                                   const config::Settings& settings, const Writing& writing) {
  const std::string& wanted = settings.report.page;
  std::vector<std::pair<Document::Kind, Make>> kinds;
  if (wanted == "both" || wanted == "secondary_capture")
    kinds.emplace_back(Document::Kind::kSecondaryCapture, &report::make_secondary_capture);
  if (wanted == "both" || wanted == "pdf")
    kinds.emplace_back(Document::Kind::kPdf, &report::make_encapsulated_pdf);
  if (kinds.empty()) return {};
  const Result<report::DrawnPage> page = drawn(request, patient, writing);
  std::vector<Document> documents;
  for (const auto& [kind, make] : kinds) {
    Result<Document> made = page ? make(request, *page) : Result<Document>(fail(page));
    if (made) {
      documents.push_back(*std::move(made));
    } else {
      writing.leave_out(kind, made.error());
    }
  }
  return documents;
}

}  // namespace oligard::pipeline
