// What images cannot tell: therapy and history (clinical-rules 1.3). Unknown stays unknown.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "oligard/base/date.h"

namespace oligard::classify {

/// Focused treatment of one lesion.
struct LocalTherapy {
  Date date;
  std::string modality;  ///< "SBRT", "surgery", "ablation", …
};

/// One patient's clinical context. An empty optional is "unknown". `sources` says where each known value came
/// from: "config", "external", "header", "sr".
struct ClinicalContext {
  std::optional<bool> on_systemic_therapy;
  std::optional<bool> initial_control;
  std::optional<bool> history_polymetastatic;
  std::optional<bool> history_oligometastatic;
  std::optional<double> months_primary_to_oligometastatic;
  std::optional<std::string> baseline_timepoint;  ///< time point id; empty = the first, "assumed"
  bool irecist = false;
  std::map<std::string, LocalTherapy> local_therapy;  ///< by track id or tracking UID
  std::map<std::string, std::string> sources;
};

}  // namespace oligard::classify
