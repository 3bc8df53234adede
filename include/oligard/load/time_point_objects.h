// One patient's objects in order of time: which study, which lesion list, which report.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "oligard/base/baseline_claim.h"
#include "oligard/base/date.h"
#include "oligard/base/reader_copy.h"
#include "oligard/load/loaded_object.h"

namespace oligard::load {

/// What became of one object. `code` is empty for used ones; `reason` then says what of it is not used, if
/// anything.
struct ObjectOutcome {
  enum class Kind { kUsed, kIgnored, kRefused };
  std::string path;    ///< for people
  std::string digest;  ///< SHA-256 of the file
  std::string sop_instance_uid;
  Kind kind = Kind::kUsed;
  std::string code;
  std::string reason;
  bool is_undated = false;  ///< refused for want of a date alone: with its images it may be used
};

/// A reader's copy of a result of ours, compared with what it is a copy of.
struct ComparedCopy {
  ReaderCopy copy;
  std::map<int, GroupChange> changes;  ///< by number of the group; unchanged ones are left out
};

/// All that was kept of one patient at one date.
struct TimePointObjects {
  Date date;
  std::vector<std::string> study_instance_uids;  ///< in order, without repetition
  std::string modality;                          ///< of the images measured, e.g. "CT"; empty = unknown
  double slice_thickness_mm = 0;                 ///< 0 = unknown
  std::string frame_of_reference_uid;
  BaselineClaim header_baseline = BaselineClaim::kNone;  ///< what headers of all its objects claim
  BaselineClaim report_baseline = BaselineClaim::kNone;  ///< what its reports claim
  bool list_is_incomplete = false;                       ///< an instance of the lesion list was refused
  std::vector<Segmentation> segmentations;               ///< one lesion list, and any organ masks
  std::vector<MeasurementReport> reports;
  std::vector<ComparedCopy> copies;  ///< of those reports that are readers' copies, by SOP Instance UID
  std::vector<ImageObject> images;
};

/// One patient.
struct PatientObjects {
  Patient patient;
  std::vector<TimePointObjects> time_points;  ///< by date, oldest first
  std::vector<Registration> registrations;  ///< by SOP Instance UID; whether they join anything is not asked
  std::vector<ObjectOutcome> outcomes;      ///< one for each object given, in the order given
};

/// Sorts objects of any number of patients into patients and time points. The order of the input does not
/// matter, except that `outcomes` follows it. Patients: Patient ID and issuer decide, ordered by both. A SEG
/// or SR without issuer takes the one of the images it refers to. One that refers (by instance, series or
/// study) to given images or SEGs with another Patient ID is refused (REFERENCE_OTHER_PATIENT), or goes to
/// their patient when its source rule has allow_other_patient_id; what an image library or evidence sequence
/// alone lists is no such reference. Objects without Patient ID are refused (PATIENT_NO_ID) and come as a
/// patient with an empty ID and no time points. Objects whose name, birth date or sex contradicts others with
/// the same Patient ID are refused (PATIENT_MISMATCH): the identity of fewer studies goes. Dates: the one
/// date of the images an object refers to, else its own Study Date, else that of its study's other objects;
/// without any it is refused (TIMEPOINT_NO_DATE). Content Date is never used. A time point may hold images
/// alone. Registrations belong to no time point and need no date.
/// Copies: the same UID and digest again is ignored (DUPLICATE_OBJECT), the same UID with another digest
/// refused (the later in path order, UID_CONFLICT). Results of this program are ignored (OWN_RESULT). A
/// reader's copy of one is compared with the documents that it names as predecessors, else with the result
/// whose Observation UIDs it has, else with its own record; what differs is a change or note of the reader
/// (ComparedCopy).
///
/// Lesion lists: SEGs with lesions of one series are one list, and so are reports of one reader, or of one
/// series when the reader is unknown. Of several lists of SEGs at one date one is used, never two: the one of
/// highest source rule priority; of two producers (program, series description, reader, modality) that are
/// there at every date the same one throughout; of several modalities the one with lists at most dates; then
/// the newest (content date and time, then the largest SOP Instance UID) that is complete. A list is
/// incomplete when an instance of its series was refused (also by UID in `unread`: objects that could not be
/// read), when its instance numbers leave a gap, when no lesion of it has a voxel and another list has some,
/// or when it names a part of the images that another list of the same program names. When none is complete
/// the newest serves. The others are ignored (SUPERSEDED_SERIES) with the reason. A source rule with
/// join_series makes all SEG series of its program and study one list; of two that share a voxel the newer
/// one counts. Reports come from the reader with most dates. SEGs of organs alone, and reports that measure a
/// used SEG or share its Tracking UIDs, are kept beside it. `rules` give priority, join_series and
/// allow_other_patient_id; without rules a SEG's own rule serves.
[[nodiscard]] std::vector<PatientObjects> group_by_patient(std::vector<LoadedObject> objects,
                                                           const std::vector<SourceRule>& rules = {},
                                                           const std::vector<ObjectHeader>& unread = {});

}  // namespace oligard::load
