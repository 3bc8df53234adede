// What must hold for every case, whatever its numbers.
#include <algorithm>
#include <functional>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "oligard/classify/case_json.h"
#include "oligard/classify/classify.h"

namespace oligard::classify {
namespace {

using std::chrono::days;

/// Uniform in [from, to), whatever RapidCheck's size: small cases are the exception.
template <class Number = int>
Number within(Number from, Number to) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(from, to));
}

const std::vector<std::string>& organ_names() {
  static const std::vector<std::string> names = {"lung", "liver", "bone", "brain", "lymph_node"};
  return names;
}

std::string place_of(const std::string& organ) {
  return organ == "liver" ? "abdomen" : organ == "brain" ? "brain" : "chest";
}

/// A tenth of a millimetre in [0.1, 60].
double arbitrary_size() {
  return within(1, 601) / 10.0;
}

Observation measured(double size_mm, bool with_volume) {
  Observation observation;
  SizePart part{size_mm, size_mm, {}};
  if (with_volume) part.volume_mm3 = 0.5 * size_mm * size_mm * size_mm;
  observation.parts = {part};
  return observation;
}

Observation arbitrary_observation() {
  const int state = within(0, 12);
  Observation observation = measured(arbitrary_size(), *rc::gen::arbitrary<bool>());
  observation.truncated = within(0, 10) == 0;
  observation.reader_unequivocal_progression = within(0, 20) == 0;
  if (state == 0) observation.state = ObservationState::kTooSmall;
  if (state == 1) observation.state = ObservationState::kAbsent;
  if (state == 2) observation.state = ObservationState::kNotEvaluable;
  if (state == 3) observation.state = ObservationState::kPresent;
  if (state == 4) observation.state = ObservationState::kIncreasedEquivocal;
  if (observation.state != ObservationState::kMeasured) observation.parts.clear();
  return observation;
}

CaseLesion arbitrary_lesion(int number, int timepoints) {
  CaseLesion lesion;
  lesion.id = "L" + std::to_string(100 + number);
  lesion.organ = *rc::gen::elementOf(organ_names());
  lesion.region = place_of(lesion.organ);
  lesion.nodal = lesion.organ == "lymph_node";
  lesion.kind = within(0, 10) == 0 ? "pleural_effusion" : "solid";
  for (int t = 0; t < timepoints; ++t) {
    if (within(0, 6) > 0) lesion.observations["TP" + std::to_string(t)] = arbitrary_observation();
  }
  return lesion;
}

void add_timepoints(Case& result, int count) {
  for (int t = 0; t < count; ++t) {
    CaseTimePoint timepoint;
    timepoint.id = "TP" + std::to_string(t);
    timepoint.date = Date{} + days(90 * t);
    timepoint.modality = "CT";
    timepoint.slice_thickness_mm = *rc::gen::element(1.0, 3.0, 6.0);
    timepoint.coverage = {"chest", "abdomen"};
    if (*rc::gen::arbitrary<bool>()) timepoint.coverage.insert("brain");
    timepoint.segmentation_exhaustive = *rc::gen::arbitrary<bool>();
    result.timepoints.push_back(timepoint);
  }
  result.baseline_timepoint = "TP0";
}

std::vector<std::string> all_profiles() {
  std::vector<std::string> names;
  for (const auto& [name, profile] : built_in_profiles())
    names.push_back(name);
  return names;
}

Case arbitrary_case() {
  Case result;
  const int timepoints = within(1, 5);
  add_timepoints(result, timepoints);
  const int lesions = within(0, 12);
  for (int i = 0; i < lesions; ++i)
    result.lesions.push_back(arbitrary_lesion(i, timepoints));
  result.evaluated_profiles = all_profiles();
  if (*rc::gen::arbitrary<bool>()) result.context.on_systemic_therapy = *rc::gen::arbitrary<bool>();
  if (*rc::gen::arbitrary<bool>()) result.context.initial_control = *rc::gen::arbitrary<bool>();
  result.context.irecist = *rc::gen::arbitrary<bool>();
  return result;
}

