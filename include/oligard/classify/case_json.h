// Cases and assessments as JSON, the schema of clinical-rules 5.1.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "oligard/base/result.h"
#include "oligard/classify/assessment.h"
#include "oligard/classify/rules.h"

namespace oligard::classify {

struct CaseFile {
  Rules rules;  ///< those given, replaced where the file gives `constants` or `profiles`
  std::vector<Case> cases;
};

/// Reads a file of cases; `expected` is ignored. Error CASE_INVALID_JSON names the place.
[[nodiscard]] Result<CaseFile> parse_case_file(std::string_view json, const Rules& rules = {});

/// The file as parse_case_file reads it back; the same file gives the same bytes. One line of ASCII: keys
/// sorted, no blanks, numbers with the fewest digits that tell them apart; what is empty or unknown is left
/// out. Warnings, reviews, and what readers wrote beside a status are no input of the rules and are left out
/// too.
[[nodiscard]] std::string to_json(const CaseFile& file);

/// One patient's clinical context (`analyze --context`; docs/operations.md lists the fields). Error
/// CONTEXT_INVALID, also for an unknown key: a mistyped one must not pass as "unknown".
[[nodiscard]] Result<ClinicalContext> parse_context(std::string_view json);

/// `expected[TP]` of 5.1 and the chains of reasons, indented, keys sorted; sizes to 0.1 mm, percentages to
/// 0.1. `clinical_case` is the one assessed.
[[nodiscard]] std::string to_json(const TimePointAssessment& assessment, const Case& clinical_case);

/// {"cases":[{"id","assessments":{TP: as `expected`}}]}
[[nodiscard]] std::string to_json(const std::vector<Case>& cases,
                                  const std::vector<std::vector<TimePointAssessment>>& assessments);

}  // namespace oligard::classify
