#include "oligard/pipeline/result_objects.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "pipeline/page_objects.h"

namespace oligard::pipeline {
namespace {

using report::Document;

/// The request for one object: it replaces the earlier one of its kind.
report::ReportRequest request_for(report::ReportRequest request, Document::Kind kind,
                                  const Writing& writing) {
  const auto found = writing.replaced.find(kind);
  if (found != writing.replaced.end()) request.predecessors = {found->second};
  return request;
}

/// The lesion SEG, to which SR-A then refers. Without it the reports go out all the same.
std::vector<Document> lesion_segmentations(report::ReportRequest& request, const Writing& writing) {
  Result<report::LesionSegmentation> made = report::make_lesion_segmentation(request);
  if (!made) {
    writing.leave_out(Document::Kind::kLesions, made.error());
    return {};
  }
  request.lesion_segments = std::move(made->segments);
  return std::move(made->documents);
}

}  // namespace

Result<std::vector<Document>> make_result_objects(const PatientAnalysis& patient,
                                                  const classify::Assessment& assessment, std::size_t t,
                                                  const config::Settings& settings, const Writing& writing) {
  report::ReportRequest request =
      report_request(patient, assessment, t, settings, writing.analysed_at, writing.program_version);
  std::vector<Document> segmentations;
  if (settings.report.lesion_segmentation) segmentations = lesion_segmentations(request, writing);
  std::vector<Document> documents;
  Result<Document> result =
      report::make_result_document(request_for(request, Document::Kind::kResult, writing));
  if (!result) return fail(result);
  documents.push_back(*std::move(result));
  Result<std::optional<Document>> viewer =
      report::make_viewer_document(request_for(request, Document::Kind::kViewer, writing));
  if (!viewer) {
    writing.leave_out(Document::Kind::kViewer, viewer.error());
  } else if (*viewer) {
    documents.push_back(**std::move(viewer));
  }
  std::move(segmentations.begin(), segmentations.end(), std::back_inserter(documents));
  std::vector<Document> pages = page_objects(request, patient, settings, writing);
  std::move(pages.begin(), pages.end(), std::back_inserter(documents));
  return documents;
}

}  // namespace oligard::pipeline
