// The rules of a classification: the rule book's constants and profiles, or changed ones.
#pragma once

#include <map>
#include <string>

#include "oligard/rules/constants.h"
#include "oligard/rules/profile.h"

namespace oligard::classify {

inline constexpr const char* kRuleSet = "lesion-rules-1.0";

using rules::built_in_profiles;
using rules::CnsMode;
using rules::Constants;
using rules::kCountConstants;
using rules::kRealConstants;
using rules::NamedConstant;
using rules::Profile;
using rules::RepeatabilityClass;

struct Rules {
  Constants constants;
  std::map<std::string, Profile> profiles = built_in_profiles();
};

/// Whether a profile of this name is the rule book's own, unchanged.
[[nodiscard]] bool is_unchanged_profile(const Rules& rules, const std::string& name);

}  // namespace oligard::classify
