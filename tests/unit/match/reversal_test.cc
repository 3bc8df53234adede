#include "oligard/match/reversal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/match/build.h"

namespace oligard::match::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

LesionRef ref(int timepoint, int lesion) {
  return {timepoint, lesion};
}

/// Three time points of two, two and three lesions. L01 and L02 run through, the second link of L01 is
/// ambiguous; L03 is new at TP2 and may be L01.
class Reversal : public testing::Test {
 protected:
  Reversal() {
    for (int t = 0; t < 3; ++t) {
      std::vector<measure::Lesion> lesions{sphere({0, 0, 0}, 20), sphere({50, 0, 0}, 20)};
      if (t == 2) lesions.push_back(sphere({6, 0, 0}, 18));
      graph_.timepoints.push_back(timepoint(t, std::move(lesions)));
    }
    graph_.links = {link(ref(0, 0), ref(1, 0)), link(ref(0, 1), ref(1, 1)), link(ref(1, 0), ref(2, 0)),
                    link(ref(1, 1), ref(2, 1))};
    graph_.tracks = {track("L01", {ref(0, 0), ref(1, 0), ref(2, 0)}),
                     track("L02", {ref(0, 1), ref(1, 1), ref(2, 1)}), track("L03", {ref(2, 2)})};
    for (int t = 0; t < 2; ++t) {
      Registration registration;
      registration.from = t;
      registration.to = t + 1;
      registration.accepted = true;
      graph_.registrations.push_back(registration);
    }
  }

  static Link link(LesionRef from, LesionRef to) {
    Link made;
    made.from = from;
    made.to = to;
    made.probability = 0.99;
    return made;
  }
  static Track track(const std::string& id, std::vector<LesionRef> lesions) {
    return {id, "2.25." + id.substr(1), std::move(lesions), std::vector<Absence>(3, Absence::kUnlinked)};
  }
  Link& doubt(std::size_t index, double probability) {
    graph_.links[index].ambiguous = true;
    graph_.links[index].probability = probability;
    return graph_.links[index];
  }
  [[nodiscard]] Linkage reversed(std::size_t which = 0) const {
    const auto linkage = with_decision_reversed(graph_, ambiguous_decisions(graph_).at(which));
    EXPECT_TRUE(linkage.has_value());
    return linkage ? *linkage : Linkage{};
  }
  static const Track* find(const Linkage& linkage, const std::string& id) {
    for (const Track& track : linkage.tracks) {
      if (track.id == id) return &track;
    }
    return nullptr;
  }

  LesionGraph graph_;
};

TEST_F(Reversal, NothingToReverseWithoutDoubt) {
  EXPECT_THAT(ambiguous_decisions(graph_), IsEmpty());
  const auto linkage = with_decision_reversed(graph_, {Decision::Kind::kLink, 0});
  ASSERT_FALSE(linkage.has_value());
  EXPECT_EQ(linkage.error().code, "MATCH_NO_ALTERNATIVE");
  EXPECT_FALSE(with_decision_reversed(graph_, {Decision::Kind::kUnlinked, 7}).has_value());
}

TEST_F(Reversal, ALinkTakenBackMakesTwoTracks) {
  doubt(2, 0.7).alternative = Alternative{0.3, {}, {}};
  const Linkage linkage = reversed();
  EXPECT_THAT(linkage.links, SizeIs(3));
  ASSERT_THAT(linkage.tracks, SizeIs(4));
  const Track* first = find(linkage, "L01");
  ASSERT_NE(first, nullptr);
  EXPECT_THAT(first->lesions, ElementsAre(ref(0, 0), ref(1, 0)));
  EXPECT_EQ(first->tracking_uid, "2.25.01");
  EXPECT_EQ(first->absence[2], Absence::kUnlinked);
  const Track* second = find(linkage, "L04");
  ASSERT_NE(second, nullptr);
  EXPECT_THAT(second->lesions, ElementsAre(ref(2, 0)));
  EXPECT_NE(second->tracking_uid, "2.25.01");
  EXPECT_THAT(find(linkage, "L02")->lesions, ElementsAre(ref(0, 1), ref(1, 1), ref(2, 1)));
}

TEST_F(Reversal, WithoutAStatedAlternativeTheLesionsStandAlone) {
  doubt(2, 0.7);
  EXPECT_NEAR(alternative_of(graph_, {Decision::Kind::kLink, 2})->probability, 0.3, 1e-12);
  EXPECT_THAT(reversed().tracks, SizeIs(4));
}

TEST_F(Reversal, NothingIsSaidWhereNoRegistrationStands) {
  graph_.registrations[1].accepted = false;
  doubt(2, 0.7);
  EXPECT_EQ(find(reversed(), "L01")->absence[2], Absence::kNotAssessable);
  EXPECT_EQ(find(reversed(), "L04")->absence[1], Absence::kNotAssessable);
  graph_.links[3].evidence = Evidence::kTrackingUid;
  EXPECT_EQ(find(reversed(), "L01")->absence[2], Absence::kUnlinked);
}

