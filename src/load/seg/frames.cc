#include "load/seg/frames.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include <dcmtk/dcmdata/dcdeftag.h>

#include "oligard/dicom/dataset.h"

namespace oligard::load {
namespace {

constexpr double kSameDirection = 1e-3;
constexpr double kSameSpacing = 1e-3;
constexpr std::size_t kMaxSources = 500'000;

/// Takes the frames one by one.
class FrameCollector {
 public:
  explicit FrameCollector(const FrameGroups& shared) : shared_(shared) {}

  Status add(FrameGroups& groups) {
    if (groups.is_on_slide || shared_.is_on_slide)
      return fail(ErrorKind::kUnsupported, "SEG_WHOLE_SLIDE",
                  "the segmentation is of a microscopy slide, not of a patient");
    if (Status plane = add_plane(groups); !plane) return plane;
    SegFrame frame;
    frame.segment_number = groups.segment_number.value_or(shared_.segment_number.value_or(-1));
    add_sources(groups.sources.empty() ? shared_.sources : groups.sources, frame);
    if (result_.sources.size() > kMaxSources)
      return fail(ErrorKind::kUnsupported, "SEG_TOO_COMPLEX",
                  "the frames name more than " + std::to_string(kMaxSources) + " images");
    if (!result_.anatomy.contains(frame.segment_number))
      result_.anatomy[frame.segment_number] =
          groups.anatomy ? std::move(*groups.anatomy) : shared_.anatomy.value_or(FrameAnatomy{});
    result_.frames.push_back(frame);
    return {};
  }

  [[nodiscard]] std::size_t count() const { return result_.frames.size(); }
  [[nodiscard]] SegFrames take() { return std::move(result_); }

 private:
  Status add_plane(const FrameGroups& groups) {
    const auto& position = groups.position ? groups.position : shared_.position;
    if (!position || !position->mm)
      return fail(ErrorKind::kInvalidInput, "SEG_NO_GEOMETRY", "a frame states no Image Position (Patient)");
    const bool is_first = result_.positions.empty();
    const bool states_plane = groups.orientation || groups.measures;
    first_states_plane_ = first_states_plane_ || (is_first && states_plane);
    if (is_first || states_plane || first_states_plane_) {
      const Result<PlaneGeometry> plane = plane_of(groups);
      if (!plane) return fail(plane);
      if (is_first) {
        result_.plane = *plane;
      } else if (!is_same_plane(result_.plane, *plane)) {
        return fail(ErrorKind::kUnsupported, "SEG_MIXED_PLANES",
                    "the frames differ in orientation or pixel spacing");
      }
    }
    result_.positions.push_back(*position->mm);
    return {};
  }

  [[nodiscard]] Result<PlaneGeometry> plane_of(const FrameGroups& groups) const {
    const auto& orientation = groups.orientation ? groups.orientation : shared_.orientation;
    if (!orientation || !orientation->cosines)
      return fail(ErrorKind::kInvalidInput, "SEG_NO_GEOMETRY",
                  "a frame states no Image Orientation (Patient)");
    const PixelMeasures measures = measures_of(groups);
    const auto& spacing = measures.pixel_spacing;
    if (!spacing || (*spacing)[0] <= 0 || (*spacing)[1] <= 0)
      return fail(ErrorKind::kInvalidInput, "SEG_NO_PIXEL_SPACING",
                  "a frame states no positive Pixel Spacing");
    const std::array<double, 6>& cosines = *orientation->cosines;
    PlaneGeometry plane;
    plane.column_direction = {cosines[0], cosines[1], cosines[2]};
    plane.row_direction = {cosines[3], cosines[4], cosines[5]};
    plane.row_spacing = (*spacing)[0];
    plane.column_spacing = (*spacing)[1];
    plane.spacing_between_slices = measures.spacing_between_slices;
    plane.slice_thickness = measures.slice_thickness;
    if (Status straight = straighten(plane); !straight) return fail(straight);
    return plane;
  }

