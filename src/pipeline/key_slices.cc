#include "pipeline/key_slices.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>
#include <utility>

#include "oligard/load/image_pixels.h"
#include "pipeline/grey_window.h"
#include "pipeline/mask_outline.h"

namespace oligard::pipeline {
namespace {

constexpr int kPixels = 200;     ///< columns and rows of a slice as shown
constexpr double kMargin = 2.4;  ///< width of what is shown, in lesion widths
constexpr double kLeastWidthMm = 50;
constexpr double kMostWidthMm = 260;
constexpr double kPlaneToleranceMm = 0.5;
constexpr double kParallel = 0.999;

/// A lesion in the slice of its largest diameter.
struct Cut {
  std::size_t timepoint = 0;
  const report::SegmentedLesions* segmented = nullptr;
  const report::LesionVoxels* voxels = nullptr;
  int slice = 0;
  Vec3 centre;
  double extent_mm = 0;
};

/// Two directions in the plane of a slice: to the right and down on the screen.
struct Screen {
  Vec3 right, down;
};

/// Patient's left at the right, front at the top; of planes that are not axial, as they are stored.
Screen screen_of(const Grid& grid) {
  if (std::abs(grid.slice_direction.z) < kParallel) return {grid.column_direction, grid.row_direction};
  const Vec3 axis = grid.slice_direction.z > 0 ? grid.slice_direction : grid.slice_direction * -1.0;
  const Vec3 x = Vec3{1, 0, 0} - axis.x * axis;
  const Vec3 right = x * (1 / norm(x));
  return {right, cross(axis, right)};
}

double value_of(const std::optional<double>& number) {
  return number && std::isfinite(*number) ? *number : 0;
}

bool is_of(const report::LesionVoxels& voxels, const report::SegmentedLesions& segmented,
           const measure::LesionSource& source) {
  return segmented.sop_instance_uid == source.sop_instance_uid && voxels.number == source.number &&
         voxels.component == source.component;
}

/// Box of the voxels in one slice, in patient coordinates: centre, and the longer side.
void measure_cut(Cut& cut) {
  const Grid& grid = cut.voxels->mask.grid;
  double left = 1e9, right = -1e9, top = 1e9, bottom = -1e9;
  for (const Run& run : cut.voxels->mask.runs) {
    if (run.slice != cut.slice) continue;
    left = std::min(left, run.column - 0.5);
    right = std::max(right, run.column + run.length - 0.5);
    top = std::min(top, run.row - 0.5);
    bottom = std::max(bottom, run.row + 0.5);
  }
  cut.centre = grid.to_patient((left + right) / 2, (top + bottom) / 2, cut.slice);
  cut.extent_mm = std::max((right - left) * grid.column_spacing, (bottom - top) * grid.row_spacing);
}

bool has_voxels(const Mask& mask, int slice) {
  return std::any_of(mask.runs.begin(), mask.runs.end(),
                     [slice](const Run& run) { return run.slice == slice; });
}

class KeySlices {
 public:
  KeySlices(const PatientAnalysis& patient, const classify::Assessment& assessment, std::size_t t)
      : patient_(patient), assessment_(assessment), t_(t) {}

  std::vector<draw::KeySlice> make() const {
    std::vector<draw::KeySlice> slices;
    std::size_t filmed = 0;
    for (const std::string& id : progressing()) {
      if (filmed == kMostFilmed) break;
      const std::vector<Cut> cuts = cuts_of(id);
      if (cuts.empty()) continue;
      ++filmed;
      double width = kLeastWidthMm;
      for (const Cut& cut : cuts)
        width = std::max(width, kMargin * cut.extent_mm);
      width = std::min(width, kMostWidthMm);
      for (const Cut& cut : cuts)
        slices.push_back(slice_of(id, cut, width));
    }
    return slices;
  }

 private:
  /// As the page lists them: certain ones first, then by growth, size and name.
  [[nodiscard]] std::vector<std::string> progressing() const {
    struct Entry {
      bool is_doubtful;
      double growth, size;
      std::string id;
    };
    std::vector<Entry> entries;
    for (const auto& [id, said] : assessment_.timepoints[t_].lesions) {
      if (!is_progression(said.status)) continue;
      entries.push_back({said.confidence == terms::Confidence::kIndeterminate,
                         said.from_nadir_pct.value_or(-1000), value_of(said.size_mm), id});
    }
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
      return std::tuple(a.is_doubtful, -a.growth, -a.size, a.id) <
             std::tuple(b.is_doubtful, -b.growth, -b.size, b.id);
    });
    std::vector<std::string> ids;
    ids.reserve(entries.size());
    for (Entry& entry : entries)
      ids.push_back(std::move(entry.id));
    return ids;
  }

  /// At the nadir, or the last time before now that has voxels; then now.
  [[nodiscard]] std::vector<Cut> cuts_of(const std::string& id) const {
    const auto& lesions = assessment_.timepoints[t_].lesions;
    const auto nadir = classify::timepoint_index(assessment_.clinical_case, lesions.at(id).nadir_timepoint);
    std::vector<Cut> cuts;
    std::optional<Cut> before;
    if (nadir && *nadir < t_) before = cut_at(id, *nadir);
    for (std::size_t t = t_; t-- > 0 && !before;)
      before = cut_at(id, t);
    if (before) cuts.push_back(*before);
    if (const std::optional<Cut> now = cut_at(id, t_)) cuts.push_back(*now);
    return cuts;
  }

