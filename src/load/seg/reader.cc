#include "load/seg/reader.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <dcmtk/dcmdata/dcdeftag.h>

#include "load/seg/decode.h"
#include "load/seg/frames.h"
#include "load/seg/pixels.h"
#include "load/seg/segment_role.h"
#include "load/seg/segments.h"
#include "load/seg/slice_table.h"
#include "load/seg/sources.h"
#include "oligard/dicom/dataset.h"

namespace oligard::load {
namespace {

constexpr long kMaxFrames = 2'000'000;

Status check_is_whole(DcmItem& dataset) {
  if (is_whole_slide(dataset))
    return fail(ErrorKind::kUnsupported, "SEG_WHOLE_SLIDE",
                "the segmentation is of a microscopy slide, not of a patient");
  const auto part = dicom::integer(dataset, DCM_InConcatenationNumber);
  const auto parts = dicom::integer(dataset, DCM_InConcatenationTotalNumber);
  const bool is_part = part || !dicom::text(dataset, DCM_ConcatenationUID).empty() ||
                       dataset.tagExists(DCM_ConcatenationFrameOffsetNumber);
  if (is_part && parts != 1)
    return fail(ErrorKind::kUnsupported, "SEG_CONCATENATION",
                "the object is " + (part ? "part " + std::to_string(*part) : std::string("one part")) +
                    " of " + (parts ? std::to_string(*parts) : "several") +
                    " of a concatenation; parts are not put together");
  return {};
}

Result<SegmentationType> read_type(DcmItem& dataset) {
  const std::string type = dicom::text(dataset, DCM_SegmentationType);
  if (type == "BINARY") return SegmentationType::kBinary;
  if (type == "FRACTIONAL") return SegmentationType::kFractional;
  if (type == "LABELMAP") return SegmentationType::kLabelMap;
  return fail(ErrorKind::kUnsupported, "SEG_TYPE",
              "Segmentation Type is none of BINARY, FRACTIONAL and LABELMAP");
}

bool bits_fit(SegmentationType type, long bits) {
  switch (type) {
    case SegmentationType::kBinary:
      return bits == 1 || bits == 8;
    case SegmentationType::kFractional:
      return bits == 8;
    case SegmentationType::kLabelMap:
      return bits == 8 || bits == 16;
  }
  return false;
}

/// Values are taken as they are: a photometric interpretation or a sign that says otherwise is refused.
bool values_are_plain(DcmItem& dataset, SegmentationType type) {
  const std::string photometric = dicom::text(dataset, DCM_PhotometricInterpretation);
  const bool is_known = photometric.empty() || photometric == "MONOCHROME2" ||
                        (type == SegmentationType::kLabelMap && photometric == "PALETTE COLOR");
  return is_known && dicom::integer(dataset, DCM_PixelRepresentation).value_or(0) == 0 &&
         dicom::integer(dataset, DCM_SamplesPerPixel).value_or(1) == 1;
}

Result<PixelFormat> read_format(DcmItem& dataset, SegmentationType type, const LoadLimits& limits) {
  const std::optional<long> frames = dicom::integer(dataset, DCM_NumberOfFrames);
  if (!frames)
    return fail(ErrorKind::kInvalidInput, "SEG_NO_NUMBER_OF_FRAMES",
                "Number of Frames is absent or no number");
  if (*frames < 1 || *frames > kMaxFrames)
    return fail(ErrorKind::kInvalidInput, "SEG_FRAME_COUNT", "Number of Frames is out of range");
  const long rows = dicom::integer(dataset, DCM_Rows).value_or(0);
  const long columns = dicom::integer(dataset, DCM_Columns).value_or(0);
  if (rows < 1 || columns < 1 || rows > 65535 || columns > 65535)
    return fail(ErrorKind::kInvalidInput, "SEG_MATRIX", "Rows or Columns are absent or zero");
  PixelFormat format;
  format.shape = {static_cast<std::int32_t>(rows), static_cast<std::int32_t>(columns)};
  format.frames = static_cast<std::size_t>(*frames);
  if (format.shape.pixels() > limits.max_voxels_per_frame)
    return fail(ErrorKind::kUnsupported, "FILE_TOO_LARGE", "a frame has more pixels than allowed");
  const long bits = dicom::integer(dataset, DCM_BitsAllocated).value_or(0);
  if (!bits_fit(type, bits) || !values_are_plain(dataset, type))
    return fail(
        ErrorKind::kInvalidInput, "SEG_PIXEL_FORMAT",
        "Bits Allocated, Samples per Pixel, Pixel Representation or Photometric Interpretation do not "
        "fit the Segmentation Type");
  format.bits_allocated = static_cast<int>(bits);
  return format;
}

/// Of a FRACTIONAL segmentation: Maximum Fractional Value (0062,000E); else 0.
Result<int> read_maximum_fraction(DcmItem& dataset, SegmentationType type) {
  if (type != SegmentationType::kFractional) return 0;
  const long maximum = dicom::integer(dataset, DCM_MaximumFractionalValue).value_or(0);
  if (maximum < 1 || maximum > 255)
    return fail(ErrorKind::kInvalidInput, "SEG_NO_MAXIMUM_FRACTION",
                "Maximum Fractional Value is absent or out of range");
  return static_cast<int>(maximum);
}

/// The smallest value that is at least `percent` of the maximum.
unsigned threshold_of(int maximum_fraction, int percent) {
  return std::max(1U, static_cast<unsigned>((maximum_fraction * percent + 99) / 100));
}

/// Which segment each frame belongs to; label maps state none.
Result<std::vector<int>> segments_of_frames(const std::vector<SegFrame>& frames, const SegmentTable& table,
                                            SegmentationType type) {
  if (type == SegmentationType::kLabelMap) return std::vector<int>(frames.size(), SegmentTable::kUnknown);
  const bool is_only_one = table.index_of_number.size() == 1;
  std::vector<int> indices;
  indices.reserve(frames.size());
  for (const SegFrame& frame : frames) {
    const bool states_none = frame.segment_number < 0;
    const int index = states_none && is_only_one ? table.index_of_number.begin()->second
                                                 : table.index_of(frame.segment_number);
    if (index == SegmentTable::kUnknown)
      return fail(ErrorKind::kInvalidInput, "SEG_SEGMENT_UNKNOWN",
                  states_none ? std::string("a frame names no segment")
                              : "a frame names segment " + std::to_string(frame.segment_number) +
                                    ", which the Segment Sequence does not hold");
    indices.push_back(index);
  }
  return indices;
}

/// Slices that hold a voxel: first and one past the last; the whole stack when none does.
std::pair<int, int> occupied_slices(const std::vector<Segment>& segments, int slices) {
  int first = slices;
  int last = -1;
  for (const Segment& segment : segments) {
    for (const std::vector<Run>* runs : {&segment.mask.runs, &segment.fractions.runs}) {
      if (runs->empty()) continue;
      first = std::min(first, runs->front().slice);
      last = std::max(last, runs->back().slice);
    }
  }
  return last < 0 ? std::pair{0, slices} : std::pair{first, last + 1};
}

/// Cuts empty slices off both ends, so that empty frames make no difference.
void trim(Segmentation& result, Stack& stack) {
  const auto [first, end] = occupied_slices(result.segments, stack.grid.slices);
  keep_slices(stack.grid, first, end);
  for (std::int32_t& slice : stack.slice_of_frame)
    slice -= first;
  for (Segment& segment : result.segments) {
    for (Run& run : segment.mask.runs)
      run.slice -= first;
    for (Run& run : segment.fractions.runs)
      run.slice -= first;
  }
}

void set_slices(Segmentation& result, const Stack& stack, const SegFrames& named) {
  const std::vector<SegFrame>& frames = named.frames;
  const auto slices = static_cast<std::size_t>(stack.grid.slices);
  result.slice_images.resize(slices);
  std::vector<bool> has_frame(slices, false);
  for (std::size_t i = 0; i < frames.size(); ++i) {
    if (stack.slice_of_frame[i] < 0) continue;
    const auto slice = static_cast<std::size_t>(stack.slice_of_frame[i]);
    if (slice >= slices) continue;
    has_frame[slice] = true;
    InstanceReference& image = result.slice_images[slice];
    if (!image.sop_instance_uid.empty() || frames[i].source == SegFrame::kNoSource) continue;
    image = named.sources[static_cast<std::size_t>(frames[i].source)];
    image.frame = frames[i].source_frame;
  }
  result.missing_slices = std::find(has_frame.begin(), has_frame.end(), false) != has_frame.end();
  result.grid = stack.grid;
  for (Segment& segment : result.segments)
    segment.mask.grid = stack.grid;
}

void set_sources(DcmItem& dataset, Segmentation& result, const std::vector<InstanceReference>& derivation) {
  const auto known = referenced_instances(dataset, result.header.study_instance_uid);
  result.source_images = merge_instances(known, derivation);
  complete(result.slice_images, known);
  for (const InstanceReference& image : result.slice_images)
    if (result.source_series_uid.empty()) result.source_series_uid = image.series_instance_uid;
  for (const InstanceReference& image : known)
    if (result.source_series_uid.empty()) result.source_series_uid = image.series_instance_uid;
}

}  // namespace

Result<Segmentation> read_segmentation(DcmDataset& dataset, const std::filesystem::path& path,
                                       const DataSetLayout& layout, const std::string& transfer_syntax_uid,
                                       ObjectHeader header, const std::vector<SourceRule>& rules,
                                       const LoadLimits& limits) {
  Segmentation result;
  result.rule = rule_for(rules, header);
  result.header = std::move(header);
  if (Status whole = check_is_whole(dataset); !whole) return fail(whole);
  const Result<SegmentationType> type = read_type(dataset);
  if (!type) return fail(type);
  result.segmentation_type = dicom::text(dataset, DCM_SegmentationType);
  if (*type == SegmentationType::kFractional)
    result.fractional_type = dicom::text(dataset, DCM_SegmentationFractionalType);
  result.frame_of_reference_uid = dicom::text(dataset, DCM_FrameOfReferenceUID);
  if (result.frame_of_reference_uid.empty())
    return fail(ErrorKind::kInvalidInput, "SEG_NO_FRAME_OF_REFERENCE", "Frame of Reference UID is absent");
  const Result<PixelFormat> format = read_format(dataset, *type, limits);
  if (!format) return fail(format);
  const Result<int> maximum_fraction = read_maximum_fraction(dataset, *type);
  if (!maximum_fraction) return fail(maximum_fraction);

  Result<SegFrames> frames = read_seg_frames(dataset, path, layout, format->frames);
  if (!frames) return fail(frames);
  frames->plane.rows = format->shape.rows;
  frames->plane.columns = format->shape.columns;
  result.slice_thickness_mm = frames->plane.slice_thickness;
  Result<Stack> stack = stack_planes(frames->plane, frames->positions);
  if (!stack) return fail(stack);

  Result<SegmentTable> table = read_segments(dataset, *type, frames->anatomy, result.rule);
  if (!table) return fail(table);
  const Result<std::vector<int>> segment_of_frame = segments_of_frames(frames->frames, *table, *type);
  if (!segment_of_frame) return fail(segment_of_frame);
  auto pixels = open_pixels(dataset, path, layout, transfer_syntax_uid, *format, limits.max_inflated_bytes);
  if (!pixels) return fail(pixels);
  const DecodePlan plan{*type,
                        *format,
                        threshold_of(*maximum_fraction, result.rule.fraction_threshold_pct),
                        *maximum_fraction,
                        stack->slice_of_frame,
                        *segment_of_frame,
                        limits.max_runs};
  if (Status decoded = decode_frames(**pixels, plan, *table); !decoded) return fail(decoded);

  result.segments = std::move(table->segments);
  trim(result, *stack);
  set_slices(result, *stack, *frames);
  set_sources(dataset, result, frames->sources);
  return result;
}

}  // namespace oligard::load
