// Writes the documents of the synthetic patient for scripts/validate-sr, when OLIGARD_KEEP_DOCUMENTS names a
// folder.
#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

#include "unit/report/report_fixture.h"

namespace oligard::report::test {
namespace {

class KeepDocuments : public ReportTest {
 protected:
  void SetUp() override {
    const char* folder = std::getenv("OLIGARD_KEEP_DOCUMENTS");
    if (folder == nullptr) GTEST_SKIP() << "OLIGARD_KEEP_DOCUMENTS is not set";
    keep_ = folder;
    std::filesystem::create_directories(keep_);
    ReportTest::SetUp();
  }
  void keep(const std::string& name, const Document& document) const {
    std::ofstream file(keep_ / (name + ".dcm"), std::ios::binary);
    file << document.bytes;
    ASSERT_TRUE(file.good());
  }
  void keep_both(const std::string& name) const {
    const auto result = make_result_document(request_);
    ASSERT_TRUE(result.has_value()) << result.error().reason;
    keep(name + "-result", *result);
    const auto viewer = make_viewer_document(request_);
    ASSERT_TRUE(viewer.has_value()) << viewer.error().reason;
    if (viewer->has_value()) keep(name + "-viewer", **viewer);
  }

  void keep_fallbacks(const std::string& name) {
    request_.options.sr_class = SrClass::kComprehensive;
    keep_both(name + "-comprehensive");
    request_.options.sr_class = SrClass::kEnhanced;
    keep_both(name + "-enhanced");
  }

  std::filesystem::path keep_;
};

TEST_F(KeepDocuments, OfEveryClass) {
  keep_both("comprehensive3d");
  request_.options.sr_class = SrClass::kComprehensive;
  keep_both("comprehensive");
  request_.options.sr_class = SrClass::kEnhanced;
  keep_both("enhanced");
}

TEST_F(KeepDocuments, OfTheBaseline) {
  request_.timepoint = 0;
  keep_both("baseline");
}

TEST_F(KeepDocuments, WithoutAllPriors) {
  request_.priors = PriorsKnown{false, 2, "PRIOR_MOVE_FAILED"};
  keep_both("priors-missing");
}

TEST_F(KeepDocuments, WithFragments) {
  auto& lesions = assessment_.graph.timepoints[2].lesions;
  auto fragment = lesion_now("L01");
  fragment.source.component = 2;
  assessment_.graph.tracks[0].lesions.push_back({2, static_cast<int>(lesions.size())});
  lesions.push_back(fragment);
  keep_both("fragments");
}

TEST_F(KeepDocuments, WithASplitAndUncertainSums) {
  match::Track& track = assessment_.graph.tracks[0];
  auto& lesions = assessment_.graph.timepoints[2].lesions;
  const match::LesionRef part{2, static_cast<int>(lesions.size())};
  assessment_.graph.links.push_back({track.lesions[1], track.lesions[2], match::LinkKind::kSplit});
  assessment_.graph.links.push_back({track.lesions[1], part, match::LinkKind::kSplit});
  track.lesions.push_back(part);
  lesions.push_back(measure::Lesion(lesion_now("L01")));
  for (auto& lesion : assessment_.clinical_case.lesions) {
    for (auto& [timepoint, observation] : lesion.observations) {
      for (classify::SizePart& size : observation.parts)
        size.long_sd_mm = size.short_sd_mm = 0.3;
    }
  }
  keep_both("split");
  keep_fallbacks("split");
}

TEST_F(KeepDocuments, WithALinkInDoubt) {
  match::Link& link = assessment_.graph.links.at(0);
  link.ambiguous = true;
  link.doubt = Note{NoteCode::kOtherFitsAsWell};
  link.alternative = match::Alternative{0.3, {}, {}};
  assessment_.graph.warnings = {{NoteCode::kUidsLeftOut}};
  assessment_.timepoints[2].review.push_back(
      {{{{0, 0}, {1, 0}}}, {}, {"L01"}, {"TP0", "TP1"}, 0.3, {}, "SD"});
  keep_both("in-doubt");
}

TEST_F(KeepDocuments, WithoutSourceSeries) {
  for (auto& lesion : assessment_.graph.timepoints[2].lesions)
    lesion.source.source_series_uid.clear();
  keep_both("no-source-series");
}

TEST_F(KeepDocuments, WithoutSourceSeriesAndImage) {
  for (auto& lesion : assessment_.graph.timepoints[2].lesions) {
    lesion.source.source_series_uid.clear();
    lesion.axis_image_uid.clear();
  }
  keep_both("no-source");
}

TEST_F(KeepDocuments, WithoutAnyImage) {
  for (auto& timepoint : assessment_.graph.timepoints) {
    for (auto& lesion : timepoint.lesions)
      lesion.axis_image_uid.clear();
  }
  keep_both("no-images");
}

TEST_F(KeepDocuments, WithoutSegments) {
  for (auto& lesion : assessment_.graph.timepoints[2].lesions) {
    lesion.source.kind = measure::LesionSource::Kind::kReport;
  }
  keep_both("reports-only");
  keep_fallbacks("reports-only");
}

TEST_F(KeepDocuments, WithoutLesions) {
  assessment_.graph.timepoints[2].lesions.clear();
  for (auto& track : assessment_.graph.tracks) {
    std::erase_if(track.lesions, [](match::LesionRef ref) { return ref.timepoint == 2; });
  }
  keep_both("no-lesions");
}

TEST_F(KeepDocuments, ThatReplaceOthers) {
  request_.predecessors = {{kStudy[2], "2.25.5000", "1.2.840.10008.5.1.4.1.1.88.34", "2.25.5001", "SR"}};
  keep_both("replacement");
}

}  // namespace
}  // namespace oligard::report::test
