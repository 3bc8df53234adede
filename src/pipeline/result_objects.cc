#include "oligard/pipeline/result_objects.h"

#include <utility>

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

}  // namespace

Result<std::vector<Document>> make_result_objects(const PatientAnalysis& patient,
                                                  const classify::Assessment& assessment, std::size_t t,
                                                  const config::Settings& settings, const Writing& writing) {
  const report::ReportRequest request =
      report_request(patient, assessment, t, settings, writing.analysed_at, writing.program_version);
  std::vector<Document> documents;
  Result<Document> result =
      report::make_result_document(request_for(request, Document::Kind::kResult, writing));
  if (!result) return fail(result);
  documents.push_back(*std::move(result));
  Result<std::optional<Document>> viewer =
      report::make_viewer_document(request_for(request, Document::Kind::kViewer, writing));
  if (!viewer) return fail(viewer);
  if (*viewer) documents.push_back(**std::move(viewer));
  return documents;
}

}  // namespace oligard::pipeline
