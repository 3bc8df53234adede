// Constants of the rule book (clinical-rules 3.3), each with its name and limits. Every threshold is a value
// here.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace oligard::rules {

/// One size class of QIBA's volume repeatability: for long diameters in [from_mm, to_mm) a volume change
/// above `fraction` is real.
struct RepeatabilityClass {
  double from_mm;
  double to_mm;
  double fraction;

  friend bool operator==(const RepeatabilityClass&, const RepeatabilityClass&) = default;
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
  int confirm_min_days = 28;
  double size_cv = 0.061;  ///< of one reader's diameter (Yoon, Eur J Cancer 2016); for probabilities only
  double eps = 1e-9;

  friend bool operator==(const Constants&, const Constants&) = default;
};

/// A constant by the name that settings, case files and reports write, with the values it may have, both ends
/// included. `vol_rc` is a list and stands apart.
template <class T>
struct NamedConstant {
  const char* name;
  T Constants::*member;
  T min;
  T max;
};
inline constexpr std::array<NamedConstant<double>, 22> kRealConstants = {{
    {"pd_rel", &Constants::pd_rel, 0.01, 10},
    {"pd_abs_mm", &Constants::pd_abs_mm, 0, 100},
    {"pr_rel", &Constants::pr_rel, -1, -0.01},
    {"vol_pd_rel", &Constants::vol_pd_rel, 0.01, 100},
    {"vol_pr_rel", &Constants::vol_pr_rel, -1, -0.01},
    {"vol_min_ref_long_mm", &Constants::vol_min_ref_long_mm, 0, 1000},
    {"vol_min_abs_eqdiam_mm", &Constants::vol_min_abs_eqdiam_mm, 0, 100},
    {"measurable_nonnodal_mm", &Constants::measurable_nonnodal_mm, 0, 100},
    {"target_node_mm", &Constants::target_node_mm, 0, 100},
    {"pathological_node_mm", &Constants::pathological_node_mm, 0, 100},
    {"too_small_mm", &Constants::too_small_mm, 0.1, 100},
    {"max_slice_mm", &Constants::max_slice_mm, 0.1, 100},
    {"slice_ratio_cap", &Constants::slice_ratio_cap, 1, 100},
    {"new_definite_mm", &Constants::new_definite_mm, 0, 100},
    {"new_probable_mm", &Constants::new_probable_mm, 0, 100},
    {"new_node_definite_mm", &Constants::new_node_definite_mm, 0, 100},
    {"max_ne_share", &Constants::max_ne_share, 0, 1},
    {"response_share", &Constants::response_share, 0, 1},
    {"mixed_min_responding_share", &Constants::mixed_min_responding_share, 0, 1},
    {"synchronous_months", &Constants::synchronous_months, 0, 1200},
    {"size_cv", &Constants::size_cv, 0, 0.5},
    {"eps", &Constants::eps, 0, 0.001},
}};
inline constexpr std::array<NamedConstant<int>, 6> kCountConstants = {{
    {"local_therapy_window_days", &Constants::local_therapy_window_days, 0, 36500},
    {"max_targets", &Constants::max_targets, 1, 100},
    {"max_targets_per_organ", &Constants::max_targets_per_organ, 1, 100},
    {"polymetastatic_threshold", &Constants::polymetastatic_threshold, 1, 1000},
    {"sd_min_days", &Constants::sd_min_days, 0, 36500},
    {"confirm_min_days", &Constants::confirm_min_days, 0, 36500},
}};

/// What is wrong with a set of constants: the name first, then why; nothing when all is well. Beside the
/// limits: size classes in order without overlap, and pairs of which one may not exceed the other.
struct ConstantProblem {
  std::string name;
  std::string what;  ///< "must be between 0.01 and 10"
};
[[nodiscard]] std::optional<ConstantProblem> problem_of(const Constants& constants);

/// A constant that differs from the rule book's value, as text.
struct ChangedConstant {
  std::string name;
  std::string value;
  std::string usual;

  friend bool operator==(const ChangedConstant&, const ChangedConstant&) = default;
};

/// In the order of the tables, `vol_rc` last.
[[nodiscard]] std::vector<ChangedConstant> changed_constants(const Constants& constants);

/// The shortest text that reads back as the same number: "0.2", "5", "1e-09". No locale.
[[nodiscard]] std::string text_of(double value);
/// "[[10, 35, 0.39], …]"
[[nodiscard]] std::string text_of(const std::vector<RepeatabilityClass>& classes);

}  // namespace oligard::rules
