#include "phantom/truth.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "oligard/terms/organs.h"
#include "phantom/anatomy.h"
#include "phantom/true_links.h"

namespace oligard::phantom {
namespace {

using Json = nlohmann::ordered_json;

double rounded(double value, double steps_per_unit = 1e4) {
  return std::floor(value * steps_per_unit + 0.5) / steps_per_unit;
}

Json json_of(const Vec3& v, double steps_per_unit = 1e4) {
  return {rounded(v.x, steps_per_unit), rounded(v.y, steps_per_unit), rounded(v.z, steps_per_unit)};
}

/// One patient and what was written of it.
struct Subject {
  const PatientPlan& plan;
  const PhantomOptions& options;
  const std::vector<std::vector<SegmentedLesion>>& segmented;
  std::vector<TimePointIdentity> identities;
  TrueGraph graph;
  std::vector<std::string> classes;
};

const char* name_of(Absence absence) {
  switch (absence) {
    case Absence::kNotYet:
      return "not_yet";
    case Absence::kGone:
      return "gone";
    case Absence::kNotCovered:
      return "not_covered";
    case Absence::kMissed:
      return "missed";
    case Absence::kBelowResolution:
      break;
  }
  return "below_resolution";
}

bool is_nodal(const PlannedLesion& lesion) {
  return structures()[lesion.structure].organ == terms::kLymphNode;
}

const SegmentedLesion* find(const std::vector<SegmentedLesion>& lesions, std::size_t index) {
  const auto found = std::find_if(lesions.begin(), lesions.end(), [&](const SegmentedLesion& l) {
    return l.lesion == index || l.joined == index;
  });
  return found == lesions.end() ? nullptr : &*found;
}

Json timepoint_json(const Subject& subject, std::size_t t) {
  const PlannedTimePoint& now = subject.plan.timepoints[t];
  const TimePointIdentity& identity = subject.identities[t];
  const bool has_segments = !subject.segmented[t].empty();
  Json rotation = Json::array();
  for (const Vec3& row : now.body_to_patient.rows)
    rotation.push_back(json_of(row, 1e9));
  Json result;
  result["id"] = identity.id;
  result["date"] = now.date.substr(0, 4) + "-" + now.date.substr(4, 2) + "-" + now.date.substr(6, 2);
  result["study_instance_uid"] = identity.study_uid;
  result["frame_of_reference_uid"] = identity.frame_of_reference_uid;
  result["seg"] = has_segments
                      ? Json{{"path", identity.id + "/seg.dcm"}, {"sop_instance_uid", identity.seg_uid}}
                      : Json(nullptr);
  result["slice_spacing_mm"] = rounded(now.grid.slice_spacing);
  result["pixel_spacing_mm"] = rounded(now.grid.column_spacing);
  result["slices"] = now.grid.slices;
  result["breathing_mm"] = rounded(now.breath_mm);
  result["tilt_deg"] = rounded(now.tilt_deg);
  result["cropped"] = now.cropped;
  if (now.movement) {
    result["girth"] = rounded(now.movement->girth, 1e6);
    result["length"] = rounded(now.movement->length, 1e6);
  }
  result["class"] = subject.classes[t].empty() ? Json(nullptr) : Json(subject.classes[t]);
  result["body_to_patient"] = {{"rotation", rotation},
                               {"translation_mm", json_of(now.body_to_patient.translation)}};
  return result;
}

/// As the planes of the grid cut it.
EllipsoidSize size_in(const Grid& grid, Shape shape) {
  for (Vec3& axis : shape.axes)
    axis = {dot(axis, grid.column_direction), dot(axis, grid.row_direction), dot(axis, grid.slice_direction)};
  return size_of(shape);
}

/// What a segment shows of one lesion. Figures of the shape are the lesion's own, those of voxels the
/// segment's.
Json observation_json(const Subject& subject, std::size_t t, std::size_t index,
                      const SegmentedLesion& lesion) {
  const PatientPlan& plan = subject.plan;
  const TimePointIdentity& identity = subject.identities[t];
  const Shape shape = lesion.lesion == index ? lesion.shape : shape_of(plan, plan.lesions[index], t);
  const EllipsoidSize size = size_in(lesion.mask.grid, shape);
  Json axes = Json::array();
  for (std::size_t i = 0; i < 3; ++i) {
    axes.push_back({{"direction", json_of(shape.axes[i], 1e9)}, {"radius_mm", rounded(shape.radii[i])}});
  }
  const std::int64_t voxels = voxel_count(lesion.mask);
  Json result = {{"sop_instance_uid", identity.seg_uid},
                 {"number", lesion.number},
                 {"label", lesion.label},
                 {"centre_mm", json_of(shape.centre)},
                 {"axes", axes},
                 {"volume_mm3", rounded(size.volume)},
                 {"long_axis_mm", rounded(size.long_axis)},
                 {"short_axis_mm", rounded(size.short_axis)},
                 {"max_3d_diameter_mm", rounded(size.max_3d_diameter)},
                 {"voxel_count", voxels},
                 {"voxel_volume_mm3", rounded(static_cast<double>(voxels) * lesion.mask.grid.voxel_volume())},
                 {"cut", lesion.cut}};
  if (lesion.joined)
    result["joined_with"] = plan.lesions[lesion.lesion == index ? *lesion.joined : lesion.lesion].id;
  return result;
}

std::vector<double> sizes_of(const PatientPlan& plan, const PlannedLesion& lesion) {
  std::vector<double> sizes;
  for (std::size_t t = 0; t < plan.timepoints.size(); ++t) {
    if (lesion.diameter_mm[t] <= 0) {
      sizes.push_back(0);
      continue;
    }
    const EllipsoidSize size = size_in(plan.timepoints[t].grid, shape_of(plan, lesion, t));
    sizes.push_back(is_nodal(lesion) ? size.short_axis : size.long_axis);
  }
  return sizes;
}

Json lesion_json(const Subject& subject, std::size_t index) {
  const PatientPlan& plan = subject.plan;
  const PlannedLesion& lesion = plan.lesions[index];
  const Structure& structure = structures()[lesion.structure];
  Json result = {{"id", lesion.id},
                 {"organ", structure.organ},
                 {"structure", structure.name},
                 {"laterality", structure.laterality},
                 {"nodal", is_nodal(lesion)},
                 {"behaviour", lesion.behaviour}};
  if (subject.options.tracking == Tracking::kTrue) {
    SegmentedLesion of;
    of.lesion = index;
    result["tracking_uid"] = tracking_uid(plan, subject.options, of);
  }
  const std::vector<std::string> course = status_course(sizes_of(plan, lesion));
  Json status = Json::object();
  Json timepoints = Json::object();
  Json absent = Json::object();
  for (std::size_t t = 0; t < subject.segmented.size(); ++t) {
    const std::string& id = subject.identities[t].id;
    if (!course[t].empty()) status[id] = course[t];
    if (const SegmentedLesion* seen = find(subject.segmented[t], index)) {
      timepoints[id] = observation_json(subject, t, index, *seen);
    } else {
      absent[id] = {{"reason", name_of(absence_of(plan, lesion, t))},
                    {"covered", is_covered(plan, lesion, t)}};
    }
  }
  result["status"] = status;
  result["timepoints"] = timepoints;
  result["absent"] = absent;
  return result;
}

Json end_json(const Subject& subject, const SegmentRef& ref) {
  const TimePointIdentity& identity = subject.identities[ref.timepoint];
  return {{"timepoint", identity.id},
          {"sop_instance_uid", identity.seg_uid},
          {"number", subject.segmented[ref.timepoint][ref.index].number},
          {"component", 0}};
}

Json links_json(const Subject& subject) {
  Json links = Json::array();
  for (const TrueLink& link : subject.graph.links) {
    Json lesions = Json::array();
    for (const std::size_t index : link.lesions)
      lesions.push_back(subject.plan.lesions[index].id);
    links.push_back({{"lesion", lesions[0]},
                     {"from", end_json(subject, link.from)},
                     {"to", end_json(subject, link.to)},
                     {"kind", link.kind},
                     {"lesions", lesions}});
  }
  return links;
}

Json families_json(const Subject& subject) {
  Json families = Json::array();
  for (const auto& members : subject.graph.families) {
    Json family = Json::array();
    for (const SegmentRef& ref : members)
      family.push_back(end_json(subject, ref));
    families.push_back(family);
  }
  return families;
}

/// What the demonstration patient is made to show.
Json demo_expectation() {
  Json result;
  result["TP0"] = {{"category", "SINGLE_TIMEPOINT"}, {"recist_overall", "BASELINE"}};
  result["TP1"] = {
      {"category", "RESPONSE"}, {"recist_overall", "PR"}, {"new_lesion", false}, {"n_progressing", 0}};
  result["TP2"] = {{"category", "OLIGOPROGRESSION"},
                   {"recist_overall", "PD"},
                   {"target_response", "PR"},
                   {"new_lesion", true},
                   {"n_progressing", 2},
                   {"n_progressing_organs", 2}};
  return result;
}

}  // namespace

std::vector<std::string> status_course(const std::vector<double>& sizes_mm) {
  std::vector<std::string> course(sizes_mm.size());
  double base = 0;
  double nadir = 0;
  for (std::size_t t = 0; t < sizes_mm.size(); ++t) {
    const double size = sizes_mm[t];
    if (base == 0) {
      if (size == 0) continue;
      course[t] = t == 0 ? "BASELINE" : "NEW";
      base = nadir = size;
      continue;
    }
    if (size == 0) {
      course[t] = "RESOLVED";
    } else if (size >= 1.2 * nadir && size - nadir >= 5) {
      course[t] = "PROGRESSING";
    } else {
      course[t] = size <= 0.7 * base ? "REGRESSING" : "STABLE";
    }
    nadir = std::min(nadir, size);
  }
  return course;
}

std::string truth_json(const PatientPlan& plan, const PhantomOptions& options,
                       const std::vector<std::vector<SegmentedLesion>>& segmented) {
  Subject subject{plan, options, segmented, {}, true_graph(plan, segmented), {}};
  subject.classes = true_classes(plan, segmented, subject.graph);
  for (std::size_t t = 0; t < segmented.size(); ++t) {
    subject.identities.push_back(identity_of(plan, t, options.same_frame_of_reference));
  }
  Json truth;
  truth["schema_version"] = 1;
  truth["seed"] = plan.seed;
  truth["patient"] = {{"id", plan.id}, {"issuer", plan.issuer}};
  truth["demo"] = options.demo;
  truth["timepoints"] = Json::array();
  for (std::size_t t = 0; t < segmented.size(); ++t) {
    truth["timepoints"].push_back(timepoint_json(subject, t));
  }
  truth["lesions"] = Json::array();
  for (std::size_t i = 0; i < plan.lesions.size(); ++i) {
    truth["lesions"].push_back(lesion_json(subject, i));
  }
  truth["links"] = links_json(subject);
  truth["families"] = families_json(subject);
  if (options.demo) truth["expected"] = demo_expectation();
  return truth.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace oligard::phantom
