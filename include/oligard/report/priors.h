// Whether the patient's earlier objects were fetched from the PACS before the assessment.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace oligard::report {

/// Counts and codes only: nothing of it is patient data.
struct PriorsKnown {
  bool is_complete = false;
  std::optional<std::int64_t> missing;  ///< objects; empty when the PACS did not say what it holds
  std::string code;                     ///< why it is not complete (docs/operations.md)
};

/// One sentence about what is missing; empty when nothing is.
[[nodiscard]] std::string sentence_about(const PriorsKnown& priors);

}  // namespace oligard::report
