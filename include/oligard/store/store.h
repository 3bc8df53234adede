// Durable state: objects as files named by digest, everything else in one SQL database (SQLite through SOCI).
// Several processes use the same store at once; each opens its own. Times are UTC.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "oligard/base/clock.h"
#include "oligard/base/phi.h"
#include "oligard/base/result.h"
#include "oligard/config/settings.h"

namespace oligard::store {

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

/// An object on disk that is about to be taken in.
struct Arrival {
  std::filesystem::path file;  ///< complete DICOM file in incoming_dir(), synced by admit()
  std::string sop_instance_uid;
  std::string sop_class_uid;
  std::string transfer_syntax_uid;
  std::string calling_ae;
  std::string digest;   ///< SHA-256 of the file when the writer knows it; empty: admit() computes it
  bool synced = false;  ///< the writer has synced the file's bytes already
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

enum class JobKind { kIndex, kAssess, kFindPriors };
[[nodiscard]] std::string to_string(JobKind kind);

/// Which jobs a worker takes.
enum class Duty {
  kAnalysis,  ///< index and assess
  kPriors,    ///< find_priors
};

/// A unit of work. Leased, not owned: a lease that runs out is taken by another worker.
struct Job {
  std::int64_t id = 0;
  JobKind kind = JobKind::kIndex;
  std::string key;              ///< SOP Instance UID (index) or patient key
  std::string state;            ///< "due", "leased", "failed"
  int attempts = 0;             ///< leases taken so far, this one included
  std::int64_t generation = 0;  ///< grows when the job is scheduled again while it runs
  UnixTime next_at;
  std::optional<UnixTime> lease_until;
  std::string lease_owner;
  std::string code;  ///< of the last failure
  std::string reason;
};

enum class DeliveryState { kPending, kSent, kParked };
[[nodiscard]] std::string to_string(DeliveryState state);

/// One object to one destination.
struct Delivery {
  std::int64_t id = 0;
  std::string sop_instance_uid;
  std::string destination;
  DeliveryState state = DeliveryState::kPending;
  int attempts = 0;
  UnixTime created_at;  ///< or when it was retried by hand: the retry budget counts from here
  UnixTime next_at;
  std::string last_status;  ///< DIMSE status as "0x0000", or empty
  std::string code;
  std::string reason;
};

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

/// One patient's search for earlier objects in the PACS.
struct PriorSearch {
  enum class State {
    kAsking,    ///< not answered yet, or tried again later
    kArriving,  ///< all that was found is here; some of it is not indexed yet
    kFailed,    ///< given up until a new study comes or somebody asks for a retry
    kComplete,  ///< all that was found is here and indexed
  };
  std::string patient_key;
  State state = State::kAsking;
  UnixTime started_at;  ///< the retry budget counts from here
  UnixTime deadline;    ///< the patient's assessment waits until then at most
  int tries = 0;
  bool is_counted = false;   ///< the peer has said what it holds
  std::int64_t missing = 0;  ///< objects that are found and not here, once counted
  std::string code;          ///< why it is not complete
  std::string reason;
  /// Studies whose assessments rest on what this search brought, unless it is complete.
  std::vector<std::string> waiting_studies;
};
[[nodiscard]] std::string to_string(PriorSearch::State state);

/// How one attempt of a search ended.
struct PriorAttempt {
  PriorSearch::State state = PriorSearch::State::kAsking;  ///< kAsking, kArriving or kFailed
  bool is_counted = false;
  std::int64_t not_asked = 0;  ///< objects beyond the limits
  std::string code;
  std::string reason;
  UnixTime retry_at;  ///< of kAsking
};

/// As the patient's objects state it.
struct PatientRow {
  Phi<std::string> patient_id;
  Phi<std::string> issuer;
};

struct StudyRow {
  std::string study_instance_uid;
  std::string patient_key;
  UnixTime first_object_at;
  UnixTime last_object_at;
  std::int64_t instances = 0;
  std::string state;  ///< "waiting", "assessed"
};

struct Event {
  UnixTime at;
  std::string kind;
  std::string subject;
  std::string detail;
};

/// Thread-safe; every call is one transaction. Errors: STORE_UNAVAILABLE (locked or unreachable for longer
/// than its deadline), STORE_FULL, STORE_CORRUPT, STORE_NOT_FOUND, STORE_NEWER_SCHEMA, STORE_LEASE_LOST,
/// STORE_INTERNAL.
class Store {
 public:
  /// Creates the folders, creates or migrates the database. Error STORE_NEWER_SCHEMA when a later version of
  /// the program has migrated it. `clock` must outlive the store.
  [[nodiscard]] static Result<std::unique_ptr<Store>> open(const config::StoreSettings& settings,
                                                           const Clock& clock);
  virtual ~Store() = default;

