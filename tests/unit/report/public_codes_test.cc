// Public codes that DCMTK's code headers know too: value, scheme and meaning agree.
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmsr/codes/dcm.h>
#include <dcmtk/dcmsr/codes/ncit.h>
#include <dcmtk/dcmsr/codes/sct.h>
#include <dcmtk/dcmsr/codes/ucum.h>
#include <dcmtk/dcmsr/codes/umls.h>
#include <gtest/gtest.h>

#include "report/write/codes.h"

namespace oligard::report::test {
namespace {

struct Pair {
  codes::Entry ours;
  DSRBasicCodedEntry theirs;
};

const Pair kPairs[] = {
    {codes::kOncologyReport, CODE_DCM_OncologyMeasurementReport},
    {codes::kImagingReport, CODE_DCM_ImagingMeasurementReport},
    {codes::kLanguage, CODE_DCM_LanguageOfContentItemAndDescendants},
    {codes::kProcedureReported, CODE_DCM_ProcedureReported},
    {codes::kImageLibrary, CODE_DCM_ImageLibrary},
    {codes::kImageLibraryGroup, CODE_DCM_ImageLibraryGroup},
    {codes::kImagingMeasurements, CODE_DCM_ImagingMeasurements},
    {codes::kDerivedMeasurements, CODE_DCM_DerivedImagingMeasurements},
    {codes::kQualitativeEvaluations, CODE_UMLS_QualitativeEvaluations},
    {codes::kMeasurementGroup, CODE_DCM_MeasurementGroup},
    {codes::kModality, CODE_DCM_Modality},
    {codes::kStudyDate, CODE_DCM_StudyDate},
    {codes::kFrameOfReference, CODE_DCM_FrameOfReferenceUID},
    {codes::kObserverType, CODE_DCM_ObserverType},
    {codes::kDevice, CODE_DCM_Device},
    {codes::kDeviceUid, CODE_DCM_DeviceObserverUID},
    {codes::kDeviceName, CODE_DCM_DeviceObserverName},
    {codes::kDeviceManufacturer, CODE_DCM_DeviceObserverManufacturer},
    {codes::kDeviceModel, CODE_DCM_DeviceObserverModelName},
    {codes::kAlgorithmName, CODE_DCM_AlgorithmName},
    {codes::kAlgorithmVersion, CODE_DCM_AlgorithmVersion},
    {codes::kAlgorithmParameters, CODE_DCM_AlgorithmParameters},
    {codes::kProcessingEquipment, CODE_DCM_ProcessingEquipment},
    {codes::kReplacedReport, CODE_DCM_ReplacedReport},
    {codes::kTrackingId, CODE_DCM_TrackingIdentifier},
    {codes::kTrackingUid, CODE_DCM_TrackingUniqueIdentifier},
    {codes::kFinding, CODE_DCM_Finding},
    {codes::kTimePoint, CODE_UMLS_TimePoint},
    {codes::kArtificialIntelligence, CODE_DCM_ArtificialIntelligence},
    {codes::kReferencedSegment, CODE_DCM_ReferencedSegment},
    {codes::kSourceSeries, CODE_DCM_SourceSeriesForSegmentation},
    {codes::kSourceImage, CODE_DCM_SourceImageForSegmentation},
    {codes::kMeasurementMethod, CODE_SCT_MeasurementMethod},
    {codes::kRecist11, CODE_DCM_RECIST1dot1},
    {codes::kFindingSite, CODE_SCT_FindingSite},
    {codes::kLaterality, CODE_SCT_Laterality},
    {codes::kLesionIdentifier, CODE_DCM_LesionIdentifier},
    {codes::kComment, CODE_DCM_Comment},
    {codes::kConclusion, CODE_DCM_Conclusion},
    {codes::kBaselineCategory, CODE_DCM_BaselineCategory},
    {codes::kTargetAtBaseline, CODE_DCM_TargetLesionAtBaseline},
    {codes::kNonTargetAtBaseline, CODE_DCM_NonTargetLesionAtBaseline},
    {codes::kDerivation, CODE_DCM_Derivation},
    {codes::kResponseMethod, CODE_DCM_ResponseEvaluationMethod},
    {codes::kCurrentResponse, CODE_DCM_CurrentResponse},
    {codes::kMillimetre, CODE_UCUM_Millimeter},
    {codes::kImagingProcedure, CODE_SCT_ImagingProcedure},
    {codes::kTargetResponses[0].value, CODE_DCM_TargetLesionCompleteResponse},
    {codes::kTargetResponses[1].value, CODE_DCM_TargetLesionPartialResponse},
    {codes::kTargetResponses[2].value, CODE_DCM_TargetLesionProgressiveDisease},
    {codes::kTargetResponses[3].value, CODE_DCM_TargetLesionStableDisease},
    {codes::kNonTargetResponses[0].value, CODE_DCM_NonTargetLesionCompleteResponse},
    {codes::kNonTargetResponses[1].value, CODE_DCM_NonTargetLesionIncompleteResponseOrStableDisease},
    {codes::kNonTargetResponses[2].value, CODE_DCM_NonTargetLesionProgressiveDisease},
    {codes::kModalities[0].value, CODE_DCM_ComputedTomography},
    {codes::kModalities[1].value, CODE_DCM_MagneticResonance},
    {codes::kModalities[2].value, CODE_DCM_PositronEmissionTomography},
    {codes::kModalities[3].value, CODE_DCM_NuclearMedicine},
    {codes::kModalities[4].value, CODE_DCM_Ultrasound},
    {codes::kModalities[5].value, CODE_DCM_ComputedRadiography},
    {codes::kModalities[6].value, CODE_DCM_DigitalRadiography},
    {codes::kModalities[7].value, CODE_DCM_Mammography},
    {codes::kModalities[8].value, CODE_DCM_XRayAngiography},
    {codes::kModalities[9].value, CODE_DCM_Radiofluoroscopy},
};

TEST(PublicCodes, AgreeWithThoseOfDcmtk) {
  for (const Pair& pair : kPairs) {
    EXPECT_EQ(pair.ours.value, std::string(pair.theirs.CodeValue.c_str()));
    EXPECT_EQ(pair.ours.scheme, std::string(pair.theirs.CodingSchemeDesignator.c_str())) << pair.ours.value;
    EXPECT_EQ(pair.ours.meaning, std::string(pair.theirs.CodeMeaning.c_str())) << pair.ours.value;
  }
}

/// DCMTK repeats the unit as its meaning; ours is that of UCUM and CID 7461.
TEST(PublicCodes, TheVolumeUnitIsThatOfDcmtk) {
  EXPECT_EQ(codes::kCubicCentimetre.value, std::string(CODE_UCUM_cm3.CodeValue.c_str()));
}

}  // namespace
}  // namespace oligard::report::test
