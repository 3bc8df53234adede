// One patient's objects in order of time: which study, which lesion list, which report.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "oligard/base/date.h"
#include "oligard/load/loaded_object.h"

namespace oligard::load {

/// What became of one object. `code` is empty for used ones.
struct ObjectOutcome {
  enum class Kind { kUsed, kIgnored, kRefused };
  std::string path;
  std::string sop_instance_uid;
  Kind kind = Kind::kUsed;
  std::string code;
  std::string reason;
};

/// All that was kept of one patient at one date.
struct TimePointObjects {
  Date date;
  std::vector<std::string> study_instance_uids;  ///< in order, without repetition
  std::string modality;                          ///< of the images measured, e.g. "CT"; empty = unknown
  double slice_thickness_mm = 0;                 ///< 0 = unknown
  std::string frame_of_reference_uid;
  std::vector<Segmentation> segmentations;  ///< one lesion list, and any organ masks
  std::vector<MeasurementReport> reports;
  std::vector<ImageObject> images;
};

/// One patient.
struct PatientObjects {
  Patient patient;
  std::vector<TimePointObjects> time_points;  ///< by date, oldest first
  std::vector<ObjectOutcome> outcomes;        ///< one for each object given, in the order given
};

/// Sorts objects of any number of patients into patients and time points. An object without a Study Date
/// takes the date of the images it refers to or of its study's other objects; without any it is refused
/// (TIMEPOINT_NO_DATE). Objects whose identity contradicts others with the same Patient ID and issuer are
/// refused (PATIENT_MISMATCH). Of several lesion lists at one time point one is chosen (source rule priority,
/// then newest content date and time), the others are ignored (SUPERSEDED_SERIES). Order of the input does
/// not matter.
[[nodiscard]] std::vector<PatientObjects> group_by_patient(std::vector<LoadedObject> objects);

}  // namespace oligard::load
