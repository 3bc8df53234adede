// The rule book as a pure function.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "oligard/base/result.h"
#include "oligard/classify/assessment.h"
#include "oligard/classify/rules.h"

namespace oligard::classify {

/// Every time point of one case. An empty `baseline_timepoint` is the first. Errors: CASE_NO_TIMEPOINT,
/// CASE_UNORDERED, CASE_NO_BASELINE, CASE_UNKNOWN_PROFILE, CASE_UNKNOWN_TIMEPOINT, CASE_DUPLICATE_LESION,
/// CASE_INVALID_SIZE. O(time points² × lesions).
[[nodiscard]] Result<std::vector<TimePointAssessment>> classify_case(const Case& clinical_case,
                                                                     const Rules& rules = {});

/// How many other readings of lesions are tried at a time point, likeliest first.
inline constexpr std::size_t kMaxReadingsTried = 20;

/// Fills `flips` of every profile: each lesion that may as well have progressed, or not, is read the other
/// way, alone, and what is not known of the patient as "no". `assessments` are those of classify_case for the
/// same case and rules. O(time points² × lesions + time points × profiles × kMaxReadingsTried × lesions).
void find_flips(const Case& clinical_case, const Rules& rules, std::vector<TimePointAssessment>& assessments);

/// The case that a graph and a context make: one CaseLesion a track, sizes rounded to 0.1 mm
/// (clinical-rules 2.3) and volumes to 0.1 mm3, as reports write them. Fragments of a split track are parts;
/// a lesion below resolution is too small; a track that registration could not judge is not evaluable
/// ("registration_failed").
[[nodiscard]] Case case_from_graph(const match::LesionGraph& graph, const ClinicalContext& context,
                                   const std::vector<std::string>& profiles, const Rules& rules = {});

/// How many doubtful decisions of the matcher are tried, least sure first: each costs one run of the rules.
inline constexpr std::size_t kMaxDoubtsTried = 50;

/// Takes each doubtful decision of the graph as wrong, one at a time, and lists in `review` of every time
/// point those that change the category under a profile or the RECIST overall response. Errors as
/// classify_case.
[[nodiscard]] Status review_doubts(Assessment& assessment, const Rules& rules = {});

/// case_from_graph, classify_case and review_doubts in one.
[[nodiscard]] Result<Assessment> assess(match::LesionGraph graph, const ClinicalContext& context,
                                        const std::vector<std::string>& profiles, const Rules& rules = {});

}  // namespace oligard::classify
