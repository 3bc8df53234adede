#include "measure/irregular_shape.h"

#include <algorithm>
#include <limits>

#include <Eigen/Eigenvalues>

namespace oligard::measure {
namespace {

/// Sums over voxels, each with its height as weight. The pixel area is left out.
struct Sums {
  double weight = 0;
  Vec3 first;                                             ///< of the position
  double xx = 0, xy = 0, xz = 0, yy = 0, yz = 0, zz = 0;  ///< of products of coordinates

  void add(double w, const Vec3& p) {
    weight += w;
    first = first + w * p;
    xx += w * p.x * p.x;
    xy += w * p.x * p.y;
    xz += w * p.x * p.z;
    yy += w * p.y * p.y;
    yz += w * p.y * p.z;
    zz += w * p.z * p.z;
  }
};

/// A row of n voxels: its middle, and its own second moment along the row.
void add_run(const Grid& grid, const Run& run, const Vec3& from, Sums& sums) {
  const double count = run.length;
  const double weight = count * grid.slice_height(run.slice);
  const Vec3 middle = grid.to_patient(run.column + 0.5 * (count - 1), run.row, run.slice) - from;
  sums.add(weight, middle);
  const double along = weight * (count * count - 1) / 12 * grid.column_spacing * grid.column_spacing;
  const Vec3& d = grid.column_direction;
  sums.xx += along * d.x * d.x;
  sums.xy += along * d.x * d.y;
  sums.xz += along * d.x * d.z;
  sums.yy += along * d.y * d.y;
  sums.yz += along * d.y * d.z;
  sums.zz += along * d.z * d.z;
}

Vec3 ascending_eigenvalues(const Sums& sums, const Vec3& mean) {
  const double w = sums.weight;
  Eigen::Matrix3d m;
  m(0, 0) = sums.xx / w - mean.x * mean.x;
  m(1, 1) = sums.yy / w - mean.y * mean.y;
  m(2, 2) = sums.zz / w - mean.z * mean.z;
  m(0, 1) = m(1, 0) = sums.xy / w - mean.x * mean.y;
  m(0, 2) = m(2, 0) = sums.xz / w - mean.x * mean.z;
  m(1, 2) = m(2, 1) = sums.yz / w - mean.y * mean.z;
  const Eigen::Vector3d values =
      Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d>(m, Eigen::EigenvaluesOnly).eigenvalues();
  return {std::max(0.0, values[0]), std::max(0.0, values[1]), std::max(0.0, values[2])};
}

}  // namespace

ShapeFigures irregular_shape_figures(const Mask& mask) {
  const Grid& grid = mask.grid;
  const Run& first = mask.runs.front();
  ShapeFigures figures;
  figures.index_low = {static_cast<double>(first.column), static_cast<double>(first.row),
                       static_cast<double>(first.slice)};
  figures.index_high = figures.index_low;
  // Moments about a point near the lesion keep their digits.
  const Vec3 from = grid.to_patient(first.column, first.row, first.slice);
  Sums sums;
  for (const Run& run : mask.runs) {
    add_run(grid, run, from, sums);
    figures.voxel_count += run.length;
    figures.index_low = {std::min<double>(figures.index_low.x, run.column),
                         std::min<double>(figures.index_low.y, run.row),
                         std::min<double>(figures.index_low.z, run.slice)};
    figures.index_high = {std::max<double>(figures.index_high.x, run.column + run.length - 1),
                          std::max<double>(figures.index_high.y, run.row),
                          std::max<double>(figures.index_high.z, run.slice)};
  }
  const Vec3 mean = (1 / sums.weight) * sums.first;
  figures.volume_mm3 = sums.weight * grid.column_spacing * grid.row_spacing;
  figures.centroid_mm = from + mean;
  figures.principal_moments_mm2 = ascending_eigenvalues(sums, mean);
  return figures;
}

Box irregular_edge_box(const Mask& mask) {
  constexpr double kInf = std::numeric_limits<double>::infinity();
  Box box{{kInf, kInf, kInf}, {-kInf, -kInf, -kInf}};
  for (const Run& run : mask.runs) {
    for (const double column : {run.column - 0.5, run.column + run.length - 0.5}) {
      for (const double row : {run.row - 0.5, run.row + 0.5}) {
        for (const double slice : {run.slice - 0.5, run.slice + 0.5}) {
          const Vec3 p = mask.grid.to_patient(column, row, slice);
          box.min = {std::min(box.min.x, p.x), std::min(box.min.y, p.y), std::min(box.min.z, p.z)};
          box.max = {std::max(box.max.x, p.x), std::max(box.max.y, p.y), std::max(box.max.z, p.z)};
        }
      }
    }
  }
  return box;
}

}  // namespace oligard::measure
