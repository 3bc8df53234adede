// What a worker counts and times beside its jobs.
#pragma once

#include <string>

#include "oligard/base/metrics.h"

namespace oligard::pipeline {

/// Of one step of a job: "index", "analyse", "assess", "write", "record".
[[nodiscard]] inline metrics::Histogram& stage_seconds(metrics::Registry& registry, const char* stage) {
  return registry.histogram("oligard_stage_seconds", "Time of a step of a job", {{"stage", stage}});
}

[[nodiscard]] inline metrics::Value& refusals(metrics::Registry& registry, const std::string& code) {
  return registry.counter("oligard_refusals_total", "Objects refused after they were received, by code",
                          {{"code", code}});
}

}  // namespace oligard::pipeline
