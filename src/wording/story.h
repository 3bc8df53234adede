// The sentences of clinical-rules section 4, from a case and its assessments.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "oligard/classify/assessment.h"
#include "oligard/classify/rules.h"

namespace oligard::wording {

using namespace classify;
using namespace terms;

/// What is told: one time point of one case. Refers to both; they must outlive it.
struct Story {
  const Case& clinical_case;
  const std::vector<TimePointAssessment>& timepoints;
  std::size_t t = 0;

  [[nodiscard]] TherapyOn therapy() const {
    return systemic_therapy_on(clinical_case.context, clinical_case.timepoints[t].date);
  }
  [[nodiscard]] const TimePointAssessment& now() const { return timepoints[t]; }
};

/// A lesion with its verdict at the time point.
struct ToldLesion {
  std::string id;
  std::string organ;
  const CaseLesion* lesion = nullptr;
  const LesionAssessment* assessment = nullptr;
};

/// Progressing with definite or probable confidence: largest growth first, then new ones by size, then by id.
[[nodiscard]] std::vector<ToldLesion> told_progressing(const Story& story);
/// Of one status or predicate, by id.
template <class Predicate>
[[nodiscard]] std::vector<ToldLesion> told_lesions(const Story& story, Predicate predicate);

/// "L3 (liver)", and a list of such.
[[nodiscard]] std::string site_phrase(const ToldLesion& told);
[[nodiscard]] std::string site_phrases(const std::vector<ToldLesion>& lesions);
/// "L3 (liver) 14 -> 22 mm (+57 %), nadir 2 Apr 2025".
[[nodiscard]] std::string growth_phrase(const Story& story, const ToldLesion& told);
/// "diameter and volume disagree", …; empty for a flag that needs no words.
[[nodiscard]] std::string flag_phrase(const Story& story, const ToldLesion& told, const std::string& flag);
/// "RECIST 1.1 time-point response: PR (sum 71 mm, +12.7 % from nadir)." and what confounds it.
[[nodiscard]] std::string recist_sentence(const Story& story);
/// Initial control as given, else an earlier follow-up that was STABLE or RESPONSE under the profile.
[[nodiscard]] bool had_prior_control(const Story& story, const std::string& profile);
/// "a reader's report of 3 May 2024".
[[nodiscard]] std::string reader_report(const std::optional<Date>& date);
/// Which statuses at the time point are a reader's, for the conclusion; empty when none is.
[[nodiscard]] std::string reader_clause(const Story& story);
[[nodiscard]] std::string conclusion_of(const Story& story, const std::string& profile);
[[nodiscard]] std::string first_seen_of(const Story& story, const std::string& profile);
[[nodiscard]] std::vector<std::string> caveats_of(const Story& story);

template <class Predicate>
std::vector<ToldLesion> told_lesions(const Story& story, Predicate predicate) {
  std::vector<ToldLesion> told;
  for (const CaseLesion& lesion : story.clinical_case.lesions) {
    const auto found = story.now().lesions.find(lesion.id);
    if (found == story.now().lesions.end() || !predicate(found->second)) continue;
    told.push_back({lesion.id, std::string(organ_site(lesion)), &lesion, &found->second});
  }
  return told;
}

}  // namespace oligard::wording
