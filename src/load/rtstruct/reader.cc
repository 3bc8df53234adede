#include "load/rtstruct/reader.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include <dcmtk/dcmdata/dcdeftag.h>

#include "load/rtstruct/planes.h"
#include "load/rtstruct/raster.h"
#include "load/rtstruct/rois.h"
#include "load/rtstruct/sources.h"
#include "load/seg/segment_role.h"
#include "load/seg/sources.h"
#include "oligard/dicom/dataset.h"

namespace oligard::load {
namespace {

using Rois = std::vector<Roi>;

bool is_lesion(const Roi& roi) {
  return roi.segment.role == SegmentRole::kLesion;
}

void leave_out(Roi& roi, std::string code) {
  roi.segment.left_out = std::move(code);
  roi.contours.clear();
}

/// ROIs of points and lines alone enclose nothing.
Status check_areas(Rois& rois) {
  bool any = false;
  for (Roi& roi : rois) {
    any = any || !roi.contours.empty();
    if (roi.contours.empty() && roi.has_other_contours) roi.segment.left_out = "RTSTRUCT_NO_AREA";
  }
  if (any) return {};
  return fail(ErrorKind::kUnsupported, "RTSTRUCT_NO_CONTOUR", "no ROI has a closed planar contour");
}

/// The frame of reference of the lesions, else the one of most ROIs, of several the smallest UID.
Result<std::string> choose_frame_of_reference(const Rois& rois) {
  std::map<std::string, std::size_t> of_lesions, of_all;
  for (const Roi& roi : rois) {
    if (roi.contours.empty()) continue;
    ++of_all[roi.frame_of_reference_uid];
    if (is_lesion(roi)) ++of_lesions[roi.frame_of_reference_uid];
  }
  if (of_lesions.size() > 1)
    return fail(ErrorKind::kUnsupported, "RTSTRUCT_FRAMES_OF_REFERENCE",
                "lesions lie in different frames of reference");
  const auto& counts = of_lesions.empty() ? of_all : of_lesions;
  const auto most = std::max_element(counts.begin(), counts.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  if (most->first.empty())
    return fail(ErrorKind::kInvalidInput, "RTSTRUCT_NO_FRAME_OF_REFERENCE",
                "neither the ROIs nor the structure set state one Frame of Reference UID");
  return most->first;
}

std::vector<const RoiContour*> contours_of(const Rois& rois, bool lesions_only) {
  std::vector<const RoiContour*> contours;
  for (const Roi& roi : rois)
    if (!lesions_only || is_lesion(roi))
      for (const RoiContour& contour : roi.contours)
        contours.push_back(&contour);
  return contours;
}

tl::unexpected<Error> not_planar() {
  return fail(ErrorKind::kUnsupported, "RTSTRUCT_NOT_PLANAR",
              "the contours of a lesion do not lie in parallel planes");
}

/// Axes of the lesions' planes, of all ROIs' when there is no lesion. ROIs that lie across are left out.
Result<PlaneAxes> choose_axes(Rois& rois) {
  const std::vector<const RoiContour*> all = contours_of(rois, false);
  const std::vector<const RoiContour*> lesions = contours_of(rois, true);
  const auto axes = common_axes(lesions.empty() ? all : lesions, all);
  if (!axes) return fail(ErrorKind::kUnsupported, "RTSTRUCT_NO_CONTOUR", "the contours enclose no area");
  for (Roi& roi : rois) {
    const bool lies_flat =
        std::all_of(roi.contours.begin(), roi.contours.end(),
                    [&](const RoiContour& contour) { return depth_of(contour, axes->normal).has_value(); });
    if (lies_flat) continue;
    if (is_lesion(roi)) return not_planar();
    leave_out(roi, "RTSTRUCT_NOT_PLANAR");
  }
  return *axes;
}

/// Contours on a line, or smaller than a pixel, enclose no voxel.
Status take_masks(std::vector<Mask>& masks, Rois& rois, Segmentation& result) {
  bool any = false;
  for (std::size_t i = 0; i < rois.size(); ++i) {
    Segment& segment = result.segments.emplace_back(std::move(rois[i].segment));
    segment.mask = std::move(masks[i]);
    any = any || !segment.mask.runs.empty();
    const bool is_lost = segment.mask.runs.empty() && !rois[i].contours.empty();
    if (is_lost) segment.left_out = "RTSTRUCT_NO_AREA";
  }
  if (any) return {};
  return fail(ErrorKind::kUnsupported, "RTSTRUCT_NO_CONTOUR", "the contours enclose no area");
}

/// The thickness that all contours state; 0 when one states none or they differ.
double common_thickness(const std::vector<PlacedContour>& contours) {
  std::set<double> stated;
  for (const PlacedContour& placed : contours)
    stated.insert(placed.contour->slab_thickness);
  return stated.size() == 1 ? *stated.begin() : 0;
}

std::vector<PlacedContour> all_contours(const Rois& rois) {
  std::vector<PlacedContour> contours;
  for (std::size_t roi = 0; roi < rois.size(); ++roi)
    for (const RoiContour& contour : rois[roi].contours)
      contours.push_back({roi, 0, &contour});
  return contours;
}

/// Slices with a contour or a voxel; and each slice's image, a lesion's contour before others.
void describe_slices(const Rois& rois, const std::vector<PlacedContour>& contours, std::int32_t first_slice,
                     Segmentation& result) {
  const auto slices = static_cast<std::size_t>(result.grid.slices);
  result.slice_images.resize(slices);
  std::vector<bool> is_used(slices, false);
  for (const Segment& segment : result.segments)
    for (const Run& run : segment.mask.runs)
      is_used[static_cast<std::size_t>(run.slice)] = true;
  for (const bool lesions : {true, false}) {
    for (const PlacedContour& placed : contours) {
      const std::int32_t slice = placed.slice - first_slice;
      if (is_lesion(rois[placed.roi]) != lesions || slice < 0 || slice >= result.grid.slices) continue;
      is_used[static_cast<std::size_t>(slice)] = true;
      InstanceReference& image = result.slice_images[static_cast<std::size_t>(slice)];
      if (image.sop_instance_uid.empty()) image = placed.contour->image;
    }
  }
  result.missing_slices = std::find(is_used.begin(), is_used.end(), false) != is_used.end();
}

void set_sources(DcmItem& dataset, Segmentation& result) {
  const auto known = referenced_images(dataset, result.frame_of_reference_uid);
  complete(result.slice_images, known);
  std::vector<InstanceReference> drawn_on;
  for (const InstanceReference& image : result.slice_images)
    if (!image.sop_instance_uid.empty()) drawn_on.push_back(image);
  result.source_images = merge_instances(known, drawn_on);
  for (const InstanceReference& image : result.slice_images)
    if (result.source_series_uid.empty()) result.source_series_uid = image.series_instance_uid;
  if (result.source_series_uid.empty())
    result.source_series_uid = only_series(dataset, result.frame_of_reference_uid);
}

void set_content_date(DcmItem& dataset, ObjectHeader& header) {
  if (header.content_date) return;
  const Result<Date> date = parse_dicom_date(dicom::text(dataset, DCM_StructureSetDate));
  if (!date) return;
  header.content_date = *date;
  header.content_time = dicom::text(dataset, DCM_StructureSetTime);
}

}  // namespace

Result<Segmentation> read_structure_set(DcmItem& dataset, ObjectHeader header,
                                        const std::vector<SourceRule>& rules, const LoadLimits& limits) {
  Segmentation result;
  result.rule = rule_for(rules, header);
  result.header = std::move(header);
  set_content_date(dataset, result.header);
  Result<Rois> rois = read_rois(dataset, result.rule, limits);
  if (!rois) return fail(rois);
  if (Status checked = check_areas(*rois); !checked) return fail(checked);
  const Result<std::string> frame_of_reference = choose_frame_of_reference(*rois);
  if (!frame_of_reference) return fail(frame_of_reference);
  result.frame_of_reference_uid = *frame_of_reference;
  for (Roi& roi : *rois)
    if (!roi.contours.empty() && roi.frame_of_reference_uid != result.frame_of_reference_uid)
      leave_out(roi, "RTSTRUCT_OTHER_FRAME_OF_REFERENCE");
  const Result<PlaneAxes> axes = choose_axes(*rois);
  if (!axes) return fail(axes);

  std::vector<PlacedContour> contours = all_contours(*rois);
  std::vector<double> depths;
  depths.reserve(contours.size());
  for (const PlacedContour& placed : contours)
    depths.push_back(*depth_of(*placed.contour, axes->normal));
  const Result<ContourSlices> slices = slices_of(depths, common_thickness(contours));
  if (!slices) return fail(slices);
  for (std::size_t i = 0; i < contours.size(); ++i)
    contours[i].slice = slices->slice_of_contour[i];
  Result<RoiMasks> masks = masks_of(contours, rois->size(), *axes, *slices, limits);
  if (!masks) return fail(masks);

  result.grid = masks->grid;
  result.slice_thickness_mm = common_thickness(contours);
  if (Status taken = take_masks(masks->masks, *rois, result); !taken) return fail(taken);
  describe_slices(*rois, contours, masks->first_slice, result);
  set_sources(dataset, result);
  return result;
}

}  // namespace oligard::load
