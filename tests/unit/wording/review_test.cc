#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "oligard/classify/classify.h"
#include "oligard/classify/phrases.h"
#include "oligard/wording/wording.h"

namespace oligard::wording {

using namespace classify;
using namespace terms;

namespace {

using match::LesionRef;
using std::chrono::days;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

const std::vector<std::string> kProfiles = {"default_5", "strict_3"};

/// Two time points of one frame of reference; four lung lesions of 20 mm each, all linked, none grows.
class Review : public testing::Test {
 protected:
  Review() {
    for (int t = 0; t < 2; ++t) {
      measure::TimePoint timepoint;
      timepoint.id = "TP" + std::to_string(t);
      timepoint.date = Date{} + days(91 * t);
      timepoint.modality = "CT";
      timepoint.slice_thickness_mm = 1.5;
      timepoint.frame_of_reference_uid = "2.25.1";
      timepoint.coverage = measure::Coverage{-500, 500};
      timepoint.imaged = {{-500, 500}};
      timepoint.segmentation_exhaustive = true;
      graph_.timepoints.push_back(timepoint);
    }
    for (int i = 0; i < 4; ++i)
      add({20, 20});
  }

  static measure::Lesion sized(double long_mm) {
    measure::Lesion lesion;
    lesion.organ = "lung";
    lesion.long_axis_mm = long_mm;
    lesion.short_axis_mm = long_mm;
    lesion.volume_mm3 = 0.52 * long_mm * long_mm * long_mm;
    lesion.voxel_count = 100;
    return lesion;
  }
  /// A track of both time points; a size of 0 is no lesion.
  void add(std::pair<double, double> sizes) {
    match::Track track;
    track.id = "L0" + std::to_string(graph_.tracks.size() + 1);
    track.tracking_uid = "2.25.77" + std::to_string(graph_.tracks.size());
    track.absence.assign(2, match::Absence::kUnlinked);
    for (int t = 0; t < 2; ++t) {
      const double size = t == 0 ? sizes.first : sizes.second;
      if (size == 0) continue;
      auto& lesions = graph_.timepoints[static_cast<std::size_t>(t)].lesions;
      track.lesions.push_back({t, static_cast<int>(lesions.size())});
      lesions.push_back(sized(size));
    }
    if (track.lesions.size() == 2) {
      match::Link link;
      link.from = track.lesions[0];
      link.to = track.lesions[1];
      link.probability = 0.99;
      graph_.links.push_back(link);
    }
    graph_.tracks.push_back(track);
  }
  void doubt(std::size_t link, double alternative) {
    graph_.links[link].ambiguous = true;
    graph_.links[link].probability = 1 - alternative;
    graph_.links[link].doubt = Note{NoteCode::kOtherFitsAsWell};
    graph_.links[link].alternative = match::Alternative{alternative, {}, {}};
  }
  [[nodiscard]] Assessment assessed() const {
    auto assessment = assess(graph_, {}, kProfiles);
    EXPECT_TRUE(assessment.has_value());
    return assessment ? *assessment : Assessment{};
  }

