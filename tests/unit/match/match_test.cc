#include "oligard/match/match.h"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "oligard/base/digest.h"
#include "unit/match/build.h"

namespace oligard::match::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Match, RefusesDatesThatDoNotAscend) {
  for (const int second : {0, -1}) {
    const auto graph = match_lesions({timepoint(0, {}), timepoint(second, {})}, {});
    ASSERT_FALSE(graph);
    EXPECT_EQ(graph.error().code, "MATCH_UNORDERED");
  }
}

TEST(Match, LinksAConstellationOverAMetreOfTableOffset) {
  auto later = constellation({30, -25, -1100});
  std::reverse(later.begin(), later.end());
  const auto graph = match_all({timepoint(0, constellation()), timepoint(1, later)});
  ASSERT_EQ(graph.links.size(), 8u);
  for (const Link& link : graph.links) {
    EXPECT_EQ(link.to.lesion, 7 - link.from.lesion);
    EXPECT_FALSE(link.ambiguous);
    EXPECT_GT(link.probability, 0.95);
    EXPECT_LT(link.residual_mm, 0.5);
    EXPECT_EQ(link.evidence, Evidence::kMaskRegistration);
  }
  ASSERT_EQ(graph.registrations.size(), 1u);
  EXPECT_TRUE(graph.registrations[0].accepted);
  EXPECT_NEAR(graph.registrations[0].transform.apply({0, 0, 300}).z, -800, 1);
}

TEST(Match, NewAndGoneAreUnlinked) {
  auto before = constellation();
  before.pop_back();
  auto after = constellation({0, 0, 40});
  after.erase(after.begin());
  const auto graph = match_all({timepoint(0, before), timepoint(1, after)});
  EXPECT_EQ(graph.links.size(), 6u);
  ASSERT_EQ(graph.tracks.size(), 8u);
  int gone = 0;
  int fresh = 0;
  for (const Track& track : graph.tracks) {
    if (track.lesions.size() == 2) continue;
    (track.lesions[0].timepoint == 0 ? gone : fresh) += 1;
    EXPECT_EQ(track.absence[track.lesions[0].timepoint == 0 ? 1 : 0], Absence::kUnlinked);
  }
  EXPECT_EQ(gone, 1);
  EXPECT_EQ(fresh, 1);
}

TEST(Match, AllGoneAndOthersNewIsNotAssessable) {
  std::vector<measure::Lesion> others{sphere({20, 10, 20}, 11), sphere({-70, 5, 333}, 24),
                                      sphere({90, -40, 480}, 8), sphere({10, 70, 130}, 40)};
  const auto graph = match_all({timepoint(0, constellation()), timepoint(1, others)});
  EXPECT_THAT(graph.links, IsEmpty());
  for (const Track& track : graph.tracks) {
    EXPECT_EQ(track.absence[track.lesions[0].timepoint == 0 ? 1 : 0], Absence::kNotAssessable);
  }
}

// Other lesions than `constellation()`, over the same region.
std::vector<measure::Lesion> other_constellation() {
  return {sphere({20, 10, 60}, 11),  sphere({-70, 5, 333}, 24),  sphere({90, -40, 480}, 8),
          sphere({10, 70, 130}, 40), sphere({-20, 60, 540}, 30), sphere({40, -60, 250}, 15),
          sphere({-90, 20, 150}, 50)};
}

TEST(Match, AnatomyWithoutAgreeingLesionsIsNotEnough) {
  MatchOptions options;
  const auto same_place = [](const Vec3& p) { return std::optional<Vec3>(p); };
  options.maps = {{0, 1, Evidence::kImageRegistration, 0.7, same_place}};
  const auto strange =
      match_lesions({timepoint(0, constellation()), timepoint(1, other_constellation())}, options);
  ASSERT_TRUE(strange);
  EXPECT_FALSE(strange->registrations[0].accepted);
  EXPECT_EQ(strange->registrations[0].fault, RegistrationFault::kLesionsContradict);
  EXPECT_THAT(strange->links, IsEmpty());
  const auto same = match_lesions({timepoint(0, constellation()), timepoint(1, constellation())}, options);
  ASSERT_TRUE(same);
  EXPECT_EQ(same->links.size(), 8u);
}

