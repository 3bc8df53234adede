// Sentences about the clinical context.
#include <map>

#include "oligard/classify/phrases.h"
#include "oligard/wording/wording.h"

namespace oligard::wording {
namespace {

using namespace classify;

void add_therapy_contradictions(const Case& clinical_case, std::vector<std::string>& sentences) {
  const CaseTimePoint* baseline = find_timepoint(clinical_case, clinical_case.baseline_timepoint);
  for (const CaseTimePoint& timepoint : clinical_case.timepoints) {
    if (baseline != nullptr && timepoint.date <= baseline->date) continue;
    const TherapyOn therapy = systemic_therapy_on(clinical_case.context, timepoint.date);
    if (!therapy.contradicts) continue;
    const ContextTexts& say = texts().context;
    sentences.push_back(
        say.contradiction(timepoint.id, therapy.on ? say.dates_used(therapy.source) : say.not_known_used()));
  }
}

/// Stated targets beyond what RECIST 1.1 allows (2.2) are used all the same.
void add_target_excess(const Case& clinical_case, const Constants& constants,
                       std::vector<std::string>& sentences) {
  int targets = 0;
  std::map<std::string, int> by_organ;
  for (const CaseLesion& lesion : clinical_case.lesions) {
    if (lesion.recist_role != RecistRole::kTarget) continue;
    ++targets;
    ++by_organ[std::string(organ_site(lesion))];
  }
  if (targets > constants.max_targets)
    sentences.push_back(
        texts().context.too_many_targets(texts().basic.targets(targets), constants.max_targets));
  for (const auto& [organ, n] : by_organ)
    if (n > constants.max_targets_per_organ)
      sentences.push_back(texts().context.too_many_in_organ(texts().basic.targets(n), in_words(organ),
                                                            constants.max_targets_per_organ));
}

}  // namespace

std::vector<std::string> context_warnings(const Case& clinical_case, const Constants& constants) {
  std::vector<std::string> sentences;
  for (const Note& note : clinical_case.warnings)
    sentences.push_back(note_text(note));
  add_therapy_contradictions(clinical_case, sentences);
  add_target_excess(clinical_case, constants, sentences);
  return sentences;
}

}  // namespace oligard::wording
