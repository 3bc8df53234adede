#include "oligard/report/priors.h"

#include "oligard/classify/texts.h"

namespace oligard::report {

std::string sentence_about(const PriorsKnown& priors) {
  if (priors.is_complete) return {};
  const classify::ReportTexts& say = classify::texts().report;
  const std::string count =
      priors.missing ? say.priors_missing(static_cast<int>(*priors.missing)) : say.priors_uncounted();
  return say.priors(count, priors.code.empty() ? std::string() : say.priors_code(priors.code));
}

}  // namespace oligard::report