TEST(Match, InOneFrameOfReferenceAllGoneIsSeen) {
  std::vector<measure::Lesion> others{sphere({20, 10, 20}, 11), sphere({-70, 65, 333}, 24)};
  const auto graph =
      match_all({timepoint(0, {sphere({-60, -10, 395}, 22), sphere({70, 0, 510}, 30)}, "2.25.3"),
                 timepoint(1, others, "2.25.3")});
  EXPECT_THAT(graph.links, IsEmpty());
  ASSERT_EQ(graph.tracks.size(), 4u);
  for (const Track& track : graph.tracks) {
    EXPECT_EQ(track.absence[track.lesions[0].timepoint == 0 ? 1 : 0], Absence::kUnlinked);
  }
  EXPECT_EQ(graph.registrations[0].method, "frame_of_reference");
}

TEST(Match, OneFrameOfReferenceLinksSingleLesions) {
  const auto graph = match_all({timepoint(0, {sphere({10, 20, 300}, 20)}, "2.25.3"),
                                timepoint(1, {sphere({12, 19, 305}, 22)}, "2.25.3")});
  ASSERT_EQ(graph.links.size(), 1u);
  EXPECT_EQ(graph.links[0].evidence, Evidence::kFrameOfReference);
  EXPECT_FALSE(graph.links[0].ambiguous);
  EXPECT_GT(graph.links[0].residual_mm, 3);
}

/// All lesions at one date; those above z = 60 at another, which was imaged from there on by that evidence.
LesionGraph partly_imaged(measure::CoverageEvidence evidence, bool whole_comes_first) {
  std::vector<measure::Lesion> seen;
  for (const auto& lesion : constellation({0, 0, -200})) {
    if (lesion.centroid_mm.z > 60) seen.push_back(lesion);
  }
  auto part = timepoint(whole_comes_first ? 1 : 0, seen);
  part.coverage = measure::Coverage{60, 600};
  part.coverage_evidence = evidence;
  if (evidence == measure::CoverageEvidence::kImages) part.imaged = {*part.coverage};
  auto whole = timepoint(whole_comes_first ? 0 : 1, constellation());
  const auto graph = whole_comes_first ? match_all({whole, part}) : match_all({part, whole});
  EXPECT_EQ(graph.links.size(), seen.size());
  return graph;
}

std::set<Absence> absences_of_single(const LesionGraph& graph, std::size_t t) {
  std::set<Absence> absences;
  for (const Track& track : graph.tracks)
    if (track.lesions.size() == 1) absences.insert(track.absence[t]);
  return absences;
}

TEST(Match, OutsideTheCoverageIsNotGone) {
  using Source = measure::CoverageEvidence;
  const std::set<Absence> outside = {Absence::kOutsideCoverage};
  const std::set<Absence> maybe = {Absence::kMaybeOutside};
  EXPECT_EQ(absences_of_single(partly_imaged(Source::kImages, true), 1), outside);
  EXPECT_EQ(absences_of_single(partly_imaged(Source::kReferencedSeries, true), 1), outside);
  EXPECT_EQ(absences_of_single(partly_imaged(Source::kSegments, true), 1), maybe);
}

TEST(Match, OnlyImagesExcuseALesionThatComesLater) {
  using Source = measure::CoverageEvidence;
  EXPECT_EQ(absences_of_single(partly_imaged(Source::kImages, false), 0),
            std::set<Absence>{Absence::kOutsideCoverage});
  EXPECT_EQ(absences_of_single(partly_imaged(Source::kReferencedSeries, false), 0),
            std::set<Absence>{Absence::kMaybeOutside});
  EXPECT_EQ(absences_of_single(partly_imaged(Source::kSegments, false), 0),
            std::set<Absence>{Absence::kMaybeOutside});
}

