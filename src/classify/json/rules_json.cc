#include "classify/json/rules_json.h"

namespace oligard::classify {
namespace {

constexpr int kMostCountable = 100000;

std::optional<int> count(const JsonReader& reader, const std::string& key) {
  const std::optional<JsonReader> found = reader.member(key);
  const std::optional<double> value = found ? found->as_number() : std::nullopt;
  if (!value) return std::nullopt;
  if (*value >= 0 && *value <= kMostCountable && *value == std::floor(*value))
    return static_cast<int>(*value);
  found->complain("is not a whole number from 0 on");
  return std::nullopt;
}

/// "vol_rc": [[from_mm, to_mm, fraction], …]
void read_repeatability(const JsonReader& reader, Constants& constants) {
  const std::optional<JsonReader> list = reader.member("vol_rc");
  if (!list) return;
  constants.vol_rc.clear();
  for (const JsonReader& row : list->elements()) {
    std::vector<double> values;
    for (const JsonReader& value : row.elements())
      values.push_back(value.as_number().value_or(0));
    if (values.size() != 3) {
      row.complain("is not [from_mm, to_mm, fraction]");
      return;
    }
    constants.vol_rc.push_back({values[0], values[1], values[2]});
  }
}

CnsMode cns_mode(const JsonReader& reader) {
  const std::optional<CnsMode> mode = rules::cns_mode_of(reader.text("cns_mode").value_or("count"));
  if (!mode) reader.complain("has an unknown cns_mode");
  return mode.value_or(CnsMode::kCount);
}

Profile read_profile(const JsonReader& reader) {
  reader.allow_only({"description", "source", "source_verified", "max_lesions", "max_organs", "max_per_organ",
                     "max_share", "share_inclusive", "cns_mode", "allowed_organs"});
  Profile profile;
  profile.description = reader.text("description").value_or("");
  profile.source = reader.text("source").value_or("");
  profile.source_verified = reader.flag("source_verified").value_or(false);
  profile.max_lesions = count(reader, "max_lesions");
  profile.max_organs = count(reader, "max_organs");
  profile.max_per_organ = count(reader, "max_per_organ");
  profile.max_share = reader.number("max_share");
  profile.share_inclusive = reader.flag("share_inclusive").value_or(false);
  profile.cns_mode = cns_mode(reader);
  profile.allowed_organs = reader.texts("allowed_organs");
  return profile;
}

}  // namespace

void read_constants(const JsonReader& reader, Constants& constants) {
  std::set<std::string> known = {"vol_rc"};
  for (const NamedConstant<double>& constant : kRealConstants) {
    known.insert(constant.name);
    constants.*constant.member = reader.number(constant.name).value_or(constants.*constant.member);
  }
  for (const NamedConstant<int>& constant : kCountConstants) {
    known.insert(constant.name);
    constants.*constant.member = count(reader, constant.name).value_or(constants.*constant.member);
  }
  read_repeatability(reader, constants);
  reader.allow_only(known);
  if (const std::optional<rules::ConstantProblem> problem = rules::problem_of(constants))
    reader.complain("has a bad constant: " + problem->name + " " + problem->what);
}

void read_profiles(const JsonReader& reader, std::map<std::string, Profile>& profiles) {
  if (!reader.is_object()) return;
  for (const auto& [name, unused] : reader.value().items()) {
    if (const std::optional<JsonReader> found = reader.member(name)) {
      profiles.insert_or_assign(name, read_profile(*found));
    }
  }
}

}  // namespace oligard::classify
