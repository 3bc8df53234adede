// The lesion graph of a phantom patient as a perfect linker would draw it over what was segmented.
#pragma once

#include <string>
#include <vector>

#include "oligard/phantom/patient_class.h"
#include "phantom/time_point.h"

namespace oligard::phantom {

/// A segment by time point and place in its list.
struct SegmentRef {
  std::size_t timepoint = 0;
  std::size_t index = 0;

  friend auto operator<=>(const SegmentRef&, const SegmentRef&) = default;
};

struct TrueLink {
  SegmentRef from, to;
  std::string kind;                  ///< same, split or merge
  std::vector<std::size_t> lesions;  ///< that it follows, by index in the plan
};

struct TrueGraph {
  /// Each lesion from one sight to the next, also over time points that do not show it.
  std::vector<TrueLink> links;
  /// Segments that share a lesion, directly or over others.
  std::vector<std::vector<SegmentRef>> families;
};

[[nodiscard]] TrueGraph true_graph(const PatientPlan& plan,
                                   const std::vector<std::vector<SegmentedLesion>>& segmented);

/// The class of the patient at each time point that has a segmentation; empty text at others.
[[nodiscard]] std::vector<std::string> true_classes(
    const PatientPlan& plan, const std::vector<std::vector<SegmentedLesion>>& segmented,
    const TrueGraph& graph);

}  // namespace oligard::phantom