  // --- objects ---------------------------------------------------------------------------------------------
  [[nodiscard]] virtual std::filesystem::path incoming_dir() const = 0;
  [[nodiscard]] virtual std::filesystem::path path_of(const std::string& digest) const = 0;
  /// Deletes what an earlier run left in incoming_dir(). Only for the one process that receives, before it
  /// does.
  virtual Status clean_incoming() = 0;
  /// Makes a batch durable: sync, rename, sync of folders, one commit; an index job for each stored object.
  /// One result an arrival, in order. On an error nothing of the batch is taken in.
  [[nodiscard]] virtual Result<std::vector<Admission>> admit(const std::vector<Arrival>& batch) = 0;
  [[nodiscard]] virtual Result<std::optional<Instance>> find_instance(
      const std::string& sop_instance_uid) = 0;
  [[nodiscard]] virtual Result<std::vector<Instance>> instances_of_patient(
      const std::string& patient_key) = 0;
  [[nodiscard]] virtual Result<std::vector<Instance>> list_instances(std::optional<InstanceState> state,
                                                                     int limit) = 0;
  virtual Status set_instance_state(const std::string& sop_instance_uid, InstanceState state,
                                    const std::string& code, const std::string& reason) = 0;

  // --- studies and patients --------------------------------------------------------------------------------
  /// Writes what the index step found and, for indexed objects, schedules the patient's assessment:
  /// quiet_period after the object's arrival, at most quiet_cap after the first one that waits.
  virtual Status index(const IndexEntry& entry, const config::PipelineSettings& timers) = 0;
  [[nodiscard]] virtual Result<std::vector<StudyRow>> list_studies(int limit) = 0;

  // --- jobs ------------------------------------------------------------------------------------------------
  /// Takes the due job of this duty with the earliest next_at, or nothing. Counts an attempt. An assessment
  /// is not due while a search for the patient's priors is under way and its deadline has not passed.
  [[nodiscard]] virtual Result<std::optional<Job>> lease_job(const std::string& owner,
                                                             std::chrono::seconds duration, Duty duty) = 0;
  [[nodiscard]] Result<std::optional<Job>> lease_job(const std::string& owner,
                                                     std::chrono::seconds duration) {
    return lease_job(owner, duration, Duty::kAnalysis);
  }
  /// Removes the job, unless it was scheduled again meanwhile: then it becomes due with no attempts. A
  /// completed assessment marks the patient's studies "assessed". Error STORE_LEASE_LOST when another worker
  /// has taken it.
  virtual Status complete_job(const Job& job) = 0;
  /// Gives the job back for a later try, or marks it "failed" when retry_at is empty. A job that was
  /// scheduled again meanwhile becomes due with no attempts instead. Error STORE_LEASE_LOST.
  virtual Status fail_job(const Job& job, const Error& error, std::optional<UnixTime> retry_at) = 0;
  /// Ends all leases of a worker that is known to be dead, so that its jobs are due at once.
  virtual Status release_leases(const std::string& owner) = 0;
  [[nodiscard]] virtual Result<std::vector<Job>> list_jobs(int limit) = 0;
  /// Makes a failed or waiting job due now, with no attempts counted. STORE_NOT_FOUND for a leased one.
  virtual Status retry_job(std::int64_t id) = 0;

