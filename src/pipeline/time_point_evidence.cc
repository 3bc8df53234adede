#include "pipeline/time_point_evidence.h"

#include <algorithm>
#include <memory>
#include <set>

#include "pipeline/segmented_lesions.h"

namespace oligard::pipeline {
namespace {

using load::ObjectOutcome;

template <class Visit>
void for_each_header(const load::TimePointObjects& objects, Visit&& visit) {
  for (const auto& segmentation : objects.segmentations)
    visit(segmentation.header);
  for (const auto& report : objects.reports)
    visit(report.header);
  for (const auto& image : objects.images)
    visit(image.header);
}

const load::ObjectHeader& leading_header(const load::TimePointObjects& objects) {
  for (const auto& segmentation : objects.segmentations) {
    for (const auto& segment : segmentation.segments) {
      if (segment.role == load::SegmentRole::kLesion) return segmentation.header;
    }
  }
  if (!objects.reports.empty()) return objects.reports.front().header;
  return objects.segmentations.front().header;
}

void add_evidence(const load::ObjectHeader& header, MeasuredTimePoint& time_point) {
  time_point.evidence.push_back({header.study_instance_uid, header.series_instance_uid, header.sop_class_uid,
                                 header.sop_instance_uid, header.modality});
  time_point.digests.push_back(header.digest);
}

void sort_evidence(MeasuredTimePoint& time_point) {
  std::sort(time_point.evidence.begin(), time_point.evidence.end());
  std::sort(time_point.digests.begin(), time_point.digests.end());
}

ObjectOutcome* outcome_of(const load::ObjectHeader& header, std::vector<ObjectOutcome>& outcomes) {
  const auto found = std::find_if(outcomes.begin(), outcomes.end(), [&](const ObjectOutcome& outcome) {
    return outcome.path == header.path && outcome.sop_instance_uid == header.sop_instance_uid;
  });
  return found == outcomes.end() ? nullptr : &*found;
}

}  // namespace

bool states_lesions(const load::TimePointObjects& objects) {
  for (const load::MeasurementReport& report : objects.reports)
    for (const load::PriorMeasurement& group : report.measurements)
      if (group.is_used()) return true;
  return std::any_of(
      objects.segmentations.begin(), objects.segmentations.end(), [](const load::Segmentation& seg) {
        return std::any_of(seg.segments.begin(), seg.segments.end(),
                           [](const load::Segment& s) { return s.role == load::SegmentRole::kLesion; });
      });
}

MeasuredTimePoint described(const load::TimePointObjects& objects, measure::TimePoint measured) {
  MeasuredTimePoint result;
  result.measured = std::move(measured);
  const load::ObjectHeader& leading = leading_header(objects);
  result.header_source = leading.path;
  result.study_instance_uid = leading.study_instance_uid;
  for_each_header(objects, [&](const load::ObjectHeader& header) { add_evidence(header, result); });
  result.images = objects.images;
  result.segmented = segmented_lesions(objects.segmentations);
  sort_evidence(result);
  return result;
}

void set_aside(const load::TimePointObjects& objects, std::vector<ObjectOutcome>& outcomes) {
  std::set<std::string> paths;
  for_each_header(objects, [&](const load::ObjectHeader& header) { paths.insert(header.path); });
  for (ObjectOutcome& outcome : outcomes) {
    if (outcome.kind != ObjectOutcome::Kind::kUsed || !paths.contains(outcome.path)) continue;
    outcome.kind = ObjectOutcome::Kind::kIgnored;
    outcome.code = "NO_LESION_LIST";
    const std::string unused = outcome.reason.empty() ? "" : "; " + outcome.reason;
    outcome.reason = "no segmentation or report of this date states a lesion" + unused;
  }
}

void use_registrations(std::vector<load::Registration> registrations,
                       const std::vector<RegisteredSpace>& spaces, PatientAnalysis& patient) {
  for (load::Registration& given : registrations) {
    const auto registration = std::make_shared<const load::Registration>(std::move(given));
    RegistrationMaps found = maps_of(registration, spaces);
    if (found.maps.empty()) {
      ObjectOutcome* outcome = outcome_of(registration->header, patient.outcomes);
      if (outcome == nullptr) continue;
      outcome->kind = ObjectOutcome::Kind::kIgnored;
      outcome->code = load::kRegistrationNotUsedCode;
      outcome->reason = found.reason;
      continue;
    }
    std::set<int> later;
    for (match::KnownMap& map : found.maps) {
      later.insert(map.to);
      patient.maps.push_back(std::move(map));
    }
    for (const int t : later) {
      MeasuredTimePoint& time_point = patient.time_points[static_cast<std::size_t>(t)];
      add_evidence(registration->header, time_point);
      sort_evidence(time_point);
    }
  }
}

}  // namespace oligard::pipeline
