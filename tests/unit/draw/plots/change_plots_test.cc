#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "draw/changes/changes.h"
#include "draw/changes/percent_axis.h"
#include "oligard/draw/plots.h"
#include "unit/draw/plots/drawn_plot.h"

namespace oligard::draw {
namespace {

using terms::Confidence;
using terms::LesionStatus;
using test::count;
using test::DrawnPlot;
using test::Hint;
using test::hint_of;
using test::hints_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kLimitDashes = "stroke-dasharray:4.714286,3.142857;";

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

  [[nodiscard]] std::string spider(const std::string& key = "P") const {
    return spider_plot(key, assessment_).value_or("");
  }
  [[nodiscard]] std::string waterfall(const std::string& key = "P") const {
    return waterfall_plot(key, assessment_).value_or("");
  }
  [[nodiscard]] DrawnPlot drawn(test::Draw draw, const std::string& key = "P") const {
    return {draw, key, assessment_};
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
  EXPECT_EQ(line(changes, "L5 liver").style, &terms::look::kNotEvaluable);
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
  const std::string svg = spider();
  EXPECT_THAT(svg, HasSubstr("no size in between"));
  EXPECT_EQ(count(svg, "stroke-dasharray:1.5,4;"), 1 + 1) << "the gap, and its sample in the legend";
  EXPECT_THAT(svg, HasSubstr("White points: cut"));
  const DrawnPlot plot = drawn(draw_spider_plot);
  const Hint whole = hint_of(svg, "C liver TP1");
  const Hint seen_in_part = hint_of(svg, "C liver TP3");
  EXPECT_EQ(plot.look_at(whole.x(), whole.y()), &terms::look::kStable);
  EXPECT_EQ(plot.look_at(seen_in_part.x(), seen_in_part.y()), nullptr) << "white";
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
  const std::string whisker =
      "stroke-width:1;stroke-linejoin:round;stroke:rgb(83.529412%,36.862745%,0%);stroke-opacity:0.8;";
  EXPECT_EQ(count(spider(), whisker), 2) << "one, and its end that lies in the picture";
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
  assessment_.timepoints[2].profiles["default_5"].category = terms::Category::kOligoprogression;
  assessment_.timepoints[2].review.resize(1);
  const std::string svg = spider("Pabc");
  EXPECT_EQ(count(svg, "stroke-opacity:0.75;") + count(svg, "stroke-width:2.2;"), 2 + 2 + 2 + 0 + 1);
  EXPECT_EQ(hints_of(svg, "rect").size(), 3U + 3U + 3U + 1U + 2U);
  EXPECT_EQ(count(svg, kLimitDashes), 2);
  const DrawnPlot plot = drawn(draw_spider_plot, "Pabc");
  const Hint grown = hint_of(svg, "L1 liver TP2: 27 mm, +35 %, progressing");
  EXPECT_EQ(plot.look_at(grown.x(), grown.y()), &terms::look::kProgressing);
  for (const char* shown :
       {"+20 %", "\u221230 %", "L1 liver", "+35 % (+50 % from nadir)", "L4 liver", "first seen",
        "Change of lesion size, patient Pabc", "Research software, not verified by a physician.",
        "TP2, 1970-06-30: Oligoprogression (profile default_5); RECIST 1.1: SD",
        "Needs review: 1 link in doubt"}) {
    EXPECT_THAT(svg, HasSubstr(">" + std::string(shown) + "</text>"));
    EXPECT_THAT(plot.all_text(), HasSubstr(std::string(shown) + "\n"));
  }
  plot.expect_readable();
  EXPECT_EQ(svg, spider("Pabc"));
}

TEST_F(ChangePlots, WaterfallShowsBarsLimitAndFiveMillimetres) {
  one_of_each();
  const std::string svg = waterfall("Pabc");
  const DrawnPlot plot = drawn(draw_waterfall_plot, "Pabc");
  EXPECT_EQ(hints_of(svg, "rect").size(), 4U);
  const auto look_of = [&](const Hint& bar) { return plot.look_at(bar.box.left + 4, bar.y()); };
  const Hint grown = hint_of(svg, "L1 liver: progressing, 27 mm, +50 % from 18 mm");
  EXPECT_EQ(look_of(grown), &terms::look::kProgressing);
  EXPECT_EQ(look_of(hint_of(svg, "L2 liver")), &terms::look::kRegressing);
  EXPECT_EQ(look_of(hint_of(svg, "L3 liver")), nullptr) << "hollow";
  const Hint added = hint_of(svg, "L4 liver: new or reappeared, 11 mm");
  int pink = 0;
  for (double x = added.box.left + 2; x < added.box.right() - 2; ++x)
    pink += plot.look_at(x, added.y()) == &terms::look::kNew ? 1 : 0;
  EXPECT_GT(pink, added.box.width / 5) << "hatched";
  EXPECT_LT(pink, added.box.width * 4 / 5) << "hatched";
  EXPECT_EQ(count(svg, kLimitDashes), 1);
  EXPECT_EQ(count(svg, "stroke-width:1.4;"), 1 + 1) << "the tick of L1, and its sample in the legend";
  const double zero = grown.box.bottom();
  EXPECT_NEAR((zero - added.box.top) / (zero - grown.box.top), 40.0 / 50, 0.02);
  for (const char* shown :
       {"+50 %", "11 mm", "\u2212100 %", "L1 liver", "Research software, not verified by a physician.",
        "No bar, because not evaluable, treated or without a size to compare: L5 liver."})
    EXPECT_THAT(svg, HasSubstr(">" + std::string(shown) + "</text>"));
  plot.expect_readable();
  EXPECT_EQ(svg, waterfall("Pabc"));
}

TEST_F(ChangePlots, OwnLimitsAreDrawn) {
  one_of_each();
  assessment_.rules.constants.pd_rel = 0.25;
  assessment_.rules.constants.pd_abs_mm = 3;
  EXPECT_THAT(spider(), HasSubstr(">+25 %<"));
  EXPECT_THAT(waterfall(), HasSubstr(">+3 mm of this lesion<"));
}

TEST_F(ChangePlots, DoubtfulProgressionLooksDifferent) {
  dates(2);
  add("L1", {{LesionStatus::kBaseline, 20}, {LesionStatus::kProgressing, 30, 50}});
  const auto fill = [&] {
    const Hint bar = hint_of(waterfall(), "L1");
    return drawn(draw_waterfall_plot).at(bar.box.left + 4, bar.box.bottom() - 4);
  };
  EXPECT_EQ(fill(), terms::look::kProgressing.colour);
  EXPECT_EQ(count(spider(), "stroke-dasharray:7,4;"), 0);
  assessment_.timepoints[1].lesions["L1"].confidence = Confidence::kIndeterminate;
  EXPECT_GT(fill().blue, 0x80) << "pale";
  EXPECT_EQ(count(spider(), "stroke-dasharray:7,4;"), 1 + 1) << "and a sample in the legend";
}

TEST_F(ChangePlots, ManyLesionsWithLongNamesStayReadable) {
  many(150);
  const std::string key(300, 'k');
  const DrawnPlot lines = drawn(draw_spider_plot, key);
  lines.expect_readable();
  EXPECT_EQ(hints_of(spider(), "rect").size(), 150U * 4) << "every lesion is drawn";
  EXPECT_THAT(lines.all_text(), HasSubstr("124 lines have no label."));
  const DrawnPlot plot = drawn(draw_waterfall_plot, key);
  plot.expect_readable();
  const std::vector<Hint> bars = hints_of(waterfall(), "rect");
  EXPECT_EQ(bars.size(), 60U);
  EXPECT_EQ(
      std::count_if(bars.begin(), bars.end(),
                    [](const Hint& bar) { return bar.title.find(": progressing") != std::string::npos; }),
      20)
      << "none that progresses is left out";
  EXPECT_THAT(plot.all_text(), HasSubstr("90 controlled lesions are left out."));
}

TEST_F(ChangePlots, FewAndNoTimePoints) {
  for (const auto& [make, draw] :
       {std::pair(&spider_plot, &draw_spider_plot), std::pair(&waterfall_plot, &draw_waterfall_plot)}) {
    EXPECT_THAT(make("P", {}).value_or(""), HasSubstr("</svg>"));
    assessment_ = {};
    dates(1);
    add("L1", {{LesionStatus::kBaseline, 20}});
    EXPECT_THAT(make("a<b>&\"\x01", assessment_).value_or(""),
                HasSubstr("patient a&lt;b&gt;&amp;&quot;</text>"));
    drawn(draw).expect_readable();
  }
  EXPECT_THAT(spider(), HasSubstr("There is one date: nothing to compare."));
  EXPECT_THAT(waterfall(), HasSubstr("There is no lesion to compare"));
}

TEST_F(ChangePlots, DatesThatLieCloseHaveOneLabel) {
  dates(3);
  assessment_.clinical_case.timepoints[1].date = Date{} + std::chrono::days(3);
  add("L1", {{LesionStatus::kBaseline, 20}, {LesionStatus::kStable, 20, 0}, {LesionStatus::kStable, 20, 0}});
  const DrawnPlot plot = drawn(draw_spider_plot);
  plot.expect_readable();
  EXPECT_THAT(plot.all_text(), Not(HasSubstr("\nTP1\n")));
  EXPECT_THAT(plot.all_text(), HasSubstr("\nTP2\n"));
}

TEST(PercentAxis, IsLinearThenLogarithmicWithoutAKink) {
  PercentAxis axis{{0, 0, 100, 200}, -50, 400, true};
  EXPECT_DOUBLE_EQ(axis.y(-50), 200);
  EXPECT_DOUBLE_EQ(axis.y(400), 0);
  EXPECT_NEAR(axis.y(100.01) - axis.y(100), axis.y(100) - axis.y(99.99), 1e-4);
  EXPECT_NEAR(axis.y(400) - axis.y(200), axis.y(200) - axis.y(100), 1e-9);
  EXPECT_FALSE(axis.is_within(401));
  axis.include(500);
  EXPECT_TRUE(axis.is_within(401));
  axis.is_compressed = false;
  EXPECT_NEAR(axis.y(-50) - axis.y(225), 100, 1e-9);
}

TEST(Spread, MovesApartWithinBounds) {
  EXPECT_THAT(spread({10, 11, 50}, 10, 0, 100), ElementsAre(10, 20, 50));
  EXPECT_THAT(spread({95, 96, 97}, 10, 0, 100), ElementsAre(80, 90, 100));
  EXPECT_THAT(spread({-5}, 10, 0, 100), ElementsAre(0));
  EXPECT_THAT(spread({}, 10, 0, 100), IsEmpty());
}

}  // namespace
}  // namespace oligard::draw
