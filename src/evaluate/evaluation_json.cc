#include <cmath>

#include <nlohmann/json.hpp>

#include "oligard/evaluate/evaluate.h"

namespace oligard::evaluate {
namespace {

using Json = nlohmann::ordered_json;

Json number(const std::optional<double>& value) {
  if (!value) return nullptr;
  return std::floor(*value * 1e6 + 0.5) / 1e6;
}

}  // namespace

std::string to_json(const Evaluation& evaluation) {
  Json json;
  json["schema_version"] = "1.0";
  json["patients"] = evaluation.patients;
  json["without_result"] = evaluation.without_result;
  json["metrics"] = Json::object();
  for (const Metric& metric : evaluation.metrics) {
    json["metrics"][metric.name] = {{"value", number(metric.value)}, {"low", number(metric.low)},
                                    {"high", number(metric.high)},   {"right", metric.right},
                                    {"found", metric.found},         {"wanted", metric.wanted}};
  }
  json["calibration_error"] = {{"value", number(evaluation.calibration_error)},
                               {"low", number(evaluation.calibration_error_low)},
                               {"high", number(evaluation.calibration_error_high)}};
  json["reliability"] = Json::array();
  for (const ReliabilityBin& bin : evaluation.reliability) {
    json["reliability"].push_back(
        {{"from", number(bin.from)},
         {"to", number(bin.to)},
         {"links", bin.links},
         {"mean_probability", bin.links > 0 ? number(bin.mean_probability) : nullptr},
         {"share_right", bin.links > 0 ? number(bin.share_right) : nullptr}});
  }
  return json.dump(2) + "\n";
}

}  // namespace oligard::evaluate
