// What the contract's rules look at in a segmentation.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "oligard/base/code.h"
#include "oligard/base/geometry.h"
#include "report/check/contract_rule.h"

namespace oligard::report {

struct SegmentFacts {
  long number = 0;
  std::string label, tracking_id, tracking_uid, algorithm_type, algorithm_name;
  Code category, type;
  std::size_t colour_values = 0;
};

struct FrameFacts {
  long segment = 0;  ///< 0 when it names none, or several
  std::optional<Vec3> position;
  std::size_t dimension_values = 0;
  bool has_own_geometry = false;  ///< orientation or pixel measures of its own
  std::vector<std::string> sources;
};

struct SegmentationFacts {
  explicit SegmentationFacts(const Subject& s) : subject(s) {}

  Subject subject;
  std::vector<SegmentFacts> segments;
  std::vector<FrameFacts> frames;
  std::vector<double> orientation, pixel_spacing;  ///< of all frames; empty when not shared
  std::optional<double> slice_spacing_mm;
  std::size_t dimensions = 0;
  std::set<std::string> referenced;  ///< instances of the Referenced Series Sequence
};

[[nodiscard]] SegmentationFacts facts_of_segmentation(const Subject& subject);

}  // namespace oligard::report
