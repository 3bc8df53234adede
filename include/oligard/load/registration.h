// A loaded Spatial Registration or Deformable Spatial Registration object: values only, no DCMTK type.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "oligard/base/code.h"
#include "oligard/base/geometry.h"
#include "oligard/base/transform.h"
#include "oligard/load/object_header.h"

namespace oligard::load {

/// Frame of Reference Transformation Matrix Type (PS3.3 C.20.2.1.2). Of several matrices the least
/// constrained.
enum class MatrixType {
  kRigid,       ///< rotation and translation
  kRigidScale,  ///< with a scale along each axis
  kAffine
};

/// "rigid", "rigid with scale" or "affine".
[[nodiscard]] const char* name_of(MatrixType type);

/// What both kinds of items say about the data that they register.
struct RegisteredSource {
  std::string frame_of_reference_uid;     ///< of the source; empty when only images are named
  std::vector<InstanceReference> images;  ///< Referenced Image Sequence; empty = the whole frame of reference
  Code method;                            ///< Registration Type, what it was found from
};

/// An item of the Registration Sequence (PS3.3 C.20.2).
struct MatrixRegistration {
  RegisteredSource source;
  MatrixType type = MatrixType::kRigid;
  int matrix_count = 1;  ///< items of the Matrix Sequence; the first is applied first (Equation C.20.2-2)
  AffineMap transform;

  /// From the source's frame of reference to the one of the Registration (the Registered RCS).
  [[nodiscard]] Vec3 map(const Vec3& point) const { return transform.apply(point); }
};

/// Offsets at the voxel centres of a grid in the Registered RCS, i.e. at coordinates before the
/// pre-deformation matrix; columns first, then rows, then slices (PS3.3 C.20.3.1.3).
struct DeformationGrid {
  Grid grid;
  std::vector<std::array<float, 3>> offsets_mm;  ///< all three NaN = undefined there

  /// Trilinear between voxel centres, the nearest voxels' value within half a voxel of the outer centres,
  /// zero beyond. Nothing where a voxel that counts is undefined.
  [[nodiscard]] std::optional<Vec3> offset_at(const Vec3& point) const;
};

/// An item of the Deformable Registration Sequence (PS3.3 C.20.3).
struct DeformableRegistration {
  RegisteredSource source;
  std::optional<AffineMap> pre;   ///< Pre Deformation Matrix Registration; absent = identity
  std::optional<AffineMap> post;  ///< Post Deformation Matrix Registration; absent = identity
  std::optional<DeformationGrid> grid;

  /// From the Registered RCS to the source's frame of reference, the opposite way of a MatrixRegistration:
  /// post · (pre · p + offset at p). Nothing where the deformation is undefined.
  [[nodiscard]] std::optional<Vec3> map(const Vec3& point) const;
};

/// A registration instance. Of both lists one is empty.
struct Registration {
  ObjectHeader header;
  std::string frame_of_reference_uid;  ///< the Registered RCS
  std::vector<MatrixRegistration> matrices;
  std::vector<DeformableRegistration> deformations;
};

/// Of a registration that joins no two time points of its patient.
inline constexpr const char* kRegistrationNotUsedCode = "REGISTRATION_NOT_USED";

}  // namespace oligard::load
