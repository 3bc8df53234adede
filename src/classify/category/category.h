// The category of a patient under one profile: clinical-rules 3.6.
#pragma once

#include <string>
#include <vector>

#include "classify/category/drift.h"
#include "classify/status/facts.h"

namespace oligard::classify {

/// Every time point under one profile, oldest first. `recist` is the course of 2, `drifts` has one entry a
/// time point.
[[nodiscard]] std::vector<ProfileAssessment> profile_course(const CaseView& view,
                                                            const std::vector<LesionCourse>& courses,
                                                            const std::vector<RecistAssessment>& recist,
                                                            const std::vector<std::optional<Drift>>& drifts,
                                                            const Profile& profile);

/// The category at one time point after the baseline in the counted scenario, without its chain.
[[nodiscard]] terms::Category category_at(const CaseView& view, const std::vector<LesionCourse>& courses,
                                          const RecistAssessment& recist, const std::optional<Drift>& drift,
                                          const Profile& profile, std::size_t t);

}  // namespace oligard::classify
