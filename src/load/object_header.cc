#include "oligard/load/object_header.h"

#include <limits>

#include <dcmtk/dcmdata/dcdeftag.h>

#include "load/object_header_reader.h"
#include "oligard/dicom/dataset.h"

namespace oligard::load {
namespace {

std::optional<Date> read_date(DcmItem& item, const DcmTagKey& tag) {
  const std::string value = dicom::text(item, tag);
  if (value.empty()) return std::nullopt;
  const Result<Date> date = parse_dicom_date(value);
  return date ? std::optional<Date>(*date) : std::nullopt;
}

int read_instance_number(DcmItem& item) {
  const long number = dicom::integer(item, DCM_InstanceNumber).value_or(0);
  return number > 0 && number <= std::numeric_limits<int>::max() ? static_cast<int>(number) : 0;
}

Phi<std::string> read_phi(DcmItem& item, const DcmTagKey& tag) {
  return Phi<std::string>(dicom::text(item, tag));
}

Patient read_patient(DcmItem& item) {
  Patient patient;
  patient.id = read_phi(item, DCM_PatientID);
  patient.issuer = read_phi(item, DCM_IssuerOfPatientID);
  patient.name = read_phi(item, DCM_PatientName);
  patient.birth_date = read_phi(item, DCM_PatientBirthDate);
  patient.sex = read_phi(item, DCM_PatientSex);
  return patient;
}

/// Not in the data dictionary of DCMTK 3.6.7.
const DcmTagKey kTimePointTypeCodeSequence(0x0012, 0x0054);

TrialTimePoint read_trial_time_point(DcmItem& item) {
  TrialTimePoint time_point;
  time_point.id = dicom::text(item, DCM_ClinicalTrialTimePointID);
  time_point.description = dicom::text(item, DCM_ClinicalTrialTimePointDescription);
  time_point.type = dicom::code(item, kTimePointTypeCodeSequence);
  time_point.offset_days = dicom::number(item, DCM_LongitudinalTemporalOffsetFromEvent);
  time_point.event = dicom::text(item, DCM_LongitudinalTemporalEventType);
  return time_point;
}

}  // namespace

ObjectHeader read_object_header(DcmItem& dataset) {
  ObjectHeader header;
  header.sop_class_uid = dicom::text(dataset, DCM_SOPClassUID);
  header.sop_instance_uid = dicom::text(dataset, DCM_SOPInstanceUID);
  header.series_instance_uid = dicom::text(dataset, DCM_SeriesInstanceUID);
  header.study_instance_uid = dicom::text(dataset, DCM_StudyInstanceUID);
  header.patient = read_patient(dataset);
  header.study_date = read_date(dataset, DCM_StudyDate);
  header.content_date = read_date(dataset, DCM_ContentDate);
  header.content_time = dicom::text(dataset, DCM_ContentTime);
  header.instance_number = read_instance_number(dataset);
  header.content_creator = dicom::text(dataset, DCM_ContentCreatorName);
  header.body_part = dicom::text(dataset, DCM_BodyPartExamined);
  header.trial_time_point = read_trial_time_point(dataset);
  header.modality = dicom::text(dataset, DCM_Modality);
  header.manufacturer = dicom::text(dataset, DCM_Manufacturer);
  header.model = dicom::text(dataset, DCM_ManufacturerModelName);
  header.series_description = dicom::text(dataset, DCM_SeriesDescription);
  return header;
}

}  // namespace oligard::load
