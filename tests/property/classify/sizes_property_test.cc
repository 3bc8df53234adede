// What must hold when sizes are changed: scaled together, or one of them grown.
#include <algorithm>
#include <cmath>
#include <iostream>
#include <map>
#include <numbers>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "arbitrary_case.h"

namespace oligard::classify::testing {
namespace {

using terms::Category;
using terms::LesionStatus;

double equivalent_diameter(double volume_mm3) {
  return std::cbrt(6.0 * volume_mm3 / std::numbers::pi);
}

/// Every comparison of 3.4 that is made in millimetres, for a lesion that is measured everywhere: sizes
/// against 5, 10, 15, 35 and 50 mm and twice the slice thickness, growth between any two studies against 5
/// mm, growth of the equivalent diameter against 2.5 mm. Two courses with equal comparisons differ in shares
/// alone.
std::vector<bool> millimetre_comparisons(const CaseLesion& lesion,
                                         const std::vector<CaseTimePoint>& timepoints) {
  constexpr double kEps = 1e-9;
  std::vector<bool> found;
  std::vector<const SizePart*> parts;
  for (const CaseTimePoint& timepoint : timepoints)
    parts.push_back(&lesion.observations.at(timepoint.id).parts.front());
  for (std::size_t t = 0; t < parts.size(); ++t) {
    for (const double limit : {5.0, 10.0, 15.0, 35.0, 50.0})
      found.push_back(parts[t]->long_mm >= limit - kEps);
    for (std::size_t r = 0; r < t; ++r) {
      found.push_back(parts[t]->long_mm < 2.0 * *timepoints[r].slice_thickness_mm - kEps);
      found.push_back(parts[t]->long_mm - parts[r]->long_mm >= 5.0 - kEps);
      if (!parts[t]->volume_mm3) continue;
      found.push_back(equivalent_diameter(*parts[t]->volume_mm3) -
                          equivalent_diameter(*parts[r]->volume_mm3) >=
                      2.5 - kEps);
    }
  }
  return found;
}

/// Lesions measured at each of three studies, in steps of 0.2 mm, so that half of a size is a tenth, too.
Case measured_everywhere() {
  static const std::vector<double> kFactors = {0.5, 0.7, 0.8, 1.0, 1.0, 1.1, 1.2, 1.4, 2.0};
  static const std::vector<double> kRoundness = {0.3, 0.4, 0.5, 0.5};
  Case result;
  add_timepoints(result, 3);
  const int lesions = within(1, 12);
  for (int i = 0; i < lesions; ++i) {
    CaseLesion lesion = lesion_somewhere(i);
    double size = 2 * (one_in(2) ? within(25, 300) : within(500, 1500)) / 10.0;
    const bool with_volume = *rc::gen::arbitrary<bool>();
    for (const CaseTimePoint& timepoint : result.timepoints) {
      lesion.observations[timepoint.id] = measured(size, with_volume, *rc::gen::elementOf(kRoundness));
      lesion.place_imaged[timepoint.id] = true;
      size = std::max(0.2, 2 * std::round(5 * size * *rc::gen::elementOf(kFactors)) / 10.0);
    }
    result.lesions.push_back(lesion);
  }
  result.evaluated_profiles = all_profiles();
  result.context = arbitrary_context();
  return result;
}

void scale(CaseLesion& lesion, double factor) {
  for (auto& [timepoint, observation] : lesion.observations) {
    for (SizePart& part : observation.parts) {
      part.long_mm *= factor;
      part.short_mm *= factor;
      if (part.volume_mm3) *part.volume_mm3 *= factor * factor * factor;
    }
  }
}

bool same_status(const LesionAssessment& a, const LesionAssessment& b) {
  return a.status == b.status && a.confidence == b.confidence && a.flags == b.flags;
}

/// All sizes times a factor: status, confidence and flags change only where a comparison in millimetres does.
TEST(Sizes, ScalingChangesNothingUnlessAMillimetreThresholdIsCrossed) {
  int kept = 0;
  int crossed = 0;
  int crossed_and_changed = 0;
  const bool holds = rc::check([&] {
    const Case original = measured_everywhere();
    const double factor = *rc::gen::element(0.5, 1.5, 2.0, 3.0, 10.0);
    Case scaled = original;
    for (CaseLesion& lesion : scaled.lesions)
      scale(lesion, factor);
    const auto before = verdicts_of(original);
    const auto after = verdicts_of(scaled);
    for (std::size_t i = 0; i < original.lesions.size(); ++i) {
      const std::string& id = original.lesions[i].id;
      const bool same = millimetre_comparisons(original.lesions[i], original.timepoints) ==
                        millimetre_comparisons(scaled.lesions[i], scaled.timepoints);
      bool changed = false;
      for (std::size_t t = 0; t < before.size(); ++t) {
        const auto one = before[t].lesions.find(id);
        const auto other = after[t].lesions.find(id);
        const bool listed = one != before[t].lesions.end();
        const bool differs = listed != (other != after[t].lesions.end()) ||
                             (listed && !same_status(one->second, other->second));
        changed = changed || differs;
      }
      if (same) RC_ASSERT(!changed);
      kept += same ? 1 : 0;
      crossed += same ? 0 : 1;
      crossed_and_changed += changed ? 1 : 0;
    }
  });
  EXPECT_TRUE(holds);
  std::cout << kept << " lesions kept on their side of every threshold, " << crossed << " not; the status of "
            << crossed_and_changed << " of these changed\n";
  EXPECT_GT(kept, 100);
  EXPECT_GT(crossed_and_changed, 20) << "millimetres decide, too";
}

/// The last measured observation of a lesion, larger; its volume grows with it or stays.
bool grow_last(Case& clinical_case, std::size_t lesion) {
  CaseLesion& grown = clinical_case.lesions[lesion];
  const auto seen = grown.observations.find(clinical_case.timepoints.back().id);
  if (seen == grown.observations.end() || seen->second.state != ObservationState::kMeasured) return false;
  SizePart& part = seen->second.parts.front();
  const double factor = in_tenths(part.long_mm + within(1, 300) / 10.0) / part.long_mm;
  part.long_mm *= factor;
  part.short_mm *= factor;
  if (part.volume_mm3 && *rc::gen::arbitrary<bool>()) *part.volume_mm3 *= factor * factor * factor;
  return true;
}

/// How much disease a status means: gone or less, the same, more.
int extent(LesionStatus status) {
  if (is_progression(status)) return 2;
  return status == LesionStatus::kRegressing || status == LesionStatus::kResolved ? 0 : 1;
}

bool is_progressive(Category category) {
  return category == Category::kOligoprogression || category == Category::kLimitedProgression ||
         category == Category::kMixedResponse || category == Category::kPolyprogression;
}

/// A larger size of one lesion at the last study: its status never falls, a progression of the patient never
/// becomes stable or a response, and RECIST PD stays PD.
TEST(Sizes, GrowthNeverTurnsProgressionIntoResponse) {
  constexpr int kLesionsARun = 8;
  std::map<std::string, int> seen;
  const auto grow_one = [&seen] {
    const Case original = one_in(3) ? few_progressing() : arbitrary_case();
    if (original.lesions.empty()) return;
    Case larger = original;
    const auto which = within<std::size_t>(0, original.lesions.size());
    if (!grow_last(larger, which)) return;
    const auto before = verdicts_of(original).back();
    const auto after = verdicts_of(larger).back();
    const auto one = before.lesions.find(original.lesions[which].id);
    if (one != before.lesions.end()) {
      const LesionAssessment& other = after.lesions.at(one->first);
      RC_ASSERT(extent(one->second.status) <= extent(other.status));
      if (is_progression(one->second.status)) RC_ASSERT(one->second.confidence <= other.confidence);
      ++seen[to_string(one->second.status) + " -> " + to_string(other.status)];
    }
    if (before.recist.overall == "PD") RC_ASSERT(after.recist.overall == "PD");
    for (const auto& [name, profile] : before.profiles) {
      const Category now = after.profiles.at(name).category;
      if (!is_progressive(profile.category)) continue;
      RC_ASSERT(now != Category::kResponse);
      RC_ASSERT(now != Category::kStable);
    }
  };
  EXPECT_TRUE(rc::check([&grow_one] {
    for (int i = 0; i < kLesionsARun; ++i)
      grow_one();
  }));
  for (const auto& [change, count] : seen)
    std::cout << count << " times " << change << "\n";
  EXPECT_GT(seen["PROGRESSING -> PROGRESSING"], 0);
  EXPECT_GT(seen["STABLE -> PROGRESSING"], 0);
  EXPECT_GT(seen["REGRESSING -> STABLE"] + seen["REGRESSING -> PROGRESSING"], 0);
}

}  // namespace
}  // namespace oligard::classify::testing
