// Keeps worker processes running: starts them, notices their deaths, frees what they held, starts them again.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "oligard/base/result.h"
#include "oligard/store/jobs.h"

namespace oligard::pipeline {

/// Exit code of a worker process that found the store damaged.
inline constexpr int kStoreDamagedExit = 6;

/// `command` is the argument vector of a worker; "--owner NAME" is appended, `name` and a number. Two
/// supervisors of one store need different names. `on_stop` is called, from a thread of the supervisor, when
/// a worker or the supervisor itself finds the store damaged. The store must outlive it.
class Supervisor {
 public:
  Supervisor(store::Jobs& jobs, std::vector<std::string> command, int workers, const std::string& name,
             std::function<void(const Error&)> on_stop);
  ~Supervisor();
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;

  /// Error WORKER_NOT_STARTED when the first worker cannot be started.
  Status start();
  /// Asks the workers to finish their job (SIGTERM); those that have not by the deadline are killed.
  void stop(std::chrono::seconds deadline);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace oligard::pipeline
