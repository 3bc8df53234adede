#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "draw/plots/alignment.h"
#include "draw/plots/labels.h"
#include "oligard/draw/plots.h"
#include "unit/draw/plots/drawn_plot.h"

namespace oligard::draw {
namespace {

using match::LesionRef;
using test::count;
using test::DrawnPlot;
using test::Hint;
using test::hint_of;
using test::hints_of;
using ::testing::HasSubstr;
using ::testing::Not;

measure::Lesion lesion_at(const Vec3& centre, double size) {
  measure::Lesion lesion;
  lesion.has_position = true;
  lesion.centroid_mm = centre;
  const Vec3 half{size / 2, size / 2, size / 3};
  lesion.bbox_mm = {centre - half, centre + half};
  lesion.long_axis_mm = size;
  return lesion;
}

/// Two time points, the second shifted by (1000, 20, -300). L01 grows, L02 splits in doubt, L03 has resolved,
/// L04 is new.
class LesionPlot : public testing::Test {
 protected:
  LesionPlot() {
    match::LesionGraph& graph = assessment_.graph;
    graph.timepoints.resize(2);
    const Vec3 shift{1000, 20, -300};
    const Vec3 a{-80, 0, 100}, b{60, 10, 50}, c{0, 0, -20};
    graph.timepoints[0].lesions = {lesion_at(a, 20), lesion_at(b, 30), lesion_at(c, 15)};
    graph.timepoints[1].lesions = {lesion_at(a + shift, 28), lesion_at(b + shift, 14),
                                   lesion_at(b + shift + Vec3{16, 0, 0}, 12),
                                   lesion_at(Vec3{940, 0, -260}, 18)};
    graph.timepoints[0].coverage = measure::Coverage{-60, 130};
    graph.tracks = {track("L01", {{0, 0}, {1, 0}}), track("L02", {{0, 1}, {1, 1}, {1, 2}}),
                    track("L03", {{0, 2}}), track("L04", {{1, 3}})};
    graph.links = {link({0, 0}, {1, 0}), link({0, 1}, {1, 1}), link({0, 1}, {1, 2})};
    graph.links[2].ambiguous = true;
    graph.links[1].kind = graph.links[2].kind = match::LinkKind::kSplit;
    assessment_.clinical_case.evaluated_profiles = {"default_5"};
    assessment_.timepoints.resize(2);
    for (std::size_t t = 0; t < 2; ++t) {
      graph.timepoints[t].id = assessment_.timepoints[t].timepoint = "TP" + std::to_string(t);
      graph.timepoints[t].date = Date{} + std::chrono::days(90 * t);
      assessment_.timepoints[t].recist.overall = t == 0 ? "BASELINE" : "PD";
      auto& verdict = assessment_.timepoints[t].profiles["default_5"];
      verdict.category = t == 0 ? terms::Category::kSingleTimepoint : terms::Category::kOligoprogression;
    }
    using Status = terms::LesionStatus;
    for (const char* id : {"L01", "L02", "L03"})
      say(0, id, Status::kBaseline);
    say(1, "L01", Status::kProgressing);
    say(1, "L02", Status::kStable);
    say(1, "L03", Status::kResolved);
    say(1, "L04", Status::kNew);
  }

  static match::Track track(const std::string& id, std::vector<LesionRef> lesions) {
    return {id, "2.25.1", std::move(lesions), {}};
  }
  static match::Link link(LesionRef from, LesionRef to) {
    match::Link made;
    made.from = from;
    made.to = to;
    made.probability = 0.9;
    return made;
  }
  void say(std::size_t t, const std::string& id, terms::LesionStatus status) {
    assessment_.timepoints[t].lesions[id].status = status;
  }
  [[nodiscard]] std::string svg(const std::string& key = "Pabc") const {
    return lesion_plot(key, assessment_).value_or("");
  }

  [[nodiscard]] DrawnPlot drawn() const { return {draw_lesion_plot, "Pabc", assessment_}; }

