// What the fuzz targets share: an input as a file, and the readers' real entry point.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "oligard/base/result.h"
#include "oligard/load/loaded_object.h"

namespace oligard::fuzz {

/// Limits that an input of some kilobytes can reach.
[[nodiscard]] load::LoadLimits small_limits();

/// Loads the bytes as load_object loads any file. Stops the process when a refusal has no code or reason, or
/// is an internal error (an exception of a library that nobody expected).
[[nodiscard]] Result<load::LoadedObject> load_bytes(std::span<const std::uint8_t> bytes);

/// Measures all segments of a segmentation that is not too large; other objects are left alone.
void measure(const load::LoadedObject& object);

/// Stops the process when the runs of a mask leave its grid, overlap or are out of order.
void check_mask(const Mask& mask);

}  // namespace oligard::fuzz
