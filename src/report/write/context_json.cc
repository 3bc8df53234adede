#include "report/write/context_json.h"

#include <cmath>

#include "oligard/classify/context_fields.h"

namespace oligard::report {
namespace {

using Json = nlohmann::ordered_json;

Json value_json(bool value) {
  return value;
}
Json value_json(double value) {
  return std::round(value * 1000.0) / 1000.0;
}
Json value_json(const std::string& value) {
  return value;
}
Json value_json(Date value) {
  return to_iso(value);
}
Json value_json(const classify::LocalTherapy& therapy) {
  return {{"date", to_iso(therapy.date)},
          {"modality", therapy.modality.empty() ? Json(nullptr) : Json(therapy.modality)}};
}
Json value_json(const std::vector<classify::SystemicTherapy>& therapies) {
  const auto day = [](const std::optional<Date>& date) { return date ? Json(to_iso(*date)) : Json(nullptr); };
  Json list = Json::array();
  for (const classify::SystemicTherapy& therapy : therapies) {
    list.push_back({{"drug", therapy.drug.empty() ? Json(nullptr) : Json(therapy.drug)},
                    {"start", day(therapy.start)},
                    {"stop", day(therapy.stop)}});
  }
  return list;
}

Json sourced(Json value, const std::string& source) {
  return {{"value", std::move(value)}, {"source", source}};
}

template <class T>
Json given(const classify::ClinicalContext& context, const std::string& field,
           const std::optional<T>& value) {
  if (!value) return sourced(nullptr, classify::source::kUnknown);
  return sourced(value_json(*value), context.source_of(field));
}

const char* name_of(classify::RecistRole role) {
  switch (role) {
    case classify::RecistRole::kTarget:
      return "target";
    case classify::RecistRole::kNonTarget:
      return "non_target";
    case classify::RecistRole::kAuto:
      break;
  }
  return "auto";
}

Json lesion_context_json(const classify::CaseLesion& lesion) {
  const auto source_of = [&lesion](const char* field, const char* otherwise) {
    const auto found = lesion.sources.find(field);
    return found == lesion.sources.end() ? std::string(otherwise) : found->second;
  };
  Json json;
  json["recist_role"] =
      sourced(name_of(lesion.recist_role), source_of("recist_role", classify::source::kUnknown));
  json["kind"] = sourced(lesion.kind, source_of("kind", classify::source::kAssumed));
  json["flags"] = sourced(lesion.flags, source_of("flags", classify::source::kUnknown));
  json["local_therapy"] = sourced(lesion.local_therapy ? value_json(*lesion.local_therapy) : Json(nullptr),
                                  source_of("local_therapy", classify::source::kUnknown));
  return json;
}

template <class T>
Json input_json(const classify::ContextInput<T>& input) {
  return sourced(input.value ? value_json(*input.value) : Json(nullptr), input.source);
}

}  // namespace

Json context_json(const classify::Assessment& assessment) {
  const classify::Case& clinical_case = assessment.clinical_case;
  const classify::ClinicalContext& context = clinical_case.context;
  Json json;
  classify::visit_context_values(
      [&](const char* field, auto member) { json[field] = given(context, field, context.*member); });
  const std::string& baseline_source = clinical_case.baseline_source;
  json["baseline_timepoint"] =
      sourced(clinical_case.baseline_timepoint,
              baseline_source.empty() ? std::string(classify::source::kAssumed) : baseline_source);
  json["lesions"] = Json::object();
  for (const classify::CaseLesion& lesion : clinical_case.lesions)
    json["lesions"][lesion.id] = lesion_context_json(lesion);
  return json;
}

Json inputs_json(const classify::ContextInputs& inputs) {
  Json json;
  json["on_systemic_therapy"] = input_json(inputs.on_systemic_therapy);
  json["initial_control"] = input_json(inputs.initial_control);
  json["history_polymetastatic"] = input_json(inputs.history_polymetastatic);
  json["history_oligometastatic"] = input_json(inputs.history_oligometastatic);
  json["months_primary_to_oligometastatic"] = input_json(inputs.months_primary_to_oligometastatic);
  return json;
}

}  // namespace oligard::report
