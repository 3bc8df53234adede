// `oligard doctor`: is this installation able to do its work? Also the container's health check.
#include <algorithm>
#include <iostream>
#include <memory>

#include "app/commands.h"
#include "oligard/base/clock.h"
#include "oligard/retrieve/prior_source.h"
#include "oligard/send/store_scu.h"
#include "oligard/store/store.h"

namespace oligard::app {
namespace {

constexpr const char* kVerification = "1.2.840.10008.1.1";

/// Prints one line a check and remembers whether all passed.
class Checks {
 public:
  void report(const std::string& what, const Status& status, const std::string& when_fine) {
    if (status) {
      std::cout << "ok    " << what << ": " << when_fine << "\n";
    } else {
      std::cout << "FAIL  " << what << ": " << status.error().code << ": " << status.error().reason << "\n";
      all_fine_ = false;
    }
  }
  [[nodiscard]] bool all_fine() const { return all_fine_; }

 private:
  bool all_fine_ = true;
};

Status echo(const config::DestinationSettings& peer, const std::string& calling_aet) {
  const auto association = send::Association::open(peer, calling_aet, {kVerification});
  if (!association) return fail(association);
  return (*association)->echo();
}

Status check_store(const config::Settings& settings) {
  const SystemClock clock;
  const auto store = store::Store::open(settings.store, clock);
  if (!store) return fail(store);
  if (const auto jobs = (*store)->jobs().list_jobs(1); !jobs) return fail(jobs);
  if ((*store)->objects().free_bytes() < settings.store.min_free_bytes) {
    return fail(ErrorKind::kResource, "STORE_FULL", "less space is free than store.min_free_bytes");
  }
  return {};
}

/// It can be asked, and what it sends will be taken.
Status check_prior_source(const config::Settings& settings) {
  const config::PriorSourceSettings& peer = settings.prior_source;
  const auto& allowed = settings.listener.allowed_aets;
  const bool may_store = std::any_of(allowed.begin(), allowed.end(),
                                     [&](const std::string& aet) { return aet == "*" || aet == peer.aet; });
  if (!may_store) {
    return fail(ErrorKind::kInvalidInput, "PRIOR_SOURCE_NOT_ALLOWED",
                "what " + peer.aet + " is asked for would be refused: it is not in listener.allowed_aets");
  }
  const retrieve::Bounds bounds{std::chrono::steady_clock::now() + std::chrono::seconds(peer.wait_s),
                                nullptr};
  const auto source = retrieve::PriorSource::open(peer, settings.listener.aet, bounds);
  if (!source) return fail(source);
  return (*source)->check_query();
}

int examine(const std::string& config_file, bool local_only) {
  const Result<config::Settings> settings = settings_from(config_file);
  Checks checks;
  checks.report("settings", settings ? Status() : Status(fail(settings)), "valid");
  if (!settings) return kUsage;
  checks.report("store", check_store(*settings), settings->store.data_dir.string());
  config::DestinationSettings self;
  self.aet = settings->listener.aet;
  self.host = settings->listener.bind == "0.0.0.0" ? "127.0.0.1" : settings->listener.bind;
  self.port = settings->listener.port;
  self.connect_timeout_s = self.acse_timeout_s = self.dimse_timeout_s = 5;
  const std::string address = self.host + ":" + std::to_string(self.port);
  checks.report("listener", echo(self, self.aet), self.aet + " answers at " + address);
  if (!local_only) {
    for (const config::DestinationSettings& peer : settings->destinations) {
      checks.report("destination " + peer.name, echo(peer, settings->listener.aet),
                    peer.aet + " answers at " + peer.host + ":" + std::to_string(peer.port));
    }
    if (const config::PriorSourceSettings& peer = settings->prior_source; peer.is_set()) {
      checks.report("prior source", check_prior_source(*settings),
                    peer.aet + " answers C-FIND at " + peer.host + ":" + std::to_string(peer.port));
    }
  }
  return checks.all_fine() ? kDone : kSomeRefused;
}

}  // namespace

void add_doctor(CommandLine& line) {
  auto config_file = std::make_shared<std::string>();
  auto local_only = std::make_shared<bool>(false);
  Command command = line.command("doctor", "Check settings, store, listener, destinations and prior source");
  command.option("--config", *config_file, "settings file (TOML)");
  command.flag("--local", *local_only, "leave other systems out (health check)");
  command.runs([=] { return examine(*config_file, *local_only); });
}

}  // namespace oligard::app