TEST_F(Reversal, AnotherPartnerTakesTheTrack) {
  doubt(2, 0.7).alternative = Alternative{0.25, {{ref(1, 0), ref(2, 2)}}, {}};
  const Linkage linkage = reversed();
  EXPECT_THAT(find(linkage, "L01")->lesions, ElementsAre(ref(0, 0), ref(1, 0), ref(2, 2)));
  EXPECT_EQ(find(linkage, "L03"), nullptr);
  EXPECT_THAT(find(linkage, "L04")->lesions, ElementsAre(ref(2, 0)));
  EXPECT_DOUBLE_EQ(linkage.links[2].probability, 0.25);
}

TEST_F(Reversal, TwoPartnersExchanged) {
  doubt(2, 0.7).alternative =
      Alternative{0.25, {{ref(1, 0), ref(2, 1)}, {ref(1, 1), ref(2, 0)}}, {{ref(1, 1), ref(2, 1)}}};
  doubt(3, 0.7).alternative =
      Alternative{0.25, {{ref(1, 0), ref(2, 1)}, {ref(1, 1), ref(2, 0)}}, {{ref(1, 0), ref(2, 0)}}};
  EXPECT_THAT(ambiguous_decisions(graph_), SizeIs(1)) << "both decisions end in the same links";
  const Linkage linkage = reversed();
  EXPECT_THAT(find(linkage, "L01")->lesions, ElementsAre(ref(0, 0), ref(1, 0), ref(2, 1)));
  EXPECT_THAT(find(linkage, "L02")->lesions, ElementsAre(ref(0, 1), ref(1, 1), ref(2, 0)));
  EXPECT_THAT(linkage.tracks, SizeIs(3));
}

TEST_F(Reversal, AnUnlinkedLesionJoinsATrackAsASplit) {
  graph_.unlinked.push_back({ref(2, 2), 1, 0.6, true, Alternative{0.4, {{ref(1, 0), ref(2, 2)}}, {}}});
  const Linkage linkage = reversed();
  EXPECT_THAT(find(linkage, "L01")->lesions, ElementsAre(ref(0, 0), ref(1, 0), ref(2, 0), ref(2, 2)));
  EXPECT_THAT(linkage.tracks, SizeIs(2));
  EXPECT_EQ(linkage.links[2].kind, LinkKind::kSplit);
  EXPECT_EQ(linkage.links[3].kind, LinkKind::kSplit);
  EXPECT_EQ(linkage.links[0].kind, LinkKind::kSame);
}

TEST_F(Reversal, ABranchOfASplitTakenBackLeavesAPlainLink) {
  graph_.links.push_back(link(ref(1, 0), ref(2, 2)));
  graph_.links[2].kind = graph_.links[4].kind = LinkKind::kSplit;
  graph_.tracks[0].lesions.push_back(ref(2, 2));
  graph_.tracks.pop_back();
  doubt(4, 0.6);
  const Linkage linkage = reversed();
  EXPECT_EQ(linkage.links[2].kind, LinkKind::kSame);
  EXPECT_THAT(find(linkage, "L01")->lesions, ElementsAre(ref(0, 0), ref(1, 0), ref(2, 0)));
  EXPECT_THAT(find(linkage, "L03")->lesions, ElementsAre(ref(2, 2)));
}

TEST_F(Reversal, LeastSureFirst) {
  doubt(0, 0.8);
  doubt(2, 0.6);
  graph_.unlinked.push_back({ref(2, 2), 1, 0.7, true, Alternative{0.3, {{ref(1, 0), ref(2, 2)}}, {}}});
  graph_.unlinked.push_back({ref(2, 2), 0, 0.1, true, std::nullopt});
  using Kind = Decision::Kind;
  EXPECT_THAT(ambiguous_decisions(graph_),
              ElementsAre(Decision{Kind::kLink, 2}, Decision{Kind::kUnlinked, 0}, Decision{Kind::kLink, 0}));
}

TEST_F(Reversal, OutsideStaysOutside) {
  graph_.tracks[0] = track("L01", {ref(0, 0), ref(2, 0)});
  graph_.links.erase(graph_.links.begin());
  graph_.links[1] = link(ref(0, 0), ref(2, 0));
  graph_.tracks[0].absence[1] = Absence::kOutsideCoverage;
  graph_.timepoints[1].coverage_evidence = measure::CoverageEvidence::kReferencedSeries;
  doubt(1, 0.7);
  EXPECT_EQ(find(reversed(), "L01")->absence[1], Absence::kOutsideCoverage);
  EXPECT_EQ(find(reversed(), "L04")->absence[1], Absence::kMaybeOutside)
      << "inferred coverage excuses no lesion that comes later";
}

TEST_F(Reversal, AlternativesMustNameLesionsOfTheGraph) {
  doubt(2, 0.7).alternative = Alternative{0.25, {{ref(1, 0), ref(2, 9)}}, {}};
  EXPECT_FALSE(with_decision_reversed(graph_, {Decision::Kind::kLink, 2}).has_value());
}

}  // namespace
}  // namespace oligard::match::test
