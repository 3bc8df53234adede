#include "oligard/registration/coarse_volume.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "oligard/load/image_pixels.h"
#include "registration/body_mask.h"

namespace oligard::registration {
namespace {

constexpr double kVoxelMm = 4;
constexpr std::size_t kMostVoxels = std::size_t{16} << 20U;
constexpr float kAir = -1000;
constexpr float kBone = 1000;
constexpr float kSkin = -300;
constexpr float kBrightest = 1000;  // of an MR after scaling
constexpr float kTissue = 80;       // of an MR after scaling
constexpr double kSmallestBodyMm3 = 2e5;

int how_many(double spacing_mm) {
  return std::max(1, static_cast<int>(std::lround(kVoxelMm / spacing_mm)));
}

/// Sums of the pixels of each voxel.
class Bins {
 public:
  explicit Bins(const ImageStack& stack) : first_(stack.planes.front().grid) {
    const double far = std::numeric_limits<double>::infinity();
    double low_u = far, low_v = far, high_u = -far, high_v = -far;
    for (const StackPlane& plane : stack.planes) {
      const Vec3 d = plane.grid.origin - first_.origin;
      low_u = std::min(low_u, dot(d, first_.column_direction));
      high_u = std::max(high_u, dot(d, first_.column_direction));
      low_v = std::min(low_v, dot(d, first_.row_direction));
      high_v = std::max(high_v, dot(d, first_.row_direction));
    }
    // Planes shifted sideways (tilted gantry) make the volume wider than a plane.
    const int wide = first_.columns + static_cast<int>(std::lround((high_u - low_u) / first_.column_spacing));
    const int tall = first_.rows + static_cast<int>(std::lround((high_v - low_v) / first_.row_spacing));
    const double depth = dot(stack.planes.back().grid.origin - first_.origin, first_.slice_direction);
    columns_ = how_many(first_.column_spacing);
    rows_ = how_many(first_.row_spacing);
    const int slices = how_many(stack.spacing_mm);
    grid_ = first_;
    grid_.column_spacing = columns_ * first_.column_spacing;
    grid_.row_spacing = rows_ * first_.row_spacing;
    grid_.slice_spacing = slices * stack.spacing_mm;
    grid_.columns = (wide + columns_ - 1) / columns_;
    grid_.rows = (tall + rows_ - 1) / rows_;
    corner_ = first_.origin + low_u * first_.column_direction + low_v * first_.row_direction;
    lowest_mm_ = -0.5 * stack.spacing_mm;
    grid_.slices = static_cast<int>((depth - lowest_mm_) / grid_.slice_spacing) + 1;
    grid_.origin = corner_ + 0.5 * (columns_ - 1) * first_.column_spacing * first_.column_direction +
                   0.5 * (rows_ - 1) * first_.row_spacing * first_.row_direction +
                   (lowest_mm_ + 0.5 * grid_.slice_spacing) * first_.slice_direction;
  }

  [[nodiscard]] double voxels() const {
    return static_cast<double>(grid_.columns) * grid_.rows * grid_.slices;
  }
  [[nodiscard]] const Grid& grid() const { return grid_; }

  void allocate() {
    sums_.assign(static_cast<std::size_t>(voxels()), 0);
    counts_.assign(sums_.size(), 0);
  }

  void add(const Grid& plane, std::span<const float> values) {
    const Vec3 d = plane.origin - corner_;
    const auto shift_u =
        static_cast<int>(std::lround(dot(d, first_.column_direction) / first_.column_spacing));
    const auto shift_v = static_cast<int>(std::lround(dot(d, first_.row_direction) / first_.row_spacing));
    const double depth = dot(plane.origin - first_.origin, first_.slice_direction);
    const int slice =
        std::clamp(static_cast<int>((depth - lowest_mm_) / grid_.slice_spacing), 0, grid_.slices - 1);
    std::vector<std::size_t> column_of(static_cast<std::size_t>(plane.columns));
    for (int c = 0; c < plane.columns; ++c)
      column_of[static_cast<std::size_t>(c)] =
          static_cast<std::size_t>(std::clamp((c + shift_u) / columns_, 0, grid_.columns - 1));
    for (int r = 0; r < plane.rows; ++r) {
      const int row = std::clamp((r + shift_v) / rows_, 0, grid_.rows - 1);
      const std::size_t start = (static_cast<std::size_t>(slice) * static_cast<std::size_t>(grid_.rows) +
                                 static_cast<std::size_t>(row)) *
                                static_cast<std::size_t>(grid_.columns);
      const float* pixel =
          values.data() + static_cast<std::size_t>(r) * static_cast<std::size_t>(plane.columns);
      for (const std::size_t column : column_of) {
        sums_[start + column] += *pixel++;
        ++counts_[start + column];
      }
    }
  }

