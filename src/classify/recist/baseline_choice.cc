#include "classify/recist/baseline_choice.h"

#include <algorithm>
#include <optional>

namespace oligard::classify {
namespace {

using Claim = BaselineClaim measure::TimePoint::*;

/// What one kind of object says; warns when that is no single time point.
std::optional<std::string> claimed(const match::LesionGraph& graph, Claim claim, NoteWord who,
                                   std::vector<Note>& warnings) {
  std::vector<std::string> named;
  for (const measure::TimePoint& timepoint : graph.timepoints) {
    if (timepoint.*claim == BaselineClaim::kBaseline) named.push_back(timepoint.id);
    if (timepoint.*claim == BaselineClaim::kContradictory)
      warnings.push_back({NoteCode::kBaselineContradiction, {who, timepoint.id}});
  }
  if (named.size() == 1) return named.front();
  if (named.size() > 1) warnings.push_back({NoteCode::kSeveralBaselines, {who, std::move(named)}});
  return std::nullopt;
}

/// By id or ISO date; empty when there is no such time point.
std::optional<std::string> found(const match::LesionGraph& graph, const std::string& wanted) {
  for (const measure::TimePoint& timepoint : graph.timepoints)
    if (timepoint.id == wanted || to_iso(timepoint.date) == wanted) return timepoint.id;
  return std::nullopt;
}

bool is_later(const match::LesionGraph& graph, const std::string& wanted) {
  const Result<Date> date = parse_iso_date(wanted);
  return date && *date > graph.timepoints.back().date;
}

void warn_of_other(const std::optional<std::string>& other, NoteWord who, BaselineChoice& choice) {
  if (!other || *other == choice.timepoint) return;
  choice.warnings.push_back({NoteCode::kOtherBaseline, {who, *other, choice.timepoint, choice.source}});
}

}  // namespace

BaselineChoice choose_baseline(const match::LesionGraph& graph, const ClinicalContext& context) {
  BaselineChoice choice;
  const auto by_report =
      claimed(graph, &measure::TimePoint::report_baseline, NoteWord::kReports, choice.warnings);
  const auto by_header =
      claimed(graph, &measure::TimePoint::header_baseline, NoteWord::kHeaders, choice.warnings);
  if (context.baseline_timepoint) {
    const std::string& wanted = *context.baseline_timepoint;
    choice.source = context.source_of("baseline_timepoint");
    if (const auto id = found(graph, wanted)) {
      choice.timepoint = *id;
    } else if (is_later(graph, wanted)) {
      choice.timepoint = graph.timepoints.back().id;
      choice.warnings.push_back({NoteCode::kLaterBaseline, {wanted}});
    } else {
      choice.timepoint = wanted;
      return choice;
    }
  } else if (by_report) {
    choice.timepoint = *by_report;
    choice.source = source::kSr;
  } else if (by_header) {
    choice.timepoint = *by_header;
    choice.source = source::kHeader;
  } else {
    choice.timepoint = graph.timepoints.front().id;
    choice.source = source::kAssumed;
  }
  warn_of_other(by_report, NoteWord::kReports, choice);
  warn_of_other(by_header, NoteWord::kHeaders, choice);
  return choice;
}

}  // namespace oligard::classify
