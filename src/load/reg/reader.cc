#include "load/reg/reader.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcelem.h>

#include "load/seg/sources.h"
#include "oligard/dicom/dataset.h"

namespace oligard::load {
namespace {

constexpr double kTolerance = 1e-3;       // of unit vectors, right angles, the last row
constexpr double kSmallestVolume = 1e-6;  // a matrix that shrinks more cannot be turned back
constexpr double kFarthestMm = 1e6;
constexpr float kLargestOffsetMm = 1e5F;

struct TypedMap {
  AffineMap map;
  MatrixType type = MatrixType::kRigid;
};

tl::unexpected<Error> bad_matrix() {
  return fail(
      ErrorKind::kInvalidInput, "REG_MATRIX",
      "a Frame of Reference Transformation Matrix does not hold 16 numbers that make an invertible map");
}

tl::unexpected<Error> bad_type() {
  return fail(ErrorKind::kInvalidInput, "REG_MATRIX_TYPE",
              "a Frame of Reference Transformation Matrix is not what its type says");
}

std::optional<MatrixType> stated_type(DcmItem& item) {
  const std::string type = dicom::text(item, DCM_FrameOfReferenceTransformationMatrixType);
  if (type == "RIGID") return MatrixType::kRigid;
  if (type == "RIGID_SCALE") return MatrixType::kRigidScale;
  if (type == "AFFINE") return MatrixType::kAffine;
  return std::nullopt;
}

bool are_at_right_angles(const Vec3& a, const Vec3& b, const Vec3& c) {
  const auto right = [](const Vec3& p, const Vec3& q) {
    return std::abs(dot(p, q)) <= kTolerance * norm(p) * norm(q);
  };
  return right(a, b) && right(b, c) && right(a, c);
}

bool is_of_type(const AffineMap& map, MatrixType type) {
  const Vec3 c0 = map.column(0);
  const Vec3 c1 = map.column(1);
  const Vec3 c2 = map.column(2);
  const double volume = dot(cross(c0, c1), c2);
  switch (type) {
    case MatrixType::kRigid: {
      const auto is_unit = [](const Vec3& v) { return std::abs(norm(v) - 1) <= kTolerance; };
      return volume > 0 && is_unit(c0) && is_unit(c1) && is_unit(c2) && are_at_right_angles(c0, c1, c2);
    }
    case MatrixType::kRigidScale:
      return are_at_right_angles(c0, c1, c2) || are_at_right_angles(map.row(0), map.row(1), map.row(2));
    case MatrixType::kAffine:
      return true;
  }
  return false;
}

Result<TypedMap> read_matrix(DcmItem& item) {
  const std::vector<double> m = dicom::numbers(item, DCM_FrameOfReferenceTransformationMatrix);
  if (m.size() != 16) return bad_matrix();
  const bool in_range = std::all_of(m.begin(), m.end(), [](double v) { return std::abs(v) <= kFarthestMm; });
  const bool last_row = std::abs(m[12]) <= kTolerance && std::abs(m[13]) <= kTolerance &&
                        std::abs(m[14]) <= kTolerance && std::abs(m[15] - 1) <= kTolerance;
  if (!in_range || !last_row) return bad_matrix();
  TypedMap typed;
  for (std::size_t r = 0; r < 3; ++r)
    for (std::size_t c = 0; c < 3; ++c)
      typed.map.linear[3 * r + c] = m[4 * r + c];
  typed.map.translation = {m[3], m[7], m[11]};
  if (!(std::abs(determinant(typed.map)) > kSmallestVolume)) return bad_matrix();
  const std::optional<MatrixType> type = stated_type(item);
  if (!type || !is_of_type(typed.map, *type)) return bad_type();
  typed.type = *type;
  return typed;
}

Result<RegisteredSource> read_source(DcmItem& item, const DcmTagKey& frame_tag, DcmItem& method_item,
                                     const std::vector<InstanceReference>& known) {
  RegisteredSource source;
  source.frame_of_reference_uid = dicom::text(item, frame_tag);
  dicom::for_each_item(item, DCM_ReferencedImageSequence, [&source](DcmItem& image) {
    InstanceReference reference = read_reference(image);
    if (!reference.sop_instance_uid.empty()) source.images.push_back(std::move(reference));
  });
  complete(source.images, known);
  source.method = dicom::code(method_item, DCM_RegistrationTypeCodeSequence);
  if (source.frame_of_reference_uid.empty() && source.images.empty())
    return fail(ErrorKind::kInvalidInput, "REG_NO_SOURCE",
                "an item names neither a frame of reference nor images that it registers");
  return source;
}

Result<MatrixRegistration> read_matrix_registration(DcmItem& item,
                                                    const std::vector<InstanceReference>& known) {
  DcmItem* registration = dicom::item_of(item, DCM_MatrixRegistrationSequence);
  if (registration == nullptr || dicom::item_of(*registration, DCM_MatrixSequence) == nullptr)
    return fail(ErrorKind::kInvalidInput, "REG_NO_REGISTRATION", "an item holds no matrix");
  MatrixRegistration result;
  Result<RegisteredSource> source = read_source(item, DCM_FrameOfReferenceUID, *registration, known);
  if (!source) return fail(source);
  result.source = std::move(*source);
  result.matrix_count = 0;
  std::optional<Error> error;
  dicom::for_each_item(*registration, DCM_MatrixSequence, [&](DcmItem& matrix) {
    if (error) return;
    const Result<TypedMap> read = read_matrix(matrix);
    if (!read) {
      error = read.error();
      return;
    }
    result.transform = compose(read->map, result.transform);
    result.type = std::max(result.type, read->type);
    ++result.matrix_count;
  });
  if (error) return tl::unexpected<Error>(*error);
  return result;
}

tl::unexpected<Error> bad_grid() {
  return fail(ErrorKind::kInvalidInput, "REG_GRID",
              "the deformation grid lacks dimensions, resolution, position or orientation");
}

std::optional<Grid> read_grid(DcmItem& item) {
  const std::vector<double> counts = dicom::numbers(item, DCM_GridDimensions);
  const std::vector<double> steps = dicom::numbers(item, DCM_GridResolution);
  const std::vector<double> position = dicom::numbers(item, DCM_ImagePositionPatient);
  const std::vector<double> o = dicom::numbers(item, DCM_ImageOrientationPatient);
  if (counts.size() != 3 || steps.size() != 3 || position.size() != 3 || o.size() != 6) return std::nullopt;
  const auto is_count = [](double value) { return value >= 1 && value <= 65535; };
  const auto is_step = [](double value) { return value > 0 && value <= kFarthestMm; };
  const auto is_near = [](double value) { return std::abs(value) <= kFarthestMm; };
  if (!std::all_of(counts.begin(), counts.end(), is_count) ||
      !std::all_of(steps.begin(), steps.end(), is_step) ||
      !std::all_of(position.begin(), position.end(), is_near))
    return std::nullopt;
  const Vec3 along{o[0], o[1], o[2]};
  const Vec3 down{o[3], o[4], o[5]};
  const bool are_axes = std::abs(norm(along) - 1) <= kTolerance && std::abs(norm(down) - 1) <= kTolerance &&
                        std::abs(dot(along, down)) <= kTolerance;
  if (!are_axes) return std::nullopt;
  Grid grid;
  grid.origin = {position[0], position[1], position[2]};
  grid.column_direction = (1 / norm(along)) * along;
  const Vec3 upright = down - dot(down, grid.column_direction) * grid.column_direction;
  grid.row_direction = (1 / norm(upright)) * upright;
  grid.slice_direction = cross(grid.column_direction, grid.row_direction);
  grid.column_spacing = steps[0];
  grid.row_spacing = steps[1];
  grid.slice_spacing = steps[2];
  grid.columns = static_cast<int>(counts[0]);
  grid.rows = static_cast<int>(counts[1]);
  grid.slices = static_cast<int>(counts[2]);
  return grid;
}

tl::unexpected<Error> bad_vectors() {
  return fail(ErrorKind::kInvalidInput, "REG_VECTOR_DATA",
              "Vector Grid Data are not one offset of three finite numbers for each grid point");
}

Result<DeformationGrid> read_deformation(DcmItem& item, const LoadLimits& limits) {
  const std::optional<Grid> grid = read_grid(item);
  if (!grid) return bad_grid();
  const std::size_t count = static_cast<std::size_t>(grid->columns) * static_cast<std::size_t>(grid->rows) *
                            static_cast<std::size_t>(grid->slices);
  if (count > limits.max_deformation_vectors)
    return fail(ErrorKind::kUnsupported, "FILE_TOO_LARGE",
                "the deformation grid has more points than allowed");
  DcmElement* element = nullptr;
  Float32* values = nullptr;
  if (item.findAndGetElement(DCM_VectorGridData, element).bad() || element->getVR() != EVR_OF ||
      element->getLengthField() != count * 3 * sizeof(Float32) || element->getFloat32Array(values).bad() ||
      values == nullptr)
    return bad_vectors();
  DeformationGrid deformation{*grid, {}};
  deformation.offsets_mm.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    std::array<float, 3> offset{values[3 * i], values[3 * i + 1], values[3 * i + 2]};
    if (std::any_of(offset.begin(), offset.end(), [](float v) { return std::abs(v) > kLargestOffsetMm; }))
      return bad_vectors();
    const bool is_undefined =
        std::any_of(offset.begin(), offset.end(), [](float v) { return std::isnan(v); });
    if (is_undefined) offset.fill(std::nanf(""));
    deformation.offsets_mm.push_back(offset);
  }
  return deformation;
}

Result<std::optional<AffineMap>> read_side_matrix(DcmItem& item, const DcmTagKey& tag) {
  DcmItem* found = dicom::item_of(item, tag);
  if (found == nullptr) return std::optional<AffineMap>();
  const Result<TypedMap> read = read_matrix(*found);
  if (!read) return fail(read);
  return std::optional<AffineMap>(read->map);
}

Result<DeformableRegistration> read_deformable(DcmItem& item, const std::vector<InstanceReference>& known,
                                               const LoadLimits& limits) {
  DeformableRegistration result;
  Result<RegisteredSource> source = read_source(item, DCM_SourceFrameOfReferenceUID, item, known);
  if (!source) return fail(source);
  result.source = std::move(*source);
  const auto pre = read_side_matrix(item, DCM_PreDeformationMatrixRegistrationSequence);
  if (!pre) return fail(pre);
  result.pre = *pre;
  const auto post = read_side_matrix(item, DCM_PostDeformationMatrixRegistrationSequence);
  if (!post) return fail(post);
  result.post = *post;
  if (DcmItem* grid = dicom::item_of(item, DCM_DeformableRegistrationGridSequence); grid != nullptr) {
    Result<DeformationGrid> deformation = read_deformation(*grid, limits);
    if (!deformation) return fail(deformation);
    result.grid = std::move(*deformation);
  }
  return result;
}

/// Reads every item of a sequence; the first that fails decides.
template <class Item, class Read>
Status read_items(DcmItem& dataset, const DcmTagKey& tag, std::vector<Item>& items, Read read) {
  Status status;
  dicom::for_each_item(dataset, tag, [&](DcmItem& item) {
    if (!status) return;
    Result<Item> made = read(item);
    if (made)
      items.push_back(std::move(*made));
    else
      status = tl::unexpected<Error>(made.error());
  });
  return status;
}

}  // namespace

