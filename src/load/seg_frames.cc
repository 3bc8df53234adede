#include "load/seg_frames.h"

#include <array>
#include <cmath>
#include <optional>

#include <dcmtk/dcmdata/dcdeftag.h>

#include "load/seg_sources.h"
#include "oligard/dicom/anatomy.h"
#include "oligard/dicom/dataset.h"

namespace oligard::load {
namespace {

constexpr double kMaxMillimetres = 1e6;
constexpr double kSameDirection = 1e-3;
constexpr double kSameSpacing = 1e-3;

template <std::size_t N>
std::optional<std::array<double, N>> read_numbers(DcmItem* item, const DcmTagKey& tag) {
  if (item == nullptr) return std::nullopt;
  std::array<double, N> values{};
  for (std::size_t i = 0; i < N; ++i) {
    const std::optional<double> value = dicom::number(*item, tag, static_cast<unsigned long>(i));
    if (!value || std::abs(*value) > kMaxMillimetres) return std::nullopt;
    values[i] = *value;
  }
  return values;
}

double positive_number(DcmItem& item, const DcmTagKey& tag) {
  const double value = dicom::number(item, tag).value_or(0);
  return value > 0 && value <= kMaxMillimetres ? value : 0;
}

/// Reads the frames one by one. The shared statements are read once.
class FrameReader {
 public:
  explicit FrameReader(DcmItem* shared) : shared_(shared) {}

  Status add(DcmItem& item) {
    if (Status plane = add_plane(item); !plane) return plane;
    SegFrame frame;
    DcmItem* identification = group(item, DCM_SegmentIdentificationSequence);
    if (identification != nullptr) {
      const long number = dicom::integer(*identification, DCM_ReferencedSegmentNumber).value_or(-1);
      frame.segment_number = number >= 0 && number <= 65535 ? static_cast<int>(number) : -1;
    }
    add_sources(item, frame);
    add_anatomy(item, frame.segment_number);
    result_.frames.push_back(std::move(frame));
    return {};
  }

  [[nodiscard]] SegFrames take() { return std::move(result_); }

 private:
  [[nodiscard]] DcmItem* group(DcmItem& item, const DcmTagKey& tag) const {
    if (DcmItem* own = dicom::item_of(item, tag); own != nullptr) return own;
    return shared_ == nullptr ? nullptr : dicom::item_of(*shared_, tag);
  }

  Status add_plane(DcmItem& item) {
    const auto position = read_numbers<3>(group(item, DCM_PlanePositionSequence), DCM_ImagePositionPatient);
    if (!position)
      return fail(ErrorKind::kInvalidInput, "SEG_NO_GEOMETRY", "a frame states no Image Position (Patient)");
    const bool states_plane = dicom::sequence(item, DCM_PlaneOrientationSequence) != nullptr ||
                              dicom::sequence(item, DCM_PixelMeasuresSequence) != nullptr;
    first_states_plane_ = first_states_plane_ || (result_.positions.empty() && states_plane);
    if (result_.positions.empty() || states_plane || first_states_plane_) {
      Result<PlaneGeometry> plane = read_plane(item);
      if (!plane) return fail(plane);
      if (result_.positions.empty()) {
        result_.plane = *plane;
      } else if (!is_same_plane(result_.plane, *plane)) {
        return fail(ErrorKind::kUnsupported, "SEG_MIXED_PLANES",
                    "the frames differ in orientation or pixel spacing");
      }
    }
    result_.positions.push_back({(*position)[0], (*position)[1], (*position)[2]});
    return {};
  }

  Result<PlaneGeometry> read_plane(DcmItem& item) const {
    const auto cosines =
        read_numbers<6>(group(item, DCM_PlaneOrientationSequence), DCM_ImageOrientationPatient);
    if (!cosines)
      return fail(ErrorKind::kInvalidInput, "SEG_NO_GEOMETRY",
                  "a frame states no Image Orientation (Patient)");
    DcmItem* measures = group(item, DCM_PixelMeasuresSequence);
    const auto spacing = read_numbers<2>(measures, DCM_PixelSpacing);
    if (!spacing || (*spacing)[0] <= 0 || (*spacing)[1] <= 0)
      return fail(ErrorKind::kInvalidInput, "SEG_NO_PIXEL_SPACING",
                  "a frame states no positive Pixel Spacing");
    PlaneGeometry plane;
    plane.column_direction = {(*cosines)[0], (*cosines)[1], (*cosines)[2]};
    plane.row_direction = {(*cosines)[3], (*cosines)[4], (*cosines)[5]};
    plane.row_spacing = (*spacing)[0];
    plane.column_spacing = (*spacing)[1];
    plane.spacing_between_slices = positive_number(*measures, DCM_SpacingBetweenSlices);
    plane.slice_thickness = positive_number(*measures, DCM_SliceThickness);
    if (Status straight = straighten(plane); !straight) return fail(straight);
    return plane;
  }

