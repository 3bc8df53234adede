// Chains of reasons as sentences for people.
#pragma once

#include <string>

#include "oligard/classify/assessment.h"
#include "wording/story.h"

namespace oligard::wording {

/// "Why (rule 3.4/11, growth of size and volume): size 22 mm against 14 mm on 2 Apr 2025, +8 mm (at least
/// 5 mm), …": the steps that a person needs to check the verdict, and the caps that lowered its confidence.
[[nodiscard]] std::string why_lesion(const Story& story, const LesionAssessment& lesion);
[[nodiscard]] std::string why_recist(const Story& story);
/// Empty when the profile was not evaluated.
[[nodiscard]] std::string why_category(const Story& story, const std::string& profile);

}  // namespace oligard::wording
