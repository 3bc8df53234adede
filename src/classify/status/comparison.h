// A lesion's size and volume against its own earlier values: rules 7, 9, 11, 13 and 14 of clinical-rules 3.4.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "classify/status/chain.h"
#include "classify/status/facts.h"

namespace oligard::classify {

/// What a rule concludes. `rule` is empty where the table of rules knows the number.
struct Verdict {
  terms::LesionStatus status = terms::LesionStatus::kNotEvaluable;
  terms::Confidence confidence = terms::Confidence::kDefinite;
  ReasonCode code;  ///< what decided, for the chain
  std::vector<std::string> flags{};
  RuleNumber rule{};
};

/// One lesion at one time point, with the reference time points of rule 7 as indices.
struct Situation {
  const CaseView& view;
  const LesionCourse& course;  ///< earlier moments and this one's numbers are filled in
  Chain& chain;
  std::size_t t = 0;
  const Observation* observation = nullptr;
  bool treated = false;
  std::optional<std::size_t> base{};         ///< first reference
  std::optional<std::size_t> nadir{};        ///< smallest reference, the latest of equals
  std::optional<std::size_t> last{};         ///< latest reference
  std::optional<std::size_t> volume_base{};  ///< likewise for volume, independently
  std::optional<std::size_t> volume_nadir{};

  [[nodiscard]] const CaseLesion& lesion() const { return *course.lesion; }
  [[nodiscard]] const LesionMoment& moment() const { return course.at[t]; }
  [[nodiscard]] double size() const { return course.at[t].size_mm.value_or(0); }
  [[nodiscard]] double size_at(std::size_t r) const { return course.at[r].size_mm.value_or(0); }
  [[nodiscard]] const Constants& constants() const { return view.constants(); }
};

/// Rule 7: references are time points from baseline and first sight on with a size that is not cut; after
/// local therapy only those dated on or after it.
[[nodiscard]] std::vector<std::size_t> reference_timepoints(const Situation& s);
/// Fills the reference indices of `s`.
void find_references(Situation& s);

/// Rule 9: lowers the confidence to what a comparison with time point `reference` can carry.
void cap_by_technique(const Situation& s, std::size_t reference, Verdict& verdict);

/// `vol_rc` for a long diameter; empty outside of every size class.
[[nodiscard]] std::optional<double> repeatability_for(double long_mm, const Constants& constants);

/// Growth of a volume; present when both volumes exist and the long diameter at the reference allows it.
struct VolumeChange {
  std::size_t reference = 0;  ///< time point
  double now_mm3 = 0;
  double reference_mm3 = 0;
  double repeatability = 0;  ///< `vol_rc` for the long diameter at the reference
};
[[nodiscard]] std::optional<VolumeChange> volume_change(const Situation& s,
                                                        std::optional<std::size_t> reference);

/// Rule 11: progression by size or volume; empty when neither holds.
[[nodiscard]] std::optional<Verdict> judge_progression(const Situation& s);
/// Rule 13: flags of growth below the threshold, each with its cap.
void cap_subthreshold_growth(const Situation& s, Verdict& verdict);
/// Rule 14: at least 30 % below the base, or its volume equivalent; empty when not.
[[nodiscard]] std::optional<Verdict> judge_regression(const Situation& s);

/// Confidence of a new or reappeared lesion that is not a node, by its size alone (rules 5 and 11).
[[nodiscard]] terms::Confidence confidence_by_size(const Situation& s, RuleNumber rule);

}  // namespace oligard::classify
