#include "draw/plots/labels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>
#include <tuple>

namespace oligard::draw {
namespace {

constexpr double kGap = 2;
constexpr std::array<double, 5> kLeaderLengths = {14, 26, 40, 56, 74};
constexpr int kLeaderDirections = 16;

bool overlap(const Box& a, const Box& b) {
  return a.left < b.right() && b.left < a.right() && a.top < b.bottom() && b.top < a.bottom();
}

Box rect_at(double left, double bottom, double width) {
  return {left, bottom - kLabelHeight, width, kLabelHeight};
}

Box shape_rect(const LabelWish& wish) {
  // The corners of an ellipse's box are free: its inscribed box stands for it.
  const double share = 0.8;
  return {wish.x - share * wish.half_x, wish.y - share * wish.half_y, 2 * share * wish.half_x,
          2 * share * wish.half_y};
}

/// Right, left, above, below, then the corners.
std::array<Box, 8> next_to(const LabelWish& wish) {
  const double right = wish.x + wish.half_x + kGap;
  const double left = wish.x - wish.half_x - kGap - wish.width;
  const double middle = wish.y + kLabelHeight / 2;
  const double centre = wish.x - wish.width / 2;
  const double above = wish.y - wish.half_y - kGap;
  const double below = wish.y + wish.half_y + kGap + kLabelHeight;
  const double corner_x = 0.75 * wish.half_x;
  const double corner_y = 0.75 * wish.half_y;
  const double up = wish.y - corner_y;
  const double down = wish.y + corner_y + kLabelHeight;
  return {rect_at(right, middle, wish.width),
          rect_at(left, middle, wish.width),
          rect_at(centre, above, wish.width),
          rect_at(centre, below, wish.width),
          rect_at(wish.x + corner_x + kGap, up, wish.width),
          rect_at(wish.x + corner_x + kGap, down, wish.width),
          rect_at(wish.x - corner_x - kGap - wish.width, up, wish.width),
          rect_at(wish.x - corner_x - kGap - wish.width, down, wish.width)};
}

class Placer {
 public:
  Placer(const std::vector<LabelWish>& wishes, const Box& panel) : wishes_(wishes), panel_(panel) {}

  std::optional<PlacedLabel> place(std::size_t i) {
    for (const Box& rect : next_to(wishes_[i])) {
      if (is_free(rect, i)) return take(rect);
    }
    if (!wishes_[i].is_important) return std::nullopt;
    if (const auto label = with_leader(i)) return label;
    for (const Box& rect : next_to(wishes_[i])) {
      if (is_free_of_labels(rect)) return take(rect);
    }
    return std::nullopt;
  }

 private:
  bool is_free_of_labels(const Box& rect) const {
    const bool is_inside = rect.left >= panel_.left && rect.right() <= panel_.right() &&
                           rect.top >= panel_.top && rect.bottom() <= panel_.bottom();
    return is_inside &&
           std::none_of(taken_.begin(), taken_.end(), [&](const Box& other) { return overlap(rect, other); });
  }
  bool is_free(const Box& rect, std::size_t own) const {
    if (!is_free_of_labels(rect)) return false;
    for (std::size_t i = 0; i < wishes_.size(); ++i) {
      if (i != own && overlap(rect, shape_rect(wishes_[i]))) return false;
    }
    return true;
  }
  PlacedLabel take(const Box& rect) {
    taken_.push_back(rect);
    return {rect.left, rect.bottom() - 2.5, false, 0, 0};
  }
  std::optional<PlacedLabel> with_leader(std::size_t i) {
    const LabelWish& wish = wishes_[i];
    for (const double length : kLeaderLengths) {
      for (int d = 0; d < kLeaderDirections; ++d) {
        const double angle = 2 * std::numbers::pi * d / kLeaderDirections;
        const double x = wish.x + (wish.half_x + length) * std::cos(angle);
        const double y = wish.y + (wish.half_y + length) * std::sin(angle);
        const bool is_right = std::cos(angle) >= 0;
        const Box rect = rect_at(is_right ? x : x - wish.width, y + kLabelHeight / 2, wish.width);
        if (!is_free(rect, i)) continue;
        PlacedLabel label = take(rect);
        label.has_leader = true;
        label.leader_x = x;
        label.leader_y = y;
        return label;
      }
    }
    return std::nullopt;
  }

  const std::vector<LabelWish>& wishes_;
  Box panel_;
  std::vector<Box> taken_;
};

}  // namespace

std::vector<std::optional<PlacedLabel>> place_labels(const std::vector<LabelWish>& wishes, const Box& panel) {
  std::vector<std::size_t> order(wishes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const auto key = [&](const LabelWish& wish) {
      return std::tuple(!wish.is_important, -wish.half_x * wish.half_y);
    };
    return key(wishes[a]) < key(wishes[b]);
  });
  std::vector<std::optional<PlacedLabel>> placed(wishes.size());
  Placer placer(wishes, panel);
  for (const std::size_t i : order)
    placed[i] = placer.place(i);
  return placed;
}

}  // namespace oligard::draw
