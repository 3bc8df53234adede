#include "phantom/time_point.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>

#include <dcmtk/dcmdata/dcuid.h>

#include "oligard/base/digest.h"
#include "oligard/dicom/segmentation_writer.h"
#include "phantom/anatomy.h"

namespace oligard::phantom {
namespace {

std::string uid(const PatientPlan& plan, const std::string& what) {
  return uid_from_text(plan.uid_root + "|" + what);
}

std::string with_capital(std::string text) {
  for (char& c : text) {
    if (c == '_') c = ' ';
  }
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

/// PS3.3 C.10.7.1.1: L* 0…100 and a*, b* −128…127, each spread over 16 bits.
std::vector<std::uint16_t> cielab(double l, double a, double b) {
  const auto spread = [](double share) {
    return static_cast<std::uint16_t>(std::floor(share * 65535 + 0.5));
  };
  return {spread(l / 100), spread((a + 128) / 255), spread((b + 128) / 255)};
}

std::vector<std::uint16_t> colour_of(std::size_t index) {
  constexpr std::array<std::array<double, 3>, 6> kColours = {
      {{53, 80, 67}, {88, -86, 83}, {97, -22, 94}, {91, -48, -14}, {60, 98, -61}, {74, 24, 79}}};
  const auto& colour = kColours[index % kColours.size()];
  return cielab(colour[0], colour[1], colour[2]);
}

Code laterality_code(const std::string& laterality) {
  if (laterality == "left") return {"7771000", "SCT", "Left"};
  if (laterality == "right") return {"24028007", "SCT", "Right"};
  return {};
}

dicom::SegmentationToWrite frame_of(const PatientPlan& plan, std::size_t timepoint,
                                    const PhantomOptions& options) {
  const PlannedTimePoint& now = plan.timepoints[timepoint];
  const TimePointIdentity identity = identity_of(plan, timepoint, options.same_frame_of_reference);
  dicom::SegmentationToWrite content;
  content.patient_id = plan.id;
  content.patient_name = plan.name;
  content.issuer = plan.issuer;
  content.birth_date = plan.birth_date;
  content.sex = plan.sex;
  content.study_instance_uid = identity.study_uid;
  content.study_date = content.content_date = now.date;
  content.study_time = "093000";
  content.content_time = "101500";
  content.study_id = std::to_string(timepoint + 1);
  content.study_description = "CT chest abdomen pelvis";
  content.body_part_examined = "CHESTABDPELVIS";
  content.frame_of_reference_uid = identity.frame_of_reference_uid;
  content.manufacturer = "Oligard";
  content.model = "Phantom";
  content.serial_number = std::to_string(plan.seed);
  content.software_version = "1";
  content.slice_thickness_mm = now.grid.slice_spacing;
  if (options.image_references) {
    content.source_series_uid = identity.ct_series_uid;
    content.source_sop_class_uid = UID_CTImageStorage;
    content.source_image_uids = identity.ct_uids;
  }
  return content;
}

/// What the segment names as its site; empty when it names none.
std::optional<std::size_t> coded_structure(const PlannedLesion& lesion, std::size_t timepoint) {
  if (lesion.sights.empty()) return lesion.structure;
  const Sight& sight = lesion.sights[timepoint];
  return sight.coded ? std::optional(sight.coded_structure) : std::nullopt;
}

dicom::SegmentToWrite lesion_segment(const PatientPlan& plan, const PhantomOptions& options,
                                     const SegmentedLesion& lesion, std::size_t timepoint) {
  const PlannedLesion& planned = plan.lesions[lesion.lesion];
  dicom::SegmentToWrite segment;
  segment.label = lesion.label;
  segment.category = {"49755003", "SCT", "Morphologically Abnormal Structure"};
  segment.type = {"14799000", "SCT", "Neoplasm, Secondary"};
  if (const auto coded = coded_structure(planned, timepoint)) {
    segment.anatomic_region = structures()[*coded].region;
    segment.laterality = laterality_code(structures()[*coded].laterality);
  }
  segment.cielab = colour_of(static_cast<std::size_t>(lesion.number) - 1);
  segment.tracking_uid = tracking_uid(plan, options, lesion);
  if (options.tracking == Tracking::kTrue) segment.tracking_id = planned.id;
  if (options.tracking == Tracking::kMisleading)
    segment.tracking_id = "Lesion " + std::to_string(lesion.number);
  segment.mask = lesion.mask;
  return segment;
}

Vec3 resting_place(const PatientPlan& plan, const PlannedLesion& lesion, std::size_t timepoint) {
  PlannedLesion present = lesion;
  present.diameter_mm[timepoint] = 1;
  return shape_of(plan, present, timepoint).centre;
}

/// What holds two spheres together: a cylinder from centre to centre.
Shape bridge(const Shape& a, const Shape& b) {
  constexpr double kWidth = 0.65;
  const Vec3 way = b.centre - a.centre;
  const double length = norm(way);
  const Vec3 along = (1 / length) * way;
  const Vec3 across = cross(along, std::abs(along.z) < 0.9 ? Vec3{0, 0, 1} : Vec3{1, 0, 0});
  Shape shape;
  shape.centre = 0.5 * (a.centre + b.centre);
  const double radius = kWidth * std::min(a.radii[0], b.radii[0]);
  shape.radii = {radius, radius, std::numeric_limits<double>::infinity()};
  shape.half_height = 0.5 * length;
  shape.axes[0] = (1 / norm(across)) * across;
  shape.axes[1] = cross(along, shape.axes[0]);
  shape.axes[2] = along;
  return shape;
}

bool is_joined(const PlannedLesion& lesion, std::size_t timepoint) {
  return lesion.partner && lesion.sights[timepoint].joined;
}

/// Whether it gets a segment of its own, if it has voxels.
bool is_segmented(const PatientPlan& plan, std::size_t index, std::size_t timepoint) {
  const PlannedLesion& lesion = plan.lesions[index];
  if (lesion.diameter_mm[timepoint] <= 0) return false;
  if (lesion.sights.empty()) return true;
  if (is_joined(lesion, timepoint) && *lesion.partner < index) return false;
  return !lesion.sights[timepoint].missed && is_covered(plan, lesion, timepoint);
}

/// Shuffled; misleading numbers of every second patient go by height.
std::vector<std::size_t> segment_order(const PatientPlan& plan, std::size_t timepoint, Tracking tracking) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < plan.lesions.size(); ++i) {
    if (is_segmented(plan, i, timepoint)) order.push_back(i);
  }
  Random random(plan.seed, "segment order " + std::to_string(timepoint));
  random.shuffle(order);
  if (tracking == Tracking::kMisleading && plan.seed % 2 == 0) {
    const auto height = [&](std::size_t i) { return shape_of(plan, plan.lesions[i], timepoint).centre.z; };
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return height(a) > height(b); });
  }
  return order;
}

