#include <algorithm>
#include <limits>

#include <itkImage.h>
#include <itkLabelImageToShapeLabelMapFilter.h>

#include "peers.h"

namespace oligard::bench {
namespace {

template <unsigned int Dimension>
using LabelImage = itk::Image<unsigned char, Dimension>;

template <unsigned int Dimension>
typename LabelImage<Dimension>::Pointer make_image(
    const typename LabelImage<Dimension>::SizeType& size,
    const typename LabelImage<Dimension>::SpacingType& spacing) {
  auto image = LabelImage<Dimension>::New();
  image->SetRegions(typename LabelImage<Dimension>::RegionType(size));
  image->SetSpacing(spacing);
  image->Allocate(true);
  return image;
}

template <unsigned int Dimension>
void shape_of(const typename LabelImage<Dimension>::Pointer& image, double& size, double& feret) {
  auto filter = itk::LabelImageToShapeLabelMapFilter<LabelImage<Dimension>>::New();
  filter->SetInput(image);
  filter->SetComputeFeretDiameter(true);
  filter->SetComputePerimeter(false);
  filter->SetNumberOfWorkUnits(1);
  filter->Update();
  const auto* object = filter->GetOutput()->GetNthLabelObject(0);
  size = object->GetPhysicalSize();
  feret = object->GetFeretDiameter();
}

struct Crop {
  int low[3]{std::numeric_limits<int>::max(), std::numeric_limits<int>::max(),
             std::numeric_limits<int>::max()};
  int high[3]{-1, -1, -1};

  explicit Crop(const Mask& mask) {
    for (const Run& run : mask.runs) {
      const int first[3] = {run.column, run.row, run.slice};
      const int last[3] = {run.column + run.length - 1, run.row, run.slice};
      for (int k = 0; k < 3; ++k) {
        low[k] = std::min(low[k], first[k]);
        high[k] = std::max(high[k], last[k]);
      }
    }
  }
  /// One voxel wider, so that the outline is no image border.
  [[nodiscard]] std::size_t size(int k) const { return static_cast<std::size_t>(high[k] - low[k] + 3); }
};

}  // namespace

struct ItkMasks::Images {
  struct One {
    LabelImage<3>::Pointer whole;
    std::vector<LabelImage<2>::Pointer> slices;
  };
  std::vector<One> all;
};

ItkMasks::ItkMasks(const std::vector<Mask>& masks) : images_(new Images) {
  for (const Mask& mask : masks) {
    const Crop crop(mask);
    const double spacing[3] = {mask.grid.column_spacing, mask.grid.row_spacing, mask.grid.slice_spacing};
    Images::One one;
    one.whole =
        make_image<3>({{crop.size(0), crop.size(1), crop.size(2)}}, LabelImage<3>::SpacingType(spacing));
    for (std::size_t slice = 0; slice + 2 < crop.size(2); ++slice)
      one.slices.push_back(
          make_image<2>({{crop.size(0), crop.size(1)}}, LabelImage<2>::SpacingType(spacing)));
    for (const Run& run : mask.runs) {
      for (int column = run.column; column < run.column + run.length; ++column) {
        const int x = column - crop.low[0] + 1, y = run.row - crop.low[1] + 1, z = run.slice - crop.low[2];
        one.whole->SetPixel({{x, y, z + 1}}, 1);
        one.slices[static_cast<std::size_t>(z)]->SetPixel({{x, y}}, 1);
      }
    }
    images_->all.push_back(std::move(one));
  }
}

ItkMasks::~ItkMasks() {
  delete images_;
}

std::vector<ItkFigures> ItkMasks::measure() const {
  std::vector<ItkFigures> figures;
  for (const Images::One& one : images_->all) {
    ItkFigures figure;
    shape_of<3>(one.whole, figure.volume_mm3, figure.diameter_3d_mm);
    for (const LabelImage<2>::Pointer& slice : one.slices) {
      double area = 0, feret = 0;
      shape_of<2>(slice, area, feret);
      figure.in_plane_mm = std::max(figure.in_plane_mm, feret);
    }
    figures.push_back(figure);
  }
  return figures;
}

struct ItkLabelImage::Image {
  using Labels = itk::Image<std::uint16_t, 3>;
  Labels::Pointer labels = Labels::New();
};

ItkLabelImage::ItkLabelImage(const std::vector<Mask>& masks) : image_(new Image) {
  const Grid& grid = masks.front().grid;
  const double spacing[3] = {grid.column_spacing, grid.row_spacing, grid.slice_spacing};
  const Image::Labels::SizeType size = {{static_cast<std::size_t>(grid.columns),
                                         static_cast<std::size_t>(grid.rows),
                                         static_cast<std::size_t>(grid.slices)}};
  image_->labels->SetRegions(Image::Labels::RegionType(size));
  image_->labels->SetSpacing(spacing);
  image_->labels->Allocate(true);
  std::uint16_t label = 0;
  for (const Mask& mask : masks) {
    ++label;
    for (const Run& run : mask.runs)
      std::fill_n(&image_->labels->GetPixel({{run.column, run.row, run.slice}}), run.length, label);
  }
}

ItkLabelImage::~ItkLabelImage() {
  delete image_;
}

double ItkLabelImage::measure() const {
  auto filter = itk::LabelImageToShapeLabelMapFilter<Image::Labels>::New();
  filter->SetInput(image_->labels);
  filter->SetComputePerimeter(false);
  filter->SetNumberOfWorkUnits(1);
  filter->Update();
  double volume = 0;
  for (std::size_t i = 0; i < filter->GetOutput()->GetNumberOfLabelObjects(); ++i)
    volume += filter->GetOutput()->GetNthLabelObject(static_cast<unsigned>(i))->GetPhysicalSize();
  return volume;
}

}  // namespace oligard::bench
