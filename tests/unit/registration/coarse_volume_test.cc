#include "oligard/registration/coarse_volume.h"

#include <cmath>
#include <functional>
#include <vector>

#include <dcmtk/dcmdata/dctk.h>
#include <gtest/gtest.h>

#include "support/temporary_file.h"

namespace oligard::registration {
namespace {

constexpr int kSide = 80;
constexpr double kPixelMm = 2;

/// HU at a pixel of a slice.
using Scene = std::function<int(int column, int row, int slice)>;

/// A cylinder of water with an air hole, and a table beneath that does not touch it.
int cylinder(int column, int row, int /*slice*/) {
  const double x = column - 40, y = row - 36;
  if (std::hypot(x, y) < 8) return -900;
  if (std::hypot(x, y) < 28) return (column + row) % 2 == 0 ? 0 : 100;
  return row >= 72 && row < 75 ? 300 : -1000;
}

/// CT slices in files, signed samples of 12 bits with an intercept; removed at the end.
class Series {
 public:
  Series(int slices, double step_mm, double shift_mm, const Scene& scene) {
    stack_.modality = "CT";
    stack_.spacing_mm = step_mm;
    for (int s = 0; s < slices; ++s) {
      StackPlane plane;
      plane.path = temporary_file("slice-" + std::to_string(s) + ".dcm").string();
      plane.grid.origin = {-80, shift_mm * s - 72, step_mm * s};
      plane.grid.columns = plane.grid.rows = kSide;
      plane.grid.column_spacing = plane.grid.row_spacing = kPixelMm;
      plane.grid.slices = 1;
      write(plane.path, [&](int c, int r) { return scene(c, r, s); });
      stack_.planes.push_back(plane);
    }
  }
  ~Series() {
    for (const StackPlane& plane : stack_.planes)
      std::filesystem::remove(plane.path);
  }
  Series(const Series&) = delete;
  Series& operator=(const Series&) = delete;

  [[nodiscard]] const ImageStack& stack() const { return stack_; }

 private:
  static void write(const std::string& path, const std::function<int(int, int)>& hounsfield) {
    constexpr int kIntercept = -200;
    DcmFileFormat file;
    DcmDataset& dataset = *file.getDataset();
    std::vector<Uint16> pixels;
    for (int r = 0; r < kSide; ++r)
      for (int c = 0; c < kSide; ++c)
        pixels.push_back(static_cast<Uint16>((hounsfield(c, r) - kIntercept) & 0xFFF));
    dataset.putAndInsertString(DCM_SOPClassUID, UID_CTImageStorage);
    dataset.putAndInsertString(DCM_SOPInstanceUID, "1.2.3");
    dataset.putAndInsertUint16(DCM_Rows, kSide);
    dataset.putAndInsertUint16(DCM_Columns, kSide);
    dataset.putAndInsertUint16(DCM_SamplesPerPixel, 1);
    dataset.putAndInsertUint16(DCM_BitsAllocated, 16);
    dataset.putAndInsertUint16(DCM_BitsStored, 12);
    dataset.putAndInsertUint16(DCM_HighBit, 11);
    dataset.putAndInsertUint16(DCM_PixelRepresentation, 1);
    dataset.putAndInsertString(DCM_RescaleIntercept, std::to_string(kIntercept).c_str());
    dataset.putAndInsertString(DCM_RescaleSlope, "1");
    dataset.putAndInsertUint16Array(DCM_PixelData, pixels.data(), pixels.size());
    ASSERT_TRUE(file.saveFile(path.c_str(), EXS_LittleEndianExplicit).good());
  }

  ImageStack stack_;
};

TEST(CoarseVolume, AveragesPixelsToVoxelsOfAboutFourMillimetres) {
  const Series series(48, 2, 0, cylinder);
  const auto volume = read_coarse_volume(series.stack());
  ASSERT_TRUE(volume) << volume.error().code;
  EXPECT_EQ(volume->grid.columns, 40);
  EXPECT_EQ(volume->grid.rows, 40);
  EXPECT_EQ(volume->grid.slices, 24);
  EXPECT_EQ(volume->grid.column_spacing, 4);
  EXPECT_EQ(volume->grid.slice_spacing, 4);
  EXPECT_EQ(volume->grid.origin, (Vec3{-79, -71, 1}));
  EXPECT_FLOAT_EQ(volume->values[volume->at(10, 18, 5)], 50);
}

TEST(CoarseVolume, TellsTheBodyFromTheTableAndFillsIt) {
  const Series series(48, 2, 0, cylinder);
  const auto volume = read_coarse_volume(series.stack());
  ASSERT_TRUE(volume) << volume.error().code;
  EXPECT_EQ(volume->body[volume->at(10, 18, 5)], 1);
  EXPECT_EQ(volume->body[volume->at(20, 18, 5)], 1) << "air inside";
  EXPECT_EQ(volume->body[volume->at(20, 36, 5)], 0) << "table";
  EXPECT_EQ(volume->body[volume->at(1, 1, 5)], 0) << "air outside";
}

TEST(CoarseVolume, PutsSlicesOfATiltedGantryWhereTheyLie) {
  // The body stands upright in space: it moves against the planes' shift.
  const Series series(24, 4, 1, [](int column, int row, int slice) {
    const double y = -72 + slice + kPixelMm * row;
    return std::hypot(-80 + kPixelMm * column, y) < 50 ? 40 : -1000;
  });
  const auto volume = read_coarse_volume(series.stack());
  ASSERT_TRUE(volume) << volume.error().code;
  for (const int slice : {0, 12, 23}) {
    double sum = 0, count = 0;
    for (int r = 0; r < volume->grid.rows; ++r)
      for (int c = 0; c < volume->grid.columns; ++c) {
        if (volume->body[volume->at(c, r, slice)] == 0) continue;
        sum += volume->grid.to_patient(c, r, slice).y;
        ++count;
      }
    EXPECT_NEAR(sum / count, 0, 1.5) << slice;
  }
}

TEST(CoarseVolume, RefusesAnEmptyTableAndFilesThatAreNot) {
  const Series series(48, 2, 0, [](int, int, int) { return -1000; });
  const auto empty = read_coarse_volume(series.stack());
  ASSERT_FALSE(empty);
  EXPECT_EQ(empty.error().code, "IMAGE_REGISTRATION_NO_BODY");
  ImageStack absent = series.stack();
  absent.planes[7].path += ".absent";
  const auto missing = read_coarse_volume(absent);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, "FILE_UNREADABLE");
}

}  // namespace
}  // namespace oligard::registration
