#include <set>

#include <gtest/gtest.h>

#include "oligard/terms/lesion_status.h"
#include "oligard/terms/verdict.h"

namespace oligard::terms {
namespace {

TEST(LesionStatusTable, EveryWordIsReadBack) {
  for (const LesionStatusRow& row : kLesionStatuses) {
    EXPECT_EQ(lesion_status_from(row.word), row.status);
    EXPECT_EQ(to_string(row.status), row.word);
    EXPECT_EQ(lesion_status_of_code(row.code.value), row.status);
  }
  EXPECT_EQ(lesion_status_from("progressing"), std::nullopt);
  EXPECT_EQ(lesion_status_from(""), std::nullopt);
}

TEST(LesionStatusTable, CodesAreDistinct) {
  std::set<std::string_view> values;
  for (const LesionStatusRow& row : kLesionStatuses) {
    EXPECT_TRUE(values.insert(row.code.value).second) << row.code.value;
    EXPECT_TRUE(values.insert(row.count.value).second) << row.count.value;
    EXPECT_LE(std::string_view(row.count.value).size(), 16U) << "SH holds 16 characters";
  }
}

TEST(LesionStatusTable, APhraseNamesOneStatus) {
  std::set<std::string_view> phrases;
  for (const LesionStatusRow& row : kLesionStatuses) {
    EXPECT_FALSE(row.phrases.front().empty()) << row.word;
    for (const std::string_view phrase : row.phrases) {
      if (phrase.empty()) continue;
      EXPECT_TRUE(phrases.insert(phrase).second) << phrase;
      EXPECT_EQ(lesion_status_of_phrase(phrase), row.status);
    }
  }
  EXPECT_EQ(lesion_status_of_phrase(""), std::nullopt);
}

TEST(LesionStatusTable, AnOldCodeOfNotEvaluableIsRead) {
  EXPECT_EQ(lesion_status_of_code("NOT_EVAL"), LesionStatus::kNotEvaluable);
  EXPECT_EQ(lesion_status_of_code("NOT_EVALUABLE"), LesionStatus::kNotEvaluable);
}

TEST(LesionStatusTable, WhatProgressesIsDrawnAsImportant) {
  for (const LesionStatusRow& row : kLesionStatuses)
    EXPECT_EQ(look_of(row.status).is_important, is_progression(row.status)) << row.word;
}

TEST(LesionStatusTable, ProgressionAndControlAreAsTheRuleBookSays) {
  EXPECT_TRUE(is_progression(LesionStatus::kReappeared));
  EXPECT_FALSE(is_progression(LesionStatus::kBaseline));
  EXPECT_TRUE(is_controlled(LesionStatus::kResolved));
  EXPECT_FALSE(is_controlled(LesionStatus::kTreated));
}

TEST(VerdictTables, OligoprogressionAloneIsPresent) {
  for (const CategoryRow& row : kCategories) {
    const bool is_present = std::string_view(row.oligoprogression.value) == codes::kPresent.value;
    EXPECT_EQ(is_present, row.category == Category::kOligoprogression) << row.word;
  }
}

TEST(VerdictTables, SurerIsGreater) {
  EXPECT_LT(Confidence::kIndeterminate, Confidence::kProbable);
  EXPECT_LT(Confidence::kProbable, Confidence::kDefinite);
}

}  // namespace
}  // namespace oligard::terms
