#include "registration/itk_image.h"

#include <algorithm>
#include <array>

#include <itkBinShrinkImageFilter.h>

namespace oligard::registration {

Image::Pointer image_of(const CoarseVolume& volume) {
  const Grid& grid = volume.grid;
  auto image = Image::New();
  image->SetRegions(Image::SizeType{{static_cast<itk::SizeValueType>(grid.columns),
                                     static_cast<itk::SizeValueType>(grid.rows),
                                     static_cast<itk::SizeValueType>(grid.slices)}});
  const double spacing[3] = {grid.column_spacing, grid.row_spacing, grid.slice_spacing};
  const double origin[3] = {grid.origin.x, grid.origin.y, grid.origin.z};
  Image::DirectionType direction;
  const std::array<Vec3, 3> axes{grid.column_direction, grid.row_direction, grid.slice_direction};
  for (unsigned axis = 0; axis < 3; ++axis) {
    direction[0][axis] = axes[axis].x;
    direction[1][axis] = axes[axis].y;
    direction[2][axis] = axes[axis].z;
  }
  image->SetSpacing(spacing);
  image->SetOrigin(origin);
  image->SetDirection(direction);
  image->Allocate();
  std::copy(volume.values.begin(), volume.values.end(), image->GetBufferPointer());
  return image;
}

Image::Pointer halved(const Image::Pointer& image) {
  using Shrink = itk::BinShrinkImageFilter<Image, Image>;
  constexpr itk::SizeValueType kFewest = 16;
  auto shrink = Shrink::New();
  shrink->SetInput(image);
  const auto size = image->GetLargestPossibleRegion().GetSize();
  for (unsigned axis = 0; axis < 3; ++axis)
    shrink->SetShrinkFactor(axis, size[axis] >= kFewest ? 2 : 1);
  shrink->SetNumberOfWorkUnits(1);
  shrink->Update();
  return shrink->GetOutput();
}

Euler::Pointer transform_of(const RigidMap& map) {
  auto transform = Euler::New();
  const double centre[3] = {map.centre.x, map.centre.y, map.centre.z};
  transform->SetCenter(centre);
  transform->SetRotation(map.angles.x, map.angles.y, map.angles.z);
  const double translation[3] = {map.translation.x, map.translation.y, map.translation.z};
  transform->SetTranslation(translation);
  return transform;
}

RigidMap map_of(const Euler& transform) {
  RigidMap map;
  const auto& centre = transform.GetCenter();
  const auto& translation = transform.GetTranslation();
  map.centre = {centre[0], centre[1], centre[2]};
  map.angles = {transform.GetAngleX(), transform.GetAngleY(), transform.GetAngleZ()};
  map.translation = {translation[0], translation[1], translation[2]};
  for (unsigned i = 0; i < 9; ++i)
    map.turn.linear[i] = transform.GetMatrix()[i / 3][i % 3];
  return map;
}

}  // namespace oligard::registration