std::string verdict_of(const Case& clinical_case) {
  const auto assessments = classify_case(clinical_case);
  RC_ASSERT(assessments.has_value());
  Case unnamed = clinical_case;
  unnamed.id = "C";
  return to_json({unnamed}, {*assessments});
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

/// The name decides only which of two equally large lesions of an organ is a target; with all sizes at
/// baseline different it decides nothing.
RC_GTEST_PROP(Classify, NamesDecideNothingButTies, ()) {
  Case original = arbitrary_case();
  RC_CLASSIFY(original.lesions.size() >= 4U && original.timepoints.size() >= 3U,
              "four lesions, three studies");
  double distinct = 10.0;
  for (CaseLesion& lesion : original.lesions)
    lesion.observations["TP0"] = measured(distinct += 1.7, false);
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

/// Measured lesions of at least 15 mm and growth factors off the thresholds: ten times the size, the same
/// verdict.
RC_GTEST_PROP(Classify, ScalingSizesAboveTheThresholdsChangesNothing, ()) {
  static const std::vector<double> kFactors = {0.5, 0.6, 0.8, 1.0, 1.1, 1.4, 2.0};
  Case original;
  add_timepoints(original, 3);
  for (CaseTimePoint& timepoint : original.timepoints)
    timepoint.slice_thickness_mm = 1.0;
  const int lesions = within(1, 10);
  for (int i = 0; i < lesions; ++i) {
    CaseLesion lesion = arbitrary_lesion(i, 0);
    lesion.kind = "solid";
    double size = within(60, 100);
    for (int t = 0; t < 3; ++t) {
      lesion.observations["TP" + std::to_string(t)] = measured(size, false);
      size = std::max(20.0, std::round(size * *rc::gen::elementOf(kFactors)));
    }
    original.lesions.push_back(lesion);
  }
  original.evaluated_profiles = all_profiles();
  Case larger = original;
  for (CaseLesion& lesion : larger.lesions) {
    for (auto& [timepoint, observation] : lesion.observations) {
      observation.parts[0].long_mm *= 10;
      observation.parts[0].short_mm *= 10;
    }
  }
  const auto before = classify_case(original).value();
  const auto after = classify_case(larger).value();
  for (std::size_t t = 0; t < before.size(); ++t) {
    for (const auto& [id, lesion] : before[t].lesions) {
      RC_ASSERT(lesion.status == after[t].lesions.at(id).status);
    }
    RC_ASSERT(before[t].recist.overall == after[t].recist.overall);
    for (const auto& [name, profile] : before[t].profiles) {
      RC_ASSERT(profile.category == after[t].profiles.at(name).category);
    }
  }
}

/// A few growing lesions among controlled ones, some of them not evaluable.
Case few_progressing() {
  Case result;
  add_timepoints(result, 2);
  const auto add = [&result](const std::string& prefix, int count, const std::function<Observation()>& now) {
    for (int i = 0; i < count; ++i) {
      CaseLesion lesion = arbitrary_lesion(i, 0);
      lesion.id = prefix + std::to_string(i);
      lesion.kind = "solid";
      lesion.observations["TP0"] = measured(20.0, false);
      lesion.observations["TP1"] = now();
      result.lesions.push_back(lesion);
    }
  };
  add("P", within(1, 6), [] { return measured(within(25, 60), false); });
  add("C", within(1, 9), [] { return measured(within(5, 25), false); });
  add("U", within(0, 3), [] {
    Observation observation;
    observation.state = ObservationState::kNotEvaluable;
    return observation;
  });
  result.evaluated_profiles = all_profiles();
  return result;
}

RC_GTEST_PROP(Classify, AStableLesionNeverTurnsOligoIntoPoly, ()) {
  const Case original = few_progressing();
  Case larger = original;
  CaseLesion stable;
  stable.id = "S";
  stable.organ = "lung";
  stable.region = "chest";
  stable.recist_role = RecistRole::kNonTarget;
  for (const CaseTimePoint& timepoint : original.timepoints) {
    stable.observations[timepoint.id] = measured(20.0, false);
  }
  larger.lesions.push_back(stable);
  const auto before = classify_case(original).value();
  const auto after = classify_case(larger).value();
  bool oligo = false;
  for (std::size_t t = 1; t < before.size(); ++t) {
    for (const auto& [name, profile] : before[t].profiles) {
      if (profile.category != Category::kOligoprogression) continue;
      oligo = true;
      const Category now = after[t].profiles.at(name).category;
      RC_ASSERT(now == Category::kOligoprogression);
    }
  }
  RC_CLASSIFY(oligo, "oligoprogression before");
}

/// How far a category is from "nothing progresses".
int progression_of(const LesionAssessment& lesion, Confidence from) {
  return is_progression(lesion.status) && lesion.confidence >= from ? 1 : 0;
}

RC_GTEST_PROP(Classify, CountsOfTheScenariosAreOrdered, ()) {
  const auto assessments = classify_case(arbitrary_case()).value();
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

/// 3.6, confidence: what no doubt can reach is definite, and indeterminate is never called definite.
RC_GTEST_PROP(Classify, ConfidenceFollowsTheScenarios, ()) {
  const auto assessments = classify_case(arbitrary_case()).value();
  for (std::size_t t = 1; t < assessments.size(); ++t) {
    for (const auto& [name, profile] : assessments[t].profiles) {
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
  const auto all = classify_case(original).value();
  if (all.size() < 2U) return;
  const std::string last = original.timepoints.back().id;
  original.timepoints.pop_back();
  for (CaseLesion& lesion : original.lesions)
    lesion.observations.erase(last);
  const auto fewer = classify_case(original).value();
  for (std::size_t t = 0; t < fewer.size(); ++t)
    RC_ASSERT(to_json(fewer[t]) == to_json(all[t]));
}

RC_GTEST_PROP(CaseJson, ArbitraryBytesNeverEndInAnException, (const std::string& bytes)) {
  const auto file = parse_case_file(bytes);
  RC_ASSERT(file.has_value() || file.error().code == "CASE_INVALID_JSON");
  const auto context = parse_context(bytes);
  RC_ASSERT(context.has_value() || context.error().code == "CONTEXT_INVALID");
}

}  // namespace
}  // namespace oligard::classify
