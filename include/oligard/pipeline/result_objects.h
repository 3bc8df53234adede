// All objects of one assessed time point that go back to the PACS.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "oligard/pipeline/analysis.h"
#include "oligard/report/result_documents.h"

namespace oligard::pipeline {

/// What writes the objects, and when.
struct Writing {
  UnixTime analysed_at;
  std::string program_version;
  /// Objects of an earlier result of the same time point, which these replace.
  std::map<report::Document::Kind, report::EvidenceInstance> replaced = {};
  /// Told of each object beside SR-A that could not be made; the others are made all the same.
  std::function<void(report::Document::Kind, const Error&)> on_left_out = {};

  void leave_out(report::Document::Kind kind, const Error& error) const {
    if (on_left_out) on_left_out(kind, error);
  }
};

/// SR-A first; the others as the settings and the patient's objects allow. `assessment` must be
/// assess_as_of(patient, t). Errors: those of SR-A, without which nothing of the time point is given.
[[nodiscard]] Result<std::vector<report::Document>> make_result_objects(
    const PatientAnalysis& patient, const classify::Assessment& assessment, std::size_t t,
    const config::Settings& settings, const Writing& writing);

}  // namespace oligard::pipeline