  /// Some writers split the measures between the frame and the shared groups.
  [[nodiscard]] PixelMeasures measures_of(const FrameGroups& groups) const {
    PixelMeasures measures = groups.measures.value_or(PixelMeasures{});
    const PixelMeasures shared = shared_.measures.value_or(PixelMeasures{});
    if (!measures.pixel_spacing) measures.pixel_spacing = shared.pixel_spacing;
    if (measures.spacing_between_slices <= 0) measures.spacing_between_slices = shared.spacing_between_slices;
    if (measures.slice_thickness <= 0) measures.slice_thickness = shared.slice_thickness;
    return measures;
  }

  static bool is_same_plane(const PlaneGeometry& a, const PlaneGeometry& b) {
    return norm(a.column_direction - b.column_direction) <= kSameDirection &&
           norm(a.row_direction - b.row_direction) <= kSameDirection &&
           std::abs(a.column_spacing - b.column_spacing) <= kSameSpacing * a.column_spacing &&
           std::abs(a.row_spacing - b.row_spacing) <= kSameSpacing * a.row_spacing;
  }

  void add_sources(const std::vector<SourceImage>& images, SegFrame& frame) {
    for (const SourceImage& image : images) {
      const auto [entry, is_new] =
          index_.try_emplace(image.sop_instance_uid, static_cast<int>(result_.sources.size()));
      if (is_new) {
        InstanceReference& reference = result_.sources.emplace_back();
        reference.sop_class_uid = image.sop_class_uid;
        reference.sop_instance_uid = image.sop_instance_uid;
      }
      if (image == images.front()) {
        frame.source = entry->second;
        frame.source_frame = image.frame;
      }
    }
    const bool are_one = std::all_of(images.begin(), images.end(),
                                     [&](const SourceImage& image) { return image == images.front(); });
    if (!are_one) frame.source = SegFrame::kNoSource;
  }

  const FrameGroups& shared_;
  bool first_states_plane_ = false;
  std::unordered_map<std::string, int> index_;
  SegFrames result_;
};

tl::unexpected<Error> wrong_count(std::size_t number_of_frames, const std::string& described) {
  return fail(ErrorKind::kInvalidInput, "SEG_FRAME_COUNT",
              "Number of Frames is " + std::to_string(number_of_frames) + ", but " + described +
                  " frames are described");
}

}  // namespace

bool is_whole_slide(DcmItem& dataset) {
  const std::string organisation = dicom::text(dataset, DCM_DimensionOrganizationType);
  if (organisation == "TILED_SPARSE" || organisation == "TILED_FULL") return true;
  return dataset.tagExists(DCM_TotalPixelMatrixColumns) || dataset.tagExists(DCM_ImageOrientationSlide);
}

Result<SegFrames> read_seg_frames(DcmItem& dataset, const std::filesystem::path& path,
                                  const DataSetLayout& layout, std::size_t number_of_frames) {
  if (!layout.per_frame_groups) return wrong_count(number_of_frames, "0");
  const auto source =
      open_data_set(path, layout.start, *layout.per_frame_groups, std::numeric_limits<std::uint64_t>::max());
  if (source == nullptr) return fail(ErrorKind::kNotFound, "FILE_UNREADABLE", "the file cannot be opened");
  DcmItem* shared_item = dicom::item_of(dataset, DCM_SharedFunctionalGroupsSequence);
  const FrameGroups shared = shared_item == nullptr ? FrameGroups{} : read_frame_groups(*shared_item);
  FrameCollector collector(shared);
  Status taken;
  FrameGroupsReader reader(*source, layout.start.encoding);
  const bool is_whole = reader.for_each_frame([&](FrameGroups& groups) {
    taken = collector.count() < number_of_frames ? collector.add(groups)
                                                 : Status(wrong_count(number_of_frames, "more"));
    return taken.has_value();
  });
  if (!taken) return fail(taken);
  if (!is_whole)
    return fail(ErrorKind::kInvalidInput, "FILE_TRUNCATED",
                "the functional groups of the frames end early or are damaged");
  if (collector.count() != number_of_frames)
    return wrong_count(number_of_frames, std::to_string(collector.count()));
  return collector.take();
}

}  // namespace oligard::load
