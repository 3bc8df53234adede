// `oligard serve`: listener, workers and sender until SIGTERM, which drains.
#include <cerrno>
#include <csignal>
#include <iostream>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include <unistd.h>

#include "app/commands.h"
#include "app/error_guide.h"
#include "oligard/base/log.h"
#include "oligard/base/metrics.h"
#include "oligard/pipeline/supervisor.h"
#include "oligard/receive/listener.h"
#include "oligard/send/sender.h"
#include "oligard/store/store.h"

namespace oligard::app {
namespace {

constexpr std::chrono::seconds kListenerGrace{10};
constexpr std::chrono::seconds kWorkerGrace{20};
/// A search that is cut off begins again after the start.
constexpr std::chrono::seconds kPriorGrace{3};

struct Options {
  std::string config;
  std::string aet;
  int port = -1;
  int max_pdu = 0;
  bool verbose = false;
  bool debug = false;
};

void apply(const Options& options, config::Settings& settings) {
  if (!options.aet.empty()) settings.listener.aet = options.aet;
  if (options.port >= 0) settings.listener.port = options.port;
  if (options.max_pdu > 0) settings.listener.max_pdu = options.max_pdu;
  if (options.verbose) settings.log.level = "info";
  if (options.debug) settings.log.level = "debug";
}

std::vector<std::string> worker_command(const Options& options) {
  std::vector<std::string> command = {"/proc/self/exe", "worker", "--child"};
  if (!options.config.empty()) command.insert(command.end(), {"--config", options.config});
  return command;
}

/// Blocks the signals that end the service in every thread, so that sigwait receives them.
sigset_t block_ending_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return signals;
}

/// The first damage of the store that any part of the service meets ends the service.
class Damage {
 public:
  /// Any thread.
  void stop_service(const Error& error) {
    {
      const std::lock_guard lock(mutex_);
      if (error_) return;
      error_ = error;
    }
    const ErrorGuide* guide = error_guide(error.code);
    log::error("service_stops", {{"code", error.code},
                                 {"reason", error.reason},
                                 {"next_step", guide == nullptr ? std::string() : guide->next_step}});
    ::kill(::getpid(), SIGTERM);
  }
  [[nodiscard]] std::optional<Error> error() const {
    const std::lock_guard lock(mutex_);
    return error_;
  }

 private:
  mutable std::mutex mutex_;
  std::optional<Error> error_;
};

int run(const config::Settings& settings, const Options& options) {
  const sigset_t ending = block_ending_signals();
  Damage damage;
  const auto on_stop = [&damage](const Error& error) { damage.stop_service(error); };
  const SystemClock clock;
  metrics::Registry metrics;
  const auto store = store::Store::open(settings.store, clock);
  if (!store) return print_error(store.error());
  if (const auto secret = (*store)->installation_secret()) log::set_uid_key(*secret);

  receive::Listener listener({settings.listener, settings.store.min_free_bytes, {}, on_stop}, **store,
                             metrics);
  if (const Status listening = listener.start(); !listening) return print_error(listening.error());
  pipeline::Supervisor supervisor((*store)->jobs(), worker_command(options), settings.pipeline.workers,
                                  "worker", on_stop);
  if (const Status started = supervisor.start(); !started) return print_error(started.error());
  std::vector<std::string> prior_command = worker_command(options);
  prior_command.emplace_back("--priors");
  pipeline::Supervisor prior_finder((*store)->jobs(), prior_command, settings.prior_source.is_set() ? 1 : 0,
                                    "priors", on_stop);
  if (const Status started = prior_finder.start(); !started) return print_error(started.error());
  send::Sender sender(settings, **store, clock, metrics, on_stop);
  sender.start();
  log::info("service_started", {{"version", version()},
                                {"aet", settings.listener.aet},
                                {"bind", settings.listener.bind},
                                {"port", listener.port()},
                                {"workers", settings.pipeline.workers},
                                {"destinations", settings.destinations.size()},
                                {"prior_source", settings.prior_source.is_set()}});
  if (settings.listener.allowed_aets.empty()) {
    log::warn("nobody_may_store", {{"reason", "listener.allowed_aets is empty: only C-ECHO is answered"}});
  }
  if (settings.destinations.empty()) {
    log::warn("no_destination",
              {{"reason", "results are kept and sent nowhere: there is no [[destination]]"}});
  }

  const timespec hour{3600, 0};
  int signal = 0;
  while ((signal = sigtimedwait(&ending, nullptr, &hour)) < 0) {
    if (errno == EAGAIN) log::info("metrics", {{"values", metrics.summary()}});
  }
  log::info("service_stopping", {{"signal", signal}});
  // What is under way cannot be kept in a damaged store.
  const bool is_damaged = damage.error().has_value();
  listener.stop(is_damaged ? std::chrono::seconds(1) : kListenerGrace);
  prior_finder.stop(is_damaged ? std::chrono::seconds(0) : kPriorGrace);
  supervisor.stop(is_damaged ? std::chrono::seconds(0) : kWorkerGrace);
  sender.stop();
  log::info("metrics", {{"values", metrics.summary()}});
  log::info("service_stopped");
  return is_damaged ? kInternal : kDone;
}

}  // namespace

void add_serve(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Command command = line.command("serve", "Run the DICOM service");
  command.option("--config", options->config, "settings file (TOML)");
  command.option("--aet,--aetitle", options->aet, "own AE title (also -aet)");
  command.option("--port", options->port, "port to listen on; 0 = a free one").within(0, 65535);
  command.option("--max-pdu", options->max_pdu, "largest PDU to receive").within(4096, 131072);
  command.flag("-v,--verbose", options->verbose, "log level info");
  command.flag("-d,--debug", options->debug, "log level debug");
  command.runs([options] {
    Result<config::Settings> settings = settings_from(options->config);
    if (!settings) return print_settings_error(settings.error());
    apply(*options, *settings);
    configure_log(settings->log, true);
    return run(*settings, *options);
  });
}

}  // namespace oligard::app