  match::LesionGraph graph_;
};

TEST_F(Review, NoneWithoutDoubt) {
  const Assessment said = assessed();
  EXPECT_THAT(said.timepoints[1].review, IsEmpty());
  EXPECT_THAT(review_sentences(said, 1), IsEmpty());
  EXPECT_THAT(link_doubts(said.graph, 2, "L01"), IsEmpty());
}

TEST_F(Review, AStableLesionThatMayBeAnotherOneNeedsReview) {
  doubt(2, 0.22);
  const Assessment said = assessed();
  EXPECT_EQ(said.timepoints[1].profiles.at("default_5").category, Category::kStable) << "said as before";
  EXPECT_THAT(said.timepoints[0].review, IsEmpty());
  ASSERT_THAT(said.timepoints[1].review, SizeIs(1));
  const ReviewReason& reason = said.timepoints[1].review[0];
  EXPECT_THAT(reason.tracks, ElementsAre("L03"));
  EXPECT_THAT(reason.timepoints, ElementsAre("TP0", "TP1"));
  EXPECT_DOUBLE_EQ(reason.probability, 0.22);
  EXPECT_EQ(reason.recist_overall, "PD") << "the lesion would be new";
  EXPECT_EQ(reason.categories.at("default_5"), Category::kOligoprogression);
  EXPECT_EQ(reason.links, (std::vector<match::LinkEnds>{{{0, 2}, {1, 2}}}));
  EXPECT_THAT(reason.instead, IsEmpty());
  EXPECT_EQ(review_sentence(said.graph, said.timepoints[1], reason),
            "If L03 at TP0 and L03 at TP1 are not the same lesion (probability 0.22), the category under "
            "default_5 would be OLIGOPROGRESSION instead of STABLE, the category under strict_3 would be "
            "OLIGOPROGRESSION instead of STABLE, RECIST 1.1 would be PD instead of SD.");
  EXPECT_THAT(conclusion(said, 1, "default_5"), HasSubstr("Needs review: 1 link in doubt would change it."));
  EXPECT_THAT(review_sentences(said, 1),
              ElementsAre(review_sentence(said.graph, said.timepoints[1], reason)));
  EXPECT_THAT(link_doubts(said.graph, 2, "L03"),
              ElementsAre("L03 at TP0 and L03 at TP1 are linked with probability 0.78 (another explanation "
                          "fits nearly as well); else they are two lesions (0.22)."));
}

TEST_F(Review, ADoubtThatChangesNothingIsNoReason) {
  add({0, 15});
  add({0, 16});
  doubt(0, 0.3);
  const Assessment said = assessed();
  const auto& review = said.timepoints[1].review;
  EXPECT_TRUE(std::none_of(review.begin(), review.end(), [](const ReviewReason& reason) {
    return reason.categories.contains("default_5") || reason.recist_overall;
  }));
}

TEST_F(Review, ANewLesionThatMayBeAnOldOne) {
  add({20, 0});
  add({0, 21});
  graph_.unlinked.push_back({{1, 4}, 0, 0.6, true, match::Alternative{0.4, {{{0, 4}, {1, 4}}}, {}}});
  graph_.unlinked.push_back({{0, 4}, 1, 0.6, true, match::Alternative{0.4, {{{0, 4}, {1, 4}}}, {}}});
  const Assessment said = assessed();
  EXPECT_EQ(said.timepoints[1].recist.overall, "PD");
  ASSERT_THAT(said.timepoints[1].review, SizeIs(1)) << "one doubt seen from both sides";
  EXPECT_THAT(review_sentences(said, 1)[0],
              HasSubstr("If L05 at TP0 and L06 at TP1 are the same lesion (probability 0.40), "));
  EXPECT_EQ(said.timepoints[1].review[0].recist_overall, "SD");
  EXPECT_THAT(link_doubts(said.graph, 1, "L06"),
              ElementsAre("L06 at TP1 has no partner at TP0 (probability 0.60); else L05 at TP0 and L06 at "
                          "TP1 are one lesion (0.40)."));
  EXPECT_THAT(link_doubts(said.graph, 1, "L01"), IsEmpty());
}

TEST_F(Review, AnotherPartnerIsNamed) {
  add({0, 30});
  add({0, 15});
  add({0, 15});
  doubt(0, 0.3);
  graph_.links[0].alternative->instead = {{{0, 0}, {1, 4}}};
  const Assessment said = assessed();
  ASSERT_THAT(said.timepoints[1].review, Not(IsEmpty()));
  EXPECT_THAT(review_sentences(said, 1)[0],
              HasSubstr("If L01 at TP0 and L01 at TP1 are not the same lesion but L01 at TP0 and L05 at TP1 "
                        "are (probability 0.30), "));
}

TEST_F(Review, LikeliestFirstAndNoMoreThanTheBound) {
  for (int i = 0; i < 60; ++i)
    add({20, 20});
  for (std::size_t i = 0; i < graph_.links.size(); ++i)
    doubt(i, 0.1 + 0.001 * static_cast<double>(i));
  const Assessment said = assessed();
  const TimePointAssessment& last = said.timepoints[1];
  EXPECT_THAT(last.review, SizeIs(kMaxDoubtsTried));
  EXPECT_EQ(last.doubts_not_tried, 64 - kMaxDoubtsTried);
  EXPECT_DOUBLE_EQ(last.review.front().probability, 0.163);
  EXPECT_GT(last.review.front().probability, last.review.back().probability);
  const std::vector<std::string> sentences = review_sentences(said, 1);
  ASSERT_THAT(sentences, SizeIs(6));
  EXPECT_EQ(sentences[5], "45 more doubtful links would change what is said.");
  EXPECT_THAT(warnings(said, 1), Contains(HasSubstr("14 doubtful links beyond the 50 least sure ones")));
}

TEST_F(Review, WarningsAreToldToPeople) {
  graph_.warnings = {{NoteCode::kUidsLeftOut}};
  EXPECT_THAT(warnings(assessed(), 1), ElementsAre(HasSubstr("Tracking UIDs contradict")));
}

TEST_F(Review, ProbabilitiesNearTheEndsAreBounds) {
  doubt(2, 0.001);
  const Assessment said = assessed();
  EXPECT_THAT(review_sentences(said, 1),
              ElementsAre(HasSubstr("are not the same lesion (probability below 0.01), ")));
  EXPECT_THAT(link_doubts(said.graph, 2, "L03"),
              ElementsAre(HasSubstr("are linked with probability above 0.99 (")));
}

TEST_F(Review, FragmentsAreNumbered) {
  add({20, 0});
  graph_.tracks[3].lesions.push_back({1, 4});
  graph_.timepoints[1].lesions.push_back(sized(9));
  EXPECT_EQ(lesion_name(graph_, {1, 4}), "L04.2");
  EXPECT_EQ(lesion_name(graph_, {0, 3}), "L04");
  EXPECT_EQ(lesion_name(graph_, {1, 9}), "?");
}

}  // namespace
}  // namespace oligard::wording
