#include "oligard/classify/case_json.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "classify/json/case_words.h"
#include "classify/json/context_json.h"
#include "classify/json/json_reader.h"
#include "classify/json/rules_json.h"

namespace oligard::classify {
namespace {

using terms::lesion_status_from;
using terms::LesionStatus;

constexpr std::array<std::string_view, 6> kRegions = {"brain",   "neck",   "chest",
                                                      "abdomen", "pelvis", "extremity"};

template <class Names>
bool is_one_of(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

CaseTimePoint read_timepoint(const JsonReader& reader) {
  CaseTimePoint timepoint;
  timepoint.id = reader.required_text("id");
  if (const std::optional<JsonReader> date = reader.member("date")) {
    timepoint.date = date->as_date().value_or(Date{});
  } else {
    reader.complain("has no date");
  }
  timepoint.modality = reader.text("modality").value_or("");
  timepoint.slice_thickness_mm = reader.number("slice_thickness_mm");
  timepoint.coverage_known = reader.flag("coverage_known").value_or(reader.member("coverage").has_value());
  for (std::string& region : reader.texts("coverage")) {
    if (!is_one_of(kRegions, region)) reader.complain("covers an unknown region");
    timepoint.coverage.insert(std::move(region));
  }
  timepoint.segmentation_exhaustive = reader.flag("segmentation_exhaustive").value_or(false);
  return timepoint;
}

SizePart read_part(const JsonReader& reader) {
  SizePart part;
  part.long_mm = reader.number("long_mm").value_or(0);
  part.short_mm = reader.number("short_mm").value_or(0);
  part.volume_mm3 = reader.number("volume_mm3");
  part.long_sd_mm = reader.number("long_sd_mm");
  part.short_sd_mm = reader.number("short_sd_mm");
  part.volume_sd_mm3 = reader.number("volume_sd_mm3");
  return part;
}

ObservationState read_state(const JsonReader& reader) {
  const std::optional<ObservationState> state =
      value_named(kObservationStates, reader.required_text("state"));
  if (!state) reader.complain("has an unknown state");
  return state.value_or(ObservationState::kNotEvaluable);
}

Observation read_observation(const JsonReader& reader) {
  Observation observation;
  observation.state = read_state(reader);
  if (const std::optional<JsonReader> parts = reader.member("parts")) {
    for (const JsonReader& part : parts->elements())
      observation.parts.push_back(read_part(part));
  } else if (observation.state == ObservationState::kMeasured) {
    observation.parts.push_back(read_part(reader));
  }
  observation.truncated = reader.flag("truncated").value_or(false);
  observation.reader_unequivocal_progression = reader.flag("reader_unequivocal_progression").value_or(false);
  observation.modality = reader.text("modality").value_or("");
  observation.slice_thickness_mm = reader.number("slice_thickness_mm");
  observation.not_evaluable_reason = reader.text("not_evaluable_reason").value_or("");
  return observation;
}

RecistRole read_role(const JsonReader& reader) {
  const std::optional<RecistRole> role = value_named(kRoles, reader.text("recist_role").value_or("auto"));
  if (!role) reader.complain("has an unknown recist_role");
  return role.value_or(RecistRole::kAuto);
}

ReaderStatus read_reader_status(const JsonReader& reader) {
  ReaderStatus said;
  const std::optional<LesionStatus> status = lesion_status_from(reader.required_text("status"));
  if (!status) reader.complain("has an unknown status");
  said.status = status.value_or(LesionStatus::kNotEvaluable);
  if (const std::optional<JsonReader> date = reader.member("date")) said.date = date->as_date();
  said.sop_instance_uid = reader.text("sop_instance_uid").value_or("");
  return said;
}

CaseLesion read_lesion(const JsonReader& reader) {
  CaseLesion lesion;
  lesion.id = reader.required_text("id");
  lesion.organ = reader.text("organ").value_or("unknown");
  lesion.region = reader.text("region").value_or("");
  if (!lesion.region.empty() && !is_one_of(kRegions, lesion.region)) reader.complain("has an unknown region");
  lesion.nodal = reader.flag("nodal").value_or(false);
  lesion.kind = reader.text("kind").value_or("solid");
  if (!is_lesion_kind(lesion.kind)) reader.complain("has an unknown kind");
  lesion.recist_role = read_role(reader);
  if (const std::optional<JsonReader> therapy = reader.member("local_therapy")) {
    lesion.local_therapy = read_local_therapy(*therapy);
  }
  for (std::string& flag : reader.texts("flags"))
    lesion.flags.insert(std::move(flag));
  for (const auto& [field, source] : reader.entries("sources"))
    lesion.sources.emplace(field, source.as_text().value_or(""));
  for (const auto& [timepoint, imaged] : reader.entries("place_imaged"))
    lesion.place_imaged.emplace(timepoint, imaged.as_bool().value_or(false));
  for (const auto& [timepoint, said] : reader.entries("reader_status"))
    lesion.reader_status.emplace(timepoint, read_reader_status(said));
  for (const auto& [timepoint, observation] : reader.entries("observations"))
    lesion.observations.emplace(timepoint, read_observation(observation));
  return lesion;
}

/// Of a case that was made from images the baseline was chosen, and the source says how; else the case states
/// it.
void read_baseline(const JsonReader& reader, Case& result) {
  const std::optional<std::string> baseline = reader.text("baseline_timepoint");
  const std::optional<std::string> chosen_by = reader.text("baseline_source");
  if (baseline && !chosen_by) result.context.baseline_timepoint = baseline;
  result.baseline_source = chosen_by.value_or("");
  result.baseline_timepoint = baseline ? *baseline : result.context.baseline_timepoint.value_or("");
  if (result.baseline_timepoint.empty() && !result.timepoints.empty())
    result.baseline_timepoint = result.timepoints.front().id;
}

Case read_case(const JsonReader& reader) {
  Case result;
  result.id = reader.required_text("id");
  if (const std::optional<JsonReader> context = reader.member("context"))
    read_context(*context, result.context);
  if (const std::optional<bool> irecist = reader.flag("irecist")) result.context.irecist = irecist;
  if (const std::optional<JsonReader> timepoints = reader.member("timepoints")) {
    for (const JsonReader& timepoint : timepoints->elements())
      result.timepoints.push_back(read_timepoint(timepoint));
  }
  read_baseline(reader, result);
  if (const std::optional<JsonReader> lesions = reader.member("lesions")) {
    for (const JsonReader& lesion : lesions->elements())
      result.lesions.push_back(read_lesion(lesion));
  }
  result.evaluated_profiles = reader.texts("evaluated_profiles");
  if (result.evaluated_profiles.empty()) result.evaluated_profiles = {"default_5"};
  return result;
}

}  // namespace

Result<Json> parse_json(std::string_view text, std::string_view code) {
  try {
    return Json::parse(text);
  } catch (const Json::parse_error& error) {
    return fail(ErrorKind::kInvalidInput, code, "not JSON at byte " + std::to_string(error.byte));
  } catch (const Json::exception&) {
    return fail(ErrorKind::kInvalidInput, code, "not JSON: a number is out of range");
  }
}

Result<CaseFile> parse_case_file(std::string_view json, const Rules& rules) {
  const Result<Json> document = parse_json(json, "CASE_INVALID_JSON");
  if (!document) return fail(document);
  JsonProblem problem;
  const JsonReader root(*document, "", problem);
  CaseFile file{rules, {}};
  if (const std::optional<JsonReader> constants = root.member("constants")) {
    read_constants(*constants, file.rules.constants);
  }
  if (const std::optional<JsonReader> profiles = root.member("profiles")) {
    read_profiles(*profiles, file.rules.profiles);
  }
  if (const std::optional<JsonReader> cases = root.member("cases")) {
    for (const JsonReader& entry : cases->elements())
      file.cases.push_back(read_case(entry));
  } else {
    root.complain("has no cases");
  }
  if (!problem.text.empty()) return fail(ErrorKind::kInvalidInput, "CASE_INVALID_JSON", problem.text);
  return file;
}

}  // namespace oligard::classify
