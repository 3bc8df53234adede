#include "load/rtstruct/raster.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <tuple>

#include "load/rtstruct/fill.h"

namespace oligard::load {
namespace {

constexpr std::array<double, 5> kPixelsMm{0.1, 0.2, 0.25, 0.5, 1.0};
constexpr double kMostCrossings = 4e6;
constexpr std::int32_t kMargin = 2;

/// Extent of all contours along the plane's axes, mm, and how far their edges go up and down in total.
struct Extent {
  double low_u = std::numeric_limits<double>::infinity();
  double low_v = low_u;
  double high_u = -low_u;
  double high_v = -low_u;
  double climb = 0;
  double edges = 0;
};

Extent extent_of(const std::vector<PlacedContour>& contours, const PlaneAxes& axes) {
  Extent extent;
  for (const PlacedContour& placed : contours) {
    double last = dot(placed.contour->points.back(), axes.row);
    for (const Vec3& point : placed.contour->points) {
      const double u = dot(point, axes.column);
      const double v = dot(point, axes.row);
      extent.low_u = std::min(extent.low_u, u);
      extent.high_u = std::max(extent.high_u, u);
      extent.low_v = std::min(extent.low_v, v);
      extent.high_v = std::max(extent.high_v, v);
      extent.climb += std::abs(v - last);
      last = v;
    }
    extent.edges += static_cast<double>(placed.contour->points.size());
  }
  return extent;
}

/// Square pixels; pixel (0, 0) of the frame is number `first_column`, `first_row` from the patient origin.
struct Frame {
  double pixel = 0;
  double first_column = 0;
  double first_row = 0;
  int columns = 0;
  int rows = 0;