Result<Registration> read_registration(DcmItem& dataset, ObjectHeader header, const LoadLimits& limits) {
  Registration result;
  result.header = std::move(header);
  result.frame_of_reference_uid = dicom::text(dataset, DCM_FrameOfReferenceUID);
  if (result.frame_of_reference_uid.empty())
    return fail(ErrorKind::kInvalidInput, "REG_NO_FRAME_OF_REFERENCE",
                "the registration does not state the frame of reference that it registers to");
  const auto known = referenced_instances(dataset, result.header.study_instance_uid);
  LoadLimits left = limits;
  Status read = read_items(dataset, DCM_RegistrationSequence, result.matrices,
                           [&](DcmItem& item) { return read_matrix_registration(item, known); });
  if (read)
    read = read_items(dataset, DCM_DeformableRegistrationSequence, result.deformations, [&](DcmItem& item) {
      Result<DeformableRegistration> deformable = read_deformable(item, known, left);
      if (deformable && deformable->grid) left.max_deformation_vectors -= deformable->grid->offsets_mm.size();
      return deformable;
    });
  if (!read) return fail(read);
  if (result.matrices.empty() && result.deformations.empty())
    return fail(ErrorKind::kInvalidInput, "REG_NO_REGISTRATION", "the object holds no registration");
  return result;
}

}  // namespace oligard::load
