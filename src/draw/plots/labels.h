// Where labels of a crowded panel go.
#pragma once

#include <optional>
#include <vector>

#include "oligard/draw/page.h"

namespace oligard::draw {

/// A shape that wants a label.
struct LabelWish {
  double x = 0, y = 0;
  double half_x = 0, half_y = 0;
  double width = 0;           ///< of the label
  bool is_important = false;  ///< placed first, and farther away with a leader where there is no room
};

struct PlacedLabel {
  double x = 0, y = 0;  ///< left end of the base line
  bool has_leader = false;
  double leader_x = 0, leader_y = 0;  ///< where the leader meets the label
};

inline constexpr double kLabelHeight = 12;

/// A place for each wish, or none where it would cover a label or a shape; an important one covers a shape
/// when nothing else is left. Important ones first, then the larger, then in order.
[[nodiscard]] std::vector<std::optional<PlacedLabel>> place_labels(const std::vector<LabelWish>& wishes,
                                                                   const Box& panel);

}  // namespace oligard::draw
