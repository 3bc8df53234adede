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

/// How the status in a group of a reader's copy of one of our results stands to what we wrote there.
enum class StatusClaim {
  kNone,           ///< none is stated, or the one that we wrote
  kChanged,        ///< another one than we wrote
  kUncertain,      ///< stated, but what we wrote there is not known
  kContradictory,  ///< several, or one that is not known
};

}  // namespace oligard