  /// The largest part of the lesion that has voxels.
  [[nodiscard]] std::optional<Cut> cut_at(const std::string& id, std::size_t t) const {
    std::optional<Cut> best;
    for (const match::Track& track : assessment_.graph.tracks) {
      if (track.id != id) continue;
      for (const match::LesionRef ref : track.lesions) {
        if (ref.timepoint != static_cast<int>(t)) continue;
        const measure::Lesion& lesion = assessment_.graph.lesion(ref);
        std::optional<Cut> cut = cut_of(lesion, t);
        if (cut && (!best || cut->extent_mm > best->extent_mm)) best = cut;
      }
    }
    return best;
  }

  [[nodiscard]] std::optional<Cut> cut_of(const measure::Lesion& lesion, std::size_t t) const {
    for (const report::SegmentedLesions& segmented : patient_.time_points[t].segmented) {
      for (const report::LesionVoxels& voxels : segmented.lesions) {
        if (!is_of(voxels, segmented, lesion.source) || voxels.mask.runs.empty()) continue;
        Cut cut{t, &segmented, &voxels, lesion.slice_index, {}, 0};
        if (!has_voxels(voxels.mask, cut.slice)) cut.slice = fullest_slice(voxels.mask);
        measure_cut(cut);
        return cut;
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] draw::KeySlice slice_of(const std::string& id, const Cut& cut, double width_mm) const {
    draw::KeySlice slice;
    slice.lesion = id;
    slice.timepoint = cut.timepoint;
    slice.width_mm = slice.height_mm = width_mm;
    slice.columns = slice.rows = kPixels;
    const Grid& grid = cut.voxels->mask.grid;
    const Screen screen = screen_of(grid);
    const auto on_screen = [&](const OutlinePoint& point) {
      const Vec3 d = grid.to_patient(point.column, point.row, cut.slice) - cut.centre;
      return draw::SlicePoint{dot(d, screen.right) + width_mm / 2, dot(d, screen.down) + width_mm / 2};
    };
    for (const std::vector<OutlinePoint>& outline : mask_outline(cut.voxels->mask, cut.slice)) {
      std::vector<draw::SlicePoint> points;
      std::transform(outline.begin(), outline.end(), std::back_inserter(points), on_screen);
      slice.outlines.push_back(std::move(points));
    }
    const Vec3 corner = cut.centre - (width_mm / 2) * screen.right - (width_mm / 2) * screen.down;
    slice.grey = grey_of(cut, organ_of(id), corner, width_mm / kPixels, screen);
    return slice;
  }

  struct Plane {
    const load::ImageObject* image = nullptr;
    const load::ImagePlane* plane = nullptr;
  };

  /// The image that the segmentation names for the slice, else one that lies in its plane.
  [[nodiscard]] Plane plane_of(const Cut& cut) const {
    const auto& images = patient_.time_points[cut.timepoint].images;
    const auto& named = cut.segmented->slice_images;
    const auto at = static_cast<std::size_t>(cut.slice);
    const report::SliceImage* wanted =
        at < named.size() && !named[at].sop_instance_uid.empty() ? &named[at] : nullptr;
    for (const load::ImageObject& image : images) {
      for (const load::ImagePlane& plane : image.planes) {
        const bool is_it = wanted != nullptr ? image.header.sop_instance_uid == wanted->sop_instance_uid &&
                                                   (wanted->frame == 0 || plane.frame == wanted->frame)
                                             : is_coplanar(image, plane, cut);
        if (is_it) return {&image, &plane};
      }
    }
    return {};
  }

  static bool is_coplanar(const load::ImageObject& image, const load::ImagePlane& plane, const Cut& cut) {
    const std::string& frame = cut.segmented->frame_of_reference_uid;
    if (frame.empty() || image.frame_of_reference_uid != frame) return false;
    const Vec3& normal = plane.grid.slice_direction;
    return std::abs(dot(normal, cut.voxels->mask.grid.slice_direction)) > kParallel &&
           std::abs(dot(cut.centre - plane.grid.origin, normal)) < kPlaneToleranceMm;
  }

  /// Of the track, so that both slices have the same window.
  [[nodiscard]] std::string organ_of(const std::string& id) const {
    const auto& lesions = assessment_.clinical_case.lesions;
    const auto found =
        std::find_if(lesions.begin(), lesions.end(), [&id](const auto& lesion) { return lesion.id == id; });
    return found == lesions.end() ? std::string() : found->organ;
  }

  [[nodiscard]] std::vector<std::uint8_t> grey_of(const Cut& cut, const std::string& organ,
                                                  const Vec3& corner, double step_mm,
                                                  const Screen& screen) const {
    const Plane found = plane_of(cut);
    if (found.plane == nullptr) return {};
    const Grid& grid = found.plane->grid;
    std::vector<float> shown;
    const auto take = [&](int /*frame*/, std::span<const float> values) {
      if (values.size() != static_cast<std::size_t>(grid.columns) * static_cast<std::size_t>(grid.rows))
        return;
      shown.reserve(static_cast<std::size_t>(kPixels) * kPixels);
      for (int row = 0; row < kPixels; ++row) {
        for (int column = 0; column < kPixels; ++column) {
          const Vec3 at =
              corner + ((column + 0.5) * step_mm) * screen.right + ((row + 0.5) * step_mm) * screen.down;
          shown.push_back(interpolated(values, grid, grid.to_index(at)));
        }
      }
    };
    const std::array<int, 1> frames = {found.plane->frame};
    if (!load::read_image_values(found.image->header.path, frames, take) || shown.empty()) return {};
    return to_grey(shown, window_for(found.image->header.modality, organ, shown));
  }

  const PatientAnalysis& patient_;
  const classify::Assessment& assessment_;
  std::size_t t_;
};

}  // namespace

std::vector<draw::KeySlice> key_slices(const PatientAnalysis& patient, const classify::Assessment& assessment,
                                       std::size_t t) {
  return KeySlices(patient, assessment, t).make();
}

}  // namespace oligard::pipeline
