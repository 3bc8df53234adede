#include <algorithm>

#include "classify/phrases.h"
#include "classify/sentences.h"
#include "oligard/classify/wording.h"

namespace oligard::classify {
namespace {

constexpr std::size_t kMaxFlipSentences = 5;

std::string likelihood(const Flip& flip) {
  return flip.probability ? " (probability " + probability_words(*flip.probability) + ")" : "";
}

std::string on_lesion(const Case& clinical_case, const TimePointAssessment& now, const Flip& flip) {
  const CaseLesion* lesion = find_lesion(clinical_case, flip.subject);
  const auto assessment = now.lesions.find(flip.subject);
  if (lesion == nullptr || assessment == now.lesions.end()) return {};
  const std::string name = flip.subject + " (" + words_of(lesion->nodal ? "lymph_node" : lesion->organ) + ")";
  if (flip.reading == "does_not_progress") return name + " may not have progressed" + likelihood(flip);
  if (assessment->second.status == LesionStatus::kNotEvaluable)
    return name + " was not evaluable and may progress";
  return name + " may progress" + likelihood(flip);
}

std::string subject_of(const Case& clinical_case, const TimePointAssessment& now, const Flip& flip) {
  if (flip.subject == "on_systemic_therapy") return "The patient may not be on systemic therapy";
  if (flip.subject == "initial_control") return "The disease may not have been controlled before";
  return on_lesion(clinical_case, now, flip);
}

}  // namespace

std::vector<std::string> flip_sentences(const Case& clinical_case, const TimePointAssessment& now,
                                        const std::string& profile) {
  std::vector<std::string> sentences;
  const auto found = now.profiles.find(profile);
  if (found == now.profiles.end()) return sentences;
  const std::vector<Flip>& flips = found->second.flips;
  const std::size_t shown = std::min(flips.size(), kMaxFlipSentences);
  for (std::size_t i = 0; i < shown; ++i) {
    sentences.push_back(subject_of(clinical_case, now, flips[i]) + "; the category under " + profile +
                        " would then be " + to_string(flips[i].category) + ".");
  }
  if (shown < flips.size())
    sentences.push_back(std::to_string(flips.size() - shown) + " more readings would change the category.");
  return sentences;
}

}  // namespace oligard::classify
