// The clinical context as JSON: `context` of a case, and a patient's context file.
#include "classify/json/context_json.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "oligard/classify/case_json.h"
#include "oligard/classify/context_fields.h"

namespace oligard::classify {
namespace {

constexpr std::array<const char*, 6> kSources = {source::kConfig, source::kExternal, source::kSr,
                                                 source::kHeader, source::kImage,    source::kAssumed};

std::optional<Date> date(const JsonReader& reader, const std::string& key) {
  const std::optional<JsonReader> found = reader.member(key);
  return found ? found->as_date() : std::nullopt;
}

void read(const JsonReader& reader, const char* key, std::optional<bool>& value) {
  value = reader.flag(key);
}
void read(const JsonReader& reader, const char* key, std::optional<double>& value) {
  value = reader.number(key);
}
void read(const JsonReader& reader, const char* key, std::optional<std::string>& value) {
  value = reader.text(key);
}
void read(const JsonReader& reader, const char* key, std::optional<Date>& value) {
  value = date(reader, key);
}

SystemicTherapy read_systemic_therapy(const JsonReader& reader) {
  reader.allow_only({"drug", "start", "stop"});
  SystemicTherapy therapy{reader.text("drug").value_or(""), date(reader, "start"), date(reader, "stop")};
  if (therapy.start && therapy.stop && *therapy.stop < *therapy.start)
    reader.complain("stops before it starts");
  return therapy;
}

void read(const JsonReader& reader, const char* key, std::optional<std::vector<SystemicTherapy>>& value) {
  const std::optional<JsonReader> therapies = reader.member(key);
  if (!therapies) return;
  value.emplace();
  for (const JsonReader& entry : therapies->elements())
    value->push_back(read_systemic_therapy(entry));
}

LesionContext read_lesion_context(const JsonReader& reader) {
  reader.allow_only({"kind", "flags"});
  LesionContext lesion;
  lesion.kind = reader.text("kind");
  if (lesion.kind && !is_lesion_kind(*lesion.kind)) reader.complain("has an unknown kind");
  for (std::string& flag : reader.texts("flags")) {
    if (!is_lesion_flag(flag)) reader.complain("has an unknown flag");
    lesion.flags.insert(std::move(flag));
  }
  return lesion;
}

std::set<std::string> names(const JsonReader& reader, const std::string& key) {
  std::set<std::string> all;
  for (std::string& name : reader.texts(key))
    if (!all.insert(std::move(name)).second) reader.complain("names a lesion twice in " + key);
  return all;
}

void check_diagnoses(const JsonReader& reader, const ClinicalContext& context) {
  if (context.months_primary_to_oligometastatic.value_or(0) < 0) {
    reader.complain("has a negative months_primary_to_oligometastatic");
  }
  const bool is_reversed = context.primary_diagnosis_date && context.oligometastatic_diagnosis_date &&
                           *context.oligometastatic_diagnosis_date < *context.primary_diagnosis_date;
  if (is_reversed) reader.complain("has an oligometastatic_diagnosis_date before primary_diagnosis_date");
}

void read_lesions(const JsonReader& reader, ClinicalContext& context) {
  context.targets = names(reader, "targets");
  context.non_targets = names(reader, "non_targets");
  for (const std::string& name : context.targets)
    if (context.non_targets.contains(name)) reader.complain("names a lesion in both targets and non_targets");
  for (const auto& [name, entry] : reader.entries("local_therapy")) {
    entry.allow_only({"date", "modality"});
    if (const std::optional<LocalTherapy> therapy = read_local_therapy(entry))
      context.local_therapy.insert_or_assign(name, *therapy);
  }
  for (const auto& [name, entry] : reader.entries("lesions"))
    context.lesions.insert_or_assign(name, read_lesion_context(entry));
}

void read_sources(const JsonReader& reader, ClinicalContext& context) {
  for (const auto& [field, entry] : reader.entries("sources")) {
    const std::string source = entry.as_text().value_or("");
    const bool is_known = std::any_of(kSources.begin(), kSources.end(),
                                      [&source](std::string_view known) { return known == source; });
    if (!is_known) entry.complain("is no source: config, external, sr, header, image or assumed");
    context.sources[field] = source;
  }
}

}  // namespace

std::optional<LocalTherapy> read_local_therapy(const JsonReader& reader) {
  const std::optional<JsonReader> date = reader.member("date");
  if (!date) {
    reader.complain("has no date");
    return std::nullopt;
  }
  return LocalTherapy{date->as_date().value_or(Date{}), reader.text("modality").value_or("")};
}

void read_context(const JsonReader& reader, ClinicalContext& context) {
  visit_context_values([&](const char* name, auto member) { read(reader, name, context.*member); });
  check_diagnoses(reader, context);
  read_lesions(reader, context);
  read_sources(reader, context);
}

Result<ClinicalContext> parse_context(std::string_view json) {
  const Result<Json> document = parse_json(json, "CONTEXT_INVALID");
  if (!document) return fail(document);
  JsonProblem problem;
  const JsonReader root(*document, "", problem);
  std::set<std::string> known = {"sources"};
  const auto add_name = [&known](const char* name, auto /*member*/) { known.insert(name); };
  visit_context_values(add_name);
  visit_context_collections(add_name);
  root.allow_only(known);
  ClinicalContext context;
  read_context(root, context);
  if (!problem.text.empty()) return fail(ErrorKind::kInvalidInput, "CONTEXT_INVALID", problem.text);
  return context;
}

}  // namespace oligard::classify
