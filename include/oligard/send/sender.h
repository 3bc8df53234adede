// Works off the deliveries of the store: each result to each destination, with back-off and a budget.
#pragma once

#include <functional>
#include <memory>

#include "oligard/base/clock.h"
#include "oligard/base/metrics.h"
#include "oligard/config/settings.h"
#include "oligard/send/store_scu.h"
#include "oligard/store/store.h"

namespace oligard::send {

/// The delivery after one attempt: sent, parked, or pending with the time of the next attempt. Pure.
[[nodiscard]] store::Delivery after_attempt(store::Delivery delivery, const StoreOutcome& outcome,
                                            const config::DestinationSettings& destination, UnixTime now);

/// One thread that sends what is due. `on_stop` is called, from that thread, when the store is damaged.
/// Everything given must outlive it.
class Sender {
 public:
  Sender(const config::Settings& settings, store::Store& store, const Clock& clock,
         metrics::Registry& metrics, std::function<void(const Error&)> on_stop);
  ~Sender();
  Sender(const Sender&) = delete;
  Sender& operator=(const Sender&) = delete;

  void start();
  /// Finishes the object under way and joins.
  void stop();

  /// Sends all that is due, once; for commands and tests. Returns how many attempts were made.
  int send_due();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace oligard::send
