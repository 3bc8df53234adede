#include "wording/reason_words.h"

#include <filesystem>
#include <sstream>
#include <string>

#include "support/expected_cases.h"
#include "support/source_dir.h"

namespace oligard::wording {
namespace {

using classify::testing::Json;
using classify::testing::read_text;

/// Every code of a step anywhere in what was found of a case.
void check_codes(const Json& json) {
  if (json.is_object() && json.contains("outcome")) {
    EXPECT_NE(reason_words(json.at("code").get<std::string>()), "") << json;
  }
  if (!json.is_structured()) return;
  for (const Json& part : json)
    check_codes(part);
}

TEST(ReasonWords, StandForEveryStepOfTheCaseFiles) {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(source_dir() / "tests/cases/classify")) {
    if (entry.path().extension() != ".json") continue;
    const auto file = classify::parse_case_file(read_text(entry.path()));
    ASSERT_TRUE(file.has_value()) << entry.path();
    for (const classify::Case& clinical_case : file->cases) {
      const auto assessments = classify::classify_case(clinical_case, file->rules);
      ASSERT_TRUE(assessments.has_value()) << clinical_case.id;
      check_codes(Json::parse(classify::to_json({clinical_case}, {*assessments})));
    }
    ++files;
  }
  EXPECT_GT(files, 10);
}

TEST(ReasonWords, TheManualListsEveryCodeWithItsWords) {
  const std::string manual = read_text(source_dir() / "docs/reasons.md");
  std::size_t listed = 0;
  std::istringstream lines(manual.substr(manual.find("| code | in words |")));
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("| `")) continue;
    const std::size_t end = line.find("` | ");
    const std::string code = line.substr(3, end - 3);
    EXPECT_EQ(line.substr(end + 4), std::string(reason_words(code)) + " |") << code;
    ++listed;
  }
  EXPECT_GT(listed, 100U);
}

}  // namespace
}  // namespace oligard::wording
