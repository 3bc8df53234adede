#include "classify/json/reason_json.h"

#include "classify/status/facts.h"

namespace oligard::classify {
namespace {

using terms::Confidence;

using Json = nlohmann::json;

void put(Json& json, const char* name, std::string_view value) {
  if (!value.empty()) json[name] = value;
}

void put(Json& json, const char* name, const std::optional<double>& value) {
  if (value) json[name] = *value;
}

void put(Json& json, const char* name, const std::optional<Confidence>& value) {
  if (value) json[name] = word_of(*value);
}

/// Name and date of a time point; nothing for the assessed one.
void put_timepoint(Json& json, const std::string& prefix, std::int32_t index, const Case& clinical_case) {
  if (index < 0 || static_cast<std::size_t>(index) >= clinical_case.timepoints.size()) return;
  const CaseTimePoint& timepoint = clinical_case.timepoints[static_cast<std::size_t>(index)];
  json[prefix + "_timepoint"] = timepoint.id;
  json[prefix + "_date"] = to_iso(timepoint.date);
}

Json reason_json(const Reason& reason, const Case& clinical_case) {
  Json json = {
      {"rule", reason.rule.view()}, {"code", reason.code.view()}, {"outcome", to_string(reason.outcome)}};
  put(json, "test", to_string(reason.test));
  put(json, "value", reason.value);
  put_timepoint(json, "value", reason.value_timepoint, clinical_case);
  put(json, "reference", reason.reference);
  put_timepoint(json, "reference", reason.reference_timepoint, clinical_case);
  put(json, "threshold", reason.threshold);
  put(json, "constant", reason.constant);
  put(json, "unit", reason.unit);
  put(json, "subject", reason.subject);
  put(json, "result", reason.result);
  put(json, "confidence", reason.confidence);
  put(json, "confidence_before", reason.confidence_before);
  return json;
}

}  // namespace

Json chain_json(const std::vector<Reason>& chain, const Case& clinical_case) {
  Json json = Json::array();
  for (const Reason& reason : chain)
    json.push_back(reason_json(reason, clinical_case));
  return json;
}

}  // namespace oligard::classify
