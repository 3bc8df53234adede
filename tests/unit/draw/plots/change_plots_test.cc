#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "draw/changes/changes.h"
#include "draw/plots/axis.h"
#include "draw/plots/layout.h"
#include "draw/plots/picture.h"
#include "oligard/draw/plots.h"

namespace oligard::draw {
namespace {

using classify::Confidence;
using classify::LesionStatus;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

/// A patient whose assessment is written down lesion by lesion; dates 90 days apart.
class ChangePlots : public testing::Test {
 protected:
  /// What is said of a lesion at its dates; size 0 = absent, below 0 = listed without a size.
  struct Said {
    LesionStatus status;
    double size_mm;
    std::optional<double> from_nadir_pct = std::nullopt;
  };

  void dates(std::size_t n) {
    assessment_.graph.timepoints.resize(n);
    assessment_.timepoints.resize(n);
    assessment_.clinical_case.timepoints.resize(n);
    for (std::size_t t = 0; t < n; ++t) {
      const std::string id = "TP" + std::to_string(t);
      assessment_.timepoints[t].timepoint = assessment_.clinical_case.timepoints[t].id = id;
      assessment_.clinical_case.timepoints[t].date = Date{} + std::chrono::days(90 * t);
      assessment_.timepoints[t].recist.overall = t == 0 ? "BASELINE" : "SD";
    }
    assessment_.clinical_case.baseline_timepoint = "TP0";
  }

  /// A lesion from time point `first` on.
  classify::CaseLesion& add(const std::string& id, const std::vector<Said>& said, std::size_t first = 0,
                            const std::string& organ = "liver") {
    classify::CaseLesion lesion;
    lesion.id = id;
    lesion.organ = organ;
    for (std::size_t i = 0; i < said.size(); ++i) {
      classify::LesionAssessment& at = assessment_.timepoints[first + i].lesions[id];
      at.status = said[i].status;
      at.confidence = Confidence::kDefinite;
      if (said[i].size_mm >= 0) at.size_mm = said[i].size_mm;
      at.from_nadir_pct = said[i].from_nadir_pct;
      if (said[i].from_nadir_pct) at.nadir_mm = said[i].size_mm / (1 + *said[i].from_nadir_pct / 100);
    }
    assessment_.clinical_case.lesions.push_back(lesion);
    return assessment_.clinical_case.lesions.back();
  }

  /// L1 grows, L2 shrinks, L3 is gone, L4 is new, L5 is missing at the last date.
  void one_of_each() {
    dates(3);
    add("L1", {{LesionStatus::kBaseline, 20},
               {LesionStatus::kStable, 18, -10},
               {LesionStatus::kProgressing, 27, 50}});
    add("L2", {{LesionStatus::kBaseline, 30},
               {LesionStatus::kRegressing, 20, -33.3},
               {LesionStatus::kRegressing, 18, -10}});
    add("L3", {{LesionStatus::kBaseline, 12}, {LesionStatus::kStable, 12, 0}, {LesionStatus::kResolved, 0}});
    add("L4", {{LesionStatus::kNew, 11}}, 2);
    add("L5",
        {{LesionStatus::kBaseline, 15}, {LesionStatus::kStable, 15, 0}, {LesionStatus::kNotEvaluable, -1}});
  }

  [[nodiscard]] const ChangeLine& line(const Changes& changes, const std::string& label) const {
    return *std::find_if(changes.lines.begin(), changes.lines.end(),
                         [&label](const ChangeLine& line) { return line.label == label; });
  }

  static int count(const std::string& text, const std::string& part) {
    int n = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
      ++n;
    return n;
  }

