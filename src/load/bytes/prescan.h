// A look at a file's structure before DCMTK parses it.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>

#include "load/bytes/element_reader.h"
#include "oligard/base/result.h"

namespace oligard::load {

/// Where Pixel Data (7FE0,0010) lie in the data set.
struct PixelDataPlace {
  std::uint64_t offset = 0;  ///< of the value, in bytes of the (inflated) data set
  std::uint64_t length = 0;  ///< 0 when encapsulated
  bool is_encapsulated = false;
  bool is_swapped = false;  ///< big-endian 16-bit words (VR OW)
};

/// What lies where in a data set, and what parsing it costs.
struct DataSetLayout {
  DataSetStart start;
  /// Memory that DCMTK takes at most for a part of the data set, in bytes: an object for each element and
  /// item, and three copies of each value (as read, converted to UTF-8, handed out); Pixel Data stay in the
  /// file.
  std::uint64_t header_memory = 0;                ///< up to the per-frame groups or Pixel Data
  std::uint64_t memory = 0;                       ///< the whole
  std::optional<std::uint64_t> per_frame_groups;  ///< offset of the header of (5200,9230)
  std::optional<PixelDataPlace> pixel_data;
};

/// Refuses sequences nested deeper than kMaxSequenceDepth, deflated data sets that inflate to more than
/// `max_inflated_bytes`, and elements up to Pixel Data that the file does not hold to their end. Walks
/// element headers as DCMTK does and keeps nothing. Errors: FILE_UNREADABLE, FILE_TOO_DEEP, FILE_TOO_LARGE,
/// FILE_TRUNCATED.
[[nodiscard]] Result<DataSetLayout> prescan(const std::filesystem::path& path,
                                            std::size_t max_inflated_bytes);

}  // namespace oligard::load
