// Profiles of oligoprogression: named limits (clinical-rules 1.5).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace oligard::rules {

/// How a profile counts lesions of brain, spinal cord and leptomeninges.
enum class CnsMode { kCount, kSeparateUnlimited, kExtracranialOnly };

/// "count", "separate_unlimited", "extracranial_only".
[[nodiscard]] std::string_view name_of(CnsMode mode);
[[nodiscard]] std::optional<CnsMode> cns_mode_of(std::string_view name);

/// Limits under which progression of few lesions is called oligoprogression; an empty limit is none.
struct Profile {
  std::string description{};
  std::string source{};
  bool source_verified = false;  ///< false: the figure is from memory, see clinical-rules
  std::optional<int> max_lesions{};
  std::optional<int> max_organs{};
  std::optional<int> max_per_organ{};
  std::optional<double> max_share{};
  bool share_inclusive = false;
  CnsMode cns_mode = CnsMode::kCount;
  std::vector<std::string> allowed_organs{};  ///< empty = any

  friend bool operator==(const Profile&, const Profile&) = default;
};

/// The twelve profiles of section 1.5, by name.
[[nodiscard]] const std::map<std::string, Profile>& built_in_profiles();

/// A name that a profile of one's own may have: 1 to 64 of a-z, 0-9 and "_".
[[nodiscard]] bool is_profile_name(std::string_view name);

/// Every field in one line, names as in settings: `max_lesions 5, max_share 0.5, …`; what is not limited is
/// left out.
[[nodiscard]] std::string text_of(const Profile& profile);

}  // namespace oligard::rules
