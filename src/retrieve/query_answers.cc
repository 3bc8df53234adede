#include "retrieve/query_answers.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <dcmtk/dcmdata/dcdeftag.h>

#include "oligard/base/text.h"
#include "oligard/dicom/character_set.h"
#include "oligard/dicom/dataset.h"

namespace oligard::retrieve {
namespace {

constexpr std::array<std::string_view, 4> kObjectModalities = {"SEG", "SR", "RTSTRUCT", "REG"};
constexpr std::array<std::string_view, 3> kImageModalities = {"CT", "MR", "PT"};

void put(DcmDataset& query, const DcmTagKey& tag, const std::string& value) {
  query.putAndInsertOFStringArray(tag, OFString(value.data(), value.size()));
}

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& list, const std::string& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

/// An attribute that an answer gives must be the one that was asked for.
bool contradicts(DcmDataset& answer, const DcmTagKey& tag, const std::string& asked) {
  const std::string given = dicom::text(answer, tag);
  return !given.empty() && !asked.empty() && given != asked;
}

bool names_other_patient(DcmDataset& answer, const PatientIdentity& patient) {
  return contradicts(answer, DCM_PatientID, patient.id.reveal()) ||
         contradicts(answer, DCM_IssuerOfPatientID, patient.issuer.reveal());
}

}  // namespace

bool is_exact_key(const std::string& value) {
  return !value.empty() && std::none_of(value.begin(), value.end(), [](unsigned char c) {
    return c == '*' || c == '?' || c == '\\' || c < 0x20 || c == 0x7F;
  });
}

void ask_for_studies(DcmDataset& query, const PatientIdentity& patient, const std::string& date_range) {
  const auto is_ascii = [](const std::string& text) {
    return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x80; });
  };
  if (!is_ascii(patient.id.reveal()) || !is_ascii(patient.issuer.reveal())) {
    put(query, DCM_SpecificCharacterSet, "ISO_IR 192");
  }
  put(query, DCM_QueryRetrieveLevel, "STUDY");
  put(query, DCM_PatientID, patient.id.reveal());
  put(query, DCM_IssuerOfPatientID, patient.issuer.reveal());
  put(query, DCM_StudyInstanceUID, "");
  put(query, DCM_StudyDate, date_range);
  put(query, DCM_ModalitiesInStudy, "");
}

void ask_for_series(DcmDataset& query, const std::string& study_instance_uid) {
  put(query, DCM_QueryRetrieveLevel, "SERIES");
  put(query, DCM_StudyInstanceUID, study_instance_uid);
  put(query, DCM_SeriesInstanceUID, "");
  put(query, DCM_Modality, "");
}

void ask_for_instances(DcmDataset& query, const FoundSeries& series) {
  put(query, DCM_QueryRetrieveLevel, "IMAGE");
  put(query, DCM_StudyInstanceUID, series.study_instance_uid);
  put(query, DCM_SeriesInstanceUID, series.series_instance_uid);
  put(query, DCM_SOPInstanceUID, "");
  put(query, DCM_SOPClassUID, "");
}

void ask_to_move(DcmDataset& query, const std::vector<FoundObject>& objects, bool whole_series) {
  put(query, DCM_QueryRetrieveLevel, whole_series ? "SERIES" : "IMAGE");
  put(query, DCM_StudyInstanceUID, objects.front().study_instance_uid);
  put(query, DCM_SeriesInstanceUID, objects.front().series_instance_uid);
  if (whole_series) return;
  put(query, DCM_SOPInstanceUID,
      joined(objects, "\\", [](const FoundObject& object) { return object.sop_instance_uid; }));
}

std::optional<FoundStudy> study_in(DcmDataset& answer, const PatientIdentity& patient) {
  dicom::convert_text_to_utf8(answer);
  if (dicom::text(answer, DCM_PatientID) != patient.id.reveal() || names_other_patient(answer, patient)) {
    return std::nullopt;
  }
  FoundStudy study{dicom::text(answer, DCM_StudyInstanceUID), dicom::text(answer, DCM_StudyDate)};
  if (!is_uid(study.study_instance_uid)) return std::nullopt;
  return study;
}

bool may_hold_objects(DcmDataset& answer) {
  const std::string first = dicom::text(answer, DCM_ModalitiesInStudy, 0);
  if (first.empty()) return true;
  std::string modality = first;
  for (unsigned long i = 1; !modality.empty(); ++i) {
    if (is_one_of(kObjectModalities, modality)) return true;
    modality = dicom::text(answer, DCM_ModalitiesInStudy, i);
  }
  return false;
}

std::optional<FoundSeries> series_in(DcmDataset& answer, const PatientIdentity& patient,
                                     const std::string& study_instance_uid) {
  dicom::convert_text_to_utf8(answer);
  FoundSeries series{dicom::text(answer, DCM_StudyInstanceUID), dicom::text(answer, DCM_SeriesInstanceUID)};
  if (series.study_instance_uid != study_instance_uid || !is_uid(series.series_instance_uid) ||
      names_other_patient(answer, patient)) {
    return std::nullopt;
  }
  return series;
}

SeriesUse use_of(DcmDataset& answer) {
  const std::string modality = dicom::text(answer, DCM_Modality);
  if (is_one_of(kObjectModalities, modality)) return SeriesUse::kObjects;
  return is_one_of(kImageModalities, modality) ? SeriesUse::kImages : SeriesUse::kNone;
}

std::optional<FoundObject> instance_in(DcmDataset& answer, const FoundSeries& series) {
  FoundObject object{dicom::text(answer, DCM_StudyInstanceUID), dicom::text(answer, DCM_SeriesInstanceUID),
                     dicom::text(answer, DCM_SOPInstanceUID), dicom::text(answer, DCM_SOPClassUID)};
  if (object.study_instance_uid != series.study_instance_uid ||
      object.series_instance_uid != series.series_instance_uid || !is_uid(object.sop_instance_uid)) {
    return std::nullopt;
  }
  return object;
}

std::string date_range(Date today, int lookback_days) {
  if (lookback_days == 0) return {};
  return to_dicom(today - std::chrono::days(lookback_days)) + "-";
}

}  // namespace oligard::retrieve
