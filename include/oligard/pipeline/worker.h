// Does the jobs of the store: index an object, assess a patient; or find a patient's priors. Runs in a
// process of its own, because the bytes it parses are not trusted.
#pragma once

#include <atomic>
#include <string>

#include "oligard/base/clock.h"
#include "oligard/base/metrics.h"
#include "oligard/base/result.h"
#include "oligard/config/settings.h"
#include "oligard/store/store.h"

namespace oligard::pipeline {

/// One worker. Everything given must outlive it. One thread.
class Worker {
 public:
  /// `owner` names the worker in leases; `program_version` goes into results. A worker for priors does
  /// nothing else: it waits for the PACS.
  Worker(const config::Settings& settings, store::Store& store, const Clock& clock,
         metrics::Registry& metrics, std::string owner, std::string program_version,
         store::Duty duty = store::Duty::kAnalysis);

  /// Takes one due job and finishes it. False when none was due. Errors are those of the store; what goes
  /// wrong inside a job is recorded with the job.
  [[nodiscard]] Result<bool> run_one();

  /// run_one until `stop`, waiting between polls. A job that takes longer than pipeline.job_timeout_s ends
  /// the process by SIGALRM. Errors that must stop the service (consequence_of) end it; others are logged.
  [[nodiscard]] Status run(const std::atomic<bool>& stop);

 private:
  Status do_job(const store::Job& job);
  Status do_analysis(const store::Job& job);
  Status give_up(const store::Job& job);
  Status index(const store::Job& job);
  Status assess(const store::Job& job);
  void count(const store::Job& job, const char* outcome);

  const config::Settings& settings_;
  store::Store& store_;
  const Clock& clock_;
  metrics::Registry& metrics_;
  std::string owner_;
  std::string program_version_;
  store::Duty duty_;
  const std::atomic<bool>* stop_ = nullptr;
};

}  // namespace oligard::pipeline
