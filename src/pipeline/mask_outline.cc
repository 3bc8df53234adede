#include "pipeline/mask_outline.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <span>

namespace oligard::pipeline {
namespace {

/// The rectangle around the voxels of a slice, with a rim of one pixel.
class Bitmap {
 public:
  explicit Bitmap(std::span<const Run> runs) {
    std::int32_t right = runs.front().column;
    left_ = runs.front().column;
    top_ = runs.front().row;
    for (const Run& run : runs) {
      left_ = std::min(left_, run.column);
      right = std::max(right, run.column + run.length);
    }
    columns_ = right - left_ + 2;
    rows_ = runs.back().row - top_ + 3;
    --left_;
    --top_;
    pixels_.assign(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_), false);
    for (const Run& run : runs)
      std::fill_n(pixels_.begin() + index(run.column - left_, run.row - top_), run.length, true);
  }

  [[nodiscard]] bool at(std::int32_t column, std::int32_t row) const {
    return pixels_[static_cast<std::size_t>(index(column, row))];
  }
  [[nodiscard]] std::int32_t columns() const { return columns_; }
  [[nodiscard]] std::int32_t rows() const { return rows_; }
  /// Corner (x, y) is the top left one of pixel (x, y).
  [[nodiscard]] OutlinePoint corner(std::int32_t x, std::int32_t y) const {
    return {x + left_ - 0.5, y + top_ - 0.5};
  }

 private:
  [[nodiscard]] std::ptrdiff_t index(std::int32_t column, std::int32_t row) const {
    return static_cast<std::ptrdiff_t>(row) * columns_ + column;
  }

  std::int32_t left_ = 0, top_ = 0, columns_ = 0, rows_ = 0;
  std::vector<bool> pixels_;
};

struct Corner {
  std::int32_t x = 0, y = 0;

  friend auto operator<=>(const Corner&, const Corner&) = default;
};

/// Where the border goes from a corner, voxels to its right; two ways where two voxels touch at a corner.
using Steps = std::map<Corner, std::vector<Corner>>;

Steps steps_of(const Bitmap& bitmap) {
  Steps steps;
  for (std::int32_t y = 1; y + 1 < bitmap.rows(); ++y) {
    for (std::int32_t x = 1; x + 1 < bitmap.columns(); ++x) {
      if (!bitmap.at(x, y)) continue;
      if (!bitmap.at(x, y - 1)) steps[{x, y}].push_back({x + 1, y});
      if (!bitmap.at(x + 1, y)) steps[{x + 1, y}].push_back({x + 1, y + 1});
      if (!bitmap.at(x, y + 1)) steps[{x + 1, y + 1}].push_back({x, y + 1});
      if (!bitmap.at(x - 1, y)) steps[{x, y + 1}].push_back({x, y});
    }
  }
  return steps;
}

bool is_turn(const Corner& before, const Corner& here, const Corner& after) {
  return (here.x - before.x) * (after.y - here.y) != (here.y - before.y) * (after.x - here.x);
}

/// Takes one closed border out of the steps.
std::vector<Corner> next_border(Steps& steps) {
  std::vector<Corner> border;
  const Corner start = steps.begin()->first;
  Corner here = start;
  do {
    border.push_back(here);
    const auto found = steps.find(here);
    const Corner next = found->second.back();
    found->second.pop_back();
    if (found->second.empty()) steps.erase(found);
    here = next;
  } while (here != start);
  return border;
}

}  // namespace

std::vector<std::vector<OutlinePoint>> mask_outline(const Mask& mask, int slice) {
  const auto first = std::lower_bound(mask.runs.begin(), mask.runs.end(), slice,
                                      [](const Run& run, int wanted) { return run.slice < wanted; });
  const auto last =
      std::find_if(first, mask.runs.end(), [slice](const Run& run) { return run.slice != slice; });
  if (first == last) return {};
  const Bitmap bitmap(std::span<const Run>(first, last));
  Steps steps = steps_of(bitmap);
  std::vector<std::vector<OutlinePoint>> outlines;
  while (!steps.empty()) {
    const std::vector<Corner> border = next_border(steps);
    std::vector<OutlinePoint> outline;
    for (std::size_t i = 0; i < border.size(); ++i) {
      const Corner& before = border[(i + border.size() - 1) % border.size()];
      const Corner& after = border[(i + 1) % border.size()];
      if (is_turn(before, border[i], after)) outline.push_back(bitmap.corner(border[i].x, border[i].y));
    }
    outlines.push_back(std::move(outline));
  }
  return outlines;
}

int fullest_slice(const Mask& mask) {
  std::map<int, std::int64_t> voxels;
  for (const Run& run : mask.runs)
    voxels[run.slice] += run.length;
  const auto most = std::max_element(voxels.begin(), voxels.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == voxels.end() ? -1 : most->first;
}

}  // namespace oligard::pipeline
