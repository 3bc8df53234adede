// Reports that quote measurements of earlier dates.
#include <algorithm>

#include "load/group/grouping.h"

namespace oligard::load {
namespace {

/// A group whose images are of the report's own date is of that date, whatever its time point is called. One
/// whose date is not known is left out when its time point is another one.
bool is_left_out(const PriorMeasurement& group, const std::optional<Date>& date) {
  return !group.other_time_point.empty() && !date;
}

/// Takes the groups of other dates out of the report.
std::map<Date, std::vector<PriorMeasurement>> take_other_dates(GroupedObject& object) {
  auto& groups = std::get<MeasurementReport>(object.object).measurements;
  std::map<Date, std::vector<PriorMeasurement>> others;
  std::vector<PriorMeasurement> own;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const std::optional<Date> date = object.group_dates[i];
    if (is_left_out(groups[i], date)) continue;
    groups[i].other_time_point.clear();
    std::vector<PriorMeasurement>& target = date && date != object.date ? others[*date] : own;
    target.push_back(std::move(groups[i]));
  }
  groups = std::move(own);
  return others;
}

GroupedObject report_of_date(const GroupedObject& original, Date date, std::vector<PriorMeasurement> groups) {
  const auto& report = std::get<MeasurementReport>(original.object);
  MeasurementReport part;
  part.header = report.header;
  part.title = report.title;
  part.template_id = report.template_id;
  part.evidence = report.evidence;
  part.reader = report.reader;
  part.rule = report.rule;
  part.measurements = std::move(groups);
  GroupedObject object;
  object.object = std::move(part);
  object.input = original.input;
  object.patient = original.patient;
  object.date = date;
  return object;
}

}  // namespace

void split_reports_by_date(GroupedObjects& objects) {
  std::set<Date> dates_with_lists;
  for (const GroupedObject& object : objects)
    if (object.is_used() &&
        (is_lesion_list(object) || std::holds_alternative<MeasurementReport>(object.object)))
      dates_with_lists.insert(*object.date);
  GroupedObjects parts;
  for (GroupedObject& object : objects) {
    if (!object.is_used() || !std::holds_alternative<MeasurementReport>(object.object)) continue;
    for (auto& [date, groups] : take_other_dates(object))
      if (!dates_with_lists.contains(date)) parts.push_back(report_of_date(object, date, std::move(groups)));
  }
  std::move(parts.begin(), parts.end(), std::back_inserter(objects));
}

}  // namespace oligard::load
