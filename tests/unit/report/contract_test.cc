// Each rule of the contract must notice what it is there for: sound objects are damaged one way at a time,
// and that rule must be named, and no other.
#include "oligard/report/contract.h"

#include <fstream>
#include <functional>
#include <iterator>
#include <regex>
#include <set>

#include <dcmtk/dcmdata/dcuid.h>
#include <gmock/gmock.h>

#include "unit/report/report_fixture.h"
#include "unit/report/sound_objects.h"

namespace oligard::report::test {
namespace {

using Kind = Document::Kind;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAreArray;

/// An object under the knife.
struct Patient {
  DcmDataset& data;
  Expected& expected;
};

struct Damage {
  const char* rule;
  Kind kind;
  std::function<void(Patient&)> to_data;
  std::vector<std::string> also = {};  ///< rules that cannot but break with it
};

std::vector<std::string> broken_in(const std::string& reason) {
  static const std::regex id("(?:breaks |; )([A-Z0-9_]+) \\(");
  std::vector<std::string> ids;
  for (std::sregex_iterator match(reason.begin(), reason.end(), id), end; match != end; ++match)
    ids.push_back((*match)[1]);
  return ids;
}

void set(DcmItem& item, const DcmTagKey& tag, const char* value) {
  ASSERT_TRUE(item.putAndInsertString(tag, value).good());
}

std::function<void(Patient&)> setting(const DcmTagKey& tag, const char* value) {
  return [=](Patient& p) { set(p.data, tag, value); };
}

std::function<void(Patient&)> removing(const DcmTagKey& tag) {
  return [=](Patient& p) { ASSERT_TRUE(p.data.findAndDeleteElement(tag).good()); };
}

DcmItem& container(DcmItem& dataset, const codes::Entry& name) {
  return *child(dataset, name);
}

DcmItem& first_group(Patient& p) {
  return *children(container(p.data, codes::kImagingMeasurements), codes::kMeasurementGroup).front();
}

DcmSequenceOfItems& content(DcmItem& parent) {
  return *dicom::sequence(parent, DCM_ContentSequence);
}

DcmItem* take(DcmItem& parent, DcmItem* item) {
  return content(parent).remove(item);
}

void drop(DcmItem& parent, const codes::Entry& name) {
  delete take(parent, child(parent, name));
}

void copy(DcmItem& parent, const codes::Entry& name) {
  content(parent).append(new DcmItem(*child(parent, name)));
}

/// Moves an item to the front of its siblings.
void lead_with(DcmItem& parent, const codes::Entry& name) {
  content(parent).prepend(take(parent, child(parent, name)));
}

DcmItem& name_of(DcmItem& item) {
  return *dicom::item_of(item, DCM_ConceptNameCodeSequence);
}

DcmItem& reference_of(DcmItem& item) {
  return *dicom::item_of(item, DCM_ReferencedSOPSequence);
}

DcmItem& line_of(Patient& p, const codes::Entry& axis) {
  return *content(*child(first_group(p), axis)).getItem(0);
}

DcmItem& image_of(Patient& p, const codes::Entry& axis) {
  return *content(line_of(p, axis)).getItem(0);
}

DcmItem& first_of(DcmItem& item, const DcmTagKey& tag) {
  return *dicom::item_of(item, tag);
}

/// The item of the evidence that lists an instance.
DcmItem* in_evidence(DcmItem& dataset, const DcmTagKey& tag, const std::string& uid) {
  DcmItem* found = nullptr;
  dicom::for_each_item(dataset, tag, [&](DcmItem& study) {
    dicom::for_each_item(study, DCM_ReferencedSeriesSequence, [&](DcmItem& series) {
      dicom::for_each_item(series, DCM_ReferencedSOPSequence, [&](DcmItem& instance) {
        if (dicom::text(instance, DCM_ReferencedSOPInstanceUID) == uid) found = &instance;
      });
    });
  });
  return found;
}

DcmItem& first_instance(DcmItem& dataset, const DcmTagKey& evidence) {
  return first_of(first_of(first_of(dataset, evidence), DCM_ReferencedSeriesSequence),
                  DCM_ReferencedSOPSequence);
}

DcmItem& appended(DcmItem& item, const DcmTagKey& sequence) {
  DcmItem* made = nullptr;
  EXPECT_TRUE(item.findOrCreateSequenceItem(sequence, made, -2).good());
  return *made;
}

/// Other evidence of another study.
void add_other_evidence(DcmItem& dataset, const char* sop_class, const char* uid) {
  DcmItem& study = appended(dataset, DCM_PertinentOtherEvidenceSequence);
  set(study, DCM_StudyInstanceUID, "2.25.77");
  DcmItem& series = appended(study, DCM_ReferencedSeriesSequence);
  set(series, DCM_SeriesInstanceUID, "2.25.78");
  DcmItem& instance = appended(series, DCM_ReferencedSOPSequence);
  set(instance, DCM_ReferencedSOPClassUID, sop_class);
  set(instance, DCM_ReferencedSOPInstanceUID, uid);
}

void remove_from_current_evidence(DcmItem& dataset, const std::string& uid) {
  const DcmTagKey tag = DCM_CurrentRequestedProcedureEvidenceSequence;
  DcmItem* instance = in_evidence(dataset, tag, uid);
  ASSERT_NE(instance, nullptr);
  dicom::for_each_item(dataset, tag, [&](DcmItem& study) {
    DcmSequenceOfItems* all = dicom::sequence(study, DCM_ReferencedSeriesSequence);
    for (unsigned long i = 0; i < all->card(); ++i) {
      DcmSequenceOfItems* instances = dicom::sequence(*all->getItem(i), DCM_ReferencedSOPSequence);
      if (instances->card() == 1 && instances->getItem(0) == instance) {
        delete all->remove(i);
        return;
      }
    }
  });
}

/// Place among its siblings, from 1.
Uint32 place_of(DcmItem& parent, const DcmItem* item) {
  Uint32 place = 1;
  while (content(parent).getItem(place - 1) != item)
    ++place;
  return place;
}

/// The short axis is inferred from the long one, by reference.
void refer(Patient& p) {
  DcmItem& measurements = container(p.data, codes::kImagingMeasurements);
  DcmItem& group = first_group(p);
  const Uint32 path[] = {1, place_of(p.data, &measurements), place_of(measurements, &group),
                         place_of(group, child(group, codes::kLongAxis))};
  DcmItem& item = appended(*child(group, codes::kShortAxis), DCM_ContentSequence);
  set(item, DCM_RelationshipType, "INFERRED FROM");
  item.putAndInsertUint32Array(DCM_ReferencedContentItemIdentifier, path, 4);
}

DcmItem& segment(Patient& p, unsigned long index) {
  return *dicom::item_of(p.data, DCM_SegmentSequence, index);
}

DcmItem& frame(Patient& p, unsigned long index) {
  return *dicom::item_of(p.data, DCM_PerFrameFunctionalGroupsSequence, index);
}

std::vector<Damage> damages_of_objects() {
  const Kind kind = Kind::kResult;
  return {
      {"DICOM_SOP_CLASS",
       kind,
       setting(DCM_SOPClassUID, "1.2.840.10008.5.1.4.1.1.88.11"),
       {"DSR2HTML_RENDERS"}},
      {"DICOM_SOP_CLASS", Kind::kLesions, setting(DCM_SOPClassUID, "1.2.840.10008.5.1.4.1.1.7")},
      {"DICOM_SOP_CLASS", Kind::kSecondaryCapture, setting(DCM_SOPClassUID, "1.2.840.10008.5.1.4.1.1.2")},
      {"DICOM_SOP_CLASS", Kind::kPdf, setting(DCM_SOPClassUID, "1.2.840.10008.5.1.4.1.1.7")},
      {"DICOM_MODALITY", Kind::kLesions, setting(DCM_Modality, "SR")},
      {"DICOM_MODALITY", Kind::kSecondaryCapture, setting(DCM_Modality, "CT")},
      {"DICOM_MODALITY", Kind::kPdf, setting(DCM_Modality, "SR")},
      {"DICOM_SOP_INSTANCE", kind, setting(DCM_SOPInstanceUID, "2.25.9")},
      {"OHIF_OWN_SERIES", kind, setting(DCM_SeriesInstanceUID, "2.25.9")},
      {"AIR_IMAGES_STUDY", kind, setting(DCM_StudyInstanceUID, "2.25.9")},
      {"DICOM_UID_FORM", Kind::kPdf,
       [](Patient& p) {
         p.expected.series_instance_uid = "2.25.09";
         set(p.data, DCM_SeriesInstanceUID, "2.25.09");
       }},
      {"DICOM_PATIENT", kind, removing(DCM_PatientBirthDate)},
      {"DICOM_STUDY", kind, removing(DCM_AccessionNumber)},
      {"DICOM_HEADER_TEXT", Kind::kPdf, setting(DCM_SpecificCharacterSet, "ISO_IR 100")},
      {"DICOM_HEADER_TEXT", Kind::kPdf, setting(DCM_StudyDescription, "M\xFCnchen")},
      {"DICOM_SERIES_NUMBER", kind, setting(DCM_SeriesNumber, "0")},
      {"DICOM_INSTANCE_NUMBER", kind, setting(DCM_InstanceNumber, "")},
      {"AIR_CONTENT_TIME", kind, setting(DCM_ContentTime, "")},
      {"OHIF_SERIES_DESCRIPTION", kind, setting(DCM_SeriesDescription, "Tumor response")},
      {"AIR_EQUIPMENT", Kind::kLesions, removing(DCM_ContributingEquipmentSequence)},
      {"AIR_EQUIPMENT", kind,
       [](Patient& p) {
         set(first_of(first_of(p.data, DCM_ContributingEquipmentSequence),
                      DCM_PurposeOfReferenceCodeSequence),
             DCM_CodeValue, "109101");
       }},
      {"AIR_EQUIPMENT", kind,
       [](Patient& p) {
         set(first_of(p.data, DCM_ContributingEquipmentSequence), DCM_SoftwareVersions, "");
       }},
  };
}

std::vector<Damage> damages_of_reports() {
  const Kind kind = Kind::kResult;
  return {
      {"DICOM_UNVERIFIED", kind, setting(DCM_VerificationFlag, "VERIFIED")},
      {"DICOM_UNVERIFIED", kind,
       [](Patient& p) {
         set(appended(p.data, DCM_VerifyingObserverSequence), DCM_VerifyingObserverName, "A");
       }},
      {"DICOM_PRELIMINARY", kind, setting(DCM_PreliminaryFlag, "FINAL")},
      {"DICOM_COMPLETION", kind, setting(DCM_CompletionFlagDescription, "")},
      {"DICOM_CONTENT_TEXT", kind,
       [](Patient& p) { set(*child(first_group(p), codes::kComment), DCM_TextValue, "M\xFCnchen"); }},
      {"DICOM_CODE_LENGTHS", kind,
       [](Patient& p) {
         set(name_of(*child(first_group(p), codes::kComment)), DCM_CodeMeaning, std::string(65, 'x').c_str());
       }},
      {"DICOM_DECIMALS", kind,
       [](Patient& p) {
         set(first_of(*child(first_group(p), codes::kVolume), DCM_MeasuredValueSequence), DCM_NumericValue,
             "1e400");
       }},
      {"DICOM_PRIVATE_SCHEME", kind, removing(DCM_CodingSchemeIdentificationSequence)},
      {"DICOM_EVIDENCE_ONCE",
       kind,
       [](Patient& p) {
         set(first_instance(p.data, DCM_PertinentOtherEvidenceSequence), DCM_ReferencedSOPInstanceUID,
             kSegmentation[2]);
       },
       {"DICOM_EVIDENCE_COMPLETE"}},
      {"DICOM_EVIDENCE_COMPLETE", kind,
       [](Patient& p) {
         set(reference_of(*child(first_group(p), codes::kReferencedSegment)), DCM_ReferencedSOPInstanceUID,
             "2.25.9");
       }},
      {"DICOM_EVIDENCE_STUDY", kind,
       [](Patient& p) {
         set(first_of(p.data, DCM_PertinentOtherEvidenceSequence), DCM_StudyInstanceUID, kStudy[2]);
       }},
      {"DICOM_ENHANCED_BY_VALUE",
       kind,
       [](Patient& p) {
         set(p.data, DCM_SOPClassUID, UID_EnhancedSRStorage);
         refer(p);
       },
       {"OHIF_TEXT_ITEMS_NAMED"}},
      {"AIR_ROOT_TEMPLATE", kind,
       [](Patient& p) {
         set(first_of(p.data, DCM_ContentTemplateSequence), DCM_TemplateIdentifier, "2000");
       }},
      {"AIR_PROCEDURE_REPORTED", kind, [](Patient& p) { drop(p.data, codes::kProcedureReported); }},
      {"AIR_DEVICE_OBSERVER", kind,
       [](Patient& p) { set(*child(p.data, codes::kDeviceUid), DCM_UID, "2.25.9"); }},
      {"PIXELMED_ONE_TEMPLATE", Kind::kViewer,
       [](Patient& p) {
         set(first_of(first_group(p), DCM_ContentTemplateSequence), DCM_TemplateIdentifier, "1500");
       }},
      {"OLIGARD_COUNTS_ADD_UP", kind,
       [](Patient& p) {
         DcmItem& count =
             *child(container(p.data, codes::kDerivedMeasurements), terms::kLesionStatuses.front().count);
         set(first_of(count, DCM_MeasuredValueSequence), DCM_NumericValue, "7");
       }},
      {"OLIGARD_COUNTS_ADD_UP", kind,
       [](Patient& p) {
         DcmItem& texts = container(p.data, codes::kQualitativeEvaluations);
         delete take(texts, children(texts, codes::kUngroupedLesion).front());
       }},
  };
}

std::vector<Damage> damages_of_views() {
  const Kind kind = Kind::kViewer;
  return {
      {"OHIF_TITLE", kind, [](Patient& p) { set(name_of(p.data), DCM_CodeValue, "126001"); }},
      {"OHIF_TITLE", Kind::kResult, [](Patient& p) { set(name_of(p.data), DCM_CodeValue, "126000"); }},
      {"OHIF_GROUPS_BELOW_MEASUREMENTS", kind,
       [](Patient& p) {
         set(name_of(container(p.data, codes::kImagingMeasurements)), DCM_CodeValue, "126099");
       }},
      {"OHIF_MEANINGS", kind,
       [](Patient& p) {
         set(name_of(*child(first_group(p), codes::kLongAxis)), DCM_CodeMeaning, "Long axis");
       }},
      {"OHIF_ITEMS_NAMED", kind,
       [](Patient& p) {
         auto* image = new DcmItem(image_of(p, codes::kLongAxis));
         set(*image, DCM_RelationshipType, "CONTAINS");
         content(first_group(p)).append(image);
       }},
      {"OHIF_TEXT_ITEMS_NAMED", Kind::kResult, refer},
      {"OHIF_FIRST_UIDREF", Kind::kResult,
       [](Patient& p) { lead_with(first_group(p), codes::kSourceSeries); }},
      {"OHIF_NUMBERS_CONTAINED", Kind::kResult,
       [](Patient& p) {
         set(*child(first_group(p), codes::kVolume), DCM_RelationshipType, "HAS OBS CONTEXT");
       }},
      {"OHIF_IMAGE_LIBRARY", kind, [](Patient& p) { drop(p.data, codes::kImageLibrary); }},
      {"OHIF_GROUP_HAS_COORDINATES", kind,
       [](Patient& p) {
         for (const codes::Entry& axis : {codes::kLongAxis, codes::kShortAxis})
           child(first_group(p), axis)->findAndDeleteElement(DCM_ContentSequence);
       }},
      {"OHIF_NUMBER_HAS_ONE_CHILD", kind,
       [](Patient& p) {
         child(first_group(p), codes::kShortAxis)->findAndDeleteElement(DCM_ContentSequence);
       }},
      {"OHIF_NUMBER_HAS_ONE_CHILD", kind,
       [](Patient& p) {
         DcmItem& number = *child(first_group(p), codes::kLongAxis);
         content(number).append(new DcmItem(*content(number).getItem(0)));
       }},
      {"OHIF_LINE_OF_TWO_POINTS", kind,
       [](Patient& p) {
         const Float32 points[] = {1, 1, 2, 2, 3, 3};
         line_of(p, codes::kLongAxis).putAndInsertFloat32Array(DCM_GraphicData, points, 6);
       }},
      {"OHIF_ONE_IMAGE", kind,
       [](Patient& p) {
         DcmItem& line = line_of(p, codes::kLongAxis);
         content(line).append(new DcmItem(*content(line).getItem(0)));
       }},
      {"OHIF_CURRENT_STUDY", kind,
       [](Patient& p) { add_other_evidence(p.data, UID_CTImageStorage, "2.25.79"); }},
      {"CORNERSTONE_AXES_ONLY", kind,
       [](Patient& p) {
         DcmItem& name = name_of(*child(first_group(p), codes::kShortAxis));
         set(name, DCM_CodeValue, "410668003");
       }},
      {"CORNERSTONE_LONG_AXIS_FIRST", kind, [](Patient& p) { lead_with(first_group(p), codes::kShortAxis); }},
      {"CORNERSTONE_ONE_SLICE", kind,
       [](Patient& p) {
         const std::string other = instances(p.data, DCM_CurrentRequestedProcedureEvidenceSequence).at(2);
         DcmItem& image = reference_of(image_of(p, codes::kShortAxis));
         ASSERT_NE(dicom::text(image, DCM_ReferencedSOPInstanceUID), other);
         set(image, DCM_ReferencedSOPInstanceUID, other.c_str());
       }},
      {"HIGHDICOM_TRACKING_ID", kind, [](Patient& p) { drop(first_group(p), codes::kTrackingId); }},
      {"HIGHDICOM_TRACKING_UID", kind, [](Patient& p) { drop(first_group(p), codes::kTrackingUid); }},
      {"OHIF_OWN_TRACKING_UID", kind,
       [](Patient& p) { set(*child(first_group(p), codes::kTrackingUid), DCM_UID, "2.25.182"); }},
      {"HIGHDICOM_SEGMENT_XOR_SOURCE", Kind::kResult,
       [](Patient& p) { drop(first_group(p), codes::kSourceSeries); }},
      {"HIGHDICOM_SEGMENT_XOR_SOURCE", Kind::kResult,
       [](Patient& p) { copy(first_group(p), codes::kReferencedSegment); }},
      {"HIGHDICOM_NO_COORDINATES",
       Kind::kResult,
       [](Patient& p) {
         DcmItem& number = *child(first_group(p), codes::kLongAxis);
         DcmItem& line = appended(number, DCM_ContentSequence);
         set(line, DCM_RelationshipType, "INFERRED FROM");
         set(line, DCM_ValueType, "SCOORD");
         set(line, DCM_GraphicType, "POINT");
         const Float32 point[] = {1, 1};
         line.putAndInsertFloat32Array(DCM_GraphicData, point, 2);
         DcmItem& image = appended(line, DCM_ContentSequence);
         set(image, DCM_RelationshipType, "SELECTED FROM");
         set(image, DCM_ValueType, "IMAGE");
         DcmItem& reference = appended(image, DCM_ReferencedSOPSequence);
         DcmItem& listed = first_instance(p.data, DCM_CurrentRequestedProcedureEvidenceSequence);
         for (const DcmTagKey& tag : {DCM_ReferencedSOPClassUID, DCM_ReferencedSOPInstanceUID})
           set(reference, tag, dicom::text(listed, tag).c_str());
       },
       {"OHIF_TEXT_ITEMS_NAMED"}},
      {"DCMQI_ONE_SEGMENT", Kind::kResult,
       [](Patient& p) {
         const Uint16 numbers[] = {1, 2};
         reference_of(*child(first_group(p), codes::kReferencedSegment))
             .putAndInsertUint16Array(DCM_ReferencedSegmentNumber, numbers, 2);
       }},
      {"DCMQI_STATUS_IN_GROUP", Kind::kResult,
       [](Patient& p) { drop(first_group(p), codes::kLesionStatus); }},
      {"DCMQI_STATUS_IN_GROUP", Kind::kResult,
       [](Patient& p) {
         content(container(p.data, codes::kQualitativeEvaluations))
             .append(new DcmItem(*child(first_group(p), codes::kLesionStatus)));
       }},
      {"QR_SEG_IN_CURRENT_EVIDENCE", Kind::kResult,
       [](Patient& p) {
         remove_from_current_evidence(p.data, kSegmentation[2]);
         add_other_evidence(p.data, UID_SegmentationStorage, kSegmentation[2]);
       }},
      {"WEASIS_CONCLUSION_FIRST", kind,
       [](Patient& p) {
         DcmItem& evaluations = container(p.data, codes::kQualitativeEvaluations);
         content(evaluations).append(take(evaluations, child(evaluations, codes::kConclusion)));
       }},
      {"WEASIS_REFERENCES", kind,
       [](Patient& p) {
         reference_of(image_of(p, codes::kLongAxis)).findAndDeleteElement(DCM_ReferencedSOPClassUID);
       }},
      {"DSR2HTML_RENDERS", kind,
       [](Patient& p) {
         set(*child(first_group(p), codes::kComment), DCM_RelationshipType, "SELECTED FROM");
       }},
  };
}

std::vector<Damage> damages_of_segmentations() {
  const Kind kind = Kind::kLesions;
  return {
      {"DICOM_SEG_BITS", kind, setting(DCM_SegmentationType, "FRACTIONAL")},
      {"DICOM_SEG_FRAMES", kind, setting(DCM_NumberOfFrames, "3")},
      {"DICOM_SEG_FRAMES", kind, [](Patient& p) { p.data.putAndInsertUint16(DCM_Rows, 500); }},
      {"DICOM_SEG_FRAME_SEGMENT", kind,
       [](Patient& p) {
         first_of(frame(p, 0), DCM_SegmentIdentificationSequence)
             .putAndInsertUint16(DCM_ReferencedSegmentNumber, 3);
       }},
      {"DICOM_SEG_DIMENSIONS", kind,
       [](Patient& p) {
         const Uint32 index = 1;
         first_of(frame(p, 0), DCM_FrameContentSequence)
             .putAndInsertUint32Array(DCM_DimensionIndexValues, &index, 1);
       }},
      {"DICOM_SEG_FRAME_OF_REFERENCE", kind, setting(DCM_FrameOfReferenceUID, "")},
      {"DICOM_SEG_CONTENT_LABEL", kind, setting(DCM_ContentLabel, "lesions by status")},
      {"DICOM_SEG_ALGORITHM", kind, [](Patient& p) { set(segment(p, 0), DCM_SegmentAlgorithmName, ""); }},
      {"HIGHDICOM_SEG_NUMBERS", kind,
       [](Patient& p) {
         segment(p, 0).putAndInsertUint16(DCM_SegmentNumber, 2);
         segment(p, 1).putAndInsertUint16(DCM_SegmentNumber, 1);
       }},
      {"HIGHDICOM_SEG_TRACKING", kind,
       [](Patient& p) { segment(p, 1).findAndDeleteElement(DCM_TrackingUID); }},
      {"OLIGARD_SEG_OWN_TRACKING_UID", kind,
       [](Patient& p) { set(segment(p, 1), DCM_TrackingUID, "2.25.181"); }},
      {"DCMQI_SEG_CODES", kind,
       [](Patient& p) {
         set(first_of(segment(p, 0), DCM_SegmentedPropertyTypeCodeSequence), DCM_CodeMeaning, "");
       }},
      {"SLICER_SEG_LABELS", kind, [](Patient& p) { set(segment(p, 1), DCM_SegmentLabel, "L01"); }},
      {"OHIF_SEG_COLOURS", kind,
       [](Patient& p) { segment(p, 0).findAndDeleteElement(DCM_RecommendedDisplayCIELabValue); }},
      {"OHIF_SEG_SHARED_GEOMETRY", kind,
       [](Patient& p) {
         DcmItem& shared = first_of(p.data, DCM_SharedFunctionalGroupsSequence);
         DcmElement* plane = nullptr;
         shared.findAndGetElement(DCM_PlaneOrientationSequence, plane, OFFalse, OFTrue);
         frame(p, 0).insert(plane);
       }},
      {"OHIF_SEG_POSITIONS", kind,
       [](Patient& p) { frame(p, 0).findAndDeleteElement(DCM_PlanePositionSequence); }},
      {"DCMQI_SEG_EVEN_SLICES", kind,
       [](Patient& p) {
         set(first_of(frame(p, 0), DCM_PlanePositionSequence), DCM_ImagePositionPatient, "0\\0\\1");
       }},
      {"OHIF_SEG_SOURCES", kind, removing(DCM_ReferencedSeriesSequence)},
  };
}

std::vector<Damage> damages_of_pages() {
  const Kind capture = Kind::kSecondaryCapture;
  return {
      {"DICOM_BURNED_IN", capture, setting(DCM_BurnedInAnnotation, "NO")},
      {"DICOM_BURNED_IN", Kind::kPdf, removing(DCM_BurnedInAnnotation)},
      {"DICOM_CONVERSION_TYPE", capture, removing(DCM_ConversionType)},
      {"DICOM_DERIVED_IMAGE", capture, setting(DCM_ImageType, "ORIGINAL\\PRIMARY")},
      {"WEASIS_TRUE_COLOUR", capture,
       [](Patient& p) { p.data.putAndInsertUint16(DCM_PlanarConfiguration, 1); }},
      {"DICOM_PIXEL_LENGTH", capture, [](Patient& p) { p.data.putAndInsertUint16(DCM_Rows, 4); }},
      {"WEASIS_PDF_TYPE", Kind::kPdf, setting(DCM_MIMETypeOfEncapsulatedDocument, "text/xml")},
      {"WEASIS_PDF_WHOLE", Kind::kPdf,
       [](Patient& p) {
         const std::string half = "%PDF-1.7\nof no";
         p.data.putAndInsertUint8Array(DCM_EncapsulatedDocument, reinterpret_cast<const Uint8*>(half.data()),
                                       half.size());
       }},
      {"OHIF_PDF_TITLE", Kind::kPdf, setting(DCM_DocumentTitle, "")},
  };
}

std::vector<Damage> damages() {
  std::vector<Damage> all;
  for (const auto& of : {damages_of_objects(), damages_of_reports(), damages_of_views(),
                         damages_of_segmentations(), damages_of_pages()})
    all.insert(all.end(), of.begin(), of.end());
  return all;
}

class Contract : public ReportTest {
 protected:
  [[nodiscard]] SoundObject sound(Kind kind) const {
    switch (kind) {
      case Kind::kLesions:
        return sound_segmentation();
      case Kind::kSecondaryCapture:
        return sound_capture();
      case Kind::kPdf:
        return sound_pdf();
      default:
        break;
    }
    const auto document =
        kind == Kind::kResult ? *make_result_document(request_) : **make_viewer_document(request_);
    return {{kind, document.sop_instance_uid, document.series_instance_uid, kStudy[2]}, document.bytes};
  }

