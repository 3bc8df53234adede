// The audit trail.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "oligard/base/clock.h"
#include "oligard/base/result.h"

namespace oligard::store {

class Database;

/// Other bytes came under a UID that the store has; they are kept aside.
struct InstanceConflict {
  static constexpr const char* kKind = "instance_conflict";
  std::string sop_instance_uid;
  std::string digest;  ///< of the bytes kept aside
  std::string calling_ae;
};
/// A worker process died on an object repeatedly.
struct ObjectQuarantined {
  static constexpr const char* kKind = "object_quarantined";
  std::string sop_instance_uid;
  std::string reason;
};
/// An object of a time point's result could not be made.
struct ObjectNotSent {
  static constexpr const char* kKind = "object_not_sent";
  std::string patient_key;
  std::string timepoint_date;  ///< ISO
  std::string object;          ///< what was left out, for people
  Error error;
};
/// A reader's report on one of our results came.
struct ResultReviewed {
  static constexpr const char* kKind = "result_reviewed";
  std::string sop_instance_uid;
  std::string result_uid;
};
/// Everything that the audit trail keeps. The kinds are stable names.
using Event = std::variant<InstanceConflict, ObjectQuarantined, ObjectNotSent, ResultReviewed>;

/// An event as it is kept and listed.
struct EventRow {
  UnixTime at;
  std::string kind;
  std::string subject;
  std::string detail;
};

/// Thread-safe; every call is one transaction; errors as Store's.
class Events {
 public:
  Events(Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  Status append_event(const Event& event);
  /// Latest first.
  [[nodiscard]] Result<std::vector<EventRow>> list_events(int limit);

 private:
  Database& database_;
  const Clock& clock_;
};

}  // namespace oligard::store