  static bool is_same_plane(const PlaneGeometry& a, const PlaneGeometry& b) {
    return norm(a.column_direction - b.column_direction) <= kSameDirection &&
           norm(a.row_direction - b.row_direction) <= kSameDirection &&
           std::abs(a.column_spacing - b.column_spacing) <= kSameSpacing * a.column_spacing &&
           std::abs(a.row_spacing - b.row_spacing) <= kSameSpacing * a.row_spacing;
  }

  void add_sources(DcmItem& item, SegFrame& frame) {
    std::vector<InstanceReference> images = derivation_images(item);
    if (images.empty() && shared_ != nullptr) images = derivation_images(*shared_);
    bool is_one = !images.empty();
    for (const InstanceReference& image : images)
      is_one = is_one && image == images.front();
    if (is_one) frame.source = images.front();
    for (InstanceReference& image : images)
      result_.derivation_images.push_back(std::move(image));
  }

  void add_anatomy(DcmItem& item, int segment_number) {
    if (result_.anatomy.contains(segment_number)) return;
    FrameAnatomy& anatomy = result_.anatomy[segment_number];
    DcmItem* group_item = group(item, DCM_FrameAnatomySequence);
    if (group_item == nullptr) return;
    const std::string side = dicom::text(*group_item, DCM_FrameLaterality);
    if (side == "R") anatomy.laterality = "right";
    if (side == "L") anatomy.laterality = "left";
    if (side == "B") anatomy.laterality = "bilateral";
    DcmItem* region = dicom::item_of(*group_item, DCM_AnatomicRegionSequence);
    if (region == nullptr) return;
    anatomy.region = dicom::code(*region);
    anatomy.modifier = dicom::code(*region, DCM_AnatomicRegionModifierSequence);
  }

  DcmItem* shared_;
  bool first_states_plane_ = false;
  SegFrames result_;
};

}  // namespace

bool is_whole_slide(DcmItem& dataset) {
  const std::string organisation = dicom::text(dataset, DCM_DimensionOrganizationType);
  if (organisation == "TILED_SPARSE" || organisation == "TILED_FULL") return true;
  if (dataset.tagExists(DCM_TotalPixelMatrixColumns) || dataset.tagExists(DCM_ImageOrientationSlide))
    return true;
  for (const DcmTagKey& groups : {DCM_SharedFunctionalGroupsSequence, DCM_PerFrameFunctionalGroupsSequence}) {
    DcmItem* first = dicom::item_of(dataset, groups);
    if (first != nullptr && first->tagExists(DCM_PlanePositionSlideSequence)) return true;
  }
  return false;
}

Result<SegFrames> read_seg_frames(DcmItem& dataset, std::size_t number_of_frames) {
  DcmSequenceOfItems* per_frame = dicom::sequence(dataset, DCM_PerFrameFunctionalGroupsSequence);
  const std::size_t stated = per_frame == nullptr ? 0 : per_frame->card();
  if (stated != number_of_frames)
    return fail(ErrorKind::kInvalidInput, "SEG_FRAME_COUNT",
                "Number of Frames is " + std::to_string(number_of_frames) + ", but " +
                    std::to_string(stated) + " frames are described");
  FrameReader reader(dicom::item_of(dataset, DCM_SharedFunctionalGroupsSequence));
  Status read;
  dicom::for_each_item(dataset, DCM_PerFrameFunctionalGroupsSequence, [&](DcmItem& item) {
    if (read) read = reader.add(item);
  });
  if (!read) return fail(read);
  return reader.take();
}

}  // namespace oligard::load
