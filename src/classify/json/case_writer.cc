// A file of cases as text: the one that parse_case_file reads back.
#include <nlohmann/json.hpp>

#include "classify/json/case_words.h"
#include "oligard/classify/case_json.h"
#include "oligard/classify/context_fields.h"

namespace oligard::classify {
namespace {

using Json = nlohmann::json;

Json value_json(bool value) {
  return value;
}
Json value_json(double value) {
  return value;
}
Json value_json(const std::string& value) {
  return value;
}
Json value_json(Date value) {
  return to_iso(value);
}
Json value_json(const std::set<std::string>& names) {
  return names;
}

Json value_json(int value) {
  return value;
}
Json value_json(const LocalTherapy& therapy);
Json value_json(const std::vector<SystemicTherapy>& therapies);
Json value_json(const LesionContext& lesion);
Json value_json(const ReaderStatus& said);
Json value_json(const Observation& observation);

template <class T>
void put(Json& json, const char* key, const std::optional<T>& value) {
  if (value) json[key] = value_json(*value);
}
void put(Json& json, const char* key, const std::string& text) {
  if (!text.empty()) json[key] = text;
}
void put(Json& json, const char* key, bool flag) {
  if (flag) json[key] = true;
}

Json value_json(const LocalTherapy& therapy) {
  Json json = {{"date", to_iso(therapy.date)}};
  put(json, "modality", therapy.modality);
  return json;
}
Json value_json(const std::vector<SystemicTherapy>& therapies) {
  Json list = Json::array();
  for (const SystemicTherapy& therapy : therapies) {
    Json json = Json::object();
    put(json, "drug", therapy.drug);
    put(json, "start", therapy.start);
    put(json, "stop", therapy.stop);
    list.push_back(std::move(json));
  }
  return list;
}
Json value_json(const LesionContext& lesion) {
  Json json = Json::object();
  put(json, "kind", lesion.kind);
  if (!lesion.flags.empty()) json["flags"] = lesion.flags;
  return json;
}
template <class T>
Json value_json(const std::map<std::string, T>& by_name) {
  Json json = Json::object();
  for (const auto& [name, value] : by_name)
    json[name] = value_json(value);
  return json;
}
Json value_json(const ReaderStatus& said) {
  Json json = {{"status", to_string(said.status)}};
  put(json, "date", said.date);
  put(json, "sop_instance_uid", said.sop_instance_uid);
  return json;
}

void put_part(Json& json, const SizePart& part) {
  if (part.long_mm != 0) json["long_mm"] = part.long_mm;
  if (part.short_mm != 0) json["short_mm"] = part.short_mm;
  put(json, "volume_mm3", part.volume_mm3);
  put(json, "long_sd_mm", part.long_sd_mm);
  put(json, "short_sd_mm", part.short_sd_mm);
  put(json, "volume_sd_mm3", part.volume_sd_mm3);
}

/// One part of a measured lesion stands in the observation itself.
Json value_json(const Observation& observation) {
  Json json = {{"state", name_in(kObservationStates, observation.state)}};
  const bool is_measured = observation.state == ObservationState::kMeasured;
  if (is_measured && observation.parts.size() == 1) {
    put_part(json, observation.parts.front());
  } else if (is_measured || !observation.parts.empty()) {
    json["parts"] = Json::array();
    for (const SizePart& part : observation.parts)
      put_part(json["parts"].emplace_back(Json::object()), part);
  }
  put(json, "truncated", observation.truncated);
  put(json, "reader_unequivocal_progression", observation.reader_unequivocal_progression);
  put(json, "modality", observation.modality);
  put(json, "slice_thickness_mm", observation.slice_thickness_mm);
  put(json, "not_evaluable_reason", observation.not_evaluable_reason);
  return json;
}

template <class T>
void put_all(Json& json, const char* key, const T& collection) {
  if (!collection.empty()) json[key] = value_json(collection);
}

Json context_json(const ClinicalContext& context) {
  Json json = Json::object();
  visit_context_values([&](const char* name, auto member) { put(json, name, context.*member); });
  visit_context_collections([&](const char* name, auto member) { put_all(json, name, context.*member); });
  put_all(json, "sources", context.sources);
  return json;
}

Json timepoint_json(const CaseTimePoint& timepoint) {
  Json json = {{"id", timepoint.id}, {"date", to_iso(timepoint.date)}};
  put(json, "modality", timepoint.modality);
  put(json, "slice_thickness_mm", timepoint.slice_thickness_mm);
  if (timepoint.coverage_known || !timepoint.coverage.empty()) json["coverage"] = timepoint.coverage;
  json["coverage_known"] = timepoint.coverage_known;
  put(json, "segmentation_exhaustive", timepoint.segmentation_exhaustive);
  return json;
}

Json lesion_json(const CaseLesion& lesion) {
  Json json = {{"id", lesion.id}, {"organ", lesion.organ}, {"kind", lesion.kind}};
  put(json, "region", lesion.region);
  put(json, "nodal", lesion.nodal);
  if (lesion.recist_role != RecistRole::kAuto) json["recist_role"] = name_in(kRoles, lesion.recist_role);
  put(json, "local_therapy", lesion.local_therapy);
  put_all(json, "flags", lesion.flags);
  put_all(json, "sources", lesion.sources);
  put_all(json, "place_imaged", lesion.place_imaged);
  put_all(json, "reader_status", lesion.reader_status);
  put_all(json, "observations", lesion.observations);
  return json;
}

Json case_json(const Case& clinical_case) {
  Json json = {{"id", clinical_case.id},
               {"baseline_timepoint", clinical_case.baseline_timepoint},
               {"baseline_source", clinical_case.baseline_source},
               {"context", context_json(clinical_case.context)},
               {"evaluated_profiles", clinical_case.evaluated_profiles}};
  for (const CaseTimePoint& timepoint : clinical_case.timepoints)
    json["timepoints"].push_back(timepoint_json(timepoint));
  for (const CaseLesion& lesion : clinical_case.lesions)
    json["lesions"].push_back(lesion_json(lesion));
  return json;
}

Json constants_json(const Constants& constants) {
  Json json;
  for (const auto& named : kRealConstants)
    json[named.name] = constants.*named.member;
  for (const auto& named : kCountConstants)
    json[named.name] = constants.*named.member;
  json["vol_rc"] = Json::array();
  for (const RepeatabilityClass& row : constants.vol_rc)
    json["vol_rc"].push_back({row.from_mm, row.to_mm, row.fraction});
  return json;
}

Json profile_json(const Profile& profile) {
  Json json = {{"cns_mode", rules::name_of(profile.cns_mode)}};
  put(json, "description", profile.description);
  put(json, "source", profile.source);
  put(json, "source_verified", profile.source_verified);
  put(json, "max_lesions", profile.max_lesions);
  put(json, "max_organs", profile.max_organs);
  put(json, "max_per_organ", profile.max_per_organ);
  put(json, "max_share", profile.max_share);
  put(json, "share_inclusive", profile.share_inclusive);
  if (!profile.allowed_organs.empty()) json["allowed_organs"] = profile.allowed_organs;
  return json;
}

}  // namespace

std::string to_json(const CaseFile& file) {
  Json json = {{"constants", constants_json(file.rules.constants)},
               {"profiles", Json::object()},
               {"cases", Json::array()}};
  for (const auto& [name, profile] : file.rules.profiles)
    json["profiles"][name] = profile_json(profile);
  for (const Case& clinical_case : file.cases)
    json["cases"].push_back(case_json(clinical_case));
  return json.dump(-1, ' ', true, Json::error_handler_t::replace);
}

}  // namespace oligard::classify
