// Collects the numbers of one measurement group and settles which of them are the lesion's size.
#pragma once

#include <initializer_list>
#include <optional>
#include <vector>

#include "load/sr/codes.h"
#include "load/sr/content.h"
#include "oligard/load/measurement_report.h"

namespace oligard::load {

/// A number that is a length or a volume of what is measured.
[[nodiscard]] bool is_size(Concept kind);

class GroupNumbers {
 public:
  /// A NUM item. One without a number says at most why it has none.
  void add(const ContentItem& item);
  /// A graphic of the group itself. Its lines serve numbers that brought none of their own.
  void add_graphic(const ContentItem& item) { graphics_.push_back(item); }
  /// Fills the axes, the volume, the 3-D diameter, `others` and `units_assumed`. Of several numbers of one
  /// concept the largest counts. A short axis longer than the long one changes places with it.
  void settle(PriorMeasurement& measurement);
  /// What sizes without a number say.
  [[nodiscard]] Statement said_instead() const { return said_instead_; }

 private:
  struct Candidate {
    Concept kind;
    StatedNumber number;
    bool unit_assumed;
  };

  std::optional<StatedNumber> take_largest(Concept kind, PriorMeasurement& measurement);
  void take_first(std::optional<StatedNumber>& number, std::initializer_list<Concept> kinds,
                  PriorMeasurement& measurement);
  void draw(PriorMeasurement& measurement) const;

  std::vector<Candidate> candidates_;
  std::vector<StatedNumber> others_;
  std::vector<ContentItem> graphics_;
  Statement said_instead_ = Statement::kNone;
};

}  // namespace oligard::load
