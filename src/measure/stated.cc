#include "measure/stated.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>

#include "measure/stated_line.h"
#include "measure/uncertainty.h"
#include "oligard/measure/definitions.h"
#include "oligard/terms/organs.h"

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
  std::optional<PlacedMiddle> middle;  ///< of the line, else of all that is drawn

  [[nodiscard]] const PlacedLine* line() const {
    return long_line ? &*long_line : short_line ? &*short_line : nullptr;
  }
};

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

/// Nearest to the group's place if it has one, else the largest; the first of equals.
Lesion* best_of(const std::vector<Lesion*>& candidates, const Group& group) {
  Lesion* best = nullptr;
  double best_rank = 0;
  for (Lesion* lesion : candidates) {
    const bool placed = group.middle && lesion->has_position;
    const double rank = placed ? distance_mm(*lesion, group.middle->point_mm) : -size_of(*lesion);
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
  if (candidates.size() > 1 && !group.middle) return nullptr;
  return best_of(candidates, group);
}

/// The group measures a segment that is here, and not as a lesion: an organ, or several foci as a whole.
bool measures_other_segment(const Group& group, std::span<const load::Segmentation> segmentations,
                            const std::vector<Lesion>& lesions) {
  const load::PriorMeasurement& said = *group.said;
  if (said.segment_sop_instance_uid.empty() || said.segment_number == 0) return false;
  for (const load::Segmentation& segmentation : segmentations) {
    if (segmentation.header.sop_instance_uid != said.segment_sop_instance_uid) continue;
    for (const load::Segment& segment : segmentation.segments)
      if (segment.number == said.segment_number && segment.role != load::SegmentRole::kLesion) return true;
  }
  const auto foci = std::count_if(lesions.begin(), lesions.end(), [&said](const Lesion& lesion) {
    return lesion.source.kind == LesionSource::Kind::kSegment &&
           lesion.source.number == said.segment_number &&
           lesion.source.sop_instance_uid == said.segment_sop_instance_uid;
  });
  return foci > 1 && !group.middle;
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
  if (!group.middle || group.middle->frame_of_reference_uid.empty()) return nullptr;
  const Vec3& place = group.middle->point_mm;
  std::vector<Lesion*> candidates;
  for (Lesion& lesion : lesions) {
    if (!lesion.has_position || lesion.frame_of_reference_uid != group.middle->frame_of_reference_uid)
      continue;
    if (is_told_apart(lesion, group) || is_far(lesion.bbox_mm, place)) continue;
    if (distance_mm(lesion, place) > kNearMm) continue;
    candidates.push_back(&lesion);
  }
  return best_of(candidates, group);
}

/// What is drawn lies elsewhere than the lesion.
bool is_drawn_elsewhere(const Lesion& lesion, const Group& group) {
  if (!group.middle || !lesion.has_position) return false;
  return group.middle->frame_of_reference_uid != lesion.frame_of_reference_uid ||
         distance_mm(lesion, group.middle->point_mm) > kNearMm;
}

/// A reader who gives a drawn lesion the Tracking UID of another one speaks of the lesion that is drawn.
Lesion* find(std::vector<Lesion>& lesions, const Group& group) {
  if (Lesion* lesion = find_by_segment(lesions, group)) return lesion;
  Lesion* by_tracking = find_by_tracking(lesions, group);
  if (by_tracking != nullptr && !is_drawn_elsewhere(*by_tracking, group)) return by_tracking;
  Lesion* by_position = find_by_position(lesions, group);
  return by_position != nullptr ? by_position : by_tracking;
}

std::optional<double> value_of(const std::optional<load::StatedNumber>& number) {
  if (!number) return std::nullopt;
  return number->value;
}

void fill(std::string& to, const std::string& from) {
  if (to.empty()) to = from;
}

void name(const Group& group, Lesion& lesion) {
  const load::PriorMeasurement& said = *group.said;
  if (!said.shared_id) fill(lesion.tracking_id, said.tracking_id);
  fill(lesion.tracking_uid, said.tracking_uid);
  if (!said.tracking_uid.empty()) {
    const load::MeasurementReport& report = *group.report;
    lesion.stated_uids.push_back({said.tracking_uid, report.header.sop_instance_uid, report.by_person});
    lesion.uid_by_reader =
        lesion.uid_by_reader || (report.by_person && lesion.tracking_uid == said.tracking_uid);
  }
  fill(lesion.organ, said.organ);
  fill(lesion.laterality, said.laterality);
  if (lesion.finding_value.empty()) {
    lesion.finding_value = said.finding.value;
    lesion.finding_scheme = said.finding.scheme;
    lesion.finding_meaning = said.finding.meaning;
  }
  lesion.nodal = lesion.organ == terms::kLymphNode;
}

void join(const Group& group, Lesion& lesion) {
  const load::PriorMeasurement& said = *group.said;
  lesion.stated.push_back({group.report->header.sop_instance_uid, value_of(said.long_axis),
                           value_of(said.short_axis), value_of(said.volume), false});
  name(group, lesion);
}

void include(Box& box, const Vec3& p) {
  box.min = {std::min(box.min.x, p.x), std::min(box.min.y, p.y), std::min(box.min.z, p.z)};
  box.max = {std::max(box.max.x, p.x), std::max(box.max.y, p.y), std::max(box.max.z, p.z)};
}

void set_place(const Group& group, Lesion& lesion) {
  lesion.has_position = true;
  lesion.centroid_mm = group.middle->point_mm;
  lesion.frame_of_reference_uid = group.middle->frame_of_reference_uid;
  lesion.slice_z_mm = lesion.centroid_mm.z;
  lesion.bbox_mm = {lesion.centroid_mm, lesion.centroid_mm};
  if (group.line() == nullptr) return;
  const PlacedLine& line = *group.line();
  for (const auto& drawn : {group.long_line, group.short_line}) {
    if (!drawn || drawn->frame_of_reference_uid != line.frame_of_reference_uid) continue;
    include(lesion.bbox_mm, drawn->axis.p1_mm);
    include(lesion.bbox_mm, drawn->axis.p2_mm);
  }
  if (group.long_line && group.long_line->fits_length) lesion.long_axis = group.long_line->axis;
  if (group.short_line && group.short_line->fits_length) lesion.short_axis = group.short_line->axis;
  lesion.axial = line.axial;
  lesion.axis_image_class_uid = line.image_class_uid;
  lesion.axis_image_uid = line.image_uid;
  lesion.axis_image_frame = line.image_frame;
  lesion.slice_spacing_mm = line.slice_spacing_mm;
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
                   group.said->shared_id ? std::string() : group.said->tracking_id,
                   0,
                   {}};
  join(group, lesion);
  lesion.long_axis_mm = value_of(group.said->long_axis);
  lesion.short_axis_mm = value_of(group.said->short_axis);
  lesion.volume_mm3 = value_of(group.said->volume);
  lesion.max_3d_diameter_mm = value_of(group.said->max_3d_diameter);
  lesion.extent_mm = lesion.long_axis_mm.value_or(0);
  lesion.convention = kStatedConvention;
  lesion.uncertainty = stated_uncertainty(lesion);
  if (group.middle) set_place(group, lesion);
  return lesion;
}

