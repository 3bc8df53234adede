// Constants and profiles of the rule book (clinical-rules 3.3 and 1.5). Every threshold is a value here.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace oligard::classify {

inline constexpr const char* kRuleSet = "lesion-rules-1.0";

/// One size class of QIBA's volume repeatability: for long diameters in [from_mm, to_mm) a volume change
/// above `fraction` is real.
struct RepeatabilityClass {
  double from_mm;
  double to_mm;
  double fraction;
};

/// Section 3.3, names as there.
struct Constants {
  double pd_rel = 0.20;
  double pd_abs_mm = 5.0;
  double pr_rel = -0.30;
  double vol_pd_rel = 0.73;
  double vol_pr_rel = -0.65;
  double vol_min_ref_long_mm = 10.0;
  double vol_min_abs_eqdiam_mm = 2.5;
  std::vector<RepeatabilityClass> vol_rc = {{10.0, 35.0, 0.39}, {35.0, 50.0, 0.29}, {50.0, 1e9, 0.24}};
  double measurable_nonnodal_mm = 10.0;
  double target_node_mm = 15.0;
  double pathological_node_mm = 10.0;
  double too_small_mm = 5.0;
  double max_slice_mm = 5.0;
  double slice_ratio_cap = 2.0;
  double new_definite_mm = 10.0;
  double new_probable_mm = 5.0;
  double new_node_definite_mm = 15.0;
  int local_therapy_window_days = 180;
  double max_ne_share = 0.50;
  double response_share = 0.50;
  double mixed_min_responding_share = 0.25;
  int max_targets = 5;
  int max_targets_per_organ = 2;
  int polymetastatic_threshold = 5;
  double synchronous_months = 6.0;
  int sd_min_days = 42;
  double eps = 1e-9;
};

/// Constants by name, as files of cases and reports write them; `vol_rc` is a list and stands apart.
template <class T>
struct NamedConstant {
  const char* name;
  T Constants::*member;
};
inline constexpr std::array<NamedConstant<double>, 21> kRealConstants = {{
    {"pd_rel", &Constants::pd_rel},
    {"pd_abs_mm", &Constants::pd_abs_mm},
    {"pr_rel", &Constants::pr_rel},
    {"vol_pd_rel", &Constants::vol_pd_rel},
    {"vol_pr_rel", &Constants::vol_pr_rel},
    {"vol_min_ref_long_mm", &Constants::vol_min_ref_long_mm},
    {"vol_min_abs_eqdiam_mm", &Constants::vol_min_abs_eqdiam_mm},
    {"measurable_nonnodal_mm", &Constants::measurable_nonnodal_mm},
    {"target_node_mm", &Constants::target_node_mm},
    {"pathological_node_mm", &Constants::pathological_node_mm},
    {"too_small_mm", &Constants::too_small_mm},
    {"max_slice_mm", &Constants::max_slice_mm},
    {"slice_ratio_cap", &Constants::slice_ratio_cap},
    {"new_definite_mm", &Constants::new_definite_mm},
    {"new_probable_mm", &Constants::new_probable_mm},
    {"new_node_definite_mm", &Constants::new_node_definite_mm},
    {"max_ne_share", &Constants::max_ne_share},
    {"response_share", &Constants::response_share},
    {"mixed_min_responding_share", &Constants::mixed_min_responding_share},
    {"synchronous_months", &Constants::synchronous_months},
    {"eps", &Constants::eps},
}};
inline constexpr std::array<NamedConstant<int>, 5> kCountConstants = {{
    {"local_therapy_window_days", &Constants::local_therapy_window_days},
    {"max_targets", &Constants::max_targets},
    {"max_targets_per_organ", &Constants::max_targets_per_organ},
    {"polymetastatic_threshold", &Constants::polymetastatic_threshold},
    {"sd_min_days", &Constants::sd_min_days},
}};

enum class CnsMode { kCount, kSeparateUnlimited, kExtracranialOnly };

/// Limits under which progression of few lesions is called oligoprogression; an empty limit is none.
struct Profile {
  std::string description;
  std::string source;
  bool source_verified = false;  ///< false: the figure is from memory, see clinical-rules
  std::optional<int> max_lesions;
  std::optional<int> max_organs;
  std::optional<int> max_per_organ;
  std::optional<double> max_share;
  bool share_inclusive = false;
  CnsMode cns_mode = CnsMode::kCount;
  std::vector<std::string> allowed_organs;  ///< empty = any
};

/// The twelve profiles of section 1.5, by name.
[[nodiscard]] const std::map<std::string, Profile>& built_in_profiles();

struct Rules {
  Constants constants;
  std::map<std::string, Profile> profiles = built_in_profiles();
};

}  // namespace oligard::classify
