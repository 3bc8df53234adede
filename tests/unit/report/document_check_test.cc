// The check must notice each rule that a document can break: sound documents are damaged one way at a time.
#include "report/document_check.h"

#include <functional>

#include <gmock/gmock.h>

#include "report/header.h"
#include "unit/report/report_fixture.h"

namespace oligard::report::test {
namespace {

using testing::HasSubstr;

using Damage = std::function<void(DcmDataset&)>;

class DocumentCheck : public ReportTest {
 protected:
  /// The reason after a damage; empty when the document passes.
  std::string reason(const Document& sound, const Damage& damage) {
    auto file = dicom::from_bytes(sound.bytes);
    damage(*(*file)->getDataset());
    const auto bytes = dicom::to_bytes(**file);
    EXPECT_TRUE(bytes.has_value());
    const Status checked = check_document(*bytes, {sound.kind, sound.sop_instance_uid, kStudy[2]});
    return checked ? "" : checked.error().code + ": " + checked.error().reason;
  }
  std::string result_reason(const Damage& damage) { return reason(*make_result_document(request_), damage); }
  std::string viewer_reason(const Damage& damage) { return reason(**make_viewer_document(request_), damage); }

  static DcmItem& first_group(DcmItem& dataset) {
    return *children(*child(dataset, codes::kImagingMeasurements), codes::kMeasurementGroup).front();
  }
  static void remove(DcmItem& parent, const codes::Entry& name) {
    DcmSequenceOfItems* content = dicom::sequence(parent, DCM_ContentSequence);
    delete content->remove(child(parent, name));
  }
};

TEST_F(DocumentCheck, SoundDocumentsPass) {
  const Damage none = [](DcmDataset&) {};
  EXPECT_EQ(result_reason(none), "");
  EXPECT_EQ(viewer_reason(none), "");
}

TEST_F(DocumentCheck, BytesThatAreNoReport) {
  const Status checked = check_document("no report", {Document::Kind::kResult, "1", "2"});
  ASSERT_FALSE(checked.has_value());
  EXPECT_EQ(checked.error().code, "REPORT_INVALID");
}

TEST_F(DocumentCheck, WrongIdentityAndFlags) {
  const auto set = [](const DcmTagKey& tag, const char* value) {
    return [tag, value](DcmDataset& dataset) { dataset.putAndInsertString(tag, value); };
  };
  EXPECT_THAT(result_reason(set(DCM_SOPInstanceUID, "2.25.9")), HasSubstr("SOP Instance UID"));
  EXPECT_THAT(result_reason(set(DCM_StudyInstanceUID, "2.25.9")), HasSubstr("Study Instance UID"));
  EXPECT_THAT(result_reason(set(DCM_PreliminaryFlag, "FINAL")), HasSubstr("Preliminary Flag"));
}

TEST_F(DocumentCheck, MissingTrackingItems) {
  EXPECT_THAT(result_reason([](DcmDataset& d) { remove(first_group(d), codes::kTrackingId); }),
              HasSubstr("tracking identifier"));
  EXPECT_THAT(viewer_reason([](DcmDataset& d) { remove(first_group(d), codes::kTrackingUid); }),
              HasSubstr("tracking UID"));
}

TEST_F(DocumentCheck, TrackingUidUsedTwice) {
  EXPECT_THAT(result_reason([](DcmDataset& d) {
                child(first_group(d), codes::kTrackingUid)->putAndInsertString(DCM_UID, "2.25.182");
              }),
              HasSubstr("used twice"));
}

TEST_F(DocumentCheck, MissingStatus) {
  EXPECT_THAT(result_reason([](DcmDataset& d) { remove(first_group(d), codes::kLesionStatus); }),
              HasSubstr("status"));
}

TEST_F(DocumentCheck, MixedTemplates) {
  EXPECT_THAT(result_reason([](DcmDataset& d) {
                dicom::item_of(first_group(d), DCM_ContentTemplateSequence)
                    ->putAndInsertString(DCM_TemplateIdentifier, "1501");
              }),
              HasSubstr("different templates"));
}

TEST_F(DocumentCheck, InstanceOutsideTheEvidence) {
  EXPECT_THAT(result_reason([](DcmDataset& d) {
                dicom::item_of(*child(first_group(d), codes::kReferencedSegment), DCM_ReferencedSOPSequence)
                    ->putAndInsertString(DCM_ReferencedSOPInstanceUID, "2.25.9");
              }),
              HasSubstr("not in the evidence"));
}

TEST_F(DocumentCheck, InstanceInBothEvidenceSequences) {
  EXPECT_THAT(result_reason([](DcmDataset& d) {
                DcmItem* series = dicom::item_of(*dicom::item_of(d, DCM_PertinentOtherEvidenceSequence),
                                                 DCM_ReferencedSeriesSequence);
                dicom::item_of(*series, DCM_ReferencedSOPSequence)
                    ->putAndInsertString(DCM_ReferencedSOPInstanceUID, kSegmentation[2]);
              }),
              HasSubstr("twice in the evidence"));
}

TEST_F(DocumentCheck, LineOfThreePoints) {
  EXPECT_THAT(viewer_reason([](DcmDataset& d) {
                DcmItem* line = dicom::item_of(*child(first_group(d), codes::kLongAxis), DCM_ContentSequence);
                const Float32 points[] = {1, 1, 2, 2, 3, 3};
                line->putAndInsertFloat32Array(DCM_GraphicData, points, 6);
              }),
              HasSubstr("two points"));
}

}  // namespace
}  // namespace oligard::report::test
