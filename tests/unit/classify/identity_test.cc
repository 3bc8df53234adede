#include "classify/status/identity.h"

#include <gtest/gtest.h>

#include "oligard/classify/classify.h"

namespace oligard::classify {
namespace {

using terms::LesionStatus;

using match::LesionRef;

/// Three time points; L01 is seen at all (20, 15, 22 mm), L02 at the first two, L03 at the last two.
match::LesionGraph three_lesions() {
  match::LesionGraph graph;
  const double sizes[3][3] = {{20, 15, 22}, {18, 18, 0}, {0, 12, 12}};
  for (int t = 0; t < 3; ++t) {
    measure::TimePoint timepoint;
    timepoint.id = "TP" + std::to_string(t);
    timepoint.date = Date{} + std::chrono::days(91 * t);
    timepoint.modality = "CT";
    timepoint.slice_thickness_mm = 1.5;
    timepoint.segmentation_exhaustive = true;
    graph.timepoints.push_back(timepoint);
  }
  for (int i = 0; i < 3; ++i) {
    match::Track track;
    track.id = "L0" + std::to_string(i + 1);
    track.absence.assign(3, match::Absence::kUnlinked);
    for (int t = 0; t < 3; ++t) {
      if (sizes[i][t] == 0) continue;
      measure::Lesion lesion;
      lesion.organ = "lung";
      lesion.long_axis_mm = lesion.short_axis_mm = sizes[i][t];
      lesion.voxel_count = 100;
      lesion.uncertainty.long_axis_mm = 0.5;
      auto& lesions = graph.timepoints[static_cast<std::size_t>(t)].lesions;
      track.lesions.push_back({t, static_cast<int>(lesions.size())});
      lesions.push_back(lesion);
    }
    graph.tracks.push_back(track);
  }
  return graph;
}

void link(match::LesionGraph& graph, LesionRef from, LesionRef to, double probability) {
  match::Link link;
  link.from = from;
  link.to = to;
  link.probability = probability;
  graph.links.push_back(link);
}

TEST(Identity, LinksSinceTheNadirAndPartnersThatWereNotFound) {
  match::LesionGraph graph = three_lesions();
  link(graph, {0, 0}, {1, 0}, 0.9);
  link(graph, {1, 0}, {2, 0}, 0.8);
  link(graph, {0, 1}, {1, 1}, 0.95);
  link(graph, {1, 2}, {2, 1}, 0.7);
  graph.unlinked.push_back({{1, 1}, 2, 0.97, false, std::nullopt});
  graph.unlinked.push_back({{1, 2}, 0, 0.6, true, std::nullopt});
  const Result<Assessment> assessment = assess(graph, {}, {"default_5"});
  ASSERT_TRUE(assessment);
  const auto identity = [&](std::size_t t, const char* id) {
    return assessment->timepoints[t].lesions.at(id).doubt.p_identity;
  };
  EXPECT_EQ(identity(0, "L01"), std::nullopt);
  EXPECT_EQ(identity(1, "L01"), 0.9);
  EXPECT_EQ(identity(2, "L01"), 0.8) << "the nadir is at TP1";
  EXPECT_EQ(identity(2, "L02"), 0.97) << "gone";
  EXPECT_EQ(identity(1, "L03"), 0.6) << "new";
  EXPECT_EQ(identity(2, "L03"), 0.7);
}

TEST(Identity, ProbabilitiesStandBesideTheStatus) {
  match::LesionGraph graph = three_lesions();
  link(graph, {0, 0}, {1, 0}, 0.9);
  link(graph, {1, 0}, {2, 0}, 0.8);
  const Result<Assessment> assessment = assess(graph, {}, {"default_5"});
  ASSERT_TRUE(assessment);
  const LesionAssessment& grown = assessment->timepoints[2].lesions.at("L01");
  EXPECT_EQ(grown.status, LesionStatus::kProgressing);
  EXPECT_GT(*grown.doubt.p_growth, 0.999);
  EXPECT_GT(*grown.doubt.p_progression, 0.8);
  EXPECT_LT(*grown.doubt.p_progression, 0.95);
  EXPECT_EQ(grown.doubt.p_volume_growth, std::nullopt);
  EXPECT_LT(*assessment->timepoints[1].lesions.at("L01").doubt.p_growth, 0.01);
}

}  // namespace
}  // namespace oligard::classify
