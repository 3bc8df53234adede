#include "phantom/time_point.h"

#include <array>
#include <cmath>
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

dicom::SegmentToWrite lesion_segment(const PatientPlan& plan, const SegmentedLesion& lesion,
                                     bool tracking_uids) {
  const PlannedLesion& planned = plan.lesions[lesion.lesion];
  const Structure& structure = structures()[planned.structure];
  dicom::SegmentToWrite segment;
  segment.label = lesion.label;
  segment.category = {"49755003", "SCT", "Morphologically Abnormal Structure"};
  segment.type = {"14799000", "SCT", "Neoplasm, Secondary"};
  segment.anatomic_region = structure.region;
  segment.laterality = laterality_code(structure.laterality);
  segment.cielab = colour_of(static_cast<std::size_t>(lesion.number) - 1);
  if (tracking_uids) {
    segment.tracking_id = planned.id;
    segment.tracking_uid = tracking_uid(plan, planned);
  }
  segment.mask = lesion.mask;
  return segment;
}

}  // namespace

std::string tracking_uid(const PatientPlan& plan, const PlannedLesion& lesion) {
  return uid(plan, lesion.id + " tracking");
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

std::vector<SegmentedLesion> segment_lesions(const PatientPlan& plan, std::size_t timepoint) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < plan.lesions.size(); ++i) {
    if (plan.lesions[i].diameter_mm[timepoint] > 0) order.push_back(i);
  }
  Random random(plan.seed, "segment order " + std::to_string(timepoint));
  random.shuffle(order);
  std::vector<SegmentedLesion> lesions;
  std::map<std::string, int> count;
  for (const std::size_t index : order) {
    SegmentedLesion lesion;
    lesion.lesion = index;
    lesion.shape = shape_of(plan, plan.lesions[index], timepoint);
    lesion.mask = digitise(lesion.shape, plan.timepoints[timepoint].grid);
    if (lesion.mask.runs.empty()) continue;
    lesion.number = static_cast<int>(lesions.size()) + 1;
    const std::string organ = with_capital(structures()[plan.lesions[index].structure].organ);
    lesion.label = organ + " lesion " + std::to_string(++count[organ]);
    lesions.push_back(std::move(lesion));
  }
  return lesions;
}

Shape structure_at(const PatientPlan& plan, std::size_t structure, std::size_t timepoint) {
  const PlannedTimePoint& now = plan.timepoints[timepoint];
  Shape shape = structures()[structure].shape;
  shape.centre = shape.centre + breathing_shift(structures()[structure], shape.centre, now.breath_mm);
  return moved(shape, now.body_to_patient);
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
    content.segments.push_back(lesion_segment(plan, lesion, options.tracking_uids));
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
    segment.mask = digitise(structure_at(plan, i, timepoint), plan.timepoints[timepoint].grid);
    if (!segment.mask.runs.empty()) content.segments.push_back(std::move(segment));
  }
  return dicom::make_segmentation(content);
}

}  // namespace oligard::phantom
