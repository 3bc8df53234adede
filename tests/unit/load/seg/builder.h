// Builds small Segmentation files of any shape for tests, wrong ones included.
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcfilefo.h>
#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dcuid.h>
#include <dcmtk/dcmdata/dcxfer.h>
#include <gtest/gtest.h>

#include "oligard/dicom/file.h"
#include "oligard/load/loaded_object.h"
#include "unit/load/dataset_parts.h"

namespace oligard::load::test {

/// How Pixel Data are packed.
enum class Packing { kNative, kRleBytes, kRlePacked };

struct FrameToBuild {
  int segment = 1;
  Vec3 position;
  std::vector<std::uint16_t> pixels;  ///< rows × columns values
};

struct SegToBuild {
  std::string type = "BINARY";
  int bits_allocated = 1;
  int rows = 0;
  int columns = 0;
  std::vector<double> orientation{1, 0, 0, 0, 1, 0};
  std::vector<double> pixel_spacing{1, 1};  ///< between rows, between columns
  double spacing_between_slices = 0;        ///< 0 = left out
  double slice_thickness = 0;               ///< 0 = left out
  bool shared_groups = true;    ///< orientation and measures in the shared groups, else in each frame
  bool shared_segment = false;  ///< segment identification in the shared groups
  std::vector<int> segment_numbers{1};
  std::vector<FrameToBuild> frames;
  Packing packing = Packing::kNative;
  E_TransferSyntax transfer_syntax = EXS_LittleEndianExplicit;
  std::function<void(DcmDataset&)> change;  ///< last word before writing
};

namespace detail {

inline void put_code(DcmItem& parent, const DcmTagKey& sequence, const char* value, const char* meaning) {
  DcmItem& code = item(parent, sequence);
  put(code, DCM_CodeValue, value);
  put(code, DCM_CodingSchemeDesignator, "SCT");
  put(code, DCM_CodeMeaning, meaning);
}

inline void put_plane(DcmItem& group, const SegToBuild& content) {
  put(item(group, DCM_PlaneOrientationSequence), DCM_ImageOrientationPatient, decimals(content.orientation));
  DcmItem& measures = item(group, DCM_PixelMeasuresSequence);
  put(measures, DCM_PixelSpacing, decimals(content.pixel_spacing));
  if (content.spacing_between_slices > 0)
    put(measures, DCM_SpacingBetweenSlices, decimals({content.spacing_between_slices}));
  if (content.slice_thickness > 0) put(measures, DCM_SliceThickness, decimals({content.slice_thickness}));
}

inline void put_segment(DcmItem& group, int number) {
  item(group, DCM_SegmentIdentificationSequence)
      .putAndInsertUint16(DCM_ReferencedSegmentNumber, static_cast<Uint16>(number));
}

inline std::vector<std::uint8_t> packed(const std::vector<std::uint16_t>& values) {
  std::vector<std::uint8_t> bytes((values.size() + 7) / 8, 0);
  for (std::size_t i = 0; i < values.size(); ++i)
    if (values[i] != 0) bytes[i / 8] = static_cast<std::uint8_t>(bytes[i / 8] | (1U << (i % 8)));
  return bytes;
}

inline std::vector<std::uint8_t> bytes_of(const std::vector<std::uint16_t>& values, int bits) {
  if (bits == 1) return packed(values);
  std::vector<std::uint8_t> bytes;
  for (const std::uint16_t value : values) {
    bytes.push_back(static_cast<std::uint8_t>(value & 0xFFU));
    if (bits == 16) bytes.push_back(static_cast<std::uint8_t>(value >> 8U));
  }
  return bytes;
}

/// PackBits: repeats of three and more, literals otherwise.
inline std::vector<std::uint8_t> pack_bits(const std::vector<std::uint8_t>& in) {
  std::vector<std::uint8_t> out;
  for (std::size_t at = 0; at < in.size();) {
    std::size_t same = 1;
    while (at + same < in.size() && same < 128 && in[at + same] == in[at])
      ++same;
    if (same >= 3) {
      out.push_back(static_cast<std::uint8_t>(257 - same));
      out.push_back(in[at]);
      at += same;
      continue;
    }
    std::size_t end = at + 1;
    while (end < in.size() && end - at < 128 &&
           !(end + 2 < in.size() && in[end] == in[end + 1] && in[end] == in[end + 2]))
      ++end;
    out.push_back(static_cast<std::uint8_t>(end - at - 1));
    out.insert(out.end(), in.begin() + static_cast<std::ptrdiff_t>(at),
               in.begin() + static_cast<std::ptrdiff_t>(end));
    at = end;
  }
  if (out.size() % 2 != 0) out.push_back(0);
  return out;
}

inline std::vector<std::uint8_t> rle_fragment(const FrameToBuild& frame, const SegToBuild& content) {
  std::vector<std::vector<std::uint8_t>> planes;
  if (content.bits_allocated == 16) {
    planes.resize(2);
    for (const std::uint16_t value : frame.pixels) {
      planes[0].push_back(static_cast<std::uint8_t>(value >> 8U));
      planes[1].push_back(static_cast<std::uint8_t>(value & 0xFFU));
    }
  } else {
    planes.push_back(content.packing == Packing::kRlePacked ? packed(frame.pixels)
                                                            : bytes_of(frame.pixels, 8));
  }
  std::vector<std::uint8_t> header(64, 0);
  std::vector<std::uint8_t> body;
  header[0] = static_cast<std::uint8_t>(planes.size());
  for (std::size_t i = 0; i < planes.size(); ++i) {
    const std::size_t offset = 64 + body.size();
    for (std::size_t byte = 0; byte < 4; ++byte)
      header[4 + 4 * i + byte] = static_cast<std::uint8_t>(offset >> (8 * byte));
    const std::vector<std::uint8_t> segment = pack_bits(planes[i]);
    body.insert(body.end(), segment.begin(), segment.end());
  }
  header.insert(header.end(), body.begin(), body.end());
  return header;
}

inline void put_native(DcmDataset& dataset, const SegToBuild& content) {
  std::vector<std::uint16_t> all;
  for (const FrameToBuild& frame : content.frames)
    all.insert(all.end(), frame.pixels.begin(), frame.pixels.end());
  std::vector<std::uint8_t> bytes = bytes_of(all, content.bits_allocated);
  if (bytes.size() % 2 != 0) bytes.push_back(0);
  std::vector<Uint16> words(bytes.size() / 2);
  for (std::size_t i = 0; i < words.size(); ++i)
    words[i] = static_cast<Uint16>(bytes[2 * i] | (bytes[2 * i + 1] << 8U));
  dataset.putAndInsertUint16Array(DCM_PixelData, words.data(), words.size());
}

inline void put_fragments(DcmDataset& dataset, const SegToBuild& content) {
  auto* pixel_data = new DcmPixelData(DCM_PixelData);
  auto* sequence = new DcmPixelSequence(DcmTag(DCM_PixelData, EVR_OB));
  sequence->insert(new DcmPixelItem(DcmTag(DCM_PixelItemTag, EVR_OB)));
  for (const FrameToBuild& frame : content.frames) {
    const std::vector<std::uint8_t> fragment = rle_fragment(frame, content);
    auto* pixels = new DcmPixelItem(DcmTag(DCM_PixelItemTag, EVR_OB));
    pixels->putUint8Array(fragment.data(), fragment.size());
    sequence->insert(pixels);
  }
  pixel_data->putOriginalRepresentation(EXS_RLELossless, nullptr, sequence);
  dataset.insert(pixel_data, true);
}

inline void put_header(DcmDataset& dataset, const SegToBuild& content) {
  put(dataset, DCM_SOPClassUID,
      content.type == "LABELMAP" ? "1.2.840.10008.5.1.4.1.1.66.7" : UID_SegmentationStorage);
  put(dataset, DCM_SOPInstanceUID, "2.25.1001");
  put(dataset, DCM_SeriesInstanceUID, "2.25.1002");
  put(dataset, DCM_StudyInstanceUID, "2.25.1003");
  put(dataset, DCM_FrameOfReferenceUID, "2.25.1004");
  put(dataset, DCM_PatientID, "TEST");
  put(dataset, DCM_StudyDate, "20260131");
  put(dataset, DCM_Modality, "SEG");
  put(dataset, DCM_Manufacturer, "Builder");
  put(dataset, DCM_SegmentationType, content.type);
  if (content.type == "FRACTIONAL") dataset.putAndInsertUint16(DCM_MaximumFractionalValue, 200);
  dataset.putAndInsertUint16(DCM_Rows, static_cast<Uint16>(content.rows));
  dataset.putAndInsertUint16(DCM_Columns, static_cast<Uint16>(content.columns));
  dataset.putAndInsertUint16(DCM_SamplesPerPixel, 1);
  dataset.putAndInsertUint16(DCM_BitsAllocated, static_cast<Uint16>(content.bits_allocated));
  put(dataset, DCM_NumberOfFrames, std::to_string(content.frames.size()));
}

}  // namespace detail

/// Writes the file into the test's temporary folder.
[[nodiscard]] inline std::filesystem::path write_seg(const SegToBuild& content) {
  DcmFileFormat file;
  DcmDataset& dataset = *file.getDataset();
  detail::put_header(dataset, content);
  for (std::size_t i = 0; i < content.segment_numbers.size(); ++i) {
    DcmItem& segment = detail::item(dataset, DCM_SegmentSequence, static_cast<long>(i));
    segment.putAndInsertUint16(DCM_SegmentNumber, static_cast<Uint16>(content.segment_numbers[i]));
    detail::put(segment, DCM_SegmentLabel, "S" + std::to_string(content.segment_numbers[i]));
    detail::put_code(segment, DCM_SegmentedPropertyCategoryCodeSequence, "49755003",
                     "Morphologically Altered Structure");
    detail::put_code(segment, DCM_SegmentedPropertyTypeCodeSequence, "52988006", "Lesion");
  }
  DcmItem& shared = detail::item(dataset, DCM_SharedFunctionalGroupsSequence);
  if (content.shared_groups) detail::put_plane(shared, content);
  if (content.shared_segment) detail::put_segment(shared, content.segment_numbers.front());
  for (std::size_t i = 0; i < content.frames.size(); ++i) {
    const FrameToBuild& frame = content.frames[i];
    DcmItem& group = detail::item(dataset, DCM_PerFrameFunctionalGroupsSequence, static_cast<long>(i));
    if (!content.shared_groups) detail::put_plane(group, content);
    detail::put(detail::item(group, DCM_PlanePositionSequence), DCM_ImagePositionPatient,
                detail::decimals({frame.position.x, frame.position.y, frame.position.z}));
    if (!content.shared_segment && content.type != "LABELMAP") detail::put_segment(group, frame.segment);
  }
  if (content.packing == Packing::kNative) {
    detail::put_native(dataset, content);
  } else {
    detail::put_fragments(dataset, content);
  }
  if (content.change) content.change(dataset);
  return detail::write_file(file, content.transfer_syntax);
}

/// Writes and loads.
[[nodiscard]] inline Result<LoadedObject> load_seg(const SegToBuild& content,
                                                   const std::vector<SourceRule>& rules = {},
                                                   const LoadLimits& limits = {}) {
  return detail::load_once(write_seg(content), rules, limits);
}

/// Values of a frame whose pixel (row, column) is 1 when `holds` says so.
[[nodiscard]] inline std::vector<std::uint16_t> draw(int rows, int columns,
                                                     const std::function<bool(int, int)>& holds) {
  std::vector<std::uint16_t> pixels;
  for (int row = 0; row < rows; ++row)
    for (int column = 0; column < columns; ++column)
      pixels.push_back(holds(row, column) ? 1 : 0);
  return pixels;
}

/// The set voxels of a mask as (slice, row, column), in order.
[[nodiscard]] inline std::vector<std::vector<int>> voxels_of(const Mask& mask) {
  std::vector<std::vector<int>> voxels;
  for (const oligard::Run& run : mask.runs)
    for (int column = run.column; column < run.column + run.length; ++column)
      voxels.push_back({run.slice, run.row, column});
  return voxels;
}

}  // namespace oligard::load::test
