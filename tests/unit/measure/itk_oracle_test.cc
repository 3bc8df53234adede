// ITK's Feret diameter is the oracle of the centre rule.
#include <algorithm>

#include <gtest/gtest.h>
#include <itkImage.h>
#include <itkLabelImageToShapeLabelMapFilter.h>

#include "measure/slice_axes.h"
#include "oligard/measure/measure.h"
#include "unit/measure/shapes.h"

namespace oligard::measure {
namespace {

template <unsigned int N>
double itk_feret(const Mask& mask, int only_slice) {
  using Image = itk::Image<std::uint8_t, N>;
  const int size[3] = {mask.grid.columns, mask.grid.rows, mask.grid.slices};
  const double spacing[3] = {mask.grid.column_spacing, mask.grid.row_spacing, mask.grid.slice_spacing};
  typename Image::SizeType extent;
  typename Image::SpacingType step;
  for (unsigned int i = 0; i < N; ++i) {
    extent[i] = static_cast<itk::SizeValueType>(size[i]);
    step[i] = spacing[i];
  }
  const auto image = Image::New();
  image->SetRegions(extent);
  image->SetSpacing(step);
  image->Allocate(true);
  for (const Run& run : mask.runs) {
    if (N == 2 && run.slice != only_slice) continue;
    for (int i = 0; i < run.length; ++i) {
      const int index[3] = {run.column + i, run.row, run.slice};
      typename Image::IndexType at;
      for (unsigned int k = 0; k < N; ++k)
        at[k] = index[k];
      image->SetPixel(at, 1);
    }
  }
  const auto filter = itk::LabelImageToShapeLabelMapFilter<Image>::New();
  filter->SetInput(image);
  filter->SetComputeFeretDiameter(true);
  filter->Update();
  return filter->GetOutput()->GetLabelObject(1)->GetFeretDiameter();
}

TEST(CentreRule, EqualsItkFeretInPlaneAndInSpace) {
  testing::Random random(5);
  MeasureOptions options;
  options.convention = Convention::kCentre;
  for (int i = 0; i < 25; ++i) {
    const testing::Ellipsoid shape{random.uniform(2, 9), random.uniform(2, 6), random.uniform(2, 9),
                                   random.uniform(0, 3.14)};
    Mask mask = digitise(shape, 0.7, 0.9, 1.6, random.offset());
    std::erase_if(mask.runs, [&random](const oligard::Run&) { return random.uniform(0, 1) < 0.2; });
    const Lesion lesion = measure_mask(mask, options).value();
    EXPECT_NEAR(*lesion.max_3d_diameter_mm, itk_feret<3>(mask, 0), 1e-4);
    double longest = 0;
    for (int slice = mask.runs.front().slice; slice <= mask.runs.back().slice; ++slice) {
      const bool used = std::any_of(mask.runs.begin(), mask.runs.end(),
                                    [&](const oligard::Run& r) { return r.slice == slice; });
      if (used) longest = std::max(longest, itk_feret<2>(mask, slice));
    }
    EXPECT_NEAR(*lesion.long_axis_mm, longest, 1e-4);
  }
}

}  // namespace
}  // namespace oligard::measure
