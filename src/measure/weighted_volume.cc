#include "measure/weighted_volume.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <deque>
#include <limits>
#include <tuple>

#include "measure/row_index.h"
#include "oligard/base/slice_shifts.h"
#include "oligard/load/components.h"

namespace oligard::measure {
namespace {

constexpr std::int32_t kNobody = -1;

/// Corner voxels of a mask, on indices that slices have in common.
struct IndexBox {
  std::array<double, 3> low, high;
};

IndexBox box_of(std::span<const Run> aligned) {
  constexpr double kInf = std::numeric_limits<double>::infinity();
  IndexBox box{{kInf, kInf, kInf}, {-kInf, -kInf, -kInf}};
  for (const Run& run : aligned) {
    const std::array<double, 3> first{static_cast<double>(run.column), static_cast<double>(run.row),
                                      static_cast<double>(run.slice)};
    const std::array<double, 3> last{static_cast<double>(run.column + run.length - 1),
                                     static_cast<double>(run.row), static_cast<double>(run.slice)};
    for (std::size_t i = 0; i < 3; ++i) {
      box.low[i] = std::min(box.low[i], first[i]);
      box.high[i] = std::max(box.high[i], last[i]);
    }
  }
  return box;
}

double distance_mm(const Grid& grid, const IndexBox& a, const IndexBox& b) {
  const auto gap = [&](std::size_t i) { return std::max({0.0, a.low[i] - b.high[i], b.low[i] - a.high[i]}); };
  const double below = std::min(a.high[2], b.high[2]);
  const Vec3 across = grid.slice_origin(below + gap(2)) - grid.slice_origin(below);
  return std::hypot(gap(0) * grid.column_spacing, gap(1) * grid.row_spacing,
                    dot(across, grid.slice_direction));
}

/// Gives every voxel of the fractions to a lesion.
class Owners {
 public:
  Owners(const load::Fractions& fractions, std::span<const Mask> lesions)
      : grid_(lesions.front().grid),
        shifts_(grid_),
        lesions_(lesions),
        support_{grid_, shifts_.aligned(fractions.runs)},
        rows_(support_),
        owner_(fractions.values.size(), kNobody) {
    std::size_t next = 0;
    for (const Run& run : support_.runs) {
      begin_.push_back(next);
      next += static_cast<std::size_t>(run.length);
    }
    for (std::size_t i = 0; i < lesions.size(); ++i)
      claim_lesion(static_cast<std::int32_t>(i));
    spread();
    give_islands(fractions.runs);
  }

  [[nodiscard]] std::span<const std::int32_t> of_run(std::size_t run) const {
    return std::span(owner_).subspan(begin_[run], static_cast<std::size_t>(support_.runs[run].length));
  }

 private:
  struct Voxel {
    std::size_t run;
    std::int32_t column;
  };

  std::int32_t& owner(std::size_t run, std::int32_t column) {
    return owner_[begin_[run] + static_cast<std::size_t>(column - support_.runs[run].column)];
  }

  void claim(std::size_t run, std::int32_t column, std::int32_t lesion) {
    std::int32_t& who = owner(run, column);
    if (who != kNobody) return;
    who = lesion;
    open_.push_back({run, column});
  }

  void claim_lesion(std::int32_t lesion) {
    for (const Run& run : shifts_.aligned(lesions_[static_cast<std::size_t>(lesion)].runs)) {
      for (const Run& held : rows_.row(run.slice, run.row)) {
        const std::int32_t first = std::max(run.column, held.column);
        const std::int32_t end = std::min(run.column + run.length, held.column + held.length);
        for (std::int32_t column = first; column < end; ++column)
          claim(index_of(held), column, lesion);
      }
    }
  }

  /// In the order of steps: all voxels that are one step away before those that are two.
  void spread() {
    while (!open_.empty()) {
      const Voxel voxel = open_.front();
      open_.pop_front();
      const Run& from = support_.runs[voxel.run];
      const std::int32_t lesion = owner(voxel.run, voxel.column);
      for (std::int32_t slice = from.slice - 1; slice <= from.slice + 1; ++slice) {
        for (std::int32_t row = from.row - 1; row <= from.row + 1; ++row) {
          for (const Run& near : rows_.row(slice, row)) {
            const std::int32_t first = std::max(voxel.column - 1, near.column);
            const std::int32_t last = std::min(voxel.column + 1, near.column + near.length - 1);
            for (std::int32_t column = first; column <= last; ++column)
              claim(index_of(near), column, lesion);
          }
        }
      }
    }
  }

  /// Voxels that hang together with no lesion go to the one with the nearest box.
  void give_islands(const std::vector<Run>& runs) {
    Mask rest{grid_, {}};
    for (std::size_t i = 0; i < runs.size(); ++i)
      if (owner_[begin_[i]] == kNobody) rest.runs.push_back(runs[i]);
    if (rest.runs.empty()) return;
    std::vector<IndexBox> boxes;
    for (const Mask& lesion : lesions_)
      boxes.push_back(box_of(shifts_.aligned(lesion.runs)));
    for (const Mask& island : load::connected_components(rest)) {
      const IndexBox box = box_of(shifts_.aligned(island.runs));
      const auto nearest =
          std::min_element(boxes.begin(), boxes.end(), [&](const IndexBox& a, const IndexBox& b) {
            return distance_mm(grid_, box, a) < distance_mm(grid_, box, b);
          });
      const auto lesion = static_cast<std::int32_t>(nearest - boxes.begin());
      for (const Run& run : island.runs) {
        const auto place = [](const Run& r) { return std::tie(r.slice, r.row, r.column); };
        const auto at = std::lower_bound(runs.begin(), runs.end(), run,
                                         [&](const Run& a, const Run& b) { return place(a) < place(b); });
        const std::size_t first = begin_[static_cast<std::size_t>(at - runs.begin())];
        std::fill_n(owner_.begin() + static_cast<std::ptrdiff_t>(first), run.length, lesion);
      }
    }
  }

  [[nodiscard]] std::size_t index_of(const Run& run) const {
    return static_cast<std::size_t>(&run - support_.runs.data());
  }

  const Grid& grid_;
  SliceShifts shifts_;
  std::span<const Mask> lesions_;
  Mask support_;
  RowIndex rows_;
  std::vector<std::size_t> begin_;  ///< first value of each run
  std::vector<std::int32_t> owner_;
  std::deque<Voxel> open_;
};

}  // namespace

std::vector<double> weighted_volumes_mm3(const load::Fractions& fractions, std::span<const Mask> lesions) {
  const Grid& grid = lesions.front().grid;
  std::vector<double> sums(lesions.size(), 0);
  const auto add = [&](const Run& run, std::uint8_t value, std::size_t lesion) {
    sums[lesion] += std::min<int>(value, fractions.maximum) * grid.slice_height(run.slice);
  };
  std::size_t at = 0;
  if (lesions.size() == 1) {
    for (const Run& run : fractions.runs)
      for (std::int32_t i = 0; i < run.length; ++i)
        add(run, fractions.values[at++], 0);
  } else {
    const Owners owners(fractions, lesions);
    for (std::size_t i = 0; i < fractions.runs.size(); ++i)
      for (const std::int32_t lesion : owners.of_run(i))
        add(fractions.runs[i], fractions.values[at++], static_cast<std::size_t>(lesion));
  }
  for (double& sum : sums)
    sum *= grid.column_spacing * grid.row_spacing / fractions.maximum;
  return sums;
}

}  // namespace oligard::measure
