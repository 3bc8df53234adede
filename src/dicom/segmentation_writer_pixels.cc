#include <algorithm>
#include <cstring>
#include <memory>

#include "dicom/segmentation_parts.h"

namespace oligard::dicom {
namespace {

constexpr std::uint64_t kMaxPixelBytes = std::uint64_t{1} << 31U;

/// Sets bits [first, first + count), least significant bit of each byte first.
void set_bits(Uint8* bytes, std::uint64_t first, std::uint64_t count) {
  const std::uint64_t end = first + count;
  const std::uint64_t first_byte = first / 8;
  const std::uint64_t last_byte = (end - 1) / 8;
  const unsigned head = 0xFFU << (first % 8);
  const unsigned tail = 0xFFU >> (7 - (end - 1) % 8);
  if (first_byte == last_byte) {
    bytes[first_byte] = static_cast<Uint8>(bytes[first_byte] | (head & tail));
    return;
  }
  bytes[first_byte] = static_cast<Uint8>(bytes[first_byte] | head);
  std::memset(bytes + first_byte + 1, 0xFF, last_byte - first_byte - 1);
  bytes[last_byte] = static_cast<Uint8>(bytes[last_byte] | tail);
}

}  // namespace

std::vector<SegmentationFrame> frames_of(const SegmentationToWrite& content) {
  std::vector<SegmentationFrame> frames;
  for (std::size_t segment = 0; segment < content.segments.size(); ++segment) {
    const std::vector<Run>& runs = content.segments[segment].mask.runs;
    for (std::size_t first = 0; first < runs.size();) {
      std::size_t end = first + 1;
      while (end < runs.size() && runs[end].slice == runs[first].slice)
        ++end;
      frames.push_back({segment, runs[first].slice, first, end});
      first = end;
    }
  }
  if (frames.empty()) frames.push_back({});
  return frames;
}

Status put_pixels(DcmItem& dataset, const SegmentationToWrite& content,
                  const std::vector<SegmentationFrame>& frames) {
  const Grid& grid = content.segments.front().mask.grid;
  const auto columns = static_cast<std::uint64_t>(grid.columns);
  const std::uint64_t frame_bits = columns * static_cast<std::uint64_t>(grid.rows);
  const std::uint64_t bytes = ((frame_bits * frames.size() + 7) / 8 + 1) / 2 * 2;
  if (bytes > kMaxPixelBytes) {
    return fail(ErrorKind::kResource, "SEG_TOO_LARGE",
                "the segmentation would have more than 2 GiB of pixels");
  }
  auto pixel_data = std::make_unique<DcmPixelData>(DCM_PixelData);
  pixel_data->setVR(EVR_OB);
  Uint8* packed = nullptr;
  if (pixel_data->createUint8Array(static_cast<Uint32>(bytes), packed).bad() || packed == nullptr) {
    return fail(ErrorKind::kResource, "SEG_TOO_LARGE",
                "there is no memory for the pixels of the segmentation");
  }
  std::fill_n(packed, bytes, Uint8{0});
  for (std::size_t index = 0; index < frames.size(); ++index) {
    const SegmentationFrame& frame = frames[index];
    const std::vector<Run>& runs = content.segments[frame.segment].mask.runs;
    for (std::size_t r = frame.first_run; r < frame.end_run; ++r) {
      const std::uint64_t start = index * frame_bits + static_cast<std::uint64_t>(runs[r].row) * columns +
                                  static_cast<std::uint64_t>(runs[r].column);
      set_bits(packed, start, static_cast<std::uint64_t>(runs[r].length));
    }
  }
  dataset.insert(pixel_data.release(), true);
  return {};
}

}  // namespace oligard::dicom
