// `oligard worker`: does the jobs of a store until SIGTERM, which lets it finish the job under way.
#include "oligard/pipeline/worker.h"

#include <atomic>
#include <csignal>
#include <iostream>
#include <memory>

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "app/commands.h"
#include "oligard/base/log.h"
#include "oligard/base/metrics.h"
#include "oligard/pipeline/supervisor.h"
#include "oligard/store/store.h"

namespace oligard::app {
namespace {

std::atomic<bool> stop_requested{false};

extern "C" void request_stop(int /*signal*/) {
  stop_requested = true;
}

void bound_memory(int megabytes) {
  rlimit limit{};
  limit.rlim_cur = static_cast<rlim_t>(megabytes) << 20U;
  limit.rlim_max = limit.rlim_cur;
  setrlimit(RLIMIT_AS, &limit);
  // A crash on a hostile object leaves no core file with patient data behind.
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
}

/// `serve` learns from the exit code that it has to stop.
int ended_by(const Error& error) {
  const int code = print_error(error);
  return consequence_of(error.kind) == Consequence::kStop ? pipeline::kStoreDamagedExit : code;
}

int work(const std::string& config_file, const std::string& owner, store::Duty duty) {
  const Result<config::Settings> settings = settings_from(config_file);
  if (!settings) return print_settings_error(settings.error());
  configure_log(settings->log, true);
  std::signal(SIGTERM, request_stop);
  std::signal(SIGINT, SIG_IGN);
  std::signal(SIGPIPE, SIG_IGN);
  bound_memory(settings->pipeline.worker_memory_mb);
  const SystemClock clock;
  const auto store = store::Store::open(settings->store, clock);
  if (!store) return ended_by(store.error());
  if (const auto secret = (*store)->installation_secret()) log::set_uid_key(*secret);
  metrics::Registry metrics;
  pipeline::Worker worker(*settings, **store, clock, metrics, owner, version(), duty);
  const Status worked = worker.run(stop_requested);
  log::info("metrics", {{"worker", owner}, {"values", metrics.summary()}});
  return worked ? kDone : ended_by(worked.error());
}

}  // namespace

void add_worker(CommandLine& line) {
  struct Arguments {
    std::string config;
    std::string owner = "worker-" + std::to_string(getpid());
    bool child = false;
    bool priors = false;
  };
  auto arguments = std::make_shared<Arguments>();
  Command command = line.command("worker", "Do the jobs of a store; `serve` starts its own workers");
  command.option("--config", arguments->config, "settings file (TOML)");
  command.option("--owner", arguments->owner, "name in job leases");
  command.flag("--child", arguments->child, "end with the parent process");
  command.flag("--priors", arguments->priors, "find patients' priors, and do nothing else");
  command.runs([arguments] {
    if (arguments->child) prctl(PR_SET_PDEATHSIG, SIGTERM);
    return work(arguments->config, arguments->owner,
                arguments->priors ? store::Duty::kPriors : store::Duty::kAnalysis);
  });
}

}  // namespace oligard::app
