// Small objects for the tests of group_by_patient.
#pragma once

#include <gtest/gtest.h>

#include "oligard/load/time_point_objects.h"

namespace oligard::load::test {

inline Date day(const char* iso) {
  return parse_iso_date(iso).value();
}

struct HeaderSpec {
  std::string uid;
  std::string study = "study-1";
  std::string date = "2020-01-01";  // empty = no Study Date
  std::string patient = "P1";
  std::string series = "series-1";
};

inline ObjectHeader header(const HeaderSpec& spec) {
  ObjectHeader h;
  h.sop_instance_uid = spec.uid;
  h.study_instance_uid = spec.study;
  h.series_instance_uid = spec.series;
  h.patient.id = Phi<std::string>(spec.patient);
  if (!spec.date.empty()) h.study_date = day(spec.date.c_str());
  h.digest = "digest of " + spec.uid;
  h.path = spec.uid + ".dcm";
  return h;
}

inline ImageObject image(const HeaderSpec& spec) {
  ImageObject object;
  object.header = header(spec);
  object.header.modality = "CT";
  object.slice_thickness_mm = 5;
  object.frame_of_reference_uid = "frame " + spec.study;
  return object;
}

inline Segmentation segmentation(const HeaderSpec& spec, SegmentRole role = SegmentRole::kLesion) {
  Segmentation object;
  object.header = header(spec);
  object.segments.resize(1);
  object.segments[0].role = role;
  object.segments[0].tracking_uid = "track " + spec.uid;
  return object;
}

inline MeasurementReport report(const HeaderSpec& spec, const std::string& names_image = "") {
  MeasurementReport object;
  object.header = header(spec);
  object.measurements.resize(1);
  if (!names_image.empty()) object.measurements[0].images.push_back({"", "", "", names_image, 0});
  return object;
}

inline void name_image(Segmentation& object, const std::string& uid) {
  object.source_images.push_back({"", "", "", uid, 0});
}

inline void made(ObjectHeader& h, const char* iso, const char* time) {
  h.content_date = day(iso);
  h.content_time = time;
}

/// "UID:code" of each outcome in order; the code of a used object is "used".
inline std::vector<std::string> outcomes(const std::vector<PatientObjects>& patients) {
  std::vector<std::string> result;
  for (const PatientObjects& patient : patients)
    for (const ObjectOutcome& outcome : patient.outcomes) {
      EXPECT_EQ(outcome.code.empty(), outcome.kind == ObjectOutcome::Kind::kUsed);
      EXPECT_EQ(outcome.reason.empty(), outcome.kind == ObjectOutcome::Kind::kUsed);
      result.push_back(outcome.sop_instance_uid + ":" + (outcome.code.empty() ? "used" : outcome.code));
    }
  return result;
}

}  // namespace oligard::load::test
