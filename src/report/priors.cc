#include "oligard/report/priors.h"

namespace oligard::report {

std::string sentence_about(const PriorsKnown& priors) {
  if (priors.is_complete) return {};
  const std::string start = "Earlier objects of the patient could not all be fetched from the PACS: ";
  std::string count = "how many are missing is not known";
  if (priors.missing)
    count = std::to_string(*priors.missing) + (*priors.missing == 1 ? " is" : " are") + " missing";
  return start + count + (priors.code.empty() ? "" : " (" + priors.code + ")") +
         ". What this result compares with may not be all there is.";
}

}  // namespace oligard::report