  classify::Assessment assessment_;
};

TEST_F(LesionPlot, OneShapeALesionAndOneWhereOneWas) {
  const std::string text = svg();
  const DrawnPlot plot = drawn();
  EXPECT_EQ(hints_of(text, "rect").size(), 3U + 4U + 1U);
  const auto look_of = [&](const std::string& title) {
    const Hint hint = hint_of(text, title);
    return plot.look_at(hint.x(), hint.y());
  };
  for (const char* baseline : {"L01, BASELINE", "L02, BASELINE", "L03, BASELINE"})
    EXPECT_EQ(look_of(baseline), &terms::look::kBaseline);
  EXPECT_EQ(look_of("L01, PROGRESSING"), &terms::look::kProgressing);
  EXPECT_EQ(look_of("L02.1, STABLE"), &terms::look::kStable);
  EXPECT_EQ(look_of("L02.2, STABLE"), &terms::look::kStable);
  EXPECT_EQ(look_of("L04, NEW"), &terms::look::kNew);
  EXPECT_EQ(look_of("L03, RESOLVED"), nullptr) << "hollow";
  EXPECT_THAT(hint_of(text, "L03, RESOLVED").title, testing::EndsWith("not seen"));
  EXPECT_THAT(text, HasSubstr(">L02.2</text>"));
}

TEST_F(LesionPlot, LinksAreLines) {
  const std::string text = svg();
  const std::vector<Hint> links = hints_of(text, "path");
  ASSERT_EQ(links.size(), 3U);
  EXPECT_EQ(std::count_if(links.begin(), links.end(),
                          [](const Hint& link) { return link.title.ends_with(", in doubt"); }),
            1);
  EXPECT_EQ(count(text, "stroke-width:1.6;stroke-linejoin:round;stroke:rgb(83.529412%,36.862745%,0%)"), 1)
      << "to the lesion that progresses";
  EXPECT_EQ(count(text, "stroke-opacity:0.7;"), 1 + 1) << "an event, and its sample in the legend";
  EXPECT_EQ(count(text, "stroke-dasharray:5,4;"), 1 + 1) << "in doubt, and its sample in the legend";
}

TEST_F(LesionPlot, SizesAreOnOneScaleAndPanelsAligned) {
  const std::string text = svg();
  const Hint before = hint_of(text, "L01, BASELINE");
  const Hint after = hint_of(text, "L01, PROGRESSING");
  EXPECT_NEAR(after.box.width / before.box.width, 28.0 / 20.0, 0.02);
  EXPECT_NEAR(before.box.height / before.box.width, 2.0 / 3.0, 0.02);
  EXPECT_NEAR(before.y(), after.y(), 0.2);
  EXPECT_NEAR(hint_of(text, "L03, BASELINE").y(), hint_of(text, "L03, RESOLVED").y(), 0.2);
  EXPECT_LT(before.x(), hint_of(text, "L02, BASELINE").x()) << "the patient's right is at the left";
  EXPECT_LT(before.y(), hint_of(text, "L02, BASELINE").y()) << "the head is at the top";
}

TEST_F(LesionPlot, SaysCategoryResponseAndThatNoPhysicianVerified) {
  assessment_.timepoints[1].review.resize(2);
  const std::string text = svg();
  EXPECT_THAT(text, HasSubstr(">Oligoprogression</text>"));
  EXPECT_THAT(text, HasSubstr(">RECIST 1.1: PD</text>"));
  EXPECT_THAT(text, HasSubstr("Needs review: 2 links in doubt"));
  EXPECT_THAT(text, HasSubstr("Research software, not verified by a physician."));
  EXPECT_THAT(text, HasSubstr("coverage not known")) << "of the second time point";
  EXPECT_EQ(count(text, "fill:rgb(92.941176%,94.901961%,96.862745%)"), 1 + 1) << "one of them in the legend";
  drawn().expect_readable();
}

TEST_F(LesionPlot, SameBytesAndEscapedTexts) {
  EXPECT_EQ(svg(), svg());
  const std::string text = svg("a<b>&\"\x01\xff");
  EXPECT_THAT(text, HasSubstr("patient a&lt;b&gt;&amp;&quot; \uFFFD</text>"));
  EXPECT_THAT(text, Not(HasSubstr("a<b")));
}

TEST_F(LesionPlot, LesionsWithoutAPlaceStandUnderThePanel) {
  assessment_.graph.timepoints[1].lesions[3].has_position = false;
  const std::string text = svg();
  EXPECT_EQ(hints_of(text, "rect").size(), 3U + 4U + 1U);
  EXPECT_THAT(text, HasSubstr("Without a place in the images:"));
  EXPECT_GT(hint_of(text, "L04").y(), hint_of(text, "L03, RESOLVED").y());
  drawn().expect_readable();
}

TEST_F(LesionPlot, NothingToShowIsADocumentToo) {
  EXPECT_THAT(lesion_plot("P", {}).value_or(""), HasSubstr("</svg>"));
  assessment_.graph.timepoints[1].lesions.clear();
  assessment_.graph.links.clear();
  for (match::Track& track : assessment_.graph.tracks)
    std::erase_if(track.lesions, [](LesionRef ref) { return ref.timepoint == 1; });
  std::erase_if(assessment_.graph.tracks, [](const match::Track& track) { return track.lesions.empty(); });
  EXPECT_EQ(hints_of(svg(), "rect").size(), 3U + 3U) << "listed tracks where they were";
}

TEST_F(LesionPlot, ARegistrationIsUsedUnlessLinksContradictIt) {
  match::Registration registration;
  registration.to = 1;
  registration.accepted = true;
  registration.transform.translation = {1000, 20, -300};
  assessment_.graph.registrations = {registration};
  EXPECT_NEAR(distance(aligned(assessment_.graph)[1].to_first.translation, {-1000, -20, 300}), 0, 1e-9);
  assessment_.graph.registrations[0].transform.translation = {0, 0, 0};
  EXPECT_NEAR(distance(aligned(assessment_.graph)[1].to_first.translation, {-1000, -20, 300}), 0, 9)
      << "a transform that leaves linked lesions a metre apart is not the whole map";
  assessment_.graph.links.clear();
  EXPECT_TRUE(aligned(assessment_.graph)[1].is_known);
  assessment_.graph.registrations.clear();
  EXPECT_FALSE(aligned(assessment_.graph)[1].is_known);
  EXPECT_THAT(svg(), HasSubstr("not aligned"));
}

TEST(Alignment, RotationsAreComposedOverTimePoints) {
  match::LesionGraph graph;
  graph.timepoints.resize(3);
  match::Registration quarter;
  quarter.accepted = true;
  quarter.transform = {{0, -1, 0, 1, 0, 0, 0, 0, 1}, {5, 0, 0}};
  quarter.to = 1;
  graph.registrations.push_back(quarter);
  quarter.from = 1;
  quarter.to = 2;
  graph.registrations.push_back(quarter);
  const Vec3 start{1, 2, 3};
  const Vec3 end = quarter.transform.apply(quarter.transform.apply(start));
  EXPECT_NEAR(distance(aligned(graph)[2].to_first.apply(end), start), 0, 1e-12);
}

TEST(Labels, NeverCoverEachOther) {
  std::vector<LabelWish> wishes;
  for (int i = 0; i < 200; ++i) {
    LabelWish wish;
    wish.x = 20 + (i * 37) % 260;
    wish.y = 20 + (i * 53) % 360;
    wish.half_x = wish.half_y = 2 + i % 6;
    wish.width = 22;
    wish.is_important = i % 10 == 0;
    wishes.push_back(wish);
  }
  const Box panel{0, 0, 300, 400};
  const auto placed = place_labels(wishes, panel);
  int drawn = 0;
  for (std::size_t i = 0; i < placed.size(); ++i) {
    if (!placed[i]) continue;
    ++drawn;
    EXPECT_GE(placed[i]->x, panel.left);
    EXPECT_LE(placed[i]->x + wishes[i].width, panel.right());
    for (std::size_t j = 0; j < i; ++j) {
      if (!placed[j]) continue;
      const bool apart = std::abs(placed[i]->x - placed[j]->x) >= 22 ||
                         std::abs(placed[i]->y - placed[j]->y) >= kLabelHeight;
      EXPECT_TRUE(apart) << i << " and " << j;
    }
  }
  EXPECT_GT(drawn, 60);
  for (std::size_t i = 0; i < placed.size(); i += 10)
    EXPECT_TRUE(placed[i].has_value()) << "important " << i;
}

}  // namespace
}  // namespace oligard::draw