  /// Means; voxels without a pixel are not seen.
  void move_into(CoarseVolume& volume) {
    volume.grid = grid_;
    volume.values = std::move(sums_);
    volume.seen.resize(counts_.size());
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      volume.seen[i] = counts_[i] > 0 ? 1 : 0;
      if (counts_[i] > 0) volume.values[i] /= static_cast<float>(counts_[i]);
    }
  }

 private:
  Grid first_;
  Grid grid_;
  Vec3 corner_;  ///< where the pixel (0,0) of a plane lies that is shifted least
  double lowest_mm_ = 0;
  int columns_ = 1;  ///< of a plane to a voxel
  int rows_ = 1;
  std::vector<float> sums_;
  std::vector<std::uint32_t> counts_;
};

void scale_ct(CoarseVolume& volume) {
  for (std::size_t i = 0; i < volume.values.size(); ++i)
    volume.values[i] = volume.seen[i] != 0 ? std::clamp(volume.values[i], kAir, kBone) : kAir;
}

void scale_mr(CoarseVolume& volume) {
  std::vector<float> sorted;
  for (std::size_t i = 0; i < volume.values.size(); ++i)
    if (volume.seen[i] != 0) sorted.push_back(volume.values[i]);
  if (sorted.empty()) return;
  const auto quantile = [&sorted](double share) {
    const auto at =
        sorted.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(sorted.size() - 1));
    std::nth_element(sorted.begin(), at, sorted.end());
    return *at;
  };
  const float low = quantile(0.01);
  const float range = std::max(quantile(0.99) - low, 1e-6F);
  for (std::size_t i = 0; i < volume.values.size(); ++i) {
    const float scaled = kBrightest * (volume.values[i] - low) / range;
    volume.values[i] = volume.seen[i] != 0 ? std::clamp(scaled, 0.0F, kBrightest) : 0;
  }
}

Status read_planes(const ImageStack& stack, Bins& bins) {
  for (std::size_t i = 0; i < stack.planes.size();) {
    std::size_t end = i;
    std::vector<StackPlane> of_file;
    while (end < stack.planes.size() && stack.planes[end].path == stack.planes[i].path)
      of_file.push_back(stack.planes[end++]);
    std::sort(of_file.begin(), of_file.end(),
              [](const StackPlane& a, const StackPlane& b) { return a.frame < b.frame; });
    std::vector<int> frames;
    frames.reserve(of_file.size());
    for (const StackPlane& plane : of_file)
      frames.push_back(plane.frame);
    std::size_t next = 0;
    bool fits = true;
    Status read = load::read_image_values(of_file[0].path, frames, [&](int, std::span<const float> values) {
      const Grid& grid = of_file[next++].grid;
      fits = fits &&
             values.size() == static_cast<std::size_t>(grid.columns) * static_cast<std::size_t>(grid.rows);
      if (fits) bins.add(grid, values);
    });
    if (!read) return read;
    if (!fits)
      return fail(ErrorKind::kInvalidInput, "IMAGE_PIXELS_UNREADABLE",
                  "the image has another size than it states");
    i = end;
  }
  return {};
}

}  // namespace

Result<CoarseVolume> read_coarse_volume(const ImageStack& stack) {
  constexpr ErrorKind kKind = ErrorKind::kUnsupported;
  if (stack.planes.size() < 2)
    return fail(kKind, "IMAGE_REGISTRATION_FEW_SLICES", "the stack has fewer than two slices");
  Bins bins(stack);
  if (bins.voxels() > static_cast<double>(kMostVoxels))
    return fail(kKind, "IMAGE_REGISTRATION_TOO_LARGE",
                "the images reach over more space than a patient takes");
  bins.allocate();
  if (Status read = read_planes(stack, bins); !read) return fail(read);
  CoarseVolume volume;
  volume.modality = stack.modality;
  bins.move_into(volume);
  const bool is_ct = stack.modality == "CT";
  is_ct ? scale_ct(volume) : scale_mr(volume);
  const bool found = find_body(volume, is_ct ? kSkin : kTissue);
  const auto size = std::count(volume.body.begin(), volume.body.end(), 1);
  if (!found || static_cast<double>(size) * volume.grid.voxel_volume() < kSmallestBodyMm3)
    return fail(kKind, "IMAGE_REGISTRATION_NO_BODY", "no patient is seen in the images");
  return volume;
}

}  // namespace oligard::registration
