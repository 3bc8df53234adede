#include "oligard/send/sender.h"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "oligard/base/log.h"

namespace oligard::send {
namespace {

constexpr int kBatch = 64;
constexpr std::chrono::milliseconds kPoll{500};

std::chrono::seconds back_off(int attempts, const config::DestinationSettings& destination) {
  std::int64_t seconds = destination.retry_first_s;
  for (int i = 1; i < attempts && seconds < destination.retry_max_s; ++i)
    seconds *= 2;
  return std::chrono::seconds(std::min<std::int64_t>(seconds, destination.retry_max_s));
}

StoreOutcome outcome_of_error(const Error& error) {
  return {error.kind, "", error.code, error.reason};
}

bool may_pass(ErrorKind failure) {
  const Consequence consequence = consequence_of(failure);
  return consequence == Consequence::kRetryLater || consequence == Consequence::kFailAttempt;
}

}  // namespace

store::Delivery after_attempt(store::Delivery delivery, const StoreOutcome& outcome,
                              const config::DestinationSettings& destination, UnixTime now) {
  ++delivery.attempts;
  delivery.last_status = outcome.status;
  delivery.code = outcome.code;
  delivery.reason = outcome.reason;
  if (!outcome.failure) {
    delivery.state = store::DeliveryState::kSent;
    return delivery;
  }
  if (!may_pass(*outcome.failure)) {
    delivery.state = store::DeliveryState::kParked;
    return delivery;
  }
  delivery.next_at = now + back_off(delivery.attempts, destination);
  if (delivery.next_at - delivery.created_at > std::chrono::seconds(destination.retry_budget_s)) {
    delivery.state = store::DeliveryState::kParked;
    delivery.reason = "given up after " + std::to_string(delivery.attempts) + " attempts: " + delivery.reason;
    delivery.code = "RETRY_BUDGET_SPENT";
  }
  return delivery;
}

struct Sender::Impl {
  const config::Settings& settings;
  store::Store& store;
  const Clock& clock;
  metrics::Registry& metrics;
  metrics::Value& due_now;
  std::function<void(const Error&)> on_stop;
  std::mutex mutex;
  std::condition_variable wake;
  bool stopping = false;
  std::thread thread;

  Impl(const config::Settings& s, store::Store& st, const Clock& c, metrics::Registry& m,
       std::function<void(const Error&)> o)
      : settings(s),
        store(st),
        clock(c),
        metrics(m),
        due_now(m.gauge("oligard_deliveries_due", "Deliveries that the sender found due, 64 at most")),
        on_stop(std::move(o)) {}

  bool is_stopping() {
    const std::lock_guard lock(mutex);
    return stopping;
  }

  void store_failed(std::string_view event, const Error& error) {
    if (consequence_of(error.kind) != Consequence::kStop) {
      log::error(event, {{"code", error.code}, {"reason", error.reason}});
      return;
    }
    {
      const std::lock_guard lock(mutex);
      stopping = true;
    }
    on_stop(error);
  }

  const config::DestinationSettings* destination(const std::string& name) const {
    const auto found = std::find_if(settings.destinations.begin(), settings.destinations.end(),
                                    [&](const auto& d) { return d.name == name; });
    return found == settings.destinations.end() ? nullptr : &*found;
  }

  void record(const store::Delivery& before, const StoreOutcome& outcome,
              const config::DestinationSettings& destination) {
    const store::Delivery after = after_attempt(before, outcome, destination, clock.now());
    if (Status stored = store.deliveries().update_delivery(after); !stored) {
      store_failed("delivery_not_recorded", stored.error());
      return;
    }
    metrics
        .counter("oligard_deliveries_total", "Attempts to deliver an object, by the state after them",
                 {{"destination", after.destination}, {"state", to_string(after.state)}})
        .add();
    const auto level = after.state == store::DeliveryState::kSent     ? log::Level::kInfo
                       : after.state == store::DeliveryState::kParked ? log::Level::kError
                                                                      : log::Level::kWarn;
    log::write(
        level, "delivery_attempted",
        {log::uid("object", after.sop_instance_uid),
         {"destination", after.destination},
         {"state", to_string(after.state)},
         {"attempt", after.attempts},
         {"status", after.last_status},
         {"code", after.code},
         {"reason", after.reason},
         {"next_at", after.state == store::DeliveryState::kPending ? to_iso(after.next_at) : std::string()}});
  }

