#include <nlohmann/json.hpp>

#include "explain/observations.h"
#include "oligard/classify/case_json.h"
#include "oligard/explain/explain.h"

namespace oligard::explain {
namespace {

using Json = nlohmann::ordered_json;

Json known(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json source_json(const report::RecordedSource& source) {
  Json json;
  json["sop_class_uid"] = source.instance.sop_class_uid;
  json["sop_instance_uid"] = source.instance.sop_instance_uid;
  json["segment"] = source.segment > 0 ? Json(source.segment) : Json(nullptr);
  return json;
}

Json observations_json(const Explanation& explanation, const classify::CaseLesion& lesion) {
  Json list = Json::array();
  for (const ObservedSize& observed : observed_sizes(explanation, lesion)) {
    Json json;
    json["timepoint"] = observed.timepoint;
    json["date"] = observed.date;
    json["state"] = observed.state;
    json["size_mm"] = known(observed.size_mm);
    json["volume_mm3"] = known(observed.volume_mm3);
    json["sources"] = Json::array();
    for (const report::RecordedSource& source : observed.sources)
      json["sources"].push_back(source_json(source));
    list.push_back(std::move(json));
  }
  return list;
}

Json differences_json(const std::vector<Difference>& differences) {
  Json list = Json::array();
  for (const Difference& difference : differences) {
    Json json;
    json["where"] = difference.where;
    json["lesion"] = difference.track.empty() ? Json(nullptr) : Json(difference.track);
    json["stated"] = difference.stated.empty() ? Json(nullptr) : Json(difference.stated);
    json["derived"] = difference.derived.empty() ? Json(nullptr) : Json(difference.derived);
    list.push_back(std::move(json));
  }
  return list;
}

}  // namespace

std::string to_json(const Explanation& explanation) {
  const report::StatedResult& stated = explanation.stated;
  Json json;
  json["sop_instance_uid"] = stated.sop_instance_uid;
  json["version"] = stated.device.version;
  json["rule_set"] = stated.rule_set;
  json["agrees"] = explanation.agrees();
  json["seal_holds"] = explanation.seal_holds;
  json["problem"] = explanation.problem.empty() ? Json(nullptr) : Json(explanation.problem);
  json["compared"] = explanation.compared;
  json["inputs"] = explanation.inputs;
  json["differences"] = differences_json(explanation.differences);
  if (explanation.problem.empty()) {
    json["timepoint"] = stated.record.timepoint;
    json["derived"] = Json::parse(classify::to_json(explanation.derived.timepoints[stated.timepoint],
                                                    explanation.derived.clinical_case));
    json["observations"] = Json::object();
    for (const classify::CaseLesion& lesion : explanation.derived.clinical_case.lesions)
      json["observations"][lesion.id] = observations_json(explanation, lesion);
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace oligard::explain
