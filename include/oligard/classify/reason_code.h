// The closed sets of names in a chain of reasons (docs/reasons.md). A name that is not of its set does not
// compile. Value types.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace oligard::classify {

/// One of the names in `Names`, which blanks separate; none by default.
template <const std::string_view& Names>
class NameOf {
 public:
  constexpr NameOf() = default;
  consteval NameOf(const char* name) : NameOf(find(name).value()) {}

  /// Empty when there is no such name.
  [[nodiscard]] static constexpr std::optional<NameOf> find(std::string_view name) {
    for (std::size_t at = Names.find(name); at != std::string_view::npos; at = Names.find(name, at + 1)) {
      const std::size_t end = at + name.size();
      if ((at == 0 || Names[at - 1] == ' ') && (end == Names.size() || Names[end] == ' '))
        return NameOf(at, name.size());
    }
    return std::nullopt;
  }

  [[nodiscard]] constexpr std::string_view view() const { return Names.substr(at_, size_); }
  [[nodiscard]] constexpr bool empty() const { return size_ == 0; }
  [[nodiscard]] constexpr bool is_one_of(std::initializer_list<NameOf> names) const {
    for (const NameOf name : names)
      if (name == *this) return true;
    return false;
  }
  friend constexpr bool operator==(NameOf, NameOf) = default;

 private:
  constexpr NameOf(std::size_t at, std::size_t size)
      : at_(static_cast<std::uint16_t>(at)), size_(static_cast<std::uint16_t>(size)) {}

  std::uint16_t at_ = 0;
  std::uint16_t size_ = 0;
};

/// In the order of the rule book: RECIST (2), iRECIST (2.10), lesions (3.4), category (3.6), ESTRO/EORTC
/// (1.2).
inline constexpr std::string_view kReasonCodes =
    "target_diameter target_lower_bound target_without_size target_sum target_sum_incomplete "
    "target_locally_treated targets_gone sum_from_nadir_change sum_from_nadir_mm "
    "sum_from_baseline_change target_response non_target_unequivocal_progression "
    "non_target_not_evaluable non_target_persists non_target_gone non_target_response "
    "new_lesion_unequivocal new_lesion_first_imaged new_lesion_confirmed_later "
    "progression_after_complete_response table_1 table_2 stable_too_early best_response "
    "unconfirmed_since sum_since_iupd_mm non_target_increase another_new_lesion new_lesion_increase "
    "new_lesion_sum_since_iupd_mm another_category no_progression_now progression_unconfirmed "
    "progression_confirmed before_baseline at_baseline outside_coverage not_segmented "
    "stated_not_evaluable resolved_when_last_evaluable carried_forward "
    "absent_from_exhaustive_segmentation registration_failed non_measurable stated_present stated_absent "
    "stated_increased_equivocal stated_unequivocal_progression first_seen_present first_seen_equivocal "
    "first_seen too_small_to_measure new_size_definite new_size_probable new_node_definite "
    "cap_possible_flare cap_first_imaged cap_below_twice_prior_slice cap_prior_slice_thickness_unknown "
    "cap_prior_modality_differs cap_prior_modality_unknown cap_prior_coverage_unknown "
    "cap_prior_not_evaluable no_reference no_post_treatment_reference cap_modality_differs "
    "cap_modality_unknown cap_slice_thickness_unknown cap_slice_thickness cap_slice_ratio cap_cavitating "
    "cap_necrotic cap_too_small_reference node_below_pathological reference_node_pathological "
    "node_resolved node_never_pathological absent_at_last_reference size_from_nadir_mm "
    "size_from_nadir_change volume_reference_long_mm volume_from_nadir_change "
    "equivalent_diameter_from_nadir_mm volume_growth_beyond_repeatability size_not_below_nadir "
    "reappeared growth_from_absence growth_by_size growth_by_size_and_volume growth_by_size_not_volume "
    "growth_by_volume cap_truncated_lower_bound cap_small_lesion cap_recent_local_therapy "
    "cap_earlier_local_therapy truncated treated cap_relative_only cap_absolute_only "
    "cap_growth_below_threshold size_from_base_change volume_from_base_change "
    "volume_fall_beyond_repeatability regression_by_size regression_by_size_and_volume "
    "regression_by_size_not_volume regression_by_volume no_change_beyond_limits not_evaluable rules_say "
    "reader_statement known_lesions assessable_lesions progressing_lesions not_evaluable_share "
    "possible_progression target_response_pd drift_lesions drift_change drift_mm responding_share "
    "target_response_cr_or_pr diffuse_progression limit_max_lesions limit_max_organs limit_max_per_organ "
    "limit_max_share limit_controlled mixed_responding_share systemic_therapy initial_control "
    "cns_outside_profile organ_outside_profile scenario_min scenario_base scenario_max "
    "cap_controlled_disease_drifting cap_worst_case_differs cap_best_case_differs cap_not_evaluable "
    "cap_pattern_only category existing_lesions history_polymetastatic polymetastatic_on_images "
    "history_oligometastatic months_primary_to_oligometastatic on_systemic_therapy growing "
    "estro_eortc_state";
inline constexpr std::string_view kRuleNumbers =
    "1.2 1.2/Q1 1.2/Q2 1.2/Q3 1.2/Q4 1.2/Q5 2.2 2.3 2.4/1 2.4/2 2.4/3 2.4/4 2.5 2.6 2.7 2.8 2.9 2.10 "
    "2.10/a 2.10/b 2.10/c 2.10/d 3.4/1 3.4/2 3.4/3 3.4/4 3.4/5 3.4/6 3.4/7 3.4/8 3.4/9 3.4/10 3.4/11 "
    "3.4/12 3.4/13 3.4/14 3.4/15 3.4/reader 3.6 3.6/1 3.6/2 3.6/3 3.6/4 3.6/5 3.6/6 3.6/7 3.6/8 "
    "3.6/confidence 3.6/drift";

using ReasonCode = NameOf<kReasonCodes>;  ///< what was tested
using RuleNumber = NameOf<kRuleNumbers>;  ///< in the rule book

}  // namespace oligard::classify
