#include "oligard/pipeline/supervisor.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstring>
#include <mutex>
#include <thread>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "oligard/base/log.h"

extern char** environ;

namespace oligard::pipeline {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

constexpr std::chrono::milliseconds kWatch{50};
constexpr std::chrono::milliseconds kFirstDelay{100};
constexpr std::chrono::milliseconds kLongestDelay{5000};
/// A worker that lived this long starts again without delay.
constexpr std::chrono::seconds kHealthy{10};

std::string host_name() {
  std::array<char, 256> name{};
  gethostname(name.data(), name.size() - 1);
  return name.data();
}

struct Slot {
  std::string owner;
  pid_t pid = 0;
  SteadyTime started_at;
  SteadyTime start_after;
  std::chrono::milliseconds delay = kFirstDelay;
};

}  // namespace

struct Supervisor::Impl {
  store::Jobs& jobs;
  std::vector<std::string> command;
  std::function<void(const Error&)> on_stop;
  std::vector<Slot> slots;
  std::atomic<bool> stopping{false};
  std::thread watcher;

  Impl(store::Jobs& j, std::vector<std::string> c, std::function<void(const Error&)> o)
      : jobs(j), command(std::move(c)), on_stop(std::move(o)) {}

  Status spawn(Slot& slot) const {
    std::vector<std::string> words = command;
    words.insert(words.end(), {"--owner", slot.owner});
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (std::string& word : words)
      arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    const int error = posix_spawn(&slot.pid, arguments[0], nullptr, &attributes, arguments.data(), environ);
    posix_spawnattr_destroy(&attributes);
    slot.started_at = std::chrono::steady_clock::now();
    if (error == 0) {
      log::info("worker_started", {{"worker", slot.owner}, {"pid", static_cast<int>(slot.pid)}});
      return {};
    }
    slot.pid = 0;
    return fail(ErrorKind::kInternal, "WORKER_NOT_STARTED",
                std::string("a worker process cannot be started: ") + strerrordesc_np(error));
  }

  void free_leases(const Slot& slot) const {
    const Status freed = jobs.release_leases(slot.owner);
    if (freed) return;
    if (consequence_of(freed.error().kind) == Consequence::kStop) {
      on_stop(freed.error());
    } else {
      log::error("leases_not_released", {{"worker", slot.owner}, {"code", freed.error().code}});
    }
  }

  void on_death(Slot& slot, int wait_status) const {
    const auto lived = std::chrono::steady_clock::now() - slot.started_at;
    log::write(stopping ? log::Level::kInfo : log::Level::kWarn, "worker_ended",
               {{"worker", slot.owner},
                {"pid", static_cast<int>(slot.pid)},
                {"signal", WIFSIGNALED(wait_status) ? WTERMSIG(wait_status) : 0},
                {"exit_code", WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : -1}});
    slot.pid = 0;
    if (WIFEXITED(wait_status) && WEXITSTATUS(wait_status) == kStoreDamagedExit) {
      on_stop({ErrorKind::kCorrupt, "STORE_CORRUPT", "a worker found the store damaged"});
    }
    free_leases(slot);
    slot.delay = lived > kHealthy ? kFirstDelay : std::min(slot.delay * 2, kLongestDelay);
    slot.start_after = std::chrono::steady_clock::now() + slot.delay;
  }

  void reap() {
    for (Slot& slot : slots) {
      int wait_status = 0;
      if (slot.pid != 0 && waitpid(slot.pid, &wait_status, WNOHANG) == slot.pid) on_death(slot, wait_status);
    }
  }

  void watch() {
    while (!stopping) {
      reap();
      for (Slot& slot : slots) {
        if (slot.pid != 0 || std::chrono::steady_clock::now() < slot.start_after) continue;
        if (Status started = spawn(slot); !started) {
          log::error("worker_not_started", {{"worker", slot.owner}, {"reason", started.error().reason}});
          slot.start_after = std::chrono::steady_clock::now() + kLongestDelay;
        }
      }
      std::this_thread::sleep_for(kWatch);
    }
  }

  [[nodiscard]] bool any_alive() const {
    return std::any_of(slots.begin(), slots.end(), [](const Slot& slot) { return slot.pid != 0; });
  }

  void signal_all(int signal) const {
    for (const Slot& slot : slots) {
      if (slot.pid != 0) kill(slot.pid, signal);
    }
  }
};

Supervisor::Supervisor(store::Jobs& jobs, std::vector<std::string> command, int workers,
                       const std::string& name, std::function<void(const Error&)> on_stop)
    : impl_(std::make_unique<Impl>(jobs, std::move(command), std::move(on_stop))) {
  for (int i = 1; i <= workers; ++i) {
    Slot slot;
    slot.owner = host_name() + "/" + name + "-" + std::to_string(i);
    impl_->slots.push_back(std::move(slot));
  }
}

Supervisor::~Supervisor() {
  stop(std::chrono::seconds(0));
}

Status Supervisor::start() {
  for (Slot& slot : impl_->slots) {
    // Leases of a worker that died together with its service.
    impl_->free_leases(slot);
    if (Status started = impl_->spawn(slot); !started) return started;
  }
  impl_->watcher = std::thread([this] { impl_->watch(); });
  return {};
}

void Supervisor::stop(std::chrono::seconds deadline) {
  if (impl_->stopping.exchange(true)) return;
  if (impl_->watcher.joinable()) impl_->watcher.join();
  impl_->signal_all(SIGTERM);
  const SteadyTime end = std::chrono::steady_clock::now() + deadline;
  while (impl_->any_alive() && std::chrono::steady_clock::now() < end) {
    impl_->reap();
    std::this_thread::sleep_for(kWatch);
  }
  impl_->signal_all(SIGKILL);
  while (impl_->any_alive()) {
    impl_->reap();
    std::this_thread::sleep_for(kWatch);
  }
}

}  // namespace oligard::pipeline
