#include "load/image/image_reader.h"

#include <cmath>

#include <dcmtk/dcmdata/dcdeftag.h>

#include "oligard/dicom/dataset.h"

namespace oligard::load {
namespace {

constexpr std::size_t kMaxFrames = 100000;
constexpr double kUnitTolerance = 1e-2;

/// The pieces a plane is made of; empty vectors where the object does not state them.
struct PlaneValues {
  std::vector<double> position;
  std::vector<double> orientation;
  std::vector<double> spacing;
  double thickness = 0;
};

bool is_unit(const Vec3& v) {
  return std::abs(norm(v) - 1) <= kUnitTolerance;
}

std::optional<Grid> grid_of(const PlaneValues& values, int rows, int columns) {
  if (values.position.size() != 3 || values.orientation.size() != 6 || values.spacing.size() != 2)
    return std::nullopt;
  if (!(values.spacing[0] > 0) || !(values.spacing[1] > 0) || rows <= 0 || columns <= 0) return std::nullopt;
  const auto& o = values.orientation;
  const Vec3 column_direction{o[0], o[1], o[2]};
  const Vec3 row_direction{o[3], o[4], o[5]};
  if (!is_unit(column_direction) || !is_unit(row_direction)) return std::nullopt;
  if (std::abs(dot(column_direction, row_direction)) > kUnitTolerance) return std::nullopt;
  Grid grid;
  grid.origin = {values.position[0], values.position[1], values.position[2]};
  grid.column_direction = (1 / norm(column_direction)) * column_direction;
  const Vec3 in_plane = row_direction - dot(row_direction, grid.column_direction) * grid.column_direction;
  grid.row_direction = (1 / norm(in_plane)) * in_plane;
  grid.slice_direction = cross(grid.column_direction, grid.row_direction);
  grid.row_spacing = values.spacing[0];
  grid.column_spacing = values.spacing[1];
  grid.slice_spacing = values.thickness > 0 ? values.thickness : 1;
  grid.columns = columns;
  grid.rows = rows;
  grid.slices = 1;
  return grid;
}

/// Values that are present replace those in `values`.
void read_values(DcmItem& item, PlaneValues& values) {
  const auto replace = [&](const DcmTagKey& tag, std::vector<double>& target) {
    if (std::vector<double> read = dicom::numbers(item, tag); !read.empty()) target = std::move(read);
  };
  replace(DCM_ImagePositionPatient, values.position);
  replace(DCM_ImageOrientationPatient, values.orientation);
  replace(DCM_PixelSpacing, values.spacing);
  if (const auto thickness = dicom::number(item, DCM_SliceThickness); thickness && *thickness > 0)
    values.thickness = *thickness;
}

/// The macros of one functional group item.
void read_functional_group(DcmItem& group, PlaneValues& values) {
  for (const DcmTagKey& macro :
       {DCM_PlanePositionSequence, DCM_PlaneOrientationSequence, DCM_PixelMeasuresSequence})
    if (DcmItem* item = dicom::item_of(group, macro)) read_values(*item, values);
}

std::string body_part(DcmItem& dataset) {
  std::string stated = dicom::text(dataset, DCM_BodyPartExamined);
  DcmItem* shared = dicom::item_of(dataset, DCM_SharedFunctionalGroupsSequence);
  if (!stated.empty() || shared == nullptr) return stated;
  DcmItem* anatomy = dicom::item_of(*shared, DCM_FrameAnatomySequence);
  return anatomy == nullptr ? stated : dicom::code(*anatomy, DCM_AnatomicRegionSequence).meaning;
}

void read_planes(DcmItem& dataset, ImageObject& image) {
  const int rows = static_cast<int>(dicom::integer(dataset, DCM_Rows).value_or(0));
  const int columns = static_cast<int>(dicom::integer(dataset, DCM_Columns).value_or(0));
  PlaneValues common;
  read_values(dataset, common);
  if (DcmItem* shared = dicom::item_of(dataset, DCM_SharedFunctionalGroupsSequence))
    read_functional_group(*shared, common);
  image.slice_thickness_mm = common.thickness;
  const bool multi_frame = dicom::sequence(dataset, DCM_PerFrameFunctionalGroupsSequence) != nullptr;
  const long frames = dicom::integer(dataset, DCM_NumberOfFrames).value_or(1);
  if (!multi_frame) {
    if (frames > 1) return;
    if (const auto grid = grid_of(common, rows, columns)) image.planes.push_back({0, *grid});
    return;
  }
  int frame = 0;
  dicom::for_each_item(dataset, DCM_PerFrameFunctionalGroupsSequence, [&](DcmItem& group) {
    if (++frame > static_cast<int>(kMaxFrames)) return;
    PlaneValues values = common;
    read_functional_group(group, values);
    if (image.slice_thickness_mm <= 0) image.slice_thickness_mm = values.thickness;
    if (const auto grid = grid_of(values, rows, columns)) image.planes.push_back({frame, *grid});
  });
}

}  // namespace

Result<ImageObject> read_image_object(DcmDataset& dataset, ObjectHeader header) {
  ImageObject image;
  image.header = std::move(header);
  image.frame_of_reference_uid = dicom::text(dataset, DCM_FrameOfReferenceUID);
  image.body_part = body_part(dataset);
  read_planes(dataset, image);
  const bool dates_others = image.header.study_date && !image.header.study_instance_uid.empty();
  if (image.planes.empty() && !dates_others)
    return fail(ErrorKind::kInvalidInput, "IMAGE_NO_GEOMETRY",
                "the image states no position, orientation and pixel spacing, and no study date");
  return image;
}

}  // namespace oligard::load
