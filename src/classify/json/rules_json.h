// Constants and profiles of clinical-rules 3.3 and 1.5 from JSON.
#pragma once

#include "classify/json/json_reader.h"
#include "oligard/classify/rules.h"

namespace oligard::classify {

/// Replaces the constants that are given. An unknown name is a problem: a mistyped threshold must not pass.
void read_constants(const JsonReader& reader, Constants& constants);

/// Adds the given profiles, or replaces those of the same name.
void read_profiles(const JsonReader& reader, std::map<std::string, Profile>& profiles);

}  // namespace oligard::classify
