// A look at a file's structure before DCMTK parses it.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>

#include "load/element_reader.h"
#include "oligard/base/result.h"

namespace oligard::load {

/// Where Pixel Data (7FE0,0010) lie in the data set.
struct PixelDataPlace {
  std::uint64_t offset = 0;  ///< of the value, in bytes of the (inflated) data set
  std::uint64_t length = 0;  ///< 0 when encapsulated
  bool is_encapsulated = false;
  bool is_swapped = false;  ///< big-endian 16-bit words (VR OW)
};

/// Where the large parts of a data set lie.
struct DataSetLayout {
  DataSetStart start;
  std::optional<std::uint64_t> per_frame_groups;  ///< offset of the header of (5200,9230)
  std::optional<PixelDataPlace> pixel_data;
};

/// Refuses sequences nested deeper than kMaxSequenceDepth, deflated data sets that inflate to more than
/// `max_inflated_bytes`, and Pixel Data that the file does not hold to their end. Walks element headers and
/// keeps nothing; what it cannot follow, DCMTK judges. Errors: FILE_UNREADABLE, FILE_TOO_DEEP,
/// FILE_TOO_LARGE, FILE_TRUNCATED.
[[nodiscard]] Result<DataSetLayout> prescan(const std::filesystem::path& path,
                                            std::size_t max_inflated_bytes);

}  // namespace oligard::load