  StoreOutcome timed_store(Association& association, const std::filesystem::path& path,
                           const config::DestinationSettings& target) {
    const metrics::Timer timer(metrics.histogram(
        "oligard_delivery_seconds", "Time of a C-STORE to a destination", {{"destination", target.name}}));
    return association.store(path);
  }

  void send_to(const config::DestinationSettings& target, const std::vector<store::Delivery>& deliveries) {
    std::vector<std::pair<store::Delivery, store::LocalCopy>> files;
    std::set<std::string> classes;
    for (const store::Delivery& delivery : deliveries) {
      const auto instance = store.instances().find_instance(delivery.sop_instance_uid);
      if (!instance) {
        store_failed("object_not_found", instance.error());
        return;
      }
      if (!*instance) {
        record(delivery, {ErrorKind::kNotFound, "", "STORE_NOT_FOUND", "the object is not in the store"},
               target);
        continue;
      }
      Result<store::LocalCopy> copy = store.objects().open((*instance)->digest);
      if (!copy) {
        record(delivery, outcome_of_error(copy.error()), target);
        continue;
      }
      files.emplace_back(delivery, std::move(*copy));
      classes.insert((*instance)->sop_class_uid);
    }
    if (files.empty()) return;
    auto association = Association::open(target, settings.listener.aet, {classes.begin(), classes.end()});
    for (const auto& [delivery, copy] : files) {
      if (is_stopping()) return;
      if (!association) {
        record(delivery, outcome_of_error(association.error()), target);
      } else if (!(*association)->is_usable()) {
        return;  // the rest stays due and gets an association of its own
      } else {
        record(delivery, timed_store(**association, copy.path(), target), target);
      }
    }
  }

  int send_due() {
    const auto due = store.deliveries().due_deliveries(kBatch);
    if (!due) {
      store_failed("deliveries_unreadable", due.error());
      return 0;
    }
    due_now.set(static_cast<std::int64_t>(due->size()));
    std::map<std::string, std::vector<store::Delivery>> by_destination;
    for (const store::Delivery& delivery : *due)
      by_destination[delivery.destination].push_back(delivery);
    for (const auto& [name, deliveries] : by_destination) {
      const config::DestinationSettings* target = destination(name);
      if (target != nullptr) {
        send_to(*target, deliveries);
        continue;
      }
      for (const store::Delivery& delivery : deliveries) {
        record(delivery, {ErrorKind::kNotFound, "", "DESTINATION_UNKNOWN", "no [[destination]] of this name"},
               {});
      }
    }
    return static_cast<int>(due->size());
  }

  void run() {
    while (!is_stopping()) {
      send_due();
      std::unique_lock lock(mutex);
      wake.wait_for(lock, kPoll, [this] { return stopping; });
    }
  }
};

Sender::Sender(const config::Settings& settings, store::Store& store, const Clock& clock,
               metrics::Registry& metrics, std::function<void(const Error&)> on_stop)
    : impl_(std::make_unique<Impl>(settings, store, clock, metrics, std::move(on_stop))) {}

Sender::~Sender() {
  stop();
}

void Sender::start() {
  impl_->thread = std::thread([this] { impl_->run(); });
}

void Sender::stop() {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->stopping = true;
  }
  impl_->wake.notify_all();
  if (impl_->thread.joinable()) impl_->thread.join();
}

int Sender::send_due() {
  return impl_->send_due();
}

}  // namespace oligard::send
