// A lesion's observations with the objects that they were taken from.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "oligard/explain/explain.h"

namespace oligard::explain {

struct ObservedSize {
  std::string timepoint;
  std::string date;               ///< ISO
  std::string state;              ///< "measured", "absent", …
  std::optional<double> size_mm;  ///< as the rules count it: the parts together
  std::optional<double> volume_mm3;
  std::vector<report::RecordedSource> sources;
};

/// By date. `explanation.problem` is empty.
[[nodiscard]] std::vector<ObservedSize> observed_sizes(const Explanation& explanation,
                                                       const classify::CaseLesion& lesion);

}  // namespace oligard::explain
