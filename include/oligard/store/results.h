// Assessments, the objects written of them, and what readers say about those.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "oligard/base/clock.h"
#include "oligard/base/result.h"
#include "oligard/store/objects.h"

namespace oligard::store {

class Database;

/// A result to be kept and sent.
struct ResultObject {
  std::string sop_instance_uid;
  std::string sop_class_uid;
  std::string study_instance_uid;
  std::string bytes;  ///< a complete DICOM file
};

/// What one assessment of one time point produced.
struct AssessmentRecord {
  std::string patient_key;
  std::string study_instance_uid;  ///< the study the results went into
  std::string timepoint_date;      ///< ISO
  std::string result_key;
  std::string category;
  std::string json;  ///< assessment.json as of then
  std::vector<ResultObject> objects;
};

/// Thread-safe; every call is one transaction; errors as Store's.
class Results {
 public:
  Results(Database& database, Objects& objects, const Clock& clock)
      : database_(database), objects_(objects), clock_(clock) {}

  /// True when a result with this SOP Instance UID was recorded before.
  [[nodiscard]] Result<bool> has_result(const std::string& sop_instance_uid);
  /// Stores the objects, the record and one delivery an object and destination, all or nothing. Objects that
  /// exist already get no second delivery.
  Status record_assessment(const AssessmentRecord& record, const std::vector<std::string>& destinations);
  /// Latest record of one patient and date; its objects without their bytes (find_instance() has the
  /// digests).
  [[nodiscard]] Result<std::optional<AssessmentRecord>> latest_assessment(const std::string& patient_key,
                                                                          const std::string& timepoint_date);
  /// Links a reader's report to the results of this program that it corrects, annotates or verifies; an event
  /// tells of each new link. UIDs of other objects are passed over.
  Status record_correction(const std::string& sop_instance_uid, const std::vector<std::string>& result_uids);
  /// SOP Instance UIDs of readers' reports on a result, in the order of the links.
  [[nodiscard]] Result<std::vector<std::string>> corrections_of(const std::string& result_uid);

 private:
  Database& database_;
  Objects& objects_;
  const Clock& clock_;
};

}  // namespace oligard::store