Group make_group(const load::MeasurementReport& report, std::size_t index, const Images& images,
                 std::span<const load::Segmentation> segmentations) {
  const load::PriorMeasurement& said = report.measurements[index];
  const int number = said.number > 0 ? said.number : static_cast<int>(index) + 1;
  Group group{&report, &said, number, std::nullopt, std::nullopt, std::nullopt};
  if (said.long_axis) group.long_line = place_line(*said.long_axis, images, segmentations);
  if (said.short_axis) group.short_line = place_line(*said.short_axis, images, segmentations);
  if (const PlacedLine* line = group.line())
    group.middle = PlacedMiddle{0.5 * (line->axis.p1_mm + line->axis.p2_mm), line->frame_of_reference_uid};
  else
    group.middle = place_regions(said.regions, images);
  return group;
}

auto stamp_of(const load::ObjectHeader& header) {
  return std::pair(header.content_date.value_or(Date::min()), header.content_time);
}

bool ranks_before(const load::MeasurementReport* a, const load::MeasurementReport* b) {
  if (a->rule.reader_outranks != b->rule.reader_outranks) return a->rule.reader_outranks;
  if (a->rule.priority != b->rule.priority) return a->rule.priority > b->rule.priority;
  if (stamp_of(a->header) != stamp_of(b->header)) return stamp_of(a->header) > stamp_of(b->header);
  return a->header.sop_instance_uid < b->header.sop_instance_uid;
}

