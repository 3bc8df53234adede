// The parts that make_segmentation puts together. Private.
#pragma once

#include <cstddef>
#include <vector>

#include <dcmtk/dcmdata/dctk.h>

#include "oligard/base/result.h"
#include "oligard/dicom/segmentation_writer.h"

namespace oligard::dicom {

/// One stored frame: the runs [first_run, end_run) of a segment, all in one slice.
struct SegmentationFrame {
  std::size_t segment = 0;  ///< 0-based
  int slice = 0;
  std::size_t first_run = 0;
  std::size_t end_run = 0;
};

/// Frames by segment, then slice; never empty.
[[nodiscard]] std::vector<SegmentationFrame> frames_of(const SegmentationToWrite& content);

/// Dimension, shared and per-frame functional groups, and the references to the source images.
void put_frame_descriptions(DcmItem& dataset, const SegmentationToWrite& content,
                            const std::vector<SegmentationFrame>& frames);

/// Pixel Data: the bits of all frames without a gap, least significant bit first (PS3.5 8.1.1). Error
/// SEG_TOO_LARGE.
[[nodiscard]] Status put_pixels(DcmItem& dataset, const SegmentationToWrite& content,
                                const std::vector<SegmentationFrame>& frames);

}  // namespace oligard::dicom