  struct Placed {
    double left, right, y;
    std::string text;
  };
  /// What stands between `before` and `after`, from `at` on.
  static std::string between(const std::string& text, std::size_t at, const std::string& before,
                             const std::string& after) {
    const std::size_t start = text.find(before, at) + before.size();
    return text.substr(start, text.find(after, start) - start);
  }
  /// All level texts with the extent that their estimated width gives them.
  static std::vector<Placed> texts(const std::string& svg) {
    std::vector<Placed> all;
    for (std::size_t at = svg.find("<text x="); at != std::string::npos; at = svg.find("<text x=", at + 1)) {
      const std::string look = between(svg, at, "class=\"", "\"");
      const std::string anchor = between(svg, at, "text-anchor=\"", "\"");
      const std::string text = between(svg, at, ">", "<");
      const double size = look == "title" ? kTitleSize : look.starts_with("l") ? 12 : 11;
      const double width = text_width(text, size);
      const double x = std::stod(between(svg, at, " x=\"", "\""));
      const double left = anchor == "end" ? x - width : anchor == "middle" ? x - width / 2 : x;
      all.push_back({left, left + width, std::stod(between(svg, at, " y=\"", "\"")), text});
    }
    return all;
  }
  static double attribute(const std::string& svg, const std::string& name) {
    return std::stod(svg.substr(svg.find(name + "=\"") + name.size() + 2));
  }
  /// No text leaves the picture or lies on another.
  static void expect_readable(const std::string& svg) {
    const std::vector<Placed> all = texts(svg);
    ASSERT_GT(all.size(), 3U);
    for (std::size_t i = 0; i < all.size(); ++i) {
      EXPECT_GE(all[i].left, 0) << all[i].text;
      EXPECT_LE(all[i].right, attribute(svg, "width")) << all[i].text;
      EXPECT_LE(all[i].y, attribute(svg, "height")) << all[i].text;
      for (std::size_t j = 0; j < i; ++j) {
        const bool apart =
            all[i].left >= all[j].right || all[j].left >= all[i].right || std::abs(all[i].y - all[j].y) >= 11;
        EXPECT_TRUE(apart) << all[i].text << " on " << all[j].text;
      }
    }
  }

  /// `n` lesions that stay near their size, with names that do not end.
  void many(int n) {
    dates(4);
    for (int i = 0; i < n; ++i) {
      const double now = 20 + i % 7 * 0.3;
      add("Lesion-" + std::to_string(1000 + i),
          {{LesionStatus::kBaseline, 20},
           {LesionStatus::kStable, 20, 0},
           {LesionStatus::kStable, now, 0},
           {i < 20 ? LesionStatus::kProgressing : LesionStatus::kStable, i < 20 ? 28.0 + i : now,
            i < 20 ? 40.0 + 5 * i : now - 20}},
          0, "anterior_mediastinal_compartment_of_the_chest");
    }
  }

