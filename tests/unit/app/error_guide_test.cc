#include "app/error_guide.h"

#include <gtest/gtest.h>

namespace oligard::app {
namespace {

TEST(ErrorGuides, AreTheTableOfThePage) {
  ASSERT_GT(error_guides().size(), 100U);
  for (const ErrorGuide& guide : error_guides()) {
    EXPECT_FALSE(guide.cause.empty()) << guide.code;
    EXPECT_FALSE(guide.next_step.empty()) << guide.code;
    EXPECT_EQ(guide.next_step.find('`'), std::string::npos) << guide.code;
    EXPECT_EQ(error_guide(guide.code), &guide) << "codes are unique";
  }
  ASSERT_NE(error_guide("SEG_NO_GEOMETRY"), nullptr);
  EXPECT_EQ(error_guide("SEG_NO_SUCH_CODE"), nullptr);
}

TEST(ErrorGuides, OtherLinesArePassedOver) {
  const auto guides = parse_error_guides(
      "| code | cause | next step |\n| --- | --- | --- |\n| `B_X` | why `it` is | do that |\ntext | `A_Y` |\n"
      "| `port` | 1 | 2 |");
  ASSERT_EQ(guides.size(), 1U);
  EXPECT_EQ(guides[0].code, "B_X");
  EXPECT_EQ(guides[0].cause, "why it is");
  EXPECT_EQ(guides[0].next_step, "do that");
}

}  // namespace
}  // namespace oligard::app