std::vector<const load::MeasurementReport*> by_rank(std::span<const load::MeasurementReport> reports) {
  std::vector<const load::MeasurementReport*> ordered;
  for (const load::MeasurementReport& report : reports) {
    if (!report.is_own_result) ordered.push_back(&report);
  }
  std::stable_sort(ordered.begin(), ordered.end(), ranks_before);
  return ordered;
}

}  // namespace

std::vector<JoinedGroup> add_stated(std::span<const load::MeasurementReport> reports,
                                    std::span<const load::Segmentation> segmentations, const Images& images,
                                    std::vector<Lesion>& lesions) {
  std::vector<JoinedGroup> joined;
  std::vector<const load::MeasurementReport*> copies_last = by_rank(reports);
  std::stable_partition(copies_last.begin(), copies_last.end(),
                        [](const load::MeasurementReport* report) { return !report->is_reader_copy(); });
  for (const load::MeasurementReport* report : copies_last) {
    const bool adds_none = report->is_reader_copy() && !lesions.empty();
    for (std::size_t i = 0; i < report->measurements.size(); ++i) {
      const load::PriorMeasurement& said = report->measurements[i];
      if (!said.is_lesion || said.statement == Statement::kAbsent) continue;
      const Group group = make_group(*report, i, images, segmentations);
      Lesion* lesion = find(lesions, group);
      if (!said.has_size()) {
        if (lesion != nullptr) name(group, *lesion);
        continue;
      }
      if (lesion == nullptr && (adds_none || measures_other_segment(group, segmentations, lesions))) continue;
      if (lesion != nullptr)
        join(group, *lesion);
      else
        lesions.push_back(make_lesion(group));
      const std::size_t index =
          lesion != nullptr ? static_cast<std::size_t>(lesion - lesions.data()) : lesions.size() - 1;
      joined.push_back({report, &said, group.long_line, group.short_line, index});
    }
  }
  std::stable_sort(joined.begin(), joined.end(), [](const JoinedGroup& a, const JoinedGroup& b) {
    return ranks_before(a.report, b.report);
  });
  return joined;
}

std::vector<ReaderSays> says_of(std::span<const load::MeasurementReport> reports,
                                std::span<const load::ComparedCopy> copies,
                                std::span<const load::Segmentation> segmentations, const Images& images,
                                std::vector<Lesion>& lesions) {
  std::map<std::string_view, const std::map<int, GroupChange>*> changes;
  for (const load::ComparedCopy& copy : copies)
    changes.emplace(copy.copy.sop_instance_uid, &copy.changes);
  std::vector<ReaderSays> all;
  for (const load::MeasurementReport* report : by_rank(reports)) {
    const auto copy = changes.find(report->header.sop_instance_uid);
    for (std::size_t i = 0; i < report->measurements.size(); ++i) {
      const load::PriorMeasurement& said = report->measurements[i];
      if (!said.other_time_point.empty()) continue;
      const Lesion* lesion = find(lesions, make_group(*report, i, images, segmentations));
      ReaderSays says{report->header.sop_instance_uid, said.tracking_uid, said.whole_lesion_uid};
      if (lesion != nullptr) says.lesion = lesion->source;
      if (said.is_lesion && (lesion != nullptr || !said.tracking_uid.empty())) {
        if (said.is_used()) says.statement = said.statement;
        if (!said.recist_role.empty()) says.is_target = said.recist_role == "target";
      }
      if (copy != changes.end() && copy->second->contains(said.number))
        says.change = copy->second->at(said.number);
      if (says.statement != Statement::kNone || says.is_target || says.change.is_any())
        all.push_back(std::move(says));
    }
  }
  return all;
}

}  // namespace oligard::measure
