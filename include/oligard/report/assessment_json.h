// assessment.json: one patient, everything that was said (docs/assessment-json.md).
#pragma once

#include <optional>
#include <string>

#include "oligard/classify/assessment.h"
#include "oligard/report/priors.h"

namespace oligard::report {

inline constexpr const char* kAssessmentSchemaVersion = "1.0";

/// Whose assessment it is. Patient data: for result files only.
struct PatientLabel {
  std::string key;
  std::string id;
  std::string issuer;
};

/// One lesion's figures as a JSON object: the entry of `lesions` without time point and track.
[[nodiscard]] std::string lesion_json(const measure::Lesion& lesion);

/// Indented UTF-8 JSON; the same assessment gives the same bytes.
[[nodiscard]] std::string assessment_json(const PatientLabel& patient, const classify::Assessment& assessment,
                                          const std::optional<PriorsKnown>& priors = std::nullopt);

}  // namespace oligard::report