  // --- priors ----------------------------------------------------------------------------------------------
  /// Where a study of the patient came after the last search began: begins a new one, due at once, gives the
  /// leased assessment back uncounted, and returns true. STORE_LEASE_LOST.
  [[nodiscard]] virtual Result<bool> begin_prior_search(const Job& assessment, std::chrono::seconds wait) = 0;
  /// The patient's search as it stands now; nothing when there was none. One whose objects are all indexed
  /// becomes complete.
  [[nodiscard]] virtual Result<std::optional<PriorSearch>> settle_prior_search(
      const std::string& patient_key) = 0;
  /// STORE_NOT_FOUND.
  [[nodiscard]] virtual Result<PatientRow> patient(const std::string& patient_key) = 0;
  /// Notes what an attempt is about to ask for. Objects noted earlier that are neither here nor in `uids` are
  /// forgotten: the peer no longer has them.
  virtual Status expect_priors(const std::string& patient_key, const std::vector<std::string>& uids) = 0;
  /// How many of the objects noted are not here.
  [[nodiscard]] virtual Result<std::int64_t> count_priors_not_here(const std::string& patient_key) = 0;
  /// The patient a noted object was asked for; nothing for any other object.
  [[nodiscard]] virtual Result<std::optional<std::string>> prior_asked_for(
      const std::string& sop_instance_uid) = 0;
  /// Ends one attempt: tried again at retry_at, or done and the assessment due, or failed. A search that
  /// began anew meanwhile stays due. STORE_LEASE_LOST.
  virtual Status end_prior_attempt(const Job& job, const PriorAttempt& attempt,
                                   const config::PipelineSettings& timers) = 0;
  [[nodiscard]] virtual Result<std::vector<PriorSearch>> list_prior_searches(int limit) = 0;

  // --- results and deliveries ------------------------------------------------------------------------------
  /// True when a result with this SOP Instance UID was recorded before.
  [[nodiscard]] virtual Result<bool> has_result(const std::string& sop_instance_uid) = 0;
  /// Stores the objects, the record and one delivery an object and destination, all or nothing. Objects that
  /// exist already get no second delivery.
  virtual Status record_assessment(const AssessmentRecord& record,
                                   const std::vector<std::string>& destinations) = 0;
  /// Latest record of one patient and date; its objects without their bytes (find_instance() has the
  /// digests).
  [[nodiscard]] virtual Result<std::optional<AssessmentRecord>> latest_assessment(
      const std::string& patient_key, const std::string& timepoint_date) = 0;
  /// Links a reader's report to the results of this program that it corrects, annotates or verifies; an event
  /// tells of each new link. UIDs of other objects are passed over.
  virtual Status record_correction(const std::string& sop_instance_uid,
                                   const std::vector<std::string>& result_uids) = 0;
  /// SOP Instance UIDs of readers' reports on a result, in the order of the links.
  [[nodiscard]] virtual Result<std::vector<std::string>> corrections_of(const std::string& result_uid) = 0;
  [[nodiscard]] virtual Result<std::vector<Delivery>> due_deliveries(int limit) = 0;
  virtual Status update_delivery(const Delivery& delivery) = 0;
  [[nodiscard]] virtual Result<std::vector<Delivery>> list_deliveries(std::optional<DeliveryState> state,
                                                                      int limit) = 0;
  /// Makes a delivery pending and due now, with no attempts counted and a new budget.
  virtual Status retry_delivery(std::int64_t id) = 0;

  // --- audit and health ------------------------------------------------------------------------------------
  virtual Status append_event(const std::string& kind, const std::string& subject,
                              const std::string& detail) = 0;
  [[nodiscard]] virtual Result<std::vector<Event>> list_events(int limit) = 0;
  /// Secret of this installation, made at first use; keys the hashes of UIDs in logs.
  [[nodiscard]] virtual Result<std::string> installation_secret() = 0;
  /// Bytes free on the object folder's file system.
  [[nodiscard]] virtual std::int64_t free_bytes() const = 0;
};

}  // namespace oligard::store
