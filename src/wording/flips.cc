#include <algorithm>

#include "oligard/classify/phrases.h"
#include "oligard/wording/wording.h"
#include "wording/story.h"

namespace oligard::wording {
namespace {

constexpr std::size_t kMaxFlipSentences = 5;

std::string likelihood(const Flip& flip) {
  return flip.probability ? texts().flip.likelihood(probability_words(*flip.probability)) : "";
}

std::string on_lesion(const Case& clinical_case, const TimePointAssessment& now, const Flip& flip) {
  const CaseLesion* lesion = find_lesion(clinical_case, flip.subject);
  const auto assessment = now.lesions.find(flip.subject);
  if (lesion == nullptr || assessment == now.lesions.end()) return {};
  const FlipTexts& say = texts().flip;
  const std::string name = texts().basic.sited(flip.subject, in_words(organ_site(*lesion)));
  if (flip.reading == "does_not_progress") return say.may_not_progress(name, likelihood(flip));
  if (assessment->second.status == LesionStatus::kNotEvaluable) return say.not_evaluable(name);
  return say.may_progress(name, likelihood(flip));
}

std::string subject_of(const Case& clinical_case, const TimePointAssessment& now, const Flip& flip) {
  if (flip.subject == "on_systemic_therapy") return texts().flip.off_therapy();
  if (flip.subject == "initial_control") return texts().flip.no_control();
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
    sentences.push_back(texts().flip.sentence(subject_of(clinical_case, now, flips[i]), profile,
                                              to_string(flips[i].category)));
  }
  if (shown < flips.size()) sentences.push_back(texts().flip.more(flips.size() - shown));
  return sentences;
}

}  // namespace oligard::wording
