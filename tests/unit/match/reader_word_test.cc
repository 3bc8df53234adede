#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "match/tracks.h"
#include "unit/match/build.h"

namespace oligard::match::test {
namespace {

using Pairs = std::vector<std::pair<int, int>>;
using testing::Contains;
using testing::Not;
using testing::Pair;

void say(measure::TimePoint& tp, std::size_t lesion, const std::string& uid, bool by_person = true,
         const std::string& report = "2.25.900") {
  tp.lesions[lesion].stated_uids.push_back({uid, report, by_person});
}

std::string derived(const measure::TimePoint& tp, std::size_t lesion) {
  return derived_uid(tp.lesions[lesion], "patient");
}

const Link& link_between(const LesionGraph& graph, LesionRef from, LesionRef to) {
  static const Link kNone;
  const auto found = std::find_if(graph.links.begin(), graph.links.end(),
                                  [&](const Link& l) { return l.from == from && l.to == to; });
  return found == graph.links.end() ? kNone : *found;
}

const Vec3 kShift{12, -8, 150};

// Lesions 0 and 1 are exchanged by the reader, against their places.
TEST(ReaderWord, SharedUidOfAReaderBindsAgainstPlaces) {
  auto first = timepoint(0, constellation());
  auto second = timepoint(1, constellation(kShift));
  first.lesions[0].tracking_uid = "2.25.7";
  say(second, 1, "2.25.7");
  const LesionGraph graph = match_all({first, second});
  const Link& bound = link_between(graph, {0, 0}, {1, 1});
  EXPECT_EQ(bound.evidence, Evidence::kReader);
  EXPECT_FALSE(bound.ambiguous);
  EXPECT_GE(bound.probability, 0.999);
  EXPECT_THAT(links_between(graph, 0, 1), Not(Contains(Pair(0, 0)))) << "the other decision is gone";
  EXPECT_THAT(links_between(graph, 0, 1), Not(Contains(Pair(1, 1))));
  EXPECT_THAT(links_between(graph, 0, 1), Contains(Pair(2, 2))) << "other lesions are linked as before";
  EXPECT_TRUE(graph.warnings.empty());
}

TEST(ReaderWord, DerivedUidOfATrackBindsWhoeverWroteIt) {
  auto first = timepoint(0, constellation());
  auto second = timepoint(1, constellation(kShift));
  auto third = timepoint(2, constellation({-5, 3, 10}));
  say(third, 4, derived(first, 2), false);
  const LesionGraph graph = match_all({first, second, third});
  EXPECT_EQ(link_between(graph, {1, 2}, {2, 4}).evidence, Evidence::kReader)
      << "the track's last lesion before is linked";
  EXPECT_THAT(links_between(graph, 0, 1), Contains(Pair(2, 2)));
  EXPECT_THAT(links_between(graph, 1, 2), Not(Contains(Pair(2, 2))));
  EXPECT_THAT(links_between(graph, 1, 2), Not(Contains(Pair(4, 4))));
  const auto track = std::find_if(graph.tracks.begin(), graph.tracks.end(),
                                  [&](const Track& t) { return t.tracking_uid == derived(first, 2); });
  ASSERT_NE(track, graph.tracks.end());
  EXPECT_EQ(track->lesions, (std::vector<LesionRef>{{0, 2}, {1, 2}, {2, 4}}));
}

TEST(ReaderWord, TrackThatWasMissedInBetweenIsContinued) {
  auto first = timepoint(0, constellation());
  auto missing = constellation(kShift);
  missing.erase(missing.begin() + 3);
  auto second = timepoint(1, missing);
  auto third = timepoint(2, constellation());
  third.lesions[3].volume_mm3 = *third.lesions[3].volume_mm3 * 300;
  third.lesions[3].centroid_mm = third.lesions[3].centroid_mm + Vec3{50, 0, 0};
  EXPECT_THAT(links_between(match_all({first, second, third}), 0, 2), testing::IsEmpty());
  say(third, 3, derived(first, 3));
  const LesionGraph graph = match_all({first, second, third});
  EXPECT_EQ(link_between(graph, {0, 3}, {2, 3}).evidence, Evidence::kReader);
  EXPECT_FALSE(link_between(graph, {0, 3}, {2, 3}).ambiguous);
}

TEST(ReaderWord, UidsOfProgramsAndFreshUidsSayNothing) {
  auto first = timepoint(0, constellation());
  auto second = timepoint(1, constellation(kShift));
  first.lesions[0].tracking_uid = "2.25.7";
  say(second, 1, "2.25.7", false);
  say(second, 2, "2.25.8");
  say(second, 3, derived(second, 3));
  for (const Link& l : match_all({first, second}).links) {
    EXPECT_NE(l.evidence, Evidence::kReader);
    EXPECT_EQ(l.from.lesion, l.to.lesion);
  }
}

TEST(ReaderWord, OwnUidOfTheSegmentationYieldsToTheReader) {
  auto first = timepoint(0, constellation());
  auto second = timepoint(1, constellation(kShift));
  for (std::size_t i = 0; i < 8; ++i)
    first.lesions[i].tracking_uid = second.lesions[i].tracking_uid = "2.25.7" + std::to_string(i);
  say(second, 1, "2.25.70");
  const LesionGraph graph = match_all({first, second});
  EXPECT_EQ(link_between(graph, {0, 0}, {1, 1}).evidence, Evidence::kReader);
  EXPECT_THAT(links_between(graph, 0, 1), Not(Contains(Pair(0, 0))));
  EXPECT_THAT(links_between(graph, 0, 1), Not(Contains(Pair(1, 1))));
  EXPECT_EQ(graph.tracks.size(), 9U) << "lesion 1 before and lesion 0 now stand alone";
  for (const Track& track : graph.tracks) {
    if (track.lesions.front() == LesionRef{0, 0}) {
      EXPECT_EQ(track.tracking_uid, "2.25.70");
    }
    if (track.lesions.front() == LesionRef{0, 1}) {
      EXPECT_EQ(track.tracking_uid, "2.25.71") << "the moved lesion takes no UID along";
    }
  }
}

TEST(ReaderWord, ContradictingReadersAreFlaggedAndNotFollowed) {
  auto first = timepoint(0, constellation());
  auto second = timepoint(1, constellation(kShift));
  say(second, 1, derived(first, 0), true, "2.25.900");
  say(second, 1, derived(first, 2), true, "2.25.901");
  const LesionGraph graph = match_all({first, second});
  const Link& by_place = link_between(graph, {0, 1}, {1, 1});
  EXPECT_TRUE(by_place.ambiguous);
  EXPECT_EQ(by_place.doubt, Note{NoteCode::kReadersContradict});
  ASSERT_EQ(graph.warnings.size(), 1U);
  EXPECT_EQ(graph.warnings[0].code, NoteCode::kReaderUidsContradict);
}

TEST(ReaderWord, SeveralLesionsOfOneTrackAreASplit) {
  auto first = timepoint(0, constellation());
  auto second = timepoint(1, constellation(kShift));
  say(second, 6, derived(first, 7));
  say(second, 7, derived(first, 7));
  const LesionGraph graph = match_all({first, second});
  for (const int part : {6, 7}) {
    const Link& link = link_between(graph, {0, 7}, {1, part});
    EXPECT_EQ(link.kind, LinkKind::kSplit);
    EXPECT_EQ(link.evidence, Evidence::kReader);
  }
}

TEST(ReaderWord, FarApartBindsWithAWarning) {
  auto first = timepoint(0, constellation());
  auto second = timepoint(1, constellation(kShift));
  say(second, 5, derived(first, 3));
  const LesionGraph graph = match_all({first, second});
  const Link& link = link_between(graph, {0, 3}, {1, 5});
  EXPECT_EQ(link.evidence, Evidence::kReader);
  EXPECT_FALSE(link.ambiguous);
  ASSERT_TRUE(link.doubt);
  EXPECT_EQ(link.doubt->code, NoteCode::kReaderLinkFar);
  EXPECT_EQ(link.doubt->values, (std::vector<NoteValue>{Millimetres{link.residual_mm}}));
  ASSERT_EQ(graph.warnings.size(), 1U);
}

TEST(ReaderWord, LoneLesionsAreBound) {
  auto first = timepoint(0, {sphere({0, 0, 0}, 10, "liver")});
  auto second = timepoint(1, {sphere({0, 0, 300}, 40, "lung")});
  EXPECT_TRUE(match_all({first, second}).links.empty());
  say(second, 0, derived(first, 0));
  const LesionGraph graph = match_all({first, second});
  ASSERT_EQ(graph.links.size(), 1U);
  EXPECT_EQ(graph.links[0].evidence, Evidence::kReader);
  EXPECT_FALSE(graph.links[0].ambiguous);
}

// A whole result stored again states every link; what has none is still gone or new, not unassessable.
TEST(ReaderWord, StatedLinksRegisterTheRest) {
  auto first = timepoint(0, constellation());
  auto rest = constellation(kShift);
  rest[3] = sphere(Vec3{-110, 0, 250} + kShift, 11);
  auto second = timepoint(1, rest);
  for (std::size_t i = 0; i < 8; ++i)
    if (i != 3) say(second, i, derived(first, i));
  const LesionGraph graph = match_all({first, second});
  EXPECT_EQ(graph.links.size(), 7U);
  for (const Link& link : graph.links)
    EXPECT_EQ(link.evidence, Evidence::kReader);
  ASSERT_EQ(graph.registrations.size(), 1U);
  EXPECT_TRUE(graph.registrations[0].accepted);
  EXPECT_EQ(graph.unlinked.size(), 2U);
  for (const Track& track : graph.tracks) {
    if (track.lesions.size() == 1U) {
      EXPECT_NE(track.absence[track.lesions[0].timepoint == 0 ? 1 : 0], Absence::kNotAssessable);
    }
  }
}

TEST(ReaderWord, OrderOfLesionsDoesNotMatter) {
  auto first = timepoint(0, constellation());
  auto second = timepoint(1, constellation(kShift));
  say(second, 1, derived(first, 0));
  say(second, 4, derived(first, 4));
  const LesionGraph graph = match_all({first, second});
  std::reverse(first.lesions.begin(), first.lesions.end());
  std::reverse(second.lesions.begin(), second.lesions.end());
  const LesionGraph again = match_all({first, second});
  EXPECT_EQ(links_between(graph, 0, 1), links_between(again, 0, 1));
}

}  // namespace
}  // namespace oligard::match::test