  classify::Assessment assessment_;
};

TEST_F(ChangePlots, LinesAreRelativeToTheBaselineOrTheFirstSight) {
  one_of_each();
  const Changes changes = changes_of(assessment_);
  const ChangeLine& grown = line(changes, "L1 liver");
  ASSERT_EQ(grown.points.size(), 3U);
  EXPECT_DOUBLE_EQ(grown.points[0].change_pct, 0);
  EXPECT_NEAR(grown.points[1].change_pct, -10, 1e-9);
  EXPECT_NEAR(grown.points[2].change_pct, 35, 1e-9);
  EXPECT_DOUBLE_EQ(grown.points[2].days, 180);
  EXPECT_TRUE(grown.is_important);
  EXPECT_NEAR(line(changes, "L3 liver").points.back().change_pct, -100, 1e-9);
  EXPECT_TRUE(line(changes, "L4 liver").is_late);
  EXPECT_DOUBLE_EQ(line(changes, "L4 liver").points.front().days, 180);
  EXPECT_EQ(line(changes, "L5 liver").points.size(), 2U);
  EXPECT_EQ(line(changes, "L5 liver").style, &classify::look::kNotEvaluable);
  EXPECT_EQ(changes.lines[0].label, "L1 liver") << "what progresses comes first";
}

TEST_F(ChangePlots, ACutSizeIsNoReferenceAndMissingDatesAreGaps) {
  dates(4);
  classify::CaseLesion& cut = add("C", {{LesionStatus::kBaseline, 10},
                                        {LesionStatus::kStable, 20},
                                        {LesionStatus::kNotEvaluable, -1},
                                        {LesionStatus::kStable, 22}});
  cut.observations["TP0"].truncated = true;
  cut.observations["TP3"].truncated = true;
  const Changes changes = changes_of(assessment_);
  ASSERT_EQ(changes.lines.size(), 1U);
  const ChangeLine& line = changes.lines[0];
  ASSERT_EQ(line.points.size(), 2U);
  EXPECT_EQ(line.points[0].t, 1U);
  EXPECT_TRUE(line.points[1].follows_gap);
  EXPECT_TRUE(line.points[1].is_minimum);
  EXPECT_NEAR(line.points[1].change_pct, 10, 1e-9);
  const std::string svg = spider_plot("P", assessment_);
  EXPECT_THAT(svg, HasSubstr("no size in between"));
  EXPECT_THAT(svg, HasSubstr("class=\"point stable cut\""));
}

TEST_F(ChangePlots, WhiskersAreTheMeasurementsInterval) {
  dates(2);
  add("L1", {{LesionStatus::kBaseline, 20}, {LesionStatus::kProgressing, 30, 50}});
  add("L2", {{LesionStatus::kBaseline, 20}, {LesionStatus::kStable, 20, 0}});
  for (int t = 0; t < 2; ++t) {
    measure::Lesion lesion;
    lesion.uncertainty.long_axis_mm = t == 0 ? 0.4 : 0.9;
    assessment_.graph.timepoints[static_cast<std::size_t>(t)].lesions = {lesion};
  }
  assessment_.graph.tracks = {{"L1", "2.25.1", {{0, 0}, {1, 0}}, {}}};
  const Changes changes = changes_of(assessment_);
  const auto& grown = line(changes, "L1 liver").points;
  EXPECT_FALSE(grown[0].half_width_pct) << "the reference is 0 % by definition";
  EXPECT_NEAR(grown[1].half_width_pct.value_or(0), 1.96 * 150 * std::hypot(0.9 / 30, 0.4 / 20), 1e-9);
  EXPECT_FALSE(line(changes, "L2 liver").points[1].half_width_pct) << "not known";
  EXPECT_EQ(count(spider_plot("P", assessment_), "class=\"whisker "), 1);
}

TEST_F(ChangePlots, BarsAreSortedWithNewOnesFirst) {
  one_of_each();
  const Changes changes = changes_of(assessment_);
  std::vector<std::string> labels;
  for (const ChangeBar& bar : changes.bars)
    labels.push_back(bar.label);
  EXPECT_THAT(labels, ElementsAre("L4 liver", "L1 liver", "L2 liver", "L3 liver"));
  EXPECT_FALSE(changes.bars[0].change_pct);
  EXPECT_DOUBLE_EQ(changes.bars[3].change_pct.value_or(0), -100) << "gone";
  EXPECT_THAT(changes.without_size, ElementsAre("L5 liver"));
}

TEST_F(ChangePlots, SpiderShowsEachLesionAndTheLimits) {
  one_of_each();
  assessment_.clinical_case.evaluated_profiles = {"default_5"};
  assessment_.timepoints[2].profiles["default_5"].category = classify::Category::kOligoprogression;
  assessment_.timepoints[2].review.resize(1);
  const std::string svg = spider_plot("Pabc", assessment_);
  EXPECT_EQ(count(svg, "class=\"course "), 2 + 2 + 2 + 0 + 1);
  EXPECT_EQ(count(svg, "class=\"point "), 3 + 3 + 3 + 1 + 2);
  EXPECT_EQ(count(svg, "class=\"limit\""), 2);
  EXPECT_THAT(svg, HasSubstr(">+20 %<"));
  EXPECT_THAT(svg, HasSubstr(">-30 %<"));
  EXPECT_THAT(svg, HasSubstr(">L1 liver +35 % (+50 % from nadir)<"));
  EXPECT_THAT(svg, HasSubstr(">L4 liver first seen<"));
  EXPECT_THAT(svg, HasSubstr(">Change of lesion size, patient Pabc<"));
  EXPECT_THAT(svg, HasSubstr("Research software, not verified by a physician."));
  EXPECT_THAT(svg, HasSubstr("1970-06-30: Oligoprogression (profile default_5); RECIST 1.1: SD"));
  EXPECT_THAT(svg, HasSubstr("Needs review: 1 link in doubt"));
  expect_readable(svg);
  EXPECT_EQ(svg, spider_plot("Pabc", assessment_));
}

TEST_F(ChangePlots, WaterfallShowsBarsLimitAndFiveMillimetres) {
  one_of_each();
  const std::string svg = waterfall_plot("Pabc", assessment_);
  EXPECT_EQ(count(svg, "class=\"bar "), 4);
  EXPECT_EQ(count(svg, "class=\"bar new hatched\""), 1);
  EXPECT_EQ(count(svg, "class=\"bar progressing\""), 1);
  EXPECT_EQ(count(svg, "class=\"limit\""), 1);
  EXPECT_EQ(count(svg, "class=\"five\""), 1 + 1) << "of L1, and in the legend";
  EXPECT_THAT(svg, HasSubstr(">+50 %<"));
  EXPECT_THAT(svg, HasSubstr(">11 mm<"));
  EXPECT_THAT(svg, HasSubstr(">-100 %<"));
  EXPECT_THAT(svg, HasSubstr("Research software, not verified by a physician."));
  EXPECT_THAT(svg, HasSubstr("size to compare: L5 liver."));
  expect_readable(svg);
  EXPECT_EQ(svg, waterfall_plot("Pabc", assessment_));
}

TEST_F(ChangePlots, OwnLimitsAreDrawn) {
  one_of_each();
  assessment_.rules.constants.pd_rel = 0.25;
  assessment_.rules.constants.pd_abs_mm = 3;
  EXPECT_THAT(spider_plot("P", assessment_), HasSubstr(">+25 %<"));
  EXPECT_THAT(waterfall_plot("P", assessment_), HasSubstr(">+3 mm of this lesion<"));
}

TEST_F(ChangePlots, DoubtfulProgressionLooksDifferent) {
  dates(2);
  add("L1", {{LesionStatus::kBaseline, 20}, {LesionStatus::kProgressing, 30, 50}});
  assessment_.timepoints[1].lesions["L1"].confidence = Confidence::kIndeterminate;
  EXPECT_THAT(spider_plot("P", assessment_), HasSubstr("course progressing important doubtful"));
  EXPECT_THAT(waterfall_plot("P", assessment_), HasSubstr("bar progressing doubtful"));
}

TEST_F(ChangePlots, ManyLesionsWithLongNamesStayReadable) {
  many(150);
  const std::string spider = spider_plot(std::string(300, 'k'), assessment_);
  expect_readable(spider);
  EXPECT_EQ(count(spider, "class=\"course stable\""), 130 * 3) << "every lesion is drawn";
  EXPECT_THAT(spider, HasSubstr("124 lines have no label."));
  const std::string waterfall = waterfall_plot(std::string(300, 'k'), assessment_);
  expect_readable(waterfall);
  EXPECT_EQ(count(waterfall, "class=\"bar progressing\""), 20) << "none that progresses is left out";
  EXPECT_EQ(count(waterfall, "class=\"bar "), 60);
  EXPECT_THAT(waterfall, HasSubstr("90 controlled lesions are left out."));
}

TEST_F(ChangePlots, FewAndNoTimePoints) {
  for (const auto& draw : {spider_plot, waterfall_plot}) {
    EXPECT_THAT(draw("P", {}), HasSubstr("</svg>"));
    assessment_ = {};
    dates(1);
    add("L1", {{LesionStatus::kBaseline, 20}});
    const std::string svg = draw("a<b>&\"\x01", assessment_);
    EXPECT_THAT(svg, HasSubstr("patient a&lt;b&gt;&amp;&quot;?"));
    expect_readable(svg);
  }
  EXPECT_THAT(spider_plot("P", assessment_), HasSubstr("There is one date: nothing to compare."));
  EXPECT_THAT(waterfall_plot("P", assessment_), HasSubstr("There is no lesion to compare"));
}

TEST_F(ChangePlots, DatesThatLieCloseHaveOneLabel) {
  dates(3);
  assessment_.clinical_case.timepoints[1].date = Date{} + std::chrono::days(3);
  add("L1", {{LesionStatus::kBaseline, 20}, {LesionStatus::kStable, 20, 0}, {LesionStatus::kStable, 20, 0}});
  const std::string svg = spider_plot("P", assessment_);
  expect_readable(svg);
  EXPECT_THAT(svg, Not(HasSubstr(">TP1<")));
  EXPECT_EQ(count(svg, "class=\"date\""), 3);
}

TEST(PercentAxis, IsLinearThenLogarithmicWithoutAKink) {
  EXPECT_DOUBLE_EQ(compressed(-30), -30);
  EXPECT_DOUBLE_EQ(compressed(100), 100);
  EXPECT_NEAR(compressed(100.01) - compressed(100), compressed(100) - compressed(99.99), 1e-5);
  EXPECT_NEAR(compressed(400) - compressed(200), compressed(200) - compressed(100), 1e-9);
  const PercentAxis axis({0, 0, 100, 200}, -50, 300, 10);
  EXPECT_DOUBLE_EQ(axis.y(-50), 190);
  EXPECT_DOUBLE_EQ(axis.y(300), 10);
  EXPECT_DOUBLE_EQ(axis.y(1e9), 0) << "stays in the frame";
  EXPECT_FALSE(axis.is_within(301));
}

TEST(Spread, MovesApartWithinBounds) {
  EXPECT_THAT(spread({10, 11, 50}, 10, 0, 100), ElementsAre(10, 20, 50));
  EXPECT_THAT(spread({95, 96, 97}, 10, 0, 100), ElementsAre(80, 90, 100));
  EXPECT_THAT(spread({-5}, 10, 0, 100), ElementsAre(0));
  EXPECT_THAT(spread({}, 10, 0, 100), IsEmpty());
}

TEST(Clipped, CutsWholeCharacters) {
  EXPECT_EQ(clipped("short", 100, 11), "short");
  const std::string cut = clipped("\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4", text_width("abc", 11), 11);
  EXPECT_EQ(cut, "\xC3\xA4\xC3\xA4\xE2\x80\xA6");
}

}  // namespace
}  // namespace oligard::draw
