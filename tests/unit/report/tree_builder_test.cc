#include "report/write/tree_builder.h"

#include <gtest/gtest.h>

namespace oligard::report {
namespace {

TEST(DecimalString, HasFixedDigitsAndNoMinusZero) {
  EXPECT_EQ(decimal_string(26.05, 1), "26.1");
  EXPECT_EQ(decimal_string(-0.04, 1), "0.0");
  EXPECT_EQ(decimal_string(-0.06, 1), "-0.1");
  EXPECT_EQ(decimal_string(3, 0), "3");
  EXPECT_EQ(decimal_string(20.25, 1), "20.3");
  EXPECT_EQ(decimal_string(-20.25, 1), "-20.3");
}

TEST(DecimalString, FitsSixteenCharacters) {
  EXPECT_EQ(decimal_string(123456789012.34567, 4), "123456789012.346");
  EXPECT_LE(decimal_string(1e15 / 3, 4).size(), 16U);
  EXPECT_EQ(decimal_string(1e30, 1), "");
}

TEST(Coded, CutsMeaningsAtWholeCharacters) {
  std::string meaning;
  for (int i = 0; i < 70; ++i)
    meaning += "ä";
  EXPECT_EQ(coded(Code{"V", "99X", meaning}).getCodeMeaning().length(), 128U);
  EXPECT_STREQ(coded(Code{"V", "99X", ""}).getCodeMeaning().c_str(), "V");
}

TEST(Codes, PrivateValuesFitTheirAttributes) {
  const auto fits = [](const codes::Entry& entry) {
    return std::string_view(entry.value).size() <= 16 && std::string_view(entry.meaning).size() <= 64;
  };
  for (const terms::LesionStatusRow& row : terms::kLesionStatuses)
    EXPECT_TRUE(fits(row.code) && fits(row.count)) << row.word;
  for (const terms::CategoryRow& row : terms::kCategories)
    EXPECT_TRUE(fits(row.code) && fits(row.pattern)) << row.word;
  for (const auto& row : codes::kNonTargetResponses)
    EXPECT_TRUE(fits(row.value)) << row.value.value;
  EXPECT_TRUE(fits(codes::kWholeLesionUid) && fits(codes::kBestUnconfirmed));
}

TEST(TreeBuilder, KeepsTheFirstFailure) {
  DSRDocumentTree tree(DSRTypes::DT_EnhancedSR);
  TreeBuilder builder(tree);
  builder.root(codes::kOncologyReport, "1500", [&] {
    builder.text(TreeBuilder::kSelectedFrom, codes::kComment, "not allowed here");
    builder.text(TreeBuilder::kContains, codes::kConclusion, "skipped");
  });
  EXPECT_EQ(builder.failure().find("Comment: "), 0U) << builder.failure();
}

}  // namespace
}  // namespace oligard::report
