// Spatial Registration and Deformable Spatial Registration data set → Registration.
#pragma once

#include <dcmtk/dcmdata/dcitem.h>

#include "oligard/base/result.h"
#include "oligard/load/loaded_object.h"

namespace oligard::load {

/// Matrices must be what their type says: last row (0, 0, 0, 1), RIGID a rotation within 0.001, RIGID_SCALE
/// with rows or columns at right angles, AFFINE invertible. `header` is put into the result. Errors: REG_*,
/// FILE_TOO_LARGE.
[[nodiscard]] Result<Registration> read_registration(DcmItem& dataset, ObjectHeader header,
                                                     const LoadLimits& limits);

}  // namespace oligard::load
