#include "registration/itk_demons.h"

#include <algorithm>
#include <cmath>

#include <itkFastSymmetricForcesDemonsRegistrationFilter.h>
#include <itkResampleImageFilter.h>

#include "registration/itk_image.h"

namespace oligard::registration {
namespace {

using Field = itk::Image<itk::Vector<float, 3>, 3>;
using Demons = itk::FastSymmetricForcesDemonsRegistrationFilter<Image, Image, Field>;

constexpr unsigned kCoarseIterations = 30;
constexpr unsigned kFineIterations = 30;
constexpr double kSmoothingVoxels = 1.5;
constexpr double kLargestStepVoxels = 2;
constexpr float kUnknown = -4000;

/// The second image on the grid of the first; where it shows nothing, the first: no force acts there.
Image::Pointer moved(const Image::Pointer& fixed, const Image::Pointer& moving, const RigidMap& rigid) {
  using Resample = itk::ResampleImageFilter<Image, Image>;
  auto resample = Resample::New();
  resample->SetInput(moving);
  resample->SetTransform(transform_of(rigid));
  resample->SetReferenceImage(fixed);
  resample->UseReferenceImageOn();
  resample->SetDefaultPixelValue(kUnknown);
  resample->SetNumberOfWorkUnits(1);
  resample->Update();
  Image::Pointer result = resample->GetOutput();
  float* value = result->GetBufferPointer();
  const float* other = fixed->GetBufferPointer();
  const std::size_t count = fixed->GetLargestPossibleRegion().GetNumberOfPixels();
  for (std::size_t i = 0; i < count; ++i)
    if (value[i] <= kUnknown) value[i] = other[i];
  return result;
}

Field::Pointer on_grid_of(const Field::Pointer& field, const Image::Pointer& reference) {
  using Resample = itk::ResampleImageFilter<Field, Field>;
  auto resample = Resample::New();
  resample->SetInput(field);
  resample->SetReferenceImage(reference);
  resample->UseReferenceImageOn();
  resample->SetNumberOfWorkUnits(1);
  resample->Update();
  return resample->GetOutput();
}

Field::Pointer run(const Image::Pointer& fixed, const Image::Pointer& moving, const RigidMap& rigid,
                   const Field::Pointer& start, unsigned iterations) {
  auto demons = Demons::New();
  demons->SetFixedImage(fixed);
  demons->SetMovingImage(moved(fixed, moving, rigid));
  if (start) demons->SetInitialDisplacementField(start);
  demons->SetNumberOfIterations(iterations);
  demons->SetStandardDeviations(kSmoothingVoxels);
  demons->SmoothDisplacementFieldOn();
  demons->SmoothUpdateFieldOff();
  demons->SetMaximumUpdateStepLength(kLargestStepVoxels);
  demons->SetMaximumRMSError(0);
  demons->SetNumberOfWorkUnits(1);
  demons->Update();
  return demons->GetOutput();
}

OffsetField copy_of(const Field& field, const Grid& of) {
  OffsetField result;
  const auto size = field.GetLargestPossibleRegion().GetSize();
  const auto& spacing = field.GetSpacing();
  const auto& origin = field.GetOrigin();
  result.grid = of;
  result.grid.columns = static_cast<int>(size[0]);
  result.grid.rows = static_cast<int>(size[1]);
  result.grid.slices = static_cast<int>(size[2]);
  result.grid.column_spacing = spacing[0];
  result.grid.row_spacing = spacing[1];
  result.grid.slice_spacing = spacing[2];
  result.grid.origin = {origin[0], origin[1], origin[2]};
  const std::size_t count = field.GetLargestPossibleRegion().GetNumberOfPixels();
  result.offsets_mm.resize(count);
  const auto* offset = field.GetBufferPointer();
  for (std::size_t i = 0; i < count; ++i)
    result.offsets_mm[i] = {offset[i][0], offset[i][1], offset[i][2]};
  return result;
}

}  // namespace

Vec3 OffsetField::at(const Vec3& point) const {
  const Vec3 index = grid.to_index(point);
  const std::array<double, 3> at{std::clamp(index.x, 0.0, grid.columns - 1.0),
                                 std::clamp(index.y, 0.0, grid.rows - 1.0),
                                 std::clamp(index.z, 0.0, grid.slices - 1.0)};
  const std::array<int, 3> last{grid.columns - 1, grid.rows - 1, grid.slices - 1};
  Vec3 sum;
  for (unsigned corner = 0; corner < 8; ++corner) {
    double weight = 1;
    std::array<std::size_t, 3> voxel{};
    for (unsigned axis = 0; axis < 3; ++axis) {
      const int low = static_cast<int>(at[axis]);
      const double part = at[axis] - low;
      const bool up = (corner >> axis & 1U) != 0;
      weight *= up ? part : 1 - part;
      voxel[axis] = static_cast<std::size_t>(std::min(low + (up ? 1 : 0), last[axis]));
    }
    const auto& offset = offsets_mm[(voxel[2] * static_cast<std::size_t>(grid.rows) + voxel[1]) *
                                        static_cast<std::size_t>(grid.columns) +
                                    voxel[0]];
    sum = sum + weight * Vec3{offset[0], offset[1], offset[2]};
  }
  return sum;
}

std::optional<OffsetField> refine(const CoarseVolume& from, const CoarseVolume& to, const RigidMap& rigid) {
  try {
    const Image::Pointer fixed = halved(image_of(from));
    const Image::Pointer moving = halved(image_of(to));
    const Field::Pointer coarse = run(halved(fixed), halved(moving), rigid, nullptr, kCoarseIterations);
    return copy_of(*run(fixed, moving, rigid, on_grid_of(coarse, fixed), kFineIterations), from.grid);
  } catch (const itk::ExceptionObject&) {
    return std::nullopt;
  }
}

}  // namespace oligard::registration
