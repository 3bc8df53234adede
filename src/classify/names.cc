#include <array>

#include "classify/status/facts.h"

namespace oligard::classify {

std::string_view word_of(LesionStatus status) {
  switch (status) {
    case LesionStatus::kHistory:
      return "HISTORY";
    case LesionStatus::kBaseline:
      return "BASELINE";
    case LesionStatus::kProgressing:
      return "PROGRESSING";
    case LesionStatus::kNew:
      return "NEW";
    case LesionStatus::kReappeared:
      return "REAPPEARED";
    case LesionStatus::kStable:
      return "STABLE";
    case LesionStatus::kRegressing:
      return "REGRESSING";
    case LesionStatus::kResolved:
      return "RESOLVED";
    case LesionStatus::kNonPathological:
      return "NON_PATHOLOGICAL";
    case LesionStatus::kTreated:
      return "TREATED";
    case LesionStatus::kNotEvaluable:
      return "NOT_EVALUABLE";
  }
  return "NOT_EVALUABLE";
}

std::string_view word_of(Confidence confidence) {
  switch (confidence) {
    case Confidence::kDefinite:
      return "definite";
    case Confidence::kProbable:
      return "probable";
    case Confidence::kIndeterminate:
      return "indeterminate";
  }
  return "indeterminate";
}

std::string_view word_of(Category category) {
  switch (category) {
    case Category::kSingleTimepoint:
      return "SINGLE_TIMEPOINT";
    case Category::kIndeterminate:
      return "INDETERMINATE";
    case Category::kResponse:
      return "RESPONSE";
    case Category::kStable:
      return "STABLE";
    case Category::kOligoprogression:
      return "OLIGOPROGRESSION";
    case Category::kLimitedProgression:
      return "LIMITED_PROGRESSION";
    case Category::kMixedResponse:
      return "MIXED_RESPONSE";
    case Category::kPolyprogression:
      return "POLYPROGRESSION";
  }
  return "INDETERMINATE";
}

std::optional<LesionStatus> lesion_status_from(std::string_view word) {
  constexpr std::array kAll = {
      LesionStatus::kHistory,    LesionStatus::kBaseline,    LesionStatus::kProgressing,
      LesionStatus::kNew,        LesionStatus::kReappeared,  LesionStatus::kStable,
      LesionStatus::kRegressing, LesionStatus::kResolved,    LesionStatus::kNonPathological,
      LesionStatus::kTreated,    LesionStatus::kNotEvaluable};
  for (const LesionStatus status : kAll)
    if (word_of(status) == word) return status;
  return std::nullopt;
}

std::string to_string(LesionStatus status) {
  return std::string(word_of(status));
}

std::string to_string(Confidence confidence) {
  return std::string(word_of(confidence));
}

std::string to_string(Category category) {
  return std::string(word_of(category));
}

}  // namespace oligard::classify
