// `oligard inspect`: what the analysis makes of an object, or why it does not take it.
#include <algorithm>

#include "app/error_guide.h"
#include "app/inspect.h"
#include "app/text.h"
#include "oligard/load/time_point_objects.h"
#include "oligard/measure/measure.h"

namespace oligard::app {
namespace {

using load::ObjectOutcome;

void print_guide(const std::string& code, std::ostream& out) {
  const ErrorGuide* guide = error_guide(code);
  if (guide == nullptr) return;
  print_fact(out, "Cause", guide->cause);
  print_fact(out, "What to do", guide->next_step);
}

void print_not_used(const std::string& what, const std::string& code, const std::string& reason,
                    std::ostream& out, const Layout& layout) {
  print_warning(out, "Analysis", what + ": " + code, layout);
  print_fact(out, "Reason", reason);
  print_guide(code, out);
}

bool states_lesions(const load::Segmentation& segmentation) {
  return std::any_of(segmentation.segments.begin(), segmentation.segments.end(),
                     [](const load::Segment& s) { return s.role == load::SegmentRole::kLesion; });
}

bool has_organs(const load::Segmentation& segmentation) {
  return std::any_of(segmentation.segments.begin(), segmentation.segments.end(),
                     [](const load::Segment& s) { return s.role == load::SegmentRole::kOrgan; });
}

std::string counted(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

std::string use_of(const load::Segmentation& segmentation, const std::string& date) {
  if (states_lesions(segmentation)) {
    const auto lesions = measure::measure_segmentation(segmentation);
    return "used as the lesion list of " + date + ", unless that date has a better one: " +
           (lesions ? counted(lesions->size(), "lesion") : lesions.error().reason);
  }
  const std::string use = has_organs(segmentation) ? "its organs are used beside a lesion list of " + date
                                                   : "none of its segments is a lesion or an organ";
  return use + "; where a segment is a lesion, name it in lesion_labels of a source rule";
}

std::string use_of(const load::LoadedObject& object, const std::string& date) {
  if (const auto* segmentation = std::get_if<load::Segmentation>(&object)) return use_of(*segmentation, date);
  if (const auto* report = std::get_if<load::MeasurementReport>(&object))
    return "used for " + date + ": " + counted(report->measurements.size(), "measurement group");
  if (std::holds_alternative<load::Registration>(object))
    return "used where it joins two dates with lesions, as one proposal of how their lesions lie to each "
           "other";
  return "used: it tells what was imaged on " + date;
}

}  // namespace

void print_use(const load::LoadedObject& object, const std::vector<SourceRule>& rules, std::ostream& out,
               const Layout& layout) {
  const std::vector<load::PatientObjects> patients = load::group_by_patient({object}, rules);
  if (patients.empty() || patients.front().outcomes.empty()) return;
  const ObjectOutcome& outcome = patients.front().outcomes.front();
  out << "\n";
  if (outcome.kind == ObjectOutcome::Kind::kUsed) {
    const auto& time_points = patients.front().time_points;
    print_fact(out, "Analysis",
               use_of(object, time_points.empty() ? "its date" : to_iso(time_points.front().date)));
    return;
  }
  const bool is_refused = outcome.kind == ObjectOutcome::Kind::kRefused;
  const char* what = outcome.is_undated ? "refused when it comes alone" : is_refused ? "refused" : "left out";
  print_not_used(what, outcome.code, outcome.reason, out, layout);
}

void print_refused(const std::string& path, const Error& error, std::ostream& out, const Layout& layout) {
  if (const Result<load::ObjectHeader> header = load::load_header(path)) {
    print_header(*header, out, layout);
    out << "\n";
  }
  print_not_used("refused", error.code, error.reason, out, layout);
}

}  // namespace oligard::app
