// What holds of first-seen for every case.
#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "arbitrary_case.h"
#include "oligard/classify/case_json.h"

namespace oligard::classify::testing {
namespace {

using terms::Confidence;
using terms::LesionStatus;

using Verdicts = std::vector<TimePointAssessment>;

std::size_t index_of(const Verdicts& verdicts, const std::string& timepoint) {
  const auto found = std::find_if(verdicts.begin(), verdicts.end(), [&](const TimePointAssessment& said) {
    return said.timepoint == timepoint;
  });
  RC_ASSERT(found != verdicts.end());
  return static_cast<std::size_t>(found - verdicts.begin());
}

bool is_flagged(const TimePointAssessment& said, const std::string& lesion) {
  const auto found = said.lesions.find(lesion);
  return found != said.lesions.end() && is_progression(found->second.status) &&
         found->second.confidence >= Confidence::kProbable;
}

RC_GTEST_PROP(FirstSeen, LooksAtNoLaterTimePoint, ()) {
  const Case whole = arbitrary_case();
  const Verdicts verdicts = verdicts_of(whole);
  const std::size_t first = whole.baseline_timepoint == "TP1" ? 2 : 1;
  for (std::size_t n = first; n < whole.timepoints.size(); ++n) {
    Case earlier = whole;
    earlier.timepoints.resize(n);
    for (CaseLesion& lesion : earlier.lesions)
      std::erase_if(lesion.observations, [&](const auto& seen) {
        return std::none_of(earlier.timepoints.begin(), earlier.timepoints.end(),
                            [&](const CaseTimePoint& timepoint) { return timepoint.id == seen.first; });
      });
    const Verdicts then = verdicts_of(earlier);
    for (std::size_t t = 0; t < n; ++t)
      RC_ASSERT(to_json(then[t], earlier) == to_json(verdicts[t], whole));
  }
}

RC_GTEST_PROP(FirstSeen, OfALesionIsAFlagAndTheRunIsUnbroken, ()) {
  const Verdicts verdicts = verdicts_of(arbitrary_case());
  for (std::size_t t = 0; t < verdicts.size(); ++t) {
    for (const auto& [id, lesion] : verdicts[t].lesions) {
      if (lesion.status == LesionStatus::kHistory || lesion.status == LesionStatus::kBaseline) continue;
      RC_ASSERT(verdicts[t].first_seen.lesions.contains(id) == is_flagged(verdicts[t], id));
    }
    for (const auto& [id, seen] : verdicts[t].first_seen.lesions) {
      const std::size_t since = index_of(verdicts, seen.flagged_since);
      const std::size_t first = index_of(verdicts, seen.first_flagged);
      RC_ASSERT(first <= since);
      RC_ASSERT(since <= t);
      RC_ASSERT(is_flagged(verdicts[first], id));
      RC_ASSERT(is_flagged(verdicts[since], id));
      for (std::size_t r = 0; r < first; ++r)
        RC_ASSERT(!is_flagged(verdicts[r], id));
      for (std::size_t r = since; r <= t; ++r) {
        const bool is_silent = verdicts[r].lesions.at(id).status == LesionStatus::kNotEvaluable;
        RC_ASSERT(is_silent || is_flagged(verdicts[r], id));
      }
      if (!seen.in_hindsight) continue;
      const std::size_t hindsight = index_of(verdicts, *seen.in_hindsight);
      RC_ASSERT(hindsight < first);
      RC_ASSERT(is_progression(verdicts[hindsight].lesions.at(id).status));
    }
  }
}

RC_GTEST_PROP(FirstSeen, LeadIsTheDaysBetweenFlagAndProgressiveDisease, ()) {
  const Case clinical_case = arbitrary_case();
  const Verdicts verdicts = verdicts_of(clinical_case);
  for (std::size_t t = 0; t < verdicts.size(); ++t) {
    for (const auto& [name, lead] : verdicts[t].first_seen.profiles) {
      RC_ASSERT(lead.lead_days.has_value() == (lead.first_flagged && lead.recist_pd));
      if (is_progression(verdicts[t].profiles.at(name).category)) RC_ASSERT(lead.first_flagged.has_value());
      if (verdicts[t].recist.overall == "PD") RC_ASSERT(lead.recist_pd.has_value());
      if (lead.first_flagged) {
        const std::size_t first = index_of(verdicts, *lead.first_flagged);
        RC_ASSERT(is_progression(verdicts[first].profiles.at(name).category));
      }
      if (!lead.lead_days) continue;
      const std::size_t flagged = index_of(verdicts, *lead.first_flagged);
      const std::size_t called = index_of(verdicts, *lead.recist_pd);
      RC_ASSERT(*lead.lead_days ==
                days_between(clinical_case.timepoints[flagged].date, clinical_case.timepoints[called].date));
    }
  }
}

}  // namespace
}  // namespace oligard::classify::testing
