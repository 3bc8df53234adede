#include "oligard/match/lineage.h"

#include <gmock/gmock.h>

namespace oligard::match {
namespace {

using testing::ElementsAre;
using testing::FieldsAre;
using testing::IsEmpty;

/// Two lesions at each of four time points, all of one track, without links.
LesionGraph graph_of_one_track() {
  LesionGraph graph;
  graph.timepoints.resize(4);
  Track track;
  for (int t = 0; t < 4; ++t) {
    graph.timepoints[static_cast<std::size_t>(t)].lesions.resize(2);
    track.lesions.push_back({t, 0});
    track.lesions.push_back({t, 1});
  }
  graph.tracks.push_back(track);
  return graph;
}

TEST(Lineage, TellsSplitsAndMergesOldestFirst) {
  LesionGraph graph = graph_of_one_track();
  graph.links = {{{1, 0}, {2, 0}}, {{1, 1}, {2, 0}}, {{0, 0}, {1, 1}}, {{0, 0}, {1, 0}}, {{2, 0}, {3, 0}}};
  EXPECT_THAT(lineage_of(graph, graph.tracks[0], 3),
              ElementsAre(FieldsAre(LinkKind::kSplit, ElementsAre(LesionRef{0, 0}),
                                    ElementsAre(LesionRef{1, 0}, LesionRef{1, 1})),
                          FieldsAre(LinkKind::kMerge, ElementsAre(LesionRef{1, 0}, LesionRef{1, 1}),
                                    ElementsAre(LesionRef{2, 0}))));
}

TEST(Lineage, KnowsNothingOfLaterTimePoints) {
  LesionGraph graph = graph_of_one_track();
  graph.links = {{{1, 0}, {2, 0}}, {{1, 0}, {2, 1}}};
  EXPECT_THAT(lineage_of(graph, graph.tracks[0], 1), IsEmpty());
  EXPECT_EQ(lineage_of(graph, graph.tracks[0], 2).size(), 1U);
}

TEST(Lineage, LinksToDifferentTimePointsAreNoSplit) {
  LesionGraph graph = graph_of_one_track();
  graph.links = {{{0, 0}, {1, 0}}, {{0, 0}, {2, 0}}, {{0, 1}, {3, 0}}, {{1, 1}, {3, 0}}};
  EXPECT_THAT(lineage_of(graph, graph.tracks[0], 3), IsEmpty());
}

TEST(Lineage, LinksOfOtherTracksDoNotCount) {
  LesionGraph graph = graph_of_one_track();
  graph.tracks[0].lesions.pop_back();
  graph.links = {{{2, 0}, {3, 0}}, {{2, 0}, {3, 1}}};
  EXPECT_THAT(lineage_of(graph, graph.tracks[0], 3), IsEmpty());
}

}  // namespace
}  // namespace oligard::match
