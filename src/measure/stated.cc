#include "measure/stated.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>

#include "measure/stated_line.h"
#include "measure/uncertainty.h"
#include "oligard/measure/definitions.h"

namespace oligard::measure {
namespace {

constexpr double kNearMm = 5;

/// A measurement group with its place.
struct Group {
  const load::MeasurementReport* report;
  const load::PriorMeasurement* said;
  int number;  ///< 1-based
  std::optional<PlacedLine> long_line;
  std::optional<PlacedLine> short_line;

  [[nodiscard]] const PlacedLine* line() const {
    return long_line ? &*long_line : short_line ? &*short_line : nullptr;
  }
  [[nodiscard]] Vec3 middle() const { return 0.5 * (line()->axis.p1_mm + line()->axis.p2_mm); }
};

bool has_size(const load::PriorMeasurement& said) {
  return said.long_axis || said.short_axis || said.volume;
}

bool is_far(const Box& box, const Vec3& point) {
  return point.x < box.min.x - kNearMm || point.x > box.max.x + kNearMm || point.y < box.min.y - kNearMm ||
         point.y > box.max.y + kNearMm || point.z < box.min.z - kNearMm || point.z > box.max.z + kNearMm;
}

/// 0 when the centroid or a boundary voxel's surroundings say "inside", else the distance to the boundary
/// sample.
double distance_mm(const Lesion& lesion, const Vec3& point) {
  double nearest = distance(lesion.centroid_mm, point);
  for (const Vec3& boundary : lesion.boundary_mm)
    nearest = std::min(nearest, distance(boundary, point));
  const Box& box = lesion.bbox_mm;
  const bool in_box = point.x >= box.min.x && point.x <= box.max.x && point.y >= box.min.y &&
                      point.y <= box.max.y && point.z >= box.min.z && point.z <= box.max.z;
  if (!in_box || lesion.boundary_mm.empty()) return nearest;
  const auto closest = std::min_element(
      lesion.boundary_mm.begin(), lesion.boundary_mm.end(),
      [&point](const Vec3& a, const Vec3& b) { return distance(a, point) < distance(b, point); });
  const bool inside = distance(point, lesion.centroid_mm) <= distance(*closest, lesion.centroid_mm);
  return inside ? 0 : nearest;
}

double size_of(const Lesion& lesion) {
  return lesion.volume_mm3.value_or(lesion.long_axis_mm.value_or(0));
}

/// Nearest to the group's line if it has one, else the largest; the first of equals.
Lesion* best_of(const std::vector<Lesion*>& candidates, const Group& group) {
  Lesion* best = nullptr;
  double best_rank = 0;
  for (Lesion* lesion : candidates) {
    const bool placed = group.line() != nullptr && lesion->has_position;
    const double rank = placed ? distance_mm(*lesion, group.middle()) : -size_of(*lesion);
    if (best == nullptr || rank < best_rank) {
      best = lesion;
      best_rank = rank;
    }
  }
  return best;
}

Lesion* find_by_segment(std::vector<Lesion>& lesions, const Group& group) {
  if (group.said->segment_sop_instance_uid.empty()) return nullptr;
  std::vector<Lesion*> candidates;
  for (Lesion& lesion : lesions) {
    if (lesion.source.kind != LesionSource::Kind::kSegment) continue;
    if (lesion.source.sop_instance_uid != group.said->segment_sop_instance_uid) continue;
    if (group.said->segment_number == 0 || lesion.source.number == group.said->segment_number) {
      candidates.push_back(&lesion);
    }
  }
  if (group.said->segment_number == 0 && candidates.size() > 1 && group.line() == nullptr) return nullptr;
  return best_of(candidates, group);
}

Lesion* find_by_tracking(std::vector<Lesion>& lesions, const Group& group) {
  if (group.said->tracking_uid.empty()) return nullptr;
  std::vector<Lesion*> candidates;
  for (Lesion& lesion : lesions) {
    if (lesion.tracking_uid == group.said->tracking_uid) candidates.push_back(&lesion);
  }
  return best_of(candidates, group);
}

/// Two groups of one report are different lesions, however near, unless their tracking UID is the same.
bool is_told_apart(const Lesion& lesion, const Group& group) {
  return lesion.source.kind == LesionSource::Kind::kReport &&
         lesion.source.sop_instance_uid == group.report->header.sop_instance_uid;
}

Lesion* find_by_position(std::vector<Lesion>& lesions, const Group& group) {
  const PlacedLine* line = group.line();
  if (line == nullptr || line->frame_of_reference_uid.empty()) return nullptr;
  std::vector<Lesion*> candidates;
  for (Lesion& lesion : lesions) {
    if (!lesion.has_position || lesion.frame_of_reference_uid != line->frame_of_reference_uid) continue;
    if (is_told_apart(lesion, group) || is_far(lesion.bbox_mm, group.middle())) continue;
    if (distance_mm(lesion, group.middle()) > kNearMm) continue;
    candidates.push_back(&lesion);
  }
  return best_of(candidates, group);
}

std::optional<double> value_of(const std::optional<load::StatedNumber>& number) {
  if (!number) return std::nullopt;
  return number->value;
}

void fill(std::string& to, const std::string& from) {
  if (to.empty()) to = from;
}

void join(const Group& group, Lesion& lesion) {
  const load::PriorMeasurement& said = *group.said;
  lesion.stated.push_back({group.report->header.sop_instance_uid, value_of(said.long_axis),
                           value_of(said.short_axis), value_of(said.volume)});
  fill(lesion.tracking_id, said.tracking_id);
  fill(lesion.tracking_uid, said.tracking_uid);
  fill(lesion.organ, said.organ);
  fill(lesion.laterality, said.laterality);
  if (lesion.finding_value.empty()) {
    lesion.finding_value = said.finding.value;
    lesion.finding_scheme = said.finding.scheme;
    lesion.finding_meaning = said.finding.meaning;
  }
  lesion.nodal = lesion.organ == "lymph_node";
}

void include(Box& box, const Vec3& p) {
  box.min = {std::min(box.min.x, p.x), std::min(box.min.y, p.y), std::min(box.min.z, p.z)};
  box.max = {std::max(box.max.x, p.x), std::max(box.max.y, p.y), std::max(box.max.z, p.z)};
}

void set_place(const Group& group, Lesion& lesion) {
  const PlacedLine& line = *group.line();
  lesion.has_position = true;
  lesion.centroid_mm = group.middle();
  lesion.bbox_mm = {line.axis.p1_mm, line.axis.p1_mm};
  for (const auto& drawn : {group.long_line, group.short_line}) {
    if (!drawn || drawn->frame_of_reference_uid != line.frame_of_reference_uid) continue;
    include(lesion.bbox_mm, drawn->axis.p1_mm);
    include(lesion.bbox_mm, drawn->axis.p2_mm);
  }
  if (group.long_line) lesion.long_axis = group.long_line->axis;
  if (group.short_line) lesion.short_axis = group.short_line->axis;
  lesion.slice_z_mm = lesion.centroid_mm.z;
  lesion.axial = line.axial;
  lesion.axis_image_class_uid = line.image_class_uid;
  lesion.axis_image_uid = line.image_uid;
  lesion.axis_image_frame = line.image_frame;
  lesion.slice_spacing_mm = line.slice_spacing_mm;
  lesion.frame_of_reference_uid = line.frame_of_reference_uid;
  lesion.source.source_series_uid = line.image_series_uid;
}

Lesion make_lesion(const Group& group) {
  const load::ObjectHeader& header = group.report->header;
  Lesion lesion;
  lesion.source = {LesionSource::Kind::kReport,
                   header.study_instance_uid,
                   header.series_instance_uid,
                   header.sop_class_uid,
                   header.sop_instance_uid,
                   group.number,
                   group.said->tracking_id,
                   0,
                   {}};
  join(group, lesion);
  lesion.long_axis_mm = value_of(group.said->long_axis);
  lesion.short_axis_mm = value_of(group.said->short_axis);
  lesion.volume_mm3 = value_of(group.said->volume);
  lesion.extent_mm = lesion.long_axis_mm.value_or(0);
  lesion.convention = kStatedConvention;
  lesion.uncertainty = stated_uncertainty(lesion);
  if (group.line() != nullptr) set_place(group, lesion);
  return lesion;
}

Group make_group(const load::MeasurementReport& report, std::size_t index, const Images& images,
                 std::span<const load::Segmentation> segmentations) {
  const load::PriorMeasurement& said = report.measurements[index];
  Group group{&report, &said, static_cast<int>(index) + 1, std::nullopt, std::nullopt};
  if (said.long_axis) group.long_line = place_line(*said.long_axis, images, segmentations);
  if (said.short_axis) group.short_line = place_line(*said.short_axis, images, segmentations);
  return group;
}

}  // namespace

void add_stated(std::span<const load::MeasurementReport> reports,
                std::span<const load::Segmentation> segmentations, const Images& images,
                std::vector<Lesion>& lesions) {
  std::vector<const load::MeasurementReport*> ordered;
  for (const load::MeasurementReport& report : reports) {
    if (!report.is_own_result) ordered.push_back(&report);
  }
  std::stable_sort(ordered.begin(), ordered.end(), [](const auto* a, const auto* b) {
    return a->header.sop_instance_uid < b->header.sop_instance_uid;
  });
  for (const load::MeasurementReport* report : ordered) {
    for (std::size_t i = 0; i < report->measurements.size(); ++i) {
      const load::PriorMeasurement& said = report->measurements[i];
      if (!has_size(said) || said.statement == load::Statement::kAbsent) continue;
      const Group group = make_group(*report, i, images, segmentations);
      Lesion* lesion = find_by_segment(lesions, group);
      if (lesion == nullptr) lesion = find_by_tracking(lesions, group);
      if (lesion == nullptr) lesion = find_by_position(lesions, group);
      if (lesion != nullptr) {
        join(group, *lesion);
      } else {
        lesions.push_back(make_lesion(group));
      }
    }
  }
}

}  // namespace oligard::measure