TEST(Match, InsideAnInferredCoverageOnlyTheCertainSlabCounts) {
  auto all = constellation();
  auto missing_one = constellation({0, 0, -200});
  missing_one.erase(missing_one.begin() + 3);
  auto later = timepoint(1, missing_one);
  later.coverage = measure::Coverage{-600, 600};
  later.coverage_evidence = measure::CoverageEvidence::kReferencedSeries;
  EXPECT_EQ(absences_of_single(match_all({timepoint(0, all), later}), 1),
            std::set<Absence>{Absence::kMaybeOutside});
  later.imaged = {{-600, 600}};
  EXPECT_EQ(absences_of_single(match_all({timepoint(0, all), later}), 1),
            std::set<Absence>{Absence::kUnlinked});
}

TEST(Match, ALesionMissedOnceIsLinkedOverTheGap) {
  auto middle = constellation({5, 0, 77});
  middle.erase(middle.begin() + 3);
  const auto graph = match_all(
      {timepoint(0, constellation()), timepoint(1, middle), timepoint(2, constellation({0, 9, -300}))});
  EXPECT_EQ(graph.tracks.size(), 8u);
  EXPECT_THAT(links_between(graph, 0, 2), ElementsAre(testing::Pair(3, 3)));
  for (const Track& track : graph.tracks) {
    if (track.lesions.size() == 2) {
      EXPECT_EQ(track.absence[1], Absence::kUnlinked);
    }
  }
}

TEST(Match, AFailedTimePointIsCrossedAndNotAssessable) {
  const auto graph = match_all({timepoint(0, constellation()), timepoint(1, {sphere({0, 0, 77}, 25)}),
                                timepoint(2, constellation({0, 9, -300}))});
  EXPECT_EQ(links_between(graph, 0, 2).size(), 8u);
  for (const Track& track : graph.tracks) {
    if (track.lesions.size() == 2) {
      EXPECT_EQ(track.absence[1], Absence::kNotAssessable);
    }
  }
}

TEST(Match, AMirroredTimePointIsRefused) {
  auto mirrored = constellation();
  for (auto& lesion : mirrored)
    lesion.centroid_mm.x = -lesion.centroid_mm.x;
  const auto graph = match_all({timepoint(0, constellation()), timepoint(1, mirrored)});
  EXPECT_THAT(graph.links, IsEmpty());
  EXPECT_FALSE(graph.registrations[0].accepted);
  EXPECT_EQ(graph.registrations[0].fault, RegistrationFault::kMirrored);
}

TEST(Match, EqualStepsAreAmbiguous) {
  std::vector<measure::Lesion> before;
  std::vector<measure::Lesion> after;
  for (int i = 0; i < 6; ++i) {
    before.push_back(sphere({0, 50, 35.0 * i}, 15));
    after.push_back(sphere({0, 50, 35.0 * i + 17}, 15));
  }
  const auto graph = match_all({timepoint(0, before), timepoint(1, after)});
  for (const Link& link : graph.links)
    EXPECT_TRUE(link.ambiguous);
}

TEST(Match, ASplitAndAMergeAreRecognised) {
  auto one = constellation();
  auto two = constellation({0, 0, 50});
  const Vec3 centre{120, 40, 250};
  auto whole = sphere(centre, 25);
  whole.extent_mm = 40;
  for (const double x : {-20.0, 20.0})
    whole.boundary_mm.push_back(centre + Vec3{x, 0, 0});
  for (const double y : {-9.0, 9.0})
    whole.boundary_mm.push_back(centre + Vec3{0, y, 0});
  one.push_back(whole);
  two.push_back(sphere({110, 40, 300}, 19));
  two.push_back(sphere({131, 40, 300}, 19));
  const auto split = match_all({timepoint(0, one), timepoint(1, two)});
  EXPECT_EQ(std::count_if(split.links.begin(), split.links.end(),
                          [](const Link& l) { return l.kind == LinkKind::kSplit; }),
            2);
  EXPECT_EQ(split.tracks.size(), 9u);
  const auto merge = match_all({timepoint(0, two), timepoint(1, one)});
  EXPECT_EQ(std::count_if(merge.links.begin(), merge.links.end(),
                          [](const Link& l) { return l.kind == LinkKind::kMerge; }),
            2);
  EXPECT_EQ(merge.tracks.size(), 9u);
}

