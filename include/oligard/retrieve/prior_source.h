// Finds a patient's earlier objects in a PACS and has them sent here: C-FIND and C-MOVE as SCU, Study Root
// (PS3.4 annex C).
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "oligard/base/date.h"
#include "oligard/base/phi.h"
#include "oligard/base/result.h"
#include "oligard/config/settings.h"

namespace oligard::retrieve {

/// SOP classes that a search proposes.
[[nodiscard]] std::vector<std::string> query_classes();

/// Attributes of a request by keyword.
struct QueryKeys {
  std::string request;  ///< "C-FIND, STUDY"
  std::vector<std::string> matching;
  std::vector<std::string> returned;
};

/// What is asked at each level, for docs/conformance.md.
[[nodiscard]] std::vector<QueryKeys> query_keys();

/// Whose objects are asked for.
struct PatientIdentity {
  Phi<std::string> id;      ///< Patient ID, UTF-8
  Phi<std::string> issuer;  ///< Issuer of Patient ID; empty = not known
};

/// An instance that the peer holds.
struct FoundObject {
  std::string study_instance_uid;
  std::string series_instance_uid;
  std::string sop_instance_uid;
  std::string sop_class_uid;  ///< empty when the peer does not say

  friend auto operator<=>(const FoundObject&, const FoundObject&) = default;
};

/// A series of images that the peer holds.
struct FoundSeries {
  std::string study_instance_uid;
  std::string series_instance_uid;
};

/// What the peer said. Answers that name another patient, study or series than the one asked for, or no valid
/// UID, are left out and counted.
struct Findings {
  std::vector<FoundObject> objects;  ///< SEG, SR, RTSTRUCT and REG, newest study first
  std::vector<FoundSeries> image_series;
  int dropped_answers = 0;
  bool truncated = false;  ///< the peer holds more than the limits let through
};

/// Sub-operations of one or more C-MOVE.
struct MoveCount {
  int completed = 0;
  int failed = 0;
};

/// When an exchange ends at the latest. `stop`, when given, ends it at once and must outlive the source.
struct Bounds {
  std::chrono::steady_clock::time_point deadline;
  const std::atomic<bool>* stop = nullptr;

  [[nodiscard]] bool are_over() const {
    return (stop != nullptr && *stop) || std::chrono::steady_clock::now() >= deadline;
  }
};

/// One association with the peer. Not thread-safe. Errors, with kRejected for what will not pass by itself:
/// those of net::PeerAssociation, PEER_LOST, PRIOR_TIMEOUT, PRIOR_ID_WILDCARD, PRIOR_QUERY_FAILED,
/// PRIOR_MOVE_FAILED, PRIOR_MOVE_DESTINATION.
class PriorSource {
 public:
  [[nodiscard]] static Result<std::unique_ptr<PriorSource>> open(const config::PriorSourceSettings& settings,
                                                                 const std::string& own_aet,
                                                                 const Bounds& bounds);
  virtual ~PriorSource() = default;

  /// False when nothing more can be asked for: the connection is lost, or the time is over.
  [[nodiscard]] virtual bool is_usable() const = 0;

  /// Asks for a study that nobody has; for `oligard doctor`.
  virtual Status check_query() = 0;
  /// The patient's objects. Error PRIOR_ID_WILDCARD when the Patient ID would match other patients.
  [[nodiscard]] virtual Result<Findings> find(const PatientIdentity& patient, Date today) = 0;
  /// The instances of a series.
  [[nodiscard]] virtual Result<std::vector<FoundObject>> find_instances(const FoundSeries& series) = 0;
  /// Has objects of one series sent to this service; `whole_series` when the peer holds no others of it.
  [[nodiscard]] virtual Result<MoveCount> move(const std::vector<FoundObject>& objects,
                                               bool whole_series) = 0;
};

}  // namespace oligard::retrieve
