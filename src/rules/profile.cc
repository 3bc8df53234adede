#include "oligard/rules/profile.h"

#include <algorithm>
#include <array>
#include <utility>

#include "oligard/base/text.h"
#include "oligard/rules/constants.h"

namespace oligard::rules {
namespace {

constexpr std::size_t kLongestName = 64;

constexpr std::array<std::pair<CnsMode, std::string_view>, 3> kCnsModes = {{
    {CnsMode::kCount, "count"},
    {CnsMode::kSeparateUnlimited, "separate_unlimited"},
    {CnsMode::kExtracranialOnly, "extracranial_only"},
}};

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace

std::string_view name_of(CnsMode mode) {
  const auto* const row = std::find_if(kCnsModes.begin(), kCnsModes.end(),
                                       [mode](const auto& entry) { return entry.first == mode; });
  return row->second;
}

std::optional<CnsMode> cns_mode_of(std::string_view name) {
  for (const auto& [mode, known] : kCnsModes)
    if (known == name) return mode;
  return std::nullopt;
}

bool is_profile_name(std::string_view name) {
  return !name.empty() && name.size() <= kLongestName &&
         std::all_of(name.begin(), name.end(), is_name_character);
}

std::string text_of(const Profile& profile) {
  std::string text;
  const auto add = [&text](std::string_view field, const std::string& value) {
    append(text, ", ", std::string(field) + " " + value);
  };
  if (profile.max_lesions) add("max_lesions", std::to_string(*profile.max_lesions));
  if (profile.max_organs) add("max_organs", std::to_string(*profile.max_organs));
  if (profile.max_per_organ) add("max_per_organ", std::to_string(*profile.max_per_organ));
  if (profile.max_share) {
    add("max_share", text_of(*profile.max_share));
    add("share_inclusive", profile.share_inclusive ? "true" : "false");
  }
  add("cns_mode", std::string(name_of(profile.cns_mode)));
  std::string organs;
  for (const std::string& organ : profile.allowed_organs)
    append(organs, " ", organ);
  if (!organs.empty()) add("allowed_organs", organs);
  return text;
}

}  // namespace oligard::rules