TEST(Match, AFamilyWhoseBranchWasNotImagedIsPartial) {
  const auto family = [](double lowest_imaged_mm) {
    auto one = constellation();
    auto two = constellation({0, 0, 50});
    auto whole = constellation();
    one.push_back(sphere({-120, 40, 105}, 19));
    two.push_back(sphere({-120, 40, 155}, 19));
    two.push_back(sphere({-120, 40, 134}, 19));
    const Vec3 centre{-120, 40, 95};
    whole.push_back(sphere(centre, 25));
    whole.back().extent_mm = 40;
    for (const double z : {-20.0, 20.0})
      whole.back().boundary_mm.push_back(centre + Vec3{0, 0, z});
    for (const double y : {-9.0, 9.0})
      whole.back().boundary_mm.push_back(centre + Vec3{0, y, 0});
    auto first = timepoint(0, one);
    first.coverage = measure::Coverage{lowest_imaged_mm, 700};
    first.coverage_evidence = measure::CoverageEvidence::kImages;
    first.imaged = {*first.coverage};
    const auto graph = match_all({first, timepoint(1, two), timepoint(2, whole)});
    const auto found = std::find_if(graph.tracks.begin(), graph.tracks.end(),
                                    [](const Track& track) { return track.lesions.size() == 4; });
    return found == graph.tracks.end() ? Track{} : *found;
  };
  EXPECT_THAT(family(88).partial, ElementsAre(true, false, false))
      << "the second parent lay below the images";
  EXPECT_THAT(family(-200).partial, ElementsAre(false, false, false)) << "it was not there yet";
}

// A part of the body that lies elsewhere, as an arm does: three lesions, far from the others.
std::vector<measure::Lesion> with_group(const Vec3& shift, const Vec3& group_shift) {
  auto lesions = constellation(shift);
  const double figures[3][4] = {{-190, 60, 420, 16}, {-230, 90, 390, 24}, {-205, 40, 350, 20}};
  for (const auto& f : figures)
    lesions.push_back(sphere(Vec3{f[0], f[1], f[2]} + shift + group_shift, f[3]));
  return lesions;
}

TEST(Match, AGroupThatMovedAsAWholeIsLinkedInDoubt) {
  const auto graph =
      match_all({timepoint(0, with_group({}, {})), timepoint(1, with_group({0, 0, 90}, {-30, -45, 40}))});
  ASSERT_EQ(links_between(graph, 0, 1).size(), 11u);
  for (const Link& link : graph.links) {
    EXPECT_EQ(link.from.lesion, link.to.lesion);
    if (link.from.lesion < 8) continue;
    EXPECT_TRUE(link.ambiguous);
    EXPECT_TRUE(link.doubt);
  }
}

TEST(Match, ThreeGoneAndThreeNewWithoutACommonShiftStayAlone) {
  auto after = with_group({0, 0, 90}, {-30, -45, 40});
  after[9].centroid_mm = after[9].centroid_mm + Vec3{70, 0, 60};
  after[10].centroid_mm = after[10].centroid_mm + Vec3{0, -60, -80};
  const auto graph = match_all({timepoint(0, with_group({}, {})), timepoint(1, after)});
  EXPECT_EQ(links_between(graph, 0, 1).size(), 8u);
}

TEST(Match, TracksAreNumberedByTimeOrganAndHeight) {
  const auto graph = match_all({timepoint(
      0, {sphere({0, 0, 10}, 20, "lung"), sphere({0, 0, 90}, 20, "lung"), sphere({0, 0, 50}, 20, "liver")})});
  ASSERT_EQ(graph.tracks.size(), 3u);
  EXPECT_EQ(graph.tracks[0].id, "L01");
  EXPECT_THAT(graph.tracks[0].lesions, ElementsAre(LesionRef{0, 2}));
  EXPECT_THAT(graph.tracks[1].lesions, ElementsAre(LesionRef{0, 1}));
  EXPECT_THAT(graph.tracks[2].lesions, ElementsAre(LesionRef{0, 0}));
}

