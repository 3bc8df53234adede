// RECIST 1.1 time-point responses: clinical-rules 2.3 to 2.9.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "classify/status/facts.h"

namespace oligard::classify {

/// Targets and non-targets as indices into the lesion courses.
struct RecistRoles {
  std::vector<std::size_t> targets;
  std::vector<std::size_t> non_targets;  ///< everything else known at baseline
};
[[nodiscard]] RecistRoles recist_roles(const CaseView& view, const std::vector<LesionCourse>& courses);

/// The sum of diameters of the targets (2.3).
struct TargetSum {
  std::optional<double> sum_mm;  ///< of the targets that have a value; empty when none has
  bool complete = false;
};
[[nodiscard]] TargetSum target_sum(const std::vector<LesionCourse>& courses,
                                   const std::vector<std::size_t>& targets, std::size_t t);

/// A reader's statement of unequivocal progression at t (2.5).
[[nodiscard]] bool is_unequivocal(const CaseView& view, const LesionCourse& course, std::size_t t);

/// Whether the lesion is a new one of 2.6 at t, and where it was first seen.
struct NewLesion {
  bool counts = false;
  bool backdated = false;  ///< equivocal when first seen
  ReasonCode code{};       ///< what makes it count, for the chain
  std::size_t since = 0;   ///< time point at which it became unequivocal
};
[[nodiscard]] NewLesion new_lesion_at(const CaseView& view, const LesionCourse& course, std::size_t t);

/// Tables 1 and 2 of 2.7. Empty response = the patient has no such lesions.
[[nodiscard]] std::string overall_response(const std::optional<std::string>& target,
                                           const std::optional<std::string>& non_target, bool new_lesion);

/// Every time point.
[[nodiscard]] std::vector<RecistAssessment> recist_course(const CaseView& view,
                                                          const std::vector<LesionCourse>& courses);

}  // namespace oligard::classify
