#include "wording/reason_words.h"

#include <algorithm>
#include <sstream>
#include <string>

#include "support/expected_cases.h"
#include "support/source_dir.h"

namespace oligard::wording {
namespace {

using classify::kReasonCodes;
using classify::ReasonCode;
using classify::testing::read_text;

TEST(ReasonWords, TheManualListsEveryCodeWithItsWords) {
  const std::string manual = read_text(source_dir() / "docs/reasons.md");
  std::size_t listed = 0;
  std::istringstream lines(manual.substr(manual.find("| code | in words |")));
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("| `")) continue;
    const std::size_t end = line.find("` | ");
    const std::string code = line.substr(3, end - 3);
    ASSERT_TRUE(ReasonCode::find(code)) << code;
    EXPECT_EQ(line.substr(end + 4), std::string(reason_words(*ReasonCode::find(code))) + " |") << code;
    ++listed;
  }
  EXPECT_EQ(listed, 1 + std::count(kReasonCodes.begin(), kReasonCodes.end(), ' '));
}

}  // namespace
}  // namespace oligard::wording
