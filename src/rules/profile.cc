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

const std::map<std::string, Profile>& built_in_profiles() {
  // clinical-rules 1.5. Order: description, source, source verified; limits on lesions, organs, per organ,
  // share; share inclusive, CNS mode, allowed organs.
  static const std::map<std::string, Profile> profiles = {
      {"default_5",
       {"<=5 progressing lesions and fewer than half of the assessable lesions; CNS counted",
        "Lievens 2020 (1-5 lesions); Radiopaedia 2021 (minority)",
        true,
        5,
        {},
        {},
        0.5,
        false,
        CnsMode::kCount,
        {}}},
      {"strict_3",
       {"<=3 progressing lesions and fewer than half",
        "several trials; original HALT limit",
        true,
        3,
        {},
        {},
        0.5,
        false,
        CnsMode::kCount,
        {}}},
      {"nsclc_weickhardt_2012",
       {"<=4 extra-CNS lesions; any number of non-leptomeningeal CNS lesions",
        "Weickhardt, J Thorac Oncol 2012",
        true,
        4,
        {},
        {},
        {},
        true,
        CnsMode::kSeparateUnlimited,
        {}}},
      {"nsclc_ni_2018",
       {"<=3 lesions in <=2 extra-CNS organs",
        "Ni, Cardiovasc Intervent Radiol 2019 (online 2018)",
        true,
        3,
        2,
        {},
        {},
        true,
        CnsMode::kExtracranialOnly,
        {}}},
      {"nsclc_5_3",
       {"<=5 lesions in <=3 organs (borrowed from synchronous oligometastatic NSCLC)",
        "Dingemans, J Thorac Oncol 2019",
        true,
        5,
        3,
        {},
        {},
        true,
        CnsMode::kCount,
        {}}},
      {"curb_2024",
       {"<=5 progressing lesions", "Tsai, Lancet 2024", true, 5, {}, {}, {}, true, CnsMode::kCount, {}}},
      {"halt_5",
       {"<=5 extracranial progressing sites on TKI after a response",
        "HALT NCT03256981",
        true,
        5,
        {},
        {},
        {},
        true,
        CnsMode::kExtracranialOnly,
        {}}},
      {"stop_5",
       {"1-5 progressing lesions",
        "STOP-2 NCT06918951 (STOP NCT02756793 from memory)",
        true,
        5,
        {},
        {},
        {},
        true,
        CnsMode::kCount,
        {}}},
      {"prostate_trap_2",
       {"<=2 progressing lesions in bone, lymph node, lung or prostate",
        "TRAP, IJROBP 2025",
        true,
        2,
        {},
        {},
        {},
        true,
        CnsMode::kCount,
        {"bone", "lymph_node", "lung", "prostate"}}},
      {"rcc_hannan_2022",
       {"<=3 progressing lesions and <=30% of all lesions",
        "Hannan, Eur Urol Oncol 2022",
        false,
        3,
        {},
        {},
        0.3,
        true,
        CnsMode::kCount,
        {}}},
      {"rcc_cheung_2021",
       {"<=5 progressing lesions", "Cheung, Eur Urol 2021", false, 5, {}, {}, {}, true, CnsMode::kCount, {}}},
      {"breast_avatar_5",
       {"<=5 progressing lesions",
        "AVATAR trial protocol, PMC7989018",
        true,
        5,
        {},
        {},
        {},
        true,
        CnsMode::kCount,
        {}}},
  };
  return profiles;
}

}  // namespace oligard::rules
