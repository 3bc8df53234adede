// Pixels of one frame → runs, without ever writing a byte a pixel.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "oligard/base/mask.h"

namespace oligard::load {

/// The pixels of one frame: row after row without padding, `columns` > 0 each.
struct FrameShape {
  std::int32_t rows = 0;
  std::int32_t columns = 0;

  [[nodiscard]] std::size_t pixels() const {
    return static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns);
  }
};

/// All three stop soon after `runs` has grown beyond `max_runs` entries: the caller then gives the object up.

/// Appends the runs of the set bits of one frame, in order of row and column. The frame begins at bit
/// `first_bit` of `words` (bit 0 is the least significant bit of the first word, PS3.5 8.1.1) and may end
/// within a word; `words` holds at least first_bit + shape.pixels() bits.
void append_bit_runs(std::span<const std::uint64_t> words, std::size_t first_bit, FrameShape shape,
                     std::int32_t slice, std::size_t max_runs, std::vector<Run>& runs);

/// Appends the runs of the pixels whose value is at least `threshold` (> 0). `bytes` holds shape.pixels()
/// bytes.
void append_threshold_runs(std::span<const std::uint8_t> bytes, unsigned threshold, FrameShape shape,
                           std::int32_t slice, std::size_t max_runs, std::vector<Run>& runs);

/// A run of equal values other than 0.
struct ValueRun {
  std::uint16_t value = 0;
  Run run;
};

/// Appends the runs of equal values other than 0, in order of row and column; `bytes_per_pixel` is 1 or 2,
/// values of two bytes are little endian.
void append_value_runs(std::span<const std::uint8_t> bytes, int bytes_per_pixel, FrameShape shape,
                       std::int32_t slice, std::size_t max_runs, std::vector<ValueRun>& runs);

}  // namespace oligard::load
