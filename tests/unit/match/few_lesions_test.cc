// Few lesions, or none with a place: design note, section 4.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/match/build.h"

namespace oligard::match::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

std::vector<Absence> all_absences(const LesionGraph& graph) {
  std::vector<Absence> result;
  for (const Track& track : graph.tracks) {
    for (int t = 0; t < static_cast<int>(graph.timepoints.size()); ++t) {
      const bool listed = std::any_of(track.lesions.begin(), track.lesions.end(),
                                      [&](LesionRef ref) { return ref.timepoint == t; });
      if (!listed) result.push_back(track.absence[static_cast<std::size_t>(t)]);
    }
  }
  return result;
}

TEST(FewLesions, OneEachIsAnAmbiguousLink) {
  const auto graph = match_all({timepoint(0, {sphere({10, 20, 300}, 20, "liver")}),
                                timepoint(1, {sphere({-40, 60, -700}, 25, "liver")})});
  ASSERT_THAT(links_between(graph, 0, 1), ElementsAre(Pair(0, 0)));
  EXPECT_TRUE(graph.links[0].ambiguous);
  EXPECT_LT(graph.links[0].probability, 0.9);
  EXPECT_EQ(graph.tracks.size(), 1u);
}

TEST(FewLesions, OneEachOfOtherSizeOrSiteIsNotAssessable) {
  const auto size =
      match_all({timepoint(0, {sphere({0, 0, 0}, 20)}), timepoint(1, {sphere({0, 0, 500}, 33)})});
  EXPECT_THAT(size.links, IsEmpty());
  EXPECT_THAT(all_absences(size), ElementsAre(Absence::kNotAssessable, Absence::kNotAssessable));
  const auto organ = match_all(
      {timepoint(0, {sphere({0, 0, 0}, 20, "liver")}), timepoint(1, {sphere({0, 0, 9}, 20, "lung")})});
  EXPECT_THAT(organ.links, IsEmpty());
  const auto side = match_all({timepoint(0, {sphere({0, 0, 0}, 20, "lung", "left")}),
                               timepoint(1, {sphere({0, 0, 9}, 20, "lung", "right")})});
  EXPECT_THAT(side.links, IsEmpty());
}

TEST(FewLesions, LengthsAloneAreComparedAsLengths) {
  auto known = sphere({0, 0, 0}, 30);
  auto placed = sphere({400, 0, 0}, 36);
  known.volume_mm3.reset();
  placed.volume_mm3.reset();
  EXPECT_EQ(match_all({timepoint(0, {known}), timepoint(1, {placed})}).links.size(), 1u);
  placed.long_axis_mm = 30 * 1.7;
  EXPECT_THAT(match_all({timepoint(0, {known}), timepoint(1, {placed})}).links, IsEmpty());
}

TEST(FewLesions, TheSameNameAllowsMoreGrowth) {
  auto before = sphere({0, 0, 0}, 30);
  auto after = sphere({400, 0, 0}, 30 * 1.7);
  before.tracking_id = "0023";
  after.tracking_id = "0024";
  EXPECT_THAT(match_all({timepoint(0, {before}), timepoint(1, {after})}).links, IsEmpty());
  after.tracking_id = before.tracking_id;
  const auto graph = match_all({timepoint(0, {before}), timepoint(1, {after})});
  ASSERT_EQ(graph.links.size(), 1u);
  EXPECT_TRUE(graph.links[0].ambiguous);
}

TEST(FewLesions, TwoEachMustAgreeOnOneShift) {
  const auto agree = match_all({timepoint(0, {sphere({0, 0, 0}, 20), sphere({80, 30, 120}, 12)}),
                                timepoint(1, {sphere({84, 31, 917}, 13), sphere({0, 0, 800}, 22)})});
  EXPECT_THAT(links_between(agree, 0, 1), ElementsAre(Pair(0, 1), Pair(1, 0)));
  for (const Link& link : agree.links)
    EXPECT_TRUE(link.ambiguous);

  const auto differ = match_all({timepoint(0, {sphere({0, 0, 0}, 20), sphere({80, 30, 120}, 12)}),
                                 timepoint(1, {sphere({-60, 90, 900}, 13), sphere({0, 0, 800}, 22)})});
  EXPECT_THAT(differ.links, IsEmpty());
  EXPECT_THAT(all_absences(differ), testing::Each(Absence::kNotAssessable));
  ASSERT_EQ(differ.registrations.size(), 1u);
  EXPECT_FALSE(differ.registrations[0].accepted);
  EXPECT_TRUE(differ.registrations[0].fault);
}

TEST(FewLesions, WithoutAPlaceTheOnlyPossiblePartnerIsLinked) {
  const auto graph = match_all({timepoint(0, {stated_length(20, "liver"), stated_length(15, "lung")}),
                                timepoint(1, {stated_length(17, "lung"), stated_length(24, "liver")})});
  EXPECT_THAT(links_between(graph, 0, 1), ElementsAre(Pair(0, 1), Pair(1, 0)));
  for (const Link& link : graph.links)
    EXPECT_TRUE(link.ambiguous);
}

TEST(FewLesions, WithoutAPlaceTwoPossiblePartnersAreNone) {
  const auto graph = match_all({timepoint(0, {stated_length(20, "liver")}),
                                timepoint(1, {stated_length(17, "liver"), stated_length(24, "liver")})});
  EXPECT_THAT(graph.links, IsEmpty());
  EXPECT_THAT(all_absences(graph), testing::Each(Absence::kNotAssessable));
}

TEST(FewLesions, WithoutAPlaceTrackingUidsDecide) {
  const auto graph =
      match_all({timepoint(0, {stated_length(20, "liver", "2.25.1"), stated_length(21, "liver", "2.25.2")}),
                 timepoint(1, {stated_length(17, "liver", "2.25.2"), stated_length(80, "liver", "2.25.1")})});
  EXPECT_THAT(links_between(graph, 0, 1), ElementsAre(Pair(0, 1), Pair(1, 0)));
  for (const Link& link : graph.links) {
    EXPECT_EQ(link.evidence, Evidence::kTrackingUid);
    EXPECT_FALSE(link.ambiguous);
  }
}

TEST(FewLesions, NoLesionsAtATimePointSayNothingUnlessExhaustive) {
  auto empty = timepoint(1, {});
  EXPECT_THAT(all_absences(match_all({timepoint(0, {sphere({0, 0, 0}, 20)}), empty})),
              ElementsAre(Absence::kNotAssessable));
  empty.segmentation_exhaustive = true;
  EXPECT_THAT(all_absences(match_all({timepoint(0, {sphere({0, 0, 0}, 20)}), empty})),
              ElementsAre(Absence::kUnlinked));
}

TEST(FewLesions, NothingAtAllIsAnEmptyGraph) {
  EXPECT_THAT(match_all({}).tracks, IsEmpty());
  EXPECT_THAT(match_all({timepoint(0, {}), timepoint(1, {})}).tracks, IsEmpty());
  EXPECT_EQ(match_all({timepoint(0, {sphere({0, 0, 0}, 20)})}).tracks.size(), 1u);
}

}  // namespace
}  // namespace oligard::match::test
