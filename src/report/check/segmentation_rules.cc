// What the standard and viewers ask of the lesions' segmentation.
#include <algorithm>
#include <cmath>

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcelem.h>

#include "oligard/dicom/dataset.h"
#include "report/check/segmentation_facts.h"
#include "report/check/text_checks.h"

namespace oligard::report {
namespace {

/// Positions are written with ten significant digits or more.
constexpr double kSamePlaceMm = 0.01;
constexpr std::size_t kMaxLabel = 64;
constexpr std::size_t kMaxCodeString = 16;

template <class Holds>
bool every_segment(const SegmentationFacts& facts, Holds holds) {
  return !facts.segments.empty() && std::all_of(facts.segments.begin(), facts.segments.end(), holds);
}

template <class Holds>
bool every_frame(const SegmentationFacts& facts, Holds holds) {
  return !facts.frames.empty() && std::all_of(facts.frames.begin(), facts.frames.end(), holds);
}

bool pixels_are_bits(const SegmentationFacts& facts) {
  DcmItem& dataset = facts.subject.dataset;
  const auto is = [&](const DcmTagKey& tag, long value) { return dicom::integer(dataset, tag) == value; };
  return dicom::text(dataset, DCM_SegmentationType) == "BINARY" && is(DCM_BitsAllocated, 1) &&
         is(DCM_BitsStored, 1) && is(DCM_HighBit, 0) && is(DCM_SamplesPerPixel, 1) &&
         is(DCM_PixelRepresentation, 0) &&
         dicom::text(dataset, DCM_PhotometricInterpretation) == "MONOCHROME2" &&
         dicom::text(dataset, DCM_LossyImageCompression) == "00";
}

std::size_t size_of_pixels(DcmItem& dataset) {
  DcmElement* element = nullptr;
  return dataset.findAndGetElement(DCM_PixelData, element).good() ? element->getLengthField() : 0;
}

bool frames_agree(const SegmentationFacts& facts) {
  DcmItem& dataset = facts.subject.dataset;
  const std::size_t frames = facts.frames.size();
  const auto rows = dicom::integer(dataset, DCM_Rows);
  const auto columns = dicom::integer(dataset, DCM_Columns);
  if (dicom::integer(dataset, DCM_NumberOfFrames) != static_cast<long>(frames)) return false;
  if (frames == 0 || !rows || !columns || *rows <= 0 || *columns <= 0) return false;
  const std::size_t bytes = (static_cast<std::size_t>(*rows * *columns) * frames + 7) / 8;
  return size_of_pixels(dataset) == bytes + bytes % 2;
}

bool frames_name_their_segment(const SegmentationFacts& facts) {
  std::set<long> numbers;
  for (const SegmentFacts& segment : facts.segments)
    numbers.insert(segment.number);
  return every_frame(facts, [&](const FrameFacts& frame) { return numbers.count(frame.segment) == 1; });
}

bool frames_are_indexed(const SegmentationFacts& facts) {
  return facts.dimensions > 0 && every_frame(facts, [&](const FrameFacts& frame) {
           return frame.dimension_values == facts.dimensions;
         });
}

bool frame_of_reference_is_there(const SegmentationFacts& facts) {
  return !dicom::text(facts.subject.dataset, DCM_FrameOfReferenceUID).empty();
}

bool content_is_labelled(const SegmentationFacts& facts) {
  const std::string label = dicom::text(facts.subject.dataset, DCM_ContentLabel);
  return !label.empty() && label.size() <= kMaxCodeString &&
         std::all_of(label.begin(), label.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == ' ';
         });
}

bool algorithms_are_named(const SegmentationFacts& facts) {
  return every_segment(facts, [](const SegmentFacts& segment) {
    const bool is_computed =
        segment.algorithm_type == "AUTOMATIC" || segment.algorithm_type == "SEMIAUTOMATIC";
    return segment.algorithm_type == "MANUAL" || (is_computed && !segment.algorithm_name.empty());
  });
}

bool segments_are_counted(const SegmentationFacts& facts) {
  long next = 0;
  return every_segment(facts, [&](const SegmentFacts& segment) { return segment.number == ++next; });
}

bool segments_are_tracked(const SegmentationFacts& facts) {
  return every_segment(facts, [](const SegmentFacts& segment) {
    return !segment.tracking_id.empty() && !segment.tracking_uid.empty();
  });
}

bool lesions_have_one_segment(const SegmentationFacts& facts) {
  std::set<std::string> seen;
  return every_segment(facts, [&](const SegmentFacts& segment) {
    return segment.tracking_uid.empty() || seen.insert(segment.tracking_uid).second;
  });
}

bool segments_are_coded(const SegmentationFacts& facts) {
  const auto is_whole = [](const Code& code) {
    return !code.empty() && !code.scheme.empty() && !code.meaning.empty();
  };
  return every_segment(facts, [&](const SegmentFacts& segment) {
    return is_whole(segment.category) && is_whole(segment.type);
  });
}

bool segments_are_labelled(const SegmentationFacts& facts) {
  std::set<std::string> seen;
  return every_segment(facts, [&](const SegmentFacts& segment) {
    return !segment.label.empty() && characters(segment.label) <= kMaxLabel && is_utf8(segment.label) &&
           seen.insert(segment.label).second;
  });
}

bool segments_are_coloured(const SegmentationFacts& facts) {
  return every_segment(facts, [](const SegmentFacts& segment) { return segment.colour_values == 3; });
}

bool geometry_is_shared(const SegmentationFacts& facts) {
  return facts.orientation.size() == 6 && facts.pixel_spacing.size() == 2 &&
         every_frame(facts, [](const FrameFacts& frame) { return !frame.has_own_geometry; });
}

bool frames_are_placed(const SegmentationFacts& facts) {
  return every_frame(facts, [](const FrameFacts& frame) { return frame.position.has_value(); });
}

/// A stated slice spacing holds: all frames lie on one line along the normal, whole slices apart. Stacks at
/// unequal distances state none.
bool slices_are_even(const SegmentationFacts& facts) {
  if (!facts.slice_spacing_mm || !geometry_is_shared(facts) || !frames_are_placed(facts)) return true;
  const std::vector<double>& o = facts.orientation;
  const Vec3 normal = cross({o[0], o[1], o[2]}, {o[3], o[4], o[5]});
  const Vec3 first = *facts.frames.front().position;
  return every_frame(facts, [&](const FrameFacts& frame) {
    const Vec3 offset = *frame.position - first;
    const double slices = std::round(dot(offset, normal) / *facts.slice_spacing_mm);
    return distance(offset, slices * *facts.slice_spacing_mm * normal) <= kSamePlaceMm;
  });
}

bool sources_are_referenced(const SegmentationFacts& facts) {
  return every_frame(facts, [&](const FrameFacts& frame) {
    return std::all_of(frame.sources.begin(), frame.sources.end(),
                       [&](const std::string& source) { return facts.referenced.count(source) == 1; });
  });
}

constexpr const char* kSegmentModule = "PS3.3 C.8.20.2";
constexpr const char* kOhifSeg = "OHIF extension cornerstone-dicom-seg, dcmjs";

constexpr Rule<SegmentationFacts> kSegmentationRules[] = {
    {{"DICOM_SEG_BITS", "DICOM", "Pixels are BINARY: one bit, one sample, MONOCHROME2, not lossy.",
      kSegmentModule, kLesionsOnly},
     pixels_are_bits},
    {{"DICOM_SEG_FRAMES", "DICOM", "Number of Frames, functional groups and Pixel Data agree.",
      "PS3.3 C.7.6.6, C.7.6.16", kLesionsOnly},
     frames_agree},
    {{"DICOM_SEG_FRAME_SEGMENT", "DICOM", "Each frame names one segment, which is described.",
      "PS3.3 C.8.20.3", kLesionsOnly},
     frames_name_their_segment},
    {{"DICOM_SEG_DIMENSIONS", "DICOM", "Each frame has an index for each dimension.", "PS3.3 C.7.6.17",
      kLesionsOnly},
     frames_are_indexed},
    {{"DICOM_SEG_FRAME_OF_REFERENCE", "DICOM", "Frame of Reference UID is there.", "PS3.3 C.7.4.1",
      kLesionsOnly},
     frame_of_reference_is_there},
    {{"DICOM_SEG_CONTENT_LABEL", "DICOM", "Content Label is a code string.", "PS3.3 10.9", kLesionsOnly},
     content_is_labelled},
    {{"DICOM_SEG_ALGORITHM", "DICOM", "Segments made by an algorithm name it.", kSegmentModule, kLesionsOnly},
     algorithms_are_named},
    {{"HIGHDICOM_SEG_NUMBERS", "highdicom", "Segments are numbered 1, 2, 3 and so on, in order.",
      "highdicom seg.Segmentation", kLesionsOnly},
     segments_are_counted},
    {{"HIGHDICOM_SEG_TRACKING", "highdicom", "Each segment has Tracking ID and Tracking UID, both.",
      kSegmentModule, kLesionsOnly},
     segments_are_tracked},
    {{"OLIGARD_SEG_OWN_TRACKING_UID", "Oligard", "No two segments share a Tracking UID.",
      "one segment a group", kLesionsOnly},
     lesions_have_one_segment},
    {{"DCMQI_SEG_CODES", "dcmqi", "Each segment has category and type with value, scheme and meaning.",
      "dcmqi segimage2itkimage", kLesionsOnly},
     segments_are_coded},
    {{"SLICER_SEG_LABELS", "3D Slicer", "Each segment has a label of at most 64 characters of its own.",
      "Slicer lists segments by label", kLesionsOnly},
     segments_are_labelled},
    {{"OHIF_SEG_COLOURS", "OHIF", "Each segment has a Recommended Display CIELab Value.", kOhifSeg,
      kLesionsOnly},
     segments_are_coloured},
    {{"OHIF_SEG_SHARED_GEOMETRY", "OHIF",
      "Orientation and pixel spacing are shared by all frames and stated once.", kOhifSeg, kLesionsOnly},
     geometry_is_shared},
    {{"OHIF_SEG_POSITIONS", "OHIF", "Each frame has its Image Position.", kOhifSeg, kLesionsOnly},
     frames_are_placed},
    {{"DCMQI_SEG_EVEN_SLICES", "dcmqi",
      "Where a slice spacing is stated, frames lie along the normal, whole slices apart.",
      "dcmqi segimage2itkimage", kLesionsOnly},
     slices_are_even},
    {{"OHIF_SEG_SOURCES", "OHIF", "Every source image of a frame is in the Referenced Series.", kOhifSeg,
      kLesionsOnly},
     sources_are_referenced},
};

}  // namespace

std::span<const Rule<SegmentationFacts>> segmentation_rules() {
  return kSegmentationRules;
}

}  // namespace oligard::report
