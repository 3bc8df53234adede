// The DICOM listener: C-STORE and C-ECHO as SCP (PS3.4 annexes A and B).
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "oligard/base/metrics.h"
#include "oligard/base/result.h"
#include "oligard/config/settings.h"
#include "oligard/store/store.h"

namespace oligard::receive {

/// A SOP class that is accepted, with its transfer syntaxes, preferred first.
struct AcceptedClass {
  std::string sop_class_uid;
  std::vector<std::string> transfer_syntax_uids;
};

/// What the negotiation accepts: Verification, then the storage classes.
[[nodiscard]] std::vector<AcceptedClass> accepted_classes();

/// Receives into a store, on threads of its own: one that accepts and one an association. Objects of several
/// associations are committed together.
///
/// Answers to C-STORE: 0000 when the object is durable: new, known with the same bytes, one of our own
/// results, or kept aside because the store has other bytes under its UID (a warning in the log, an event in
/// the store; the sender can do nothing about it). A700 when the disk is full or the store is away: the
/// sender keeps its copy. 0117 for an invalid SOP Instance UID, 0122 for a SOP class other than the
/// presentation context's, 0110 for any other failure (oligard/terms/dimse_status.h). Failures carry an Error
/// Comment. A message that cannot be read, or that asks for another service, is answered with A-ABORT.
///
/// A calling AE title that may not store is rejected ("calling AE title not recognized"), unless it proposes
/// Verification: then it may echo, and its storage contexts are refused ("user rejection").
class Listener {
 public:
  struct Options {
    config::ListenerSettings listener;
    std::int64_t min_free_bytes = 0;  ///< below this C-STORE is answered A700
    std::function<void()>
        on_stored;  ///< called after a commit that made index jobs; from a thread of the listener
    std::function<void(const Error&)>
        on_stop;  ///< called when the store is damaged; from a thread of the listener
  };

  /// dicom::set_up() was called before. Store and metrics must outlive the listener.
  Listener(Options options, store::Store& store, metrics::Registry& metrics);
  /// Stops.
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  /// Cleans the store's incoming folder and listens. Errors: LISTEN_IN_USE (another listener works on the
  /// same data folder), LISTEN_FAILED (address or port cannot be had), errors of the store.
  [[nodiscard]] Status start();

  /// The port, also when a free one was asked for with 0. 0 before start().
  [[nodiscard]] int port() const;

  /// No new associations; idle ones are aborted, objects under way may finish within the deadline, then their
  /// associations are cut. May be called again.
  void stop(std::chrono::milliseconds deadline = std::chrono::seconds(10));

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace oligard::receive
