// Constants and profiles of the settings, as the classifier takes them.
#include <algorithm>

#include "oligard/config/nearest.h"
#include "oligard/pipeline/analysis.h"
#include "oligard/terms/organs.h"

namespace oligard::pipeline {
namespace {

std::string hint(const std::string& word, const std::vector<std::string>& known) {
  const std::string near = config::nearest(word, known);
  return near.empty() ? std::string() : "; did you mean \"" + near + "\"?";
}

std::vector<std::string> organ_names() {
  std::vector<std::string> names;
  for (const terms::Organ& organ : terms::organs())
    names.emplace_back(organ.name);
  return names;
}

tl::unexpected<Error> refused(const std::string& reason) {
  return fail(ErrorKind::kInvalidInput, "CONFIG_INVALID", reason);
}

}  // namespace

classify::Rules rules_of(const config::Settings& settings) {
  classify::Rules rules;
  rules.constants = settings.constants;
  rules.profiles.insert(settings.profiles.begin(), settings.profiles.end());
  return rules;
}

Status check_profiles(const config::Settings& settings) {
  std::vector<std::string> known;
  for (const auto& [name, profile] : rules_of(settings).profiles)
    known.push_back(name);
  for (const std::string& name : settings.analysis.profiles) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    return refused("no profile is called \"" + name + "\"" + hint(name, known));
  }
  for (const auto& [name, profile] : settings.profiles) {
    for (const std::string& organ : profile.allowed_organs) {
      if (terms::organ_by_name(organ) != nullptr) continue;
      return refused("profiles." + name + ".allowed_organs: no organ is called \"" + organ + "\"" +
                     hint(organ, organ_names()));
    }
  }
  return {};
}

}  // namespace oligard::pipeline