bool reaches_border(const Mask& mask) {
  const Grid& grid = mask.grid;
  return std::any_of(mask.runs.begin(), mask.runs.end(), [&](const Run& run) {
    return run.slice == 0 || run.slice == grid.slices - 1 || run.row == 0 || run.row == grid.rows - 1 ||
           run.column == 0 || run.column + run.length == grid.columns;
  });
}

}  // namespace

bool is_covered(const PatientPlan& plan, const PlannedLesion& lesion, std::size_t timepoint) {
  const Grid& grid = plan.timepoints[timepoint].grid;
  // A joined pair is one object, that of its first sphere.
  const bool follows =
      is_joined(lesion, timepoint) && *lesion.partner < *plan.lesions[*lesion.partner].partner;
  const Vec3 index =
      grid.to_index(resting_place(plan, follows ? plan.lesions[*lesion.partner] : lesion, timepoint));
  const auto within = [](double value, int count) { return value >= -0.5 && value <= count - 0.5; };
  return within(index.x, grid.columns) && within(index.y, grid.rows) && within(index.z, grid.slices);
}

Absence absence_of(const PatientPlan& plan, const PlannedLesion& lesion, std::size_t timepoint) {
  const auto& sizes = lesion.diameter_mm;
  if (sizes[timepoint] <= 0) {
    const auto end = sizes.begin() + static_cast<std::ptrdiff_t>(timepoint);
    const bool was_there = std::any_of(sizes.begin(), end, [](double size) { return size > 0; });
    return was_there ? Absence::kGone : Absence::kNotYet;
  }
  if (!is_covered(plan, lesion, timepoint)) return Absence::kNotCovered;
  const bool missed = !lesion.sights.empty() && lesion.sights[timepoint].missed;
  return missed ? Absence::kMissed : Absence::kBelowResolution;
}

std::string tracking_uid(const PatientPlan& plan, const PhantomOptions& options,
                         const SegmentedLesion& lesion) {
  if (options.tracking == Tracking::kNone) return {};
  if (options.tracking == Tracking::kMisleading)
    return uid(plan, "segment " + std::to_string(lesion.number) + " tracking");
  return uid(plan, plan.lesions[lesion.lesion].id + " tracking");
}

TimePointIdentity identity_of(const PatientPlan& plan, std::size_t timepoint, bool same_frame_of_reference) {
  TimePointIdentity identity;
  identity.id = "TP" + std::to_string(timepoint);
  const std::string prefix = identity.id + " ";
  identity.study_uid = uid(plan, prefix + "study");
  identity.frame_of_reference_uid = uid(plan, (same_frame_of_reference ? "" : prefix) + "frame of reference");
  identity.ct_series_uid = uid(plan, prefix + "CT series");
  identity.seg_series_uid = uid(plan, prefix + "SEG series");
  identity.seg_uid = uid(plan, prefix + "SEG");
  identity.organs_series_uid = uid(plan, prefix + "organ SEG series");
  identity.organs_uid = uid(plan, prefix + "organ SEG");
  for (int slice = 0; slice < plan.timepoints[timepoint].grid.slices; ++slice) {
    identity.ct_uids.push_back(uid(plan, prefix + "CT " + std::to_string(slice + 1)));
  }
  return identity;
}

