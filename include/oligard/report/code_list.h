// The codes that result objects may use, for docs/conformance.md.
#pragma once

#include <string>
#include <vector>

#include "oligard/base/code.h"

namespace oligard::report {

struct CodeSection {
  std::string title;
  std::vector<Code> codes;
};

/// All of codes.h and of terms; codes of findings, organs and procedures come from the objects
/// received.
[[nodiscard]] std::vector<CodeSection> code_list();

}  // namespace oligard::report
