// Collects the numbers of one measurement group and settles which of them are the lesion's size.
#pragma once

#include <optional>
#include <vector>

#include "load/sr_codes.h"
#include "load/sr_content.h"
#include "oligard/load/measurement_report.h"

namespace oligard::load {

class GroupNumbers {
 public:
  /// A NUM item; one without a number is passed over.
  void add(const ContentItem& item);
  /// A two-point line of the group itself: serves the long axis when it brought none of its own.
  void add_group_line(const StatedLine& line) { group_lines_.push_back(line); }
  /// Fills the axes, the volume, `others` and `units_assumed`.
  void settle(PriorMeasurement& measurement);

 private:
  struct Candidate {
    Concept kind;
    StatedNumber number;
    bool unit_assumed;
  };

  std::optional<StatedNumber> take_largest(Concept kind, PriorMeasurement& measurement);

  std::vector<Candidate> candidates_;
  std::vector<StatedNumber> others_;
  std::vector<StatedLine> group_lines_;
};

}  // namespace oligard::load
