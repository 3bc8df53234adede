// The steps of group_by_patient. Each step looks at the objects that are still used, in the order given (see
// `in_canonical_order`), and sets others aside with code and reason.
#pragma once

#include <compare>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "oligard/load/time_point_objects.h"

namespace oligard::load {

/// What decides whose an object is. For comparing only: never to be shown.
struct PatientKey {
  std::string id;
  std::string issuer;

  friend auto operator<=>(const PatientKey&, const PatientKey&) = default;
};

[[nodiscard]] PatientKey key_of(const Patient& patient);

/// One object on its way to a time point.
struct GroupedObject {
  LoadedObject object;
  std::size_t input = 0;  ///< position in what was given
  SourceRule rule;
  PatientKey patient;         ///< whose it is taken to be
  bool has_other_id = false;  ///< taken to be of the images' patient although it states another Patient ID
  std::optional<Date> date;   ///< when the patient was imaged
  /// Of an SR's groups, as far as the images that a group names agree on one; set by `find_dates`.
  std::vector<std::optional<Date>> group_dates;
  std::optional<ComparedCopy> copy;  ///< of a reader's copy of our result
  bool is_of_broken_list = false;    ///< an instance of its lesion list was refused
  bool is_superseded = false;        ///< ignored for another lesion list or report
  ObjectOutcome outcome;

  [[nodiscard]] const ObjectHeader& header() const {
    return std::visit([](const auto& value) -> const ObjectHeader& { return value.header; }, object);
  }
  [[nodiscard]] bool is_used() const { return outcome.kind == ObjectOutcome::Kind::kUsed; }
  void refuse(std::string code, std::string reason);
  void ignore(std::string code, std::string reason);
  /// Ignores it as SUPERSEDED_SERIES.
  void supersede(std::string reason);
};

using GroupedObjects = std::vector<GroupedObject>;

/// Objects that an SR's groups, a SEG's frames or a registration name: images and SEGs, each once. The image
/// library and the evidence sequences do not count: they may list what is not measured.
[[nodiscard]] std::vector<InstanceReference> named_instances(const LoadedObject& object);
[[nodiscard]] std::vector<InstanceReference> named_instances(const PriorMeasurement& group);

/// True for a SEG with at least one segment that is a lesion.
[[nodiscard]] bool is_lesion_list(const GroupedObject& object);

/// DUPLICATE_OBJECT, UID_CONFLICT.
void set_duplicates_aside(GroupedObjects& objects);
/// OWN_RESULT.
void set_own_results_aside(GroupedObjects& objects);
/// Sets `copy`, compared with what it corrects. Needs patients.
void compare_copies(GroupedObjects& objects);
/// Sets `patient`. PATIENT_NO_ID, REFERENCE_OTHER_PATIENT.
void find_patients(GroupedObjects& objects);
/// Sets `date`, from objects that are not refused.
void find_dates(GroupedObjects& objects);
/// PATIENT_MISMATCH, within one patient. Needs dates.
void refuse_other_identities(GroupedObjects& objects);
/// TIMEPOINT_NO_DATE.
void refuse_undated(GroupedObjects& objects);
/// SUPERSEDED_SERIES, within one patient. `unread_series`: of SEGs that could not be read.
void choose_lesion_lists(GroupedObjects& objects, const std::set<std::string>& unread_series);
/// Takes groups that measure images of another date out of the reports that quote them. They become a report
/// of that date when no lesion list or report is used there, else they are dropped. Call after the outcomes
/// are settled.
void split_reports_by_date(GroupedObjects& objects);
/// The registrations still used, which are moved from, by SOP Instance UID. Call before make_time_points.
[[nodiscard]] std::vector<Registration> take_registrations(GroupedObjects& objects);
/// Time points of one patient from the objects still used, which are moved from.
[[nodiscard]] std::vector<TimePointObjects> make_time_points(GroupedObjects& objects);

}  // namespace oligard::load