  [[nodiscard]] double u_of_first() const { return (first_column + 0.5) * pixel; }
  [[nodiscard]] double v_of_first() const { return (first_row + 0.5) * pixel; }
  [[nodiscard]] RasterPoint place(double u, double v) const {
    return {u / pixel - 0.5 - first_column, v / pixel - 0.5 - first_row};
  }
};

std::optional<Frame> choose_frame(const Extent& extent, const LoadLimits& limits) {
  const double most_runs = static_cast<double>(limits.max_runs);
  for (const double pixel : kPixelsMm) {
    const bool is_last = pixel == kPixelsMm.back();
    Frame frame;
    frame.pixel = pixel;
    frame.first_column = std::floor(extent.low_u / pixel) - kMargin;
    frame.first_row = std::floor(extent.low_v / pixel) - kMargin;
    const double columns = std::ceil(extent.high_u / pixel) + kMargin - frame.first_column;
    const double rows = std::ceil(extent.high_v / pixel) + kMargin - frame.first_row;
    const double crossings = extent.climb / pixel + extent.edges;
    const double allowed = is_last ? 2 * most_runs : std::min(kMostCrossings, 2 * most_runs);
    if (crossings > allowed || columns * rows > static_cast<double>(limits.max_voxels_per_frame)) continue;
    frame.columns = static_cast<int>(columns);
    frame.rows = static_cast<int>(rows);
    return frame;
  }
  return std::nullopt;
}

bool is_before(const RasterPolygon& a, const RasterPolygon& b) {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                      [](const RasterPoint& p, const RasterPoint& q) {
                                        return std::tie(p.column, p.row) < std::tie(q.column, q.row);
                                      });
}

/// A CLOSED_PLANAR contour stored twice would cancel itself out.
void drop_repeated(std::vector<RasterPolygon>& polygons) {
  std::sort(polygons.begin(), polygons.end(), is_before);
  const auto same = [](const RasterPolygon& a, const RasterPolygon& b) {
    return !is_before(a, b) && !is_before(b, a);
  };
  polygons.erase(std::unique(polygons.begin(), polygons.end(), same), polygons.end());
}

RasterPolygon polygon_of(const RoiContour& contour, const PlaneAxes& axes, const Frame& frame) {
  RasterPolygon polygon;
  polygon.reserve(contour.points.size());
  for (const Vec3& point : contour.points)
    polygon.push_back(frame.place(dot(point, axes.column), dot(point, axes.row)));
  return polygon;
}

/// The contours [begin, end) of one ROI on one slice.
template <class Iterator>
std::vector<RasterRun> section_of(Iterator begin, Iterator end, const PlaneAxes& axes, const Frame& frame) {
  std::vector<RasterPolygon> polygons;
  bool is_xor = false;
  for (auto at = begin; at != end; ++at) {
    polygons.push_back(polygon_of(*at->contour, axes, frame));
    is_xor = is_xor || at->contour->is_xor;
  }
  if (!is_xor) drop_repeated(polygons);
  return rasterise(polygons);
}

/// First slice with a run and one past the last, over all ROIs.
std::pair<std::int32_t, std::int32_t> occupied(const std::vector<Sections>& rois) {
  std::int32_t first = std::numeric_limits<std::int32_t>::max();
  std::int32_t last = std::numeric_limits<std::int32_t>::min();
  for (const Sections& sections : rois) {
    for (const auto& [slice, runs] : sections) {
      if (runs.empty()) continue;
      first = std::min(first, slice);
      last = std::max(last, slice);
    }
  }
  return first > last ? std::pair{0, 1} : std::pair{first, last + 1};
}

Grid grid_of(const PlaneAxes& axes, const Frame& frame, const ContourSlices& slices, std::int32_t first,
             std::int32_t end) {
  const Vec3 corner = frame.u_of_first() * axes.column + frame.v_of_first() * axes.row;
  Grid grid;
  grid.origin = corner + slices.depth(first) * axes.normal;
  grid.column_direction = axes.column;
  grid.row_direction = axes.row;
  grid.slice_direction = axes.normal;
  grid.column_spacing = grid.row_spacing = frame.pixel;
  grid.slice_spacing = slices.spacing;
  grid.columns = frame.columns;
  grid.rows = frame.rows;
  grid.slices = end - first;
  if (slices.is_regular) return grid;
  auto table = std::make_shared<SliceTable>();
  for (std::int32_t slice = first; slice < end; ++slice) {
    table->origins.push_back(corner + slices.depth(slice) * axes.normal);
    table->heights_mm.push_back(slices.heights[static_cast<std::size_t>(slice)]);
  }
  grid.table = std::move(table);
  return grid;
}

tl::unexpected<Error> too_large() {
  return fail(ErrorKind::kUnsupported, "FILE_TOO_LARGE",
              "the contours span or make more pixels than allowed");
}

/// Sections of every ROI; `contours` are ordered by ROI and slice.
Result<std::vector<Sections>> sections_of(const std::vector<PlacedContour>& contours, std::size_t rois,
                                          const PlaneAxes& axes, const Frame& frame,
                                          const ContourSlices& slices, std::size_t max_runs) {
  std::vector<Sections> sections(rois);
  for (auto at = contours.begin(); at != contours.end();) {
    const auto end = std::find_if(at, contours.end(), [&](const PlacedContour& other) {
      return other.roi != at->roi || other.slice != at->slice;
    });
    sections[at->roi][at->slice] = section_of(at, end, axes, frame);
    at = end;
  }
  std::size_t runs = 0;
  for (Sections& of_roi : sections) {
    fill_between(of_roi, slices, max_runs);
    for (const auto& [slice, section] : of_roi)
      runs += section.size();
    if (runs > max_runs) return too_large();
  }
  return sections;
}

}  // namespace

Result<RoiMasks> masks_of(const std::vector<PlacedContour>& contours, std::size_t rois, const PlaneAxes& axes,
                          const ContourSlices& slices, const LoadLimits& limits) {
  const std::optional<Frame> frame = choose_frame(extent_of(contours, axes), limits);
  if (!frame) return too_large();
  std::vector<PlacedContour> ordered = contours;
  std::stable_sort(ordered.begin(), ordered.end(), [](const PlacedContour& a, const PlacedContour& b) {
    return std::tie(a.roi, a.slice) < std::tie(b.roi, b.slice);
  });
  const Result<std::vector<Sections>> sections =
      sections_of(ordered, rois, axes, *frame, slices, limits.max_runs);
  if (!sections) return fail(sections);
  const auto [first, end] = occupied(*sections);
  RoiMasks result;
  result.first_slice = first;
  result.grid = grid_of(axes, *frame, slices, first, end);
  for (const Sections& of_roi : *sections) {
    Mask& mask = result.masks.emplace_back();
    mask.grid = result.grid;
    for (const auto& [slice, section] : of_roi)
      for (const RasterRun& run : section)
        mask.runs.push_back({slice - first, run.row, run.column, run.length});
  }
  return result;
}

}  // namespace oligard::load
