// The lists that a category counts: clinical-rules 3.6.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "classify/status/facts.h"

namespace oligard::classify {

/// Which progression counts: definite only; definite and probable; all, and every lesion not evaluable.
enum class Scenario { kMin, kBase, kMax };

/// The lists P, C and N of 3.6 in one scenario.
struct Tally {
  std::vector<const LesionCourse*> progressing;
  std::vector<const LesionCourse*> counted;  ///< progressing, without CNS where the profile leaves it out
  int controlled = 0;
  int responding = 0;  ///< REGRESSING and RESOLVED
  int not_evaluable = 0;
  int possible = 0;  ///< indeterminate progressions that do not count

  [[nodiscard]] int n_progressing() const { return static_cast<int>(progressing.size()); }
  [[nodiscard]] int assessable() const { return n_progressing() + controlled; }
  [[nodiscard]] int known() const { return assessable() + not_evaluable; }
};

[[nodiscard]] Tally tally_at(const std::vector<LesionCourse>& courses, std::size_t t, const Profile& profile,
                             Scenario scenario);

/// Lesions of each organ; patients have few organs.
[[nodiscard]] std::vector<std::pair<std::string_view, int>> by_organ(
    const std::vector<const LesionCourse*>& lesions);
[[nodiscard]] int most_in_one_organ(const std::vector<const LesionCourse*>& lesions);

/// The counts that a profile reports.
void fill_counts(const Tally& tally, ProfileAssessment& assessment);

}  // namespace oligard::classify
