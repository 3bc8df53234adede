#include <filesystem>
#include <string>

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcfilefo.h>
#include <dcmtk/dcmdata/dcuid.h>
#include <gtest/gtest.h>

#include "oligard/dicom/file.h"
#include "oligard/load/loaded_object.h"
#include "support/temporary_file.h"

namespace oligard::load {
namespace {

struct IgnoredClass {
  const char* uid;
  const char* code;
};

class IgnoredClassTest : public testing::TestWithParam<IgnoredClass> {};

TEST_P(IgnoredClassTest, IsNamedAndLeftOut) {
  ASSERT_TRUE(dicom::set_up());
  DcmFileFormat file;
  DcmDataset& dataset = *file.getDataset();
  dataset.putAndInsertString(DCM_SOPClassUID, GetParam().uid);
  dataset.putAndInsertString(DCM_SOPInstanceUID, "2.25.1");
  const std::filesystem::path path = temporary_file("ignored_class.dcm");
  ASSERT_TRUE(file.saveFile(path.c_str(), EXS_LittleEndianExplicit).good());
  const Result<LoadedObject> object = load_object(path);
  std::filesystem::remove(path);
  ASSERT_TRUE(object) << object.error().code;
  const auto* ignored = std::get_if<IgnoredObject>(&*object);
  ASSERT_NE(ignored, nullptr);
  EXPECT_EQ(ignored->code, GetParam().code);
  EXPECT_GT(ignored->reason.size(), 20U);
  EXPECT_EQ(ignored->reason.find("SOP class 1."), std::string::npos) << "a name, not a number";
}

INSTANTIATE_TEST_SUITE_P(
    Known, IgnoredClassTest,
    testing::Values(IgnoredClass{UID_KeyObjectSelectionDocumentStorage, "KEY_OBJECT_IGNORED"},
                    IgnoredClass{UID_GrayscaleSoftcopyPresentationStateStorage, "PRESENTATION_STATE_IGNORED"},
                    IgnoredClass{UID_ColorSoftcopyPresentationStateStorage, "PRESENTATION_STATE_IGNORED"},
                    IgnoredClass{UID_BlendingSoftcopyPresentationStateStorage, "PRESENTATION_STATE_IGNORED"},
                    IgnoredClass{UID_RTDoseStorage, "RT_OBJECT_IGNORED"},
                    IgnoredClass{UID_RTPlanStorage, "RT_OBJECT_IGNORED"},
                    IgnoredClass{UID_RTIonPlanStorage, "RT_OBJECT_IGNORED"},
                    IgnoredClass{UID_RTImageStorage, "RT_OBJECT_IGNORED"},
                    IgnoredClass{UID_RTBeamsTreatmentRecordStorage, "RT_OBJECT_IGNORED"},
                    IgnoredClass{UID_TwelveLeadECGWaveformStorage, "WAVEFORM_IGNORED"},
                    IgnoredClass{UID_EncapsulatedPDFStorage, "ENCAPSULATED_DOCUMENT_IGNORED"},
                    IgnoredClass{UID_EncapsulatedSTLStorage, "ENCAPSULATED_DOCUMENT_IGNORED"},
                    IgnoredClass{UID_RealWorldValueMappingStorage, "REAL_WORLD_VALUES_IGNORED"},
                    IgnoredClass{UID_SecondaryCaptureImageStorage, "SECONDARY_CAPTURE_IGNORED"},
                    IgnoredClass{UID_MultiframeTrueColorSecondaryCaptureImageStorage,
                                 "SECONDARY_CAPTURE_IGNORED"},
                    IgnoredClass{UID_SpatialFiducialsStorage, "SOP_CLASS_IGNORED"},
                    IgnoredClass{UID_ComputedRadiographyImageStorage, "SOP_CLASS_IGNORED"},
                    IgnoredClass{UID_UltrasoundImageStorage, "SOP_CLASS_IGNORED"}));

}  // namespace
}  // namespace oligard::load
