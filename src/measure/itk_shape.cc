#include "measure/itk_shape.h"

#include <algorithm>

#include <itkImageRegion.h>
#include <itkLabelMap.h>
#include <itkShapeLabelMapFilter.h>
#include <itkShapeLabelObject.h>

#include "measure/irregular_shape.h"

namespace oligard::measure {
namespace {

using LabelObject = itk::ShapeLabelObject<std::uint8_t, 3>;
using LabelMap = itk::LabelMap<LabelObject>;

void copy_geometry(const Grid& grid, LabelMap& map) {
  const double origin[3] = {grid.origin.x, grid.origin.y, grid.origin.z};
  const double spacing[3] = {grid.column_spacing, grid.row_spacing, grid.slice_spacing};
  LabelMap::DirectionType direction;
  const Vec3* axes[3] = {&grid.column_direction, &grid.row_direction, &grid.slice_direction};
  for (unsigned int i = 0; i < 3; ++i) {
    direction(0, i) = axes[i]->x;
    direction(1, i) = axes[i]->y;
    direction(2, i) = axes[i]->z;
  }
  map.SetOrigin(origin);
  map.SetSpacing(spacing);
  map.SetDirection(direction);
  const LabelMap::SizeType size = {{static_cast<itk::SizeValueType>(std::max(1, grid.columns)),
                                    static_cast<itk::SizeValueType>(std::max(1, grid.rows)),
                                    static_cast<itk::SizeValueType>(std::max(1, grid.slices))}};
  map.SetRegions(LabelMap::RegionType(size));
}

Vec3 to_vec3(const LabelMap::IndexType& index) {
  return {static_cast<double>(index[0]), static_cast<double>(index[1]), static_cast<double>(index[2])};
}

}  // namespace

ShapeFigures shape_figures(const Mask& mask) {
  if (!mask.grid.is_regular()) return irregular_shape_figures(mask);
  const auto object = LabelObject::New();
  object->SetLabel(1);
  for (const Run& run : mask.runs) {
    const LabelMap::IndexType start = {{run.column, run.row, run.slice}};
    object->AddLine(start, static_cast<itk::SizeValueType>(run.length));
  }
  const auto map = LabelMap::New();
  copy_geometry(mask.grid, *map);
  map->AddLabelObject(object);

  const auto filter = itk::ShapeLabelMapFilter<LabelMap>::New();
  filter->SetInput(map);
  filter->SetComputeFeretDiameter(false);
  filter->SetComputePerimeter(false);
  filter->SetComputeOrientedBoundingBox(false);
  filter->SetNumberOfWorkUnits(1);
  filter->Update();

  const LabelObject& shape = *filter->GetOutput()->GetLabelObject(1);
  const LabelObject::CentroidType centroid = shape.GetCentroid();
  const LabelObject::VectorType moments = shape.GetPrincipalMoments();
  const LabelObject::RegionType box = shape.GetBoundingBox();
  ShapeFigures figures;
  figures.voxel_count = static_cast<std::int64_t>(shape.GetNumberOfPixels());
  figures.volume_mm3 = shape.GetPhysicalSize();
  figures.centroid_mm = {centroid[0], centroid[1], centroid[2]};
  figures.principal_moments_mm2 = {std::max(0.0, moments[0]), std::max(0.0, moments[1]),
                                   std::max(0.0, moments[2])};
  figures.index_low = to_vec3(box.GetIndex());
  figures.index_high = to_vec3(box.GetUpperIndex());
  return figures;
}

}  // namespace oligard::measure
