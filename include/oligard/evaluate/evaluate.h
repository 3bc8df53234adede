// Found links scored against the truth of phantom patients (truth.json of `oligard phantom` and
// assessment.json of `oligard analyze`).
//
// Links are pairs of segments. The time points of a patient are those with a segmentation; links between
// neighbours are adjacent, longer ones gap links. A found lesion stands for its segment; of several
// components of one segment the links of all count.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "oligard/base/result.h"

namespace oligard::evaluate {

/// A share or F1 with the 95 % interval of a bootstrap over patients (1000 resamples, always the same ones).
/// The value is empty when nothing is counted: its denominator is 0.
struct Metric {
  std::string name;   ///< "link_f1", a member of the JSON
  std::string title;  ///< for people
  std::optional<double> value, low, high;
  long right = 0;   ///< numerator, of an F1 what was found and is true
  long found = 0;   ///< of an F1; of a share its denominator
  long wanted = 0;  ///< of an F1: what is true; of a share 0
};

/// Found links of which the program gives probabilities from `from` to below `to` (the last bin: to 1).
struct ReliabilityBin {
  double from = 0, to = 0;
  long links = 0;
  double mean_probability = 0;
  double share_right = 0;
};

struct Evaluation {
  long patients = 0;
  long without_result = 0;  ///< of them: all that is true of them counts as not found
  std::vector<Metric> metrics;
  std::optional<double> calibration_error;  ///< expected calibration error over the bins
  std::optional<double> calibration_error_low, calibration_error_high;
  std::vector<ReliabilityBin> reliability;  ///< ten bins

  /// The metric of a name that exists.
  [[nodiscard]] const Metric& metric(const std::string& name) const;
};

/// `truth`: a truth.json or a folder that holds some; `results`: an assessment.json or a folder that holds
/// some. Results find their truth by Patient ID. With one assessment.json only its patient counts, with a
/// folder every patient of the truth. Errors: FILE_UNREADABLE, EVALUATE_TRUTH_INVALID,
/// EVALUATE_RESULT_INVALID, EVALUATE_NOTHING, EVALUATE_NO_TRUTH, EVALUATE_DUPLICATE,
/// EVALUATE_UNKNOWN_SEGMENT.
[[nodiscard]] Result<Evaluation> evaluate(const std::filesystem::path& truth,
                                          const std::filesystem::path& results);

/// One object, indented.
[[nodiscard]] std::string to_json(const Evaluation& evaluation);

}  // namespace oligard::evaluate
