// The two tables of the rule book that are functions of their own: RECIST overall response and ESTRO/EORTC
// states.
#include <gtest/gtest.h>

#include "classify/category/estro_eortc.h"
#include "classify/recist/recist.h"

namespace oligard::classify {
namespace {

using terms::Category;

struct OverallRow {
  std::optional<std::string> target;
  std::optional<std::string> non_target;
  bool new_lesion;
  std::string overall;
};

TEST(OverallResponse, EveryCombinationOfTable1AndTable2) {
  const std::optional<std::string> none;
  const std::vector<OverallRow> rows = {
      {"CR", "CR", false, "CR"},
      {"CR", none, false, "CR"},
      {"CR", "NON_CR_NON_PD", false, "PR"},
      {"CR", "NE", false, "PR"},
      {"PR", "CR", false, "PR"},
      {"PR", none, false, "PR"},
      {"PR", "NON_CR_NON_PD", false, "PR"},
      {"PR", "NE", false, "PR"},
      {"SD", "CR", false, "SD"},
      {"SD", none, false, "SD"},
      {"SD", "NON_CR_NON_PD", false, "SD"},
      {"SD", "NE", false, "SD"},
      {"NE", "CR", false, "NE"},
      {"NE", none, false, "NE"},
      {"NE", "NON_CR_NON_PD", false, "NE"},
      {"NE", "NE", false, "NE"},
      {none, "CR", false, "CR"},
      {none, "NON_CR_NON_PD", false, "NON_CR_NON_PD"},
      {none, "NE", false, "NE"},
      {none, none, false, "NE"},
  };
  for (const OverallRow& row : rows) {
    EXPECT_EQ(overall_response(row.target, row.non_target, false), row.overall)
        << row.target.value_or("none") << " / " << row.non_target.value_or("none");
    EXPECT_EQ(overall_response(row.target, row.non_target, true), "PD");
    EXPECT_EQ(overall_response("PD", row.non_target, false), "PD");
    EXPECT_EQ(overall_response(row.target, "PD", false), "PD");
  }
}

constexpr std::optional<bool> kUnknown;

std::string state(Category category, std::optional<bool> poly, std::optional<bool> oligo,
                  std::optional<double> months, std::optional<bool> therapy, int existing) {
  return estro_eortc_state({category, poly, oligo, months, therapy, existing}, Constants{});
}

TEST(EstroEortc, TheNineStates) {
  const Category growing = Category::kOligoprogression;
  const Category still = Category::kStable;
  EXPECT_EQ(state(growing, false, false, 6.0, true, 3), "SYNCHRONOUS_OLIGOMETASTATIC_DISEASE");
  EXPECT_EQ(state(still, false, false, 0.0, kUnknown, 3), "SYNCHRONOUS_OLIGOMETASTATIC_DISEASE");
  EXPECT_EQ(state(still, false, false, 6.1, false, 3), "METACHRONOUS_OLIGORECURRENCE");
  EXPECT_EQ(state(still, false, false, 6.1, true, 3), "METACHRONOUS_OLIGOPROGRESSION");
  EXPECT_EQ(state(growing, false, true, {}, false, 3), "REPEAT_OLIGORECURRENCE");
  EXPECT_EQ(state(growing, false, true, {}, true, 3), "REPEAT_OLIGOPROGRESSION");
  EXPECT_EQ(state(still, false, true, {}, true, 3), "REPEAT_OLIGOPERSISTENCE");
  EXPECT_EQ(state(growing, true, kUnknown, {}, false, 30), "INDUCED_OLIGORECURRENCE");
  EXPECT_EQ(state(growing, true, kUnknown, {}, true, 30), "INDUCED_OLIGOPROGRESSION");
  EXPECT_EQ(state(Category::kResponse, true, kUnknown, {}, true, 5), "INDUCED_OLIGOPERSISTENCE");
  EXPECT_EQ(state(Category::kLimitedProgression, true, kUnknown, {}, true, 30), "INDUCED_OLIGOPROGRESSION");
}

TEST(EstroEortc, UnknownAnswersThatAreNeeded) {
  const Category growing = Category::kOligoprogression;
  EXPECT_EQ(state(growing, kUnknown, false, 1.0, true, 3), "UNDETERMINED");
  EXPECT_EQ(state(growing, true, kUnknown, {}, kUnknown, 3), "UNDETERMINED");
  EXPECT_EQ(state(growing, false, kUnknown, 1.0, true, 3), "UNDETERMINED");
  EXPECT_EQ(state(growing, false, true, 1.0, kUnknown, 3), "UNDETERMINED");
  EXPECT_EQ(state(growing, false, false, {}, true, 3), "UNDETERMINED");
  EXPECT_EQ(state(growing, false, false, 7.0, kUnknown, 3), "UNDETERMINED");
}

TEST(EstroEortc, WhereItDoesNotApply) {
  for (const Category category : {Category::kSingleTimepoint, Category::kIndeterminate,
                                  Category::kMixedResponse, Category::kPolyprogression}) {
    EXPECT_EQ(state(category, true, false, 1.0, true, 3), "NOT_APPLICABLE");
  }
  const Category still = Category::kStable;
  EXPECT_EQ(state(still, true, kUnknown, {}, false, 3), "NOT_APPLICABLE");
  EXPECT_EQ(state(still, true, kUnknown, {}, true, 6), "NOT_APPLICABLE");
  EXPECT_EQ(state(still, true, kUnknown, {}, true, 0), "NOT_APPLICABLE");
  EXPECT_EQ(state(still, false, true, {}, false, 3), "NOT_APPLICABLE");
  EXPECT_EQ(state(Category::kOligoprogression, false, false, 1.0, true, 6), "NOT_APPLICABLE");
  EXPECT_EQ(state(Category::kResponse, false, kUnknown, {}, true, 0), "NOT_APPLICABLE");
}

}  // namespace
}  // namespace oligard::classify
