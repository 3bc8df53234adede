#include <gmock/gmock.h>

#include "unit/report/report_fixture.h"

namespace oligard::report::test {
namespace {

using testing::ElementsAre;

class ViewerDocument : public ReportTest {};

TEST_F(ViewerDocument, ProgressingLesionsComeFirst) {
  DcmDataset& dataset = viewer();
  EXPECT_EQ(dicom::code(dataset, DCM_ConceptNameCodeSequence), codes::kImagingReport.code());
  EXPECT_EQ(dicom::text(dataset, DCM_SeriesNumber), "9902");
  EXPECT_THAT(identifiers(dataset), ElementsAre("L01 liver", "L05 bone", "L02 lung", "L03 lymph node"));
}

TEST_F(ViewerDocument, AxesAreLinesInImageCoordinates) {
  DcmDataset& dataset = viewer();
  DcmItem* liver = group(dataset, "L01 liver");
  ASSERT_NE(liver, nullptr);
  EXPECT_EQ(number_of(*liver, codes::kLongAxis), "27.0 mm");
  DcmItem* line = dicom::item_of(*child(*liver, codes::kLongAxis), DCM_ContentSequence);
  EXPECT_EQ(dicom::text(*line, DCM_GraphicType), "POLYLINE");
  EXPECT_EQ(dicom::text(*line, DCM_RelationshipType), "INFERRED FROM");
  EXPECT_THAT(dicom::numbers(*line, DCM_GraphicData), ElementsAre(100.5, 120.5, 130.75, 120.5));
  DcmItem* image = dicom::item_of(*line, DCM_ContentSequence);
  EXPECT_EQ(dicom::text(*image, DCM_RelationshipType), "SELECTED FROM");
  EXPECT_EQ(dicom::text(*dicom::item_of(*image, DCM_ReferencedSOPSequence), DCM_ReferencedSOPInstanceUID),
            lesion_now("L01").axis_image_uid);
}

TEST_F(ViewerDocument, AxisMeaningsAreWhatViewersLookFor) {
  DcmDataset& dataset = viewer();
  DcmItem* liver = group(dataset, "L01 liver");
  EXPECT_EQ(dicom::code(*child(*liver, codes::kLongAxis), DCM_ConceptNameCodeSequence).meaning, "Long Axis");
  EXPECT_EQ(dicom::code(*child(*liver, codes::kShortAxis), DCM_ConceptNameCodeSequence).meaning,
            "Short Axis");
}

TEST_F(ViewerDocument, SharesTrackingUidsWithTheResult) {
  const std::string uid = uid_of(*group(result(), "L03"), codes::kTrackingUid);
  EXPECT_EQ(uid_of(*group(viewer(), "L03 lymph node"), codes::kTrackingUid), uid);
}

TEST_F(ViewerDocument, FrameOfAMultiFrameImageIsNamed) {
  lesion_now("L01").axis_image_frame = 17;
  DcmDataset& dataset = viewer();
  DcmItem* line = dicom::item_of(*child(*group(dataset, "L01 liver"), codes::kLongAxis), DCM_ContentSequence);
  DcmItem* image = dicom::item_of(*line, DCM_ContentSequence);
  EXPECT_EQ(dicom::text(*dicom::item_of(*image, DCM_ReferencedSOPSequence), DCM_ReferencedFrameNumber), "17");
}

TEST_F(ViewerDocument, LesionsOnUnknownImagesAreLeftOut) {
  lesion_now("L01").axis_image_uid.clear();
  lesion_now("L02").long_axis.reset();
  DcmDataset& dataset = viewer();
  EXPECT_THAT(identifiers(dataset), ElementsAre("L05 bone", "L03 lymph node"));
}

TEST_F(ViewerDocument, LesionsOfReportsAreDrawnBesideSegments) {
  lesion_now("L05").source.kind = measure::LesionSource::Kind::kReport;
  EXPECT_THAT(identifiers(viewer()), ElementsAre("L01 liver", "L05 bone", "L02 lung", "L03 lymph node"));
}

TEST_F(ViewerDocument, NothingToDrawIsNoDocument) {
  for (auto& lesion : assessment_.graph.timepoints[2].lesions)
    lesion.axis_image_uid.clear();
  const auto document = make_viewer_document(request_);
  ASSERT_TRUE(document.has_value());
  EXPECT_FALSE(document->has_value());
}

TEST_F(ViewerDocument, HoldsTheCurrentStudyOnly) {
  DcmDataset& dataset = viewer();
  EXPECT_EQ(instances(dataset, DCM_PertinentOtherEvidenceSequence).size(), 0U);
  EXPECT_EQ(instances(dataset, DCM_CurrentRequestedProcedureEvidenceSequence).size(), 8U);
  EXPECT_EQ(children(*child(dataset, codes::kImageLibrary), codes::kImageLibraryGroup).size(), 1U);
}

TEST_F(ViewerDocument, EditableIdentifiersAreAnOption) {
  request_.options.editable_in_ohif = true;
  EXPECT_NE(group(viewer(), "Cornerstone3DTools@^0.1.0:Bidirectional:L01"), nullptr);
}

}  // namespace
}  // namespace oligard::report::test
