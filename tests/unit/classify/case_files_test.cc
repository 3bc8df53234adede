// Every file of tests/cases/classify: small cases whose `expected` part was derived by hand from the rule
// book.
#include <algorithm>
#include <vector>

#include "support/expected_cases.h"
#include "support/source_dir.h"

namespace oligard::classify::testing {
namespace {

std::vector<std::string> case_files() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(source_dir() / "tests/cases/classify")) {
    if (entry.path().extension() == ".json") names.push_back(entry.path().stem());
  }
  std::sort(names.begin(), names.end());
  return names;
}

class CaseFiles : public ::testing::TestWithParam<std::string> {};

TEST_P(CaseFiles, ComeOutAsExpected) {
  check_case_file(source_dir() / "tests/cases/classify/" / (GetParam() + ".json"));
}

INSTANTIATE_TEST_SUITE_P(ByHand, CaseFiles, ::testing::ValuesIn(case_files()),
                         [](const ::testing::TestParamInfo<std::string>& file) { return file.param; });

}  // namespace
}  // namespace oligard::classify::testing
