// A result's verdict derived again from the result alone (docs/conformance.md, "The record").
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "oligard/base/result.h"
#include "oligard/classify/assessment.h"
#include "oligard/report/stated_result.h"

namespace oligard::explain {

/// One item that is not as it was derived. Either side is empty where the item is missing.
struct Difference {
  std::string where;  ///< "Measurement Group L03 > Percent Change from Nadir"
  std::string stated;
  std::string derived;
  report::StatedItem::Subject subject;
  std::string track;  ///< the lesion that it speaks of; empty = the patient
};

struct Explanation {
  report::StatedResult stated;
  std::string problem;             ///< why nothing could be derived; empty = `derived` is meaningful
  classify::Assessment derived{};  ///< the record's case under the record's rules
  std::vector<Difference> differences{};
  std::size_t compared = 0;  ///< items that were derived again and compared
  std::size_t inputs = 0;    ///< items that nothing derives: the record and what is copied from the sources
  bool seal_holds = false;   ///< the digest is that of the content: no item was altered

  [[nodiscard]] bool agrees() const { return problem.empty() && seal_holds && differences.empty(); }
};

/// Reads one SR-A and nothing else, applies the rules to its record, and compares every number, code and
/// reference; sentences only when `version`, this program's, wrote the result. Errors: those of
/// report::read_result; where the seal holds and yet nothing can be derived: EXPLAIN_RECORD_INVALID,
/// EXPLAIN_OTHER_RULES (another rule set), those of classify::classify_case.
[[nodiscard]] Result<Explanation> explain(const std::filesystem::path& file, const std::string& version);

/// For people: each lesion with its numbers, their source objects and the rule that decides; RECIST; each
/// profile; what differs; whether it agrees. Ends with a line break.
[[nodiscard]] std::string to_text(const Explanation& explanation);

/// Indented UTF-8 JSON (docs/operations.md, "Checking a result").
[[nodiscard]] std::string to_json(const Explanation& explanation);

}  // namespace oligard::explain
