// What must hold for every case, whatever its numbers.
#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "arbitrary_case.h"
#include "oligard/classify/case_json.h"

namespace oligard::classify::testing {
namespace {

using terms::Category;
using terms::Confidence;
using terms::LesionStatus;

std::string verdict_of(const Case& clinical_case) {
  const auto assessments = classify_case(clinical_case);
  RC_ASSERT(assessments.has_value());
  Case unnamed = clinical_case;
  unnamed.id = "C";
  return to_json({unnamed}, {*assessments});
}

/// A case written as a file and read back is judged alike, and is written as the same bytes again.
RC_GTEST_PROP(Classify, CasesSurviveTheirFile, ()) {
  Case original = arbitrary_case();
  original.id = "C";
  const std::string text = to_json(CaseFile{{}, {original}});
  const Result<CaseFile> file = parse_case_file(text);
  RC_ASSERT(file.has_value());
  RC_ASSERT(to_json(*file) == text);
  RC_ASSERT(verdict_of(file->cases.front()) == verdict_of(original));
}

RC_GTEST_PROP(Classify, OrderOfLesionsDoesNotMatter, ()) {
  const Case original = arbitrary_case();
  Case shuffled = original;
  std::reverse(shuffled.lesions.begin(), shuffled.lesions.end());
  if (!shuffled.lesions.empty()) {
    const auto pivot = within<std::size_t>(0, shuffled.lesions.size());
    std::rotate(shuffled.lesions.begin(), shuffled.lesions.begin() + static_cast<std::ptrdiff_t>(pivot),
                shuffled.lesions.end());
  }
  RC_ASSERT(verdict_of(original) == verdict_of(shuffled));
}

/// Names in the same order, whatever they are: the same verdict under the new names, ties included.
RC_GTEST_PROP(Classify, NamesInTheSameOrderDecideNothing, ()) {
  const Case original = arbitrary_case();
  Case renamed = original;
  for (CaseLesion& lesion : renamed.lesions)
    lesion.id = "<" + lesion.id + "\xc3\xa9>";
  const auto before = verdicts_of(original);
  auto after = verdicts_of(renamed);
  for (std::size_t t = 0; t < after.size(); ++t) {
    std::string text = to_json(after[t], renamed);
    for (const CaseLesion& lesion : renamed.lesions) {
      const std::string old = lesion.id.substr(1, lesion.id.size() - 4);
      for (auto at = text.find(lesion.id); at != std::string::npos; at = text.find(lesion.id))
        text.replace(at, lesion.id.size(), old);
    }
    RC_ASSERT(text == to_json(before[t], original));
  }
}

/// The name decides only which of two equally large lesions of an organ is a target; with all sizes at
/// baseline different it decides nothing.
RC_GTEST_PROP(Classify, NamesDecideNothingButTies, ()) {
  Case original = arbitrary_case();
  RC_CLASSIFY(original.lesions.size() >= 4U && original.timepoints.size() >= 3U,
              "four lesions, three studies");
  double distinct = 10.0;
  for (CaseLesion& lesion : original.lesions)
    lesion.observations[original.baseline_timepoint] = measured(distinct += 1.7, false);
  Case renamed = original;
  for (CaseLesion& lesion : renamed.lesions)
    lesion.id = "Z" + std::to_string(999 - std::stoi(lesion.id.substr(1)));
  const auto before = classify_case(original);
  const auto after = classify_case(renamed);
  RC_ASSERT(before.has_value());
  RC_ASSERT(after.has_value());
  for (std::size_t t = 0; t < before->size(); ++t) {
    RC_ASSERT((*before)[t].recist.overall == (*after)[t].recist.overall);
    RC_ASSERT((*before)[t].recist.target_sum_mm == (*after)[t].recist.target_sum_mm);
    RC_ASSERT((*before)[t].estro_eortc_state == (*after)[t].estro_eortc_state);
    for (const auto& [name, profile] : (*before)[t].profiles) {
      RC_ASSERT(profile.category == (*after)[t].profiles.at(name).category);
      RC_ASSERT(profile.confidence == (*after)[t].profiles.at(name).confidence);
    }
    for (std::size_t i = 0; i < original.lesions.size(); ++i) {
      const auto one = (*before)[t].lesions.find(original.lesions[i].id);
      const auto other = (*after)[t].lesions.find(renamed.lesions[i].id);
      RC_ASSERT((one == (*before)[t].lesions.end()) == (other == (*after)[t].lesions.end()));
      if (one != (*before)[t].lesions.end()) RC_ASSERT(one->second.status == other->second.status);
    }
  }
}

/// Of any organ, chosen as a target or not, as large as it may be.
RC_GTEST_PROP(Classify, AStableLesionNeverTurnsOligoIntoAnythingElse, ()) {
  const Case original = one_in(3) ? arbitrary_case() : few_progressing();
  Case larger = original;
  CaseLesion stable = lesion_somewhere(0);
  stable.id = "S";
  if (*rc::gen::arbitrary<bool>()) stable.recist_role = RecistRole::kNonTarget;
  const double size = within(120, 800) / 10.0;
  for (CaseTimePoint& timepoint : larger.timepoints) {
    stable.observations[timepoint.id] = measured(size, false);
    stable.place_imaged[timepoint.id] = true;
  }
  larger.lesions.push_back(stable);
  const auto before = verdicts_of(original);
  const auto after = verdicts_of(larger);
  bool oligo = false;
  for (std::size_t t = 1; t < before.size(); ++t) {
    for (const auto& [name, profile] : before[t].profiles) {
      if (profile.category != Category::kOligoprogression) continue;
      oligo = true;
      RC_ASSERT(after[t].profiles.at(name).category == Category::kOligoprogression);
    }
  }
  RC_CLASSIFY(oligo, "oligoprogression before");
}

int progression_of(const LesionAssessment& lesion, Confidence from) {
  return is_progression(lesion.status) && lesion.confidence >= from ? 1 : 0;
}

RC_GTEST_PROP(Classify, CountsOfTheScenariosAreOrdered, ()) {
  const auto assessments = verdicts_of(arbitrary_case());
  for (std::size_t t = 1; t < assessments.size(); ++t) {
    int least = 0;
    int base = 0;
    int most = 0;
    int not_evaluable = 0;
    for (const auto& [id, lesion] : assessments[t].lesions) {
      least += progression_of(lesion, Confidence::kDefinite);
      base += progression_of(lesion, Confidence::kProbable);
      most += progression_of(lesion, Confidence::kIndeterminate);
      not_evaluable += lesion.status == LesionStatus::kNotEvaluable ? 1 : 0;
    }
    for (const auto& [name, profile] : assessments[t].profiles) {
      if (profile.category == Category::kSingleTimepoint) continue;
      RC_ASSERT(profile.n_progressing == base);
      RC_ASSERT(profile.n_not_evaluable == not_evaluable);
      RC_ASSERT(least <= profile.n_progressing);
      RC_ASSERT(profile.n_progressing <= most + not_evaluable);
      RC_ASSERT(profile.n_progressing + profile.n_controlled == profile.n_assessable);
      RC_ASSERT(profile.n_progressing_counted <= profile.n_progressing);
      RC_ASSERT(profile.n_progressing_cns <= profile.n_progressing);
      RC_ASSERT(profile.max_progressing_in_one_organ <= profile.n_progressing_counted);
      RC_ASSERT(profile.n_progressing_organs <= profile.n_progressing);
    }
  }
}

/// The order of severity: nothing grows, it cannot be said, few grow, many grow. OLIGOPROGRESSION and
/// LIMITED_PROGRESSION are the same pattern.
int severity(Category category) {
  switch (category) {
    case Category::kSingleTimepoint:
      return -1;
    case Category::kResponse:
      return 0;
    case Category::kStable:
      return 1;
    case Category::kIndeterminate:
      return 2;
    case Category::kOligoprogression:
    case Category::kLimitedProgression:
      return 3;
    case Category::kMixedResponse:
      return 4;
    case Category::kPolyprogression:
      return 5;
  }
  return -1;
}

RC_GTEST_PROP(Classify, TheWorseTheScenarioTheWorseTheCategory, ()) {
  const Case clinical_case = arbitrary_case();
  int differing = 0;
  for (const TimePointAssessment& assessment : verdicts_of(clinical_case)) {
    for (const auto& [name, profile] : assessment.profiles) {
      if (profile.category == Category::kSingleTimepoint) continue;
      RC_ASSERT(severity(*profile.category_min) <= severity(profile.category));
      RC_ASSERT(severity(profile.category) <= severity(*profile.category_max));
      if (profile.category_min != profile.category_max) ++differing;
    }
  }
  RC_CLASSIFY(differing > 0, "scenarios differ");
}

/// 3.6, confidence: what no doubt can reach is definite, and indeterminate is never called definite.
RC_GTEST_PROP(Classify, ConfidenceFollowsTheScenarios, ()) {
  const auto assessments = verdicts_of(arbitrary_case());
  for (std::size_t t = 1; t < assessments.size(); ++t) {
    for (const auto& [name, profile] : assessments[t].profiles) {
      if (profile.category == Category::kSingleTimepoint) continue;
      RC_ASSERT(profile.confidence.has_value());
      if (*profile.confidence == Confidence::kDefinite) {
        RC_ASSERT(profile.category_min == profile.category);
        RC_ASSERT(profile.category_max == profile.category);
        RC_ASSERT(profile.n_not_evaluable == 0);
        RC_ASSERT(profile.definition_status != "pattern_only");
      }
      if (profile.category == Category::kIndeterminate) {
        RC_ASSERT(*profile.confidence == Confidence::kIndeterminate);
      }
      if (profile.category == Category::kOligoprogression) {
        RC_ASSERT(profile.n_progressing > 0);
        RC_ASSERT(profile.n_controlled > 0);
      }
    }
  }
}

RC_GTEST_PROP(Classify, EarlierAssessmentsDoNotDependOnLaterStudies, ()) {
  Case original = arbitrary_case();
  const auto all = verdicts_of(original);
  if (all.size() < 2U || original.baseline_timepoint == original.timepoints.back().id) return;
  const std::string last = original.timepoints.back().id;
  original.timepoints.pop_back();
  for (CaseLesion& lesion : original.lesions)
    lesion.observations.erase(last);
  const auto fewer = verdicts_of(original);
  for (std::size_t t = 0; t < fewer.size(); ++t)
    RC_ASSERT(to_json(fewer[t], original) == to_json(all[t], original));
}

RC_GTEST_PROP(CaseJson, ArbitraryBytesNeverEndInAnException, (const std::string& bytes)) {
  const auto file = parse_case_file(bytes);
  RC_ASSERT(file.has_value() || file.error().code == "CASE_INVALID_JSON");
  const auto context = parse_context(bytes);
  RC_ASSERT(context.has_value() || context.error().code == "CONTEXT_INVALID");
}

}  // namespace
}  // namespace oligard::classify::testing
