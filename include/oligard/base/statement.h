// What a reader says of a lesion without a number.
#pragma once

namespace oligard {

/// In ascending order of weight: of several in one group the heaviest counts.
enum class Statement {
  kNone,
  kPresent,
  kAbsent,
  kTooSmall,
  kNotEvaluable,
  kIncreasedEquivocal,
  kUnequivocalProgression
};

}  // namespace oligard
