// Received instances, and the studies and patients that the index step finds.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "oligard/base/clock.h"
#include "oligard/base/phi.h"
#include "oligard/base/result.h"
#include "oligard/config/settings.h"
#include "oligard/store/objects.h"

namespace oligard::store {

class Database;

/// Life of a received instance; docs/life-of-a-study.md has the table of transitions.
enum class InstanceState {
  kReceived,     ///< durable, not looked at yet
  kIndexed,      ///< readable, its patient and study are known
  kIgnored,      ///< valid, not for us
  kRefused,      ///< cannot be used, with the reason
  kQuarantined,  ///< a worker died on it repeatedly
  kResult,       ///< written by this program
};
[[nodiscard]] std::string to_string(InstanceState state);

struct Instance {
  std::string sop_instance_uid;
  std::string sop_class_uid;
  std::string transfer_syntax_uid;
  std::string study_instance_uid;  ///< empty until indexed
  std::string patient_key;         ///< empty until indexed
  std::string digest;              ///< SHA-256 of the file
  std::int64_t bytes = 0;          ///< size of the file
  std::string calling_ae;
  InstanceState state = InstanceState::kReceived;
  std::string code;  ///< of ignored, refused, quarantined
  std::string reason;
  UnixTime received_at;
};

/// An object that is about to be taken in.
struct Arrival {
  std::shared_ptr<NewObject> object;  ///< finished
  std::string sop_instance_uid;
  std::string sop_class_uid;
  std::string transfer_syntax_uid;
  std::string calling_ae;
};
enum class Admission {
  kStored,     ///< new, durable
  kDuplicate,  ///< same UID, same bytes: nothing happened
  kConflict,   ///< same UID, other bytes: kept aside in conflicts/, event written, the first stays
  kOwnResult,  ///< one of our results came back: nothing happened
};

/// The identity the index step found.
struct IndexEntry {
  std::string sop_instance_uid;
  std::string study_instance_uid;
  std::string series_instance_uid;
  std::string modality;
  std::string patient_key;
  Phi<std::string> patient_id;
  Phi<std::string> issuer;
  InstanceState state = InstanceState::kIndexed;
  std::string code;
  std::string reason;
};

struct StudyRow {
  std::string study_instance_uid;
  std::string patient_key;
  UnixTime first_object_at;
  UnixTime last_object_at;
  std::int64_t instances = 0;
  std::string state;  ///< "waiting", "assessed"
};

/// Thread-safe; every call is one transaction; errors as Store's.
class Instances {
 public:
  Instances(Database& database, Objects& objects, const Clock& clock)
      : database_(database), objects_(objects), clock_(clock) {}

  /// Makes a batch durable: the objects put, then their rows in one commit; an index job for each stored
  /// object. One result an arrival, in order. On an error nothing of the batch is taken in.
  [[nodiscard]] Result<std::vector<Admission>> admit(const std::vector<Arrival>& batch);
  [[nodiscard]] Result<std::optional<Instance>> find_instance(const std::string& sop_instance_uid);
  [[nodiscard]] Result<std::vector<Instance>> instances_of_patient(const std::string& patient_key);
  [[nodiscard]] Result<std::vector<Instance>> list_instances(std::optional<InstanceState> state, int limit);
  Status set_instance_state(const std::string& sop_instance_uid, InstanceState state, const std::string& code,
                            const std::string& reason);

  /// Writes what the index step found and, for indexed objects, schedules the patient's assessment:
  /// quiet_period after the object's arrival, at most quiet_cap after the first one that waits.
  Status index(const IndexEntry& entry, const config::PipelineSettings& timers);
  [[nodiscard]] Result<std::vector<StudyRow>> list_studies(int limit);

 private:
  Database& database_;
  Objects& objects_;
  const Clock& clock_;
};

}  // namespace oligard::store
