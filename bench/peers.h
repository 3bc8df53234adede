// What the programs that a user would pick instead do with the same file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "oligard/base/mask.h"

namespace oligard::bench {

/// DCMTK: DcmFileFormat, DcmSegmentation, getFrame and unpackBinaryFrame of every frame. The number of set
/// voxels.
std::int64_t dcmtk_decode(const std::filesystem::path& path);

/// DCMTK: parse the file and fetch the pixel pointer, no frame is looked at. The length of Pixel Data.
std::int64_t dcmtk_parse(const std::filesystem::path& path);

/// ITK: LabelImageToShapeLabelMapFilter without Feret diameters over one label image of the whole scan, as a
/// program has it that converts a SEG to a label image first; later segments overwrite earlier ones. The
/// image is made when the object is.
class ItkLabelImage {
 public:
  explicit ItkLabelImage(const std::vector<Mask>& masks);
  ~ItkLabelImage();
  ItkLabelImage(const ItkLabelImage&) = delete;
  ItkLabelImage& operator=(const ItkLabelImage&) = delete;

  /// Sum of the labels' volumes, mm3.
  [[nodiscard]] double measure() const;

 private:
  struct Image;
  Image* image_;
};

/// What ITK measures of one mask.
struct ItkFigures {
  double volume_mm3 = 0;
  double in_plane_mm = 0;  ///< largest Feret diameter of a slice, voxel centre to voxel centre
  double diameter_3d_mm = 0;
};

/// The masks as ITK label images, cropped, as a program that uses ITK holds them. Opaque: made outside of
/// what is timed.
class ItkMasks {
 public:
  explicit ItkMasks(const std::vector<Mask>& masks);
  ~ItkMasks();
  ItkMasks(const ItkMasks&) = delete;
  ItkMasks& operator=(const ItkMasks&) = delete;

  /// LabelImageToShapeLabelMapFilter: shape of the whole body and its 3-D Feret diameter on the cropped
  /// volume, and the 2-D Feret diameter of each slice.
  [[nodiscard]] std::vector<ItkFigures> measure() const;

 private:
  struct Images;
  Images* images_;
};

}  // namespace oligard::bench