TEST(Match, ATrackKeepsTheUidOfItsFirstLesionElseGetsADerivedOne) {
  auto before = constellation();
  auto after = constellation({0, 0, 40});
  before[0].tracking_uid = after[0].tracking_uid = "2.25.777";
  before[1].tracking_uid = "2.25.778";
  after[1].tracking_uid = "2.25.779";
  after[2].tracking_uid = "2.25.780";
  const auto alone = match_all({timepoint(0, before)});
  const auto both = match_all({timepoint(0, before), timepoint(1, after)});
  ASSERT_EQ(alone.tracks.size(), both.tracks.size());
  for (std::size_t i = 0; i < both.tracks.size(); ++i) {
    const Track& track = both.tracks[i];
    EXPECT_EQ(track.tracking_uid, alone.tracks[i].tracking_uid) << "a later time point changes no UID";
    const auto& first = both.lesion(track.lesions[0]);
    const std::string derived = uid_from_text("patient|" + first.source.sop_instance_uid + "|" +
                                              std::to_string(first.source.number) + "|0");
    EXPECT_EQ(track.tracking_uid, first.tracking_uid.empty() ? derived : first.tracking_uid);
  }
}

TEST(Match, AUidThatGeometryContradictsIsNotBelieved) {
  auto before = constellation();
  auto after = constellation({0, 0, 40});
  for (std::size_t i = 0; i < before.size(); ++i)
    before[i].tracking_uid = after[i].tracking_uid = "2.25." + std::to_string(i);
  std::swap(after[2].tracking_uid, after[5].tracking_uid);
  before[7].tracking_uid = "2.25.90";
  after[7].tracking_uid = "2.25.91";
  const auto graph = match_all({timepoint(0, before), timepoint(1, after)});
  ASSERT_EQ(graph.links.size(), 8u);
  for (const Link& link : graph.links) {
    EXPECT_EQ(link.from.lesion, link.to.lesion);
    const int i = link.from.lesion;
    const bool by_place = i == 2 || i == 5 || i == 7;
    EXPECT_EQ(link.evidence, by_place ? Evidence::kMaskRegistration : Evidence::kTrackingUid) << i;
  }
}

TEST(Match, UidsThatCountSegmentsAreNotBelieved) {
  auto before = constellation();
  auto after = constellation({0, 0, 40});
  after.erase(after.begin() + 1);
  for (auto* lesions : {&before, &after}) {
    int number = 0;
    for (auto& lesion : *lesions)
      lesion.tracking_uid = "2.25." + std::to_string(++number);
  }
  const auto graph = match_all({timepoint(0, before), timepoint(1, after)});
  ASSERT_EQ(graph.links.size(), 7u);
  for (const Link& link : graph.links) {
    EXPECT_EQ(link.from.lesion, link.to.lesion + (link.to.lesion > 0 ? 1 : 0));
    EXPECT_EQ(link.evidence, Evidence::kMaskRegistration);
  }
  EXPECT_THAT(graph.warnings, ElementsAre(Note{NoteCode::kUidsLeftOut}));
}

TEST(Match, UidsRegisterWhatGeometryAloneCannot) {
  auto before = std::vector{sphere({0, 0, 0}, 20), sphere({100, 10, 90}, 20)};
  auto after = std::vector{sphere({5, 0, 700}, 9), sphere({98, 14, 780}, 30), sphere({-70, 20, 760}, 12)};
  for (std::size_t i = 0; i < 2; ++i)
    before[i].tracking_uid = after[i].tracking_uid = "2.25." + std::to_string(i + 1);
  const auto graph = match_all({timepoint(0, before), timepoint(1, after)});
  EXPECT_THAT(links_between(graph, 0, 1), ElementsAre(testing::Pair(0, 0), testing::Pair(1, 1)));
  ASSERT_EQ(graph.tracks.size(), 3u);
  EXPECT_EQ(graph.tracks[2].absence[0], Absence::kUnlinked);
}

}  // namespace
}  // namespace oligard::match::test