std::vector<SegmentedLesion> segment_lesions(const PatientPlan& plan, std::size_t timepoint,
                                             Tracking tracking) {
  std::vector<SegmentedLesion> lesions;
  std::map<std::string, int> count;
  for (const std::size_t index : segment_order(plan, timepoint, tracking)) {
    const PlannedLesion& planned = plan.lesions[index];
    SegmentedLesion lesion;
    lesion.lesion = index;
    lesion.shape = shape_of(plan, planned, timepoint);
    lesion.mask = lesion_mask(plan, index, timepoint);
    if (lesion.mask.runs.empty()) continue;
    if (is_joined(planned, timepoint)) lesion.joined = planned.partner;
    lesion.cut = reaches_border(lesion.mask);
    lesion.number = static_cast<int>(lesions.size()) + 1;
    const auto coded = coded_structure(planned, timepoint);
    const std::string prefix = coded ? with_capital(structures()[*coded].organ) + " lesion " : "Lesion ";
    lesion.label = prefix + std::to_string(++count[prefix]);
    lesions.push_back(std::move(lesion));
  }
  return lesions;
}

Mask lesion_mask(const PatientPlan& plan, std::size_t lesion, std::size_t timepoint) {
  const PlannedLesion& planned = plan.lesions[lesion];
  const Grid& grid = plan.timepoints[timepoint].grid;
  const Shape shape = shape_of(plan, planned, timepoint);
  Mask mask = digitise(shape, grid);
  if (!is_joined(planned, timepoint)) return mask;
  const Shape other = shape_of(plan, plan.lesions[*planned.partner], timepoint);
  for (const Shape& part : {other, bridge(shape, other)}) {
    const Mask more = digitise(part, grid);
    mask.runs.insert(mask.runs.end(), more.runs.begin(), more.runs.end());
  }
  normalise(mask);
  return mask;
}

Mask structure_mask(const PatientPlan& plan, std::size_t structure, std::size_t timepoint) {
  const PlannedTimePoint& now = plan.timepoints[timepoint];
  if (now.movement) return digitise_structure(*now.movement, structure, now.body_to_patient, now.grid);
  Shape shape = structures()[structure].shape;
  shape.centre = shape.centre + breathing_shift(structures()[structure], shape.centre, now.breath_mm);
  return digitise(moved(shape, now.body_to_patient), now.grid);
}

Result<std::string> lesion_segmentation(const PatientPlan& plan, std::size_t timepoint,
                                        const PhantomOptions& options,
                                        const std::vector<SegmentedLesion>& lesions) {
  const TimePointIdentity identity = identity_of(plan, timepoint, options.same_frame_of_reference);
  dicom::SegmentationToWrite content = frame_of(plan, timepoint, options);
  content.series_instance_uid = identity.seg_series_uid;
  content.sop_instance_uid = identity.seg_uid;
  content.series_number = 300;
  content.series_description = "Lesion segmentation";
  content.content_label = "LESIONS";
  for (const SegmentedLesion& lesion : lesions) {
    content.segments.push_back(lesion_segment(plan, options, lesion, timepoint));
  }
  return dicom::make_segmentation(content);
}

Result<std::string> organ_segmentation(const PatientPlan& plan, std::size_t timepoint,
                                       const PhantomOptions& options) {
  const TimePointIdentity identity = identity_of(plan, timepoint, options.same_frame_of_reference);
  dicom::SegmentationToWrite content = frame_of(plan, timepoint, options);
  content.series_instance_uid = identity.organs_series_uid;
  content.sop_instance_uid = identity.organs_uid;
  content.series_number = 301;
  content.series_description = "Organ segmentation";
  content.content_label = "ORGANS";
  for (std::size_t i = 0; i < structures().size(); ++i) {
    const Structure& structure = structures()[i];
    if (!structure.is_organ) continue;
    dicom::SegmentToWrite segment;
    segment.label = with_capital(structure.name);
    segment.category = {"123037004", "SCT", "Anatomical Structure"};
    segment.type = structure.region;
    segment.laterality = laterality_code(structure.laterality);
    segment.cielab = colour_of(content.segments.size());
    segment.mask = structure_mask(plan, i, timepoint);
    if (!segment.mask.runs.empty()) content.segments.push_back(std::move(segment));
  }
  return dicom::make_segmentation(content);
}

}  // namespace oligard::phantom