  static std::vector<std::string> broken(const SoundObject& object) {
    const Status checked = check_object(object.bytes, object.expected);
    if (checked) return {};
    EXPECT_EQ(checked.error().code, "REPORT_CONTRACT");
    return broken_in(checked.error().reason);
  }

  static SoundObject damaged(SoundObject object, const Damage& damage) {
    const auto file = dicom::from_bytes(object.bytes);
    Patient patient{*(*file)->getDataset(), object.expected};
    damage.to_data(patient);
    const auto bytes = dicom::to_bytes(**file);
    EXPECT_TRUE(bytes.has_value());
    object.bytes = bytes.value_or("");
    return object;
  }
};

constexpr Kind kEveryKind[] = {Kind::kResult, Kind::kViewer, Kind::kLesions, Kind::kSecondaryCapture,
                               Kind::kPdf};

TEST_F(Contract, SoundObjectsPass) {
  for (const Kind kind : kEveryKind)
    EXPECT_THAT(broken(sound(kind)), IsEmpty()) << static_cast<int>(kind);
}

TEST_F(Contract, ReportsOfEveryClassPass) {
  for (const SrClass sr_class : {SrClass::kComprehensive3D, SrClass::kComprehensive, SrClass::kEnhanced}) {
    request_.options.sr_class = sr_class;
    EXPECT_THAT(broken(sound(Kind::kResult)), IsEmpty());
    EXPECT_THAT(broken(sound(Kind::kViewer)), IsEmpty());
  }
}

/// TID 1411 asks for what the segment was drawn on.
TEST_F(Contract, SegmentsWithoutASourceGetGroupsWithoutSegment) {
  for (auto& lesion : assessment_.graph.timepoints[2].lesions) {
    lesion.source.source_series_uid.clear();
    lesion.axis_image_uid.clear();
  }
  DcmDataset& dataset = result();
  ASSERT_NE(group(dataset, "L01"), nullptr);
  EXPECT_EQ(
      dicom::text(first_of(*group(dataset, "L01"), DCM_ContentTemplateSequence), DCM_TemplateIdentifier),
      "1501");
  EXPECT_NE(in_evidence(dataset, DCM_CurrentRequestedProcedureEvidenceSequence, kSegmentation[2]), nullptr);
}

/// 3D Slicer looks for segmentations in the report's study alone.
TEST_F(Contract, SegmentsOfAnotherStudyAreTexts) {
  lesion_now("L01").source.study_instance_uid = "2.25.77";
  DcmDataset& dataset = result();
  EXPECT_EQ(group(dataset, "L01"), nullptr);
  EXPECT_NE(group(dataset, "L02"), nullptr);
  EXPECT_EQ(children(container(dataset, codes::kQualitativeEvaluations), codes::kUngroupedLesion).size(), 3U);
}

TEST_F(Contract, EachDamageIsNamedByItsRuleAndNoOther) {
  for (const Damage& damage : damages()) {
    std::vector<std::string> ids = damage.also;
    ids.emplace_back(damage.rule);
    EXPECT_THAT(broken(damaged(sound(damage.kind), damage)), UnorderedElementsAreArray(ids)) << damage.rule;
  }
}

TEST_F(Contract, BytesThatAreNoObject) {
  SoundObject object = sound(Kind::kResult);
  object.bytes.resize(object.bytes.size() / 2);
  EXPECT_THAT(broken(object), ElementsAre("DICOM_READABLE"));
}

TEST_F(Contract, MetaHeaderOfAnotherInstance) {
  SoundObject object = sound(Kind::kResult);
  const std::size_t at = object.bytes.find(object.expected.sop_instance_uid);
  ASSERT_NE(at, std::string::npos);
  char& digit = object.bytes[at + object.expected.sop_instance_uid.size() - 1];
  digit = digit == '1' ? '2' : '1';
  EXPECT_THAT(broken(object), ElementsAre("DICOM_META_HEADER"));
}

TEST_F(Contract, TransferSyntaxThatIsNotProposed) {
  SoundObject object = sound(Kind::kPdf);
  const auto file = dicom::from_bytes(object.bytes);
  const auto path = folder_ / "implicit.dcm";
  ASSERT_TRUE((*file)->saveFile(path.c_str(), EXS_LittleEndianImplicit).good());
  std::ifstream stream(path, std::ios::binary);
  object.bytes.assign(std::istreambuf_iterator<char>(stream), {});
  EXPECT_THAT(broken(object), ElementsAre("DICOM_TRANSFER_SYNTAX"));
}

TEST_F(Contract, NoRuleIsWithoutADamage) {
  std::set<std::string> tested = {"DICOM_READABLE", "DICOM_META_HEADER", "DICOM_TRANSFER_SYNTAX"};
  for (const Damage& damage : damages())
    tested.insert(damage.rule);
  for (const ContractRule& rule : contract())
    EXPECT_EQ(tested.erase(std::string(rule.id)), 1U) << "no test damages what " << rule.id << " asks";
  EXPECT_THAT(tested, IsEmpty());
}

TEST_F(Contract, RulesAreDescribed) {
  for (const ContractRule& rule : contract()) {
    EXPECT_TRUE(std::regex_match(std::string(rule.id), std::regex("[A-Z0-9]+(_[A-Z0-9]+)+"))) << rule.id;
    EXPECT_FALSE(rule.consumer.empty() || rule.source.empty() || rule.kinds.empty()) << rule.id;
    EXPECT_TRUE(rule.sentence.ends_with(".")) << rule.id;
  }
}

}  // namespace
}  // namespace oligard::report::test
