// The geometry of one CT, MR or PET data set.
#pragma once

#include <dcmtk/dcmdata/dcdatset.h>

#include "oligard/base/result.h"
#include "oligard/load/image_slice.h"

namespace oligard::load {

/// Reads planes, spacing and frame of reference; Pixel Data are not looked at, so a data set that was read
/// without them serves. `header` is put into the object unchanged. Error: IMAGE_NO_GEOMETRY.
[[nodiscard]] Result<ImageObject> read_image_object(DcmDataset& dataset, ObjectHeader header);

}  // namespace oligard::load
