// The values of FRACTIONAL segments, kept for the voxels above 0 alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "load/bytes/bit_runs.h"
#include "oligard/load/segmentation.h"

namespace oligard::load {

/// Appends the voxels of one frame that have a value above 0, with their values. `bytes` holds shape.pixels()
/// bytes. Stops soon after there are more than `max_runs` runs.
void append_fractions(std::span<const std::uint8_t> bytes, FrameShape shape, std::int32_t slice,
                      std::size_t max_runs, Fractions& fractions);

/// Orders the runs as in a Mask. Of a voxel that several frames state the greatest value is kept.
void normalise(Fractions& fractions);

}  // namespace oligard::load
