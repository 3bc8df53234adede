#include "classify/status/reader_feedback.h"

#include <algorithm>
#include <map>
#include <set>

#include "classify/context/track_index.h"

namespace oligard::classify {
namespace {

using terms::lesion_status_from;
using terms::LesionStatus;

using measure::ReaderSays;

constexpr const char* kLesionUnknown = "READER_LESION_UNKNOWN";
constexpr const char* kUnclear = "READER_STATUS_UNCLEAR";
constexpr const char* kContradicted = "READER_STATUS_CONTRADICTED";
constexpr const char* kImpossible = "READER_STATUS_IMPOSSIBLE";
constexpr const char* kUnsure = "READER_STATUS_UNSURE";

/// Changes of one lesion at one time point.
using Changes = std::vector<const ReaderSays*>;

const ReaderCopy* copy_of(const measure::TimePoint& timepoint, const std::string& uid) {
  const auto found = std::find_if(timepoint.copies.begin(), timepoint.copies.end(),
                                  [&uid](const ReaderCopy& copy) { return copy.sop_instance_uid == uid; });
  return found == timepoint.copies.end() ? nullptr : &*found;
}

std::optional<Date> date_of(const measure::TimePoint& timepoint, const std::string& uid) {
  const ReaderCopy* copy = copy_of(timepoint, uid);
  return copy == nullptr ? std::nullopt : copy->date;
}

/// A later correction was written in view of the earlier one.
void drop_outweighed(const measure::TimePoint& timepoint, Changes& changes) {
  const Changes all = changes;
  std::erase_if(changes, [&](const ReaderSays* change) {
    return std::any_of(all.begin(), all.end(), [&](const ReaderSays* other) {
      const ReaderCopy* copy = copy_of(timepoint, other->sop_instance_uid);
      return other->sop_instance_uid != change->sop_instance_uid && copy != nullptr &&
             copy->knows.contains(change->sop_instance_uid);
    });
  });
}

/// Rule 3.4/2 leaves these at the baseline; before it everything is history.
bool is_possible(LesionStatus status, std::size_t t, std::size_t baseline) {
  if (t < baseline) return status == LesionStatus::kHistory;
  if (t > baseline) return status != LesionStatus::kBaseline && status != LesionStatus::kHistory;
  return status == LesionStatus::kBaseline || status == LesionStatus::kResolved ||
         status == LesionStatus::kNotEvaluable;
}

class FeedbackWriter {
 public:
  FeedbackWriter(const match::LesionGraph& graph, Case& clinical_case)
      : graph_(graph), index_(graph), case_(clinical_case) {}

  void write() {
    for (std::size_t t = 0; t < graph_.timepoints.size(); ++t) {
      const measure::TimePoint& timepoint = graph_.timepoints[t];
      std::map<std::size_t, Changes> by_lesion;
      for (const ReaderCopy& copy : timepoint.copies) {
        const Changes changes = changes_in(timepoint, copy);
        add_copy(timepoint, copy, changes);
        for (const ReaderSays* change : changes)
          sort_in(*change, t, by_lesion);
      }
      for (auto& [lesion, changes] : by_lesion)
        settle(t, case_.lesions[lesion], changes);
    }
  }

 private:
  static Changes changes_in(const measure::TimePoint& timepoint, const ReaderCopy& copy) {
    Changes changes;
    for (const ReaderSays& says : timepoint.says)
      if (says.sop_instance_uid == copy.sop_instance_uid && says.change.is_any()) changes.push_back(&says);
    return changes;
  }

  void add_copy(const measure::TimePoint& timepoint, const ReaderCopy& copy, const Changes& changes) {
    ReaderReview review{copy.sop_instance_uid, copy.date,    copy.is_verified, false,
                        !copy.notes.empty(),   copy.corrects};
    for (const ReaderSays* says : changes) {
      review.changes_status = review.changes_status || says->change.claim == StatusClaim::kChanged;
      review.has_notes = review.has_notes || !says->change.notes.empty();
    }
    case_.reviews[timepoint.id].push_back(std::move(review));
    for (const std::string& note : copy.notes)
      case_.reader_notes[timepoint.id].push_back({note, copy.date, copy.sop_instance_uid});
  }

  void sort_in(const ReaderSays& change, std::size_t t, std::map<std::size_t, Changes>& by_lesion) {
    const std::string& uid = change.whole_lesion_uid.empty() ? change.tracking_uid : change.whole_lesion_uid;
    const std::set<std::size_t> meant = index_.meant(change.lesion, uid, t);
    if (meant.size() == 1) {
      by_lesion[*meant.begin()].push_back(&change);
      return;
    }
    case_.warnings.push_back({NoteCode::kReaderLesionUnknown, {graph_.timepoints[t].id, kLesionUnknown}});
  }

  void settle(std::size_t t, CaseLesion& lesion, Changes& changes) {
    const measure::TimePoint& timepoint = graph_.timepoints[t];
    for (const ReaderSays* change : changes)
      for (const std::string& note : change->change.notes)
        lesion.reader_notes[timepoint.id].push_back(
            {note, date_of(timepoint, change->sop_instance_uid), change->sop_instance_uid});
    std::erase_if(changes, [](const ReaderSays* says) { return says->change.claim == StatusClaim::kNone; });
    drop_outweighed(timepoint, changes);
    if (!changes.empty()) settle_status(t, lesion, changes);
  }

  void settle_status(std::size_t t, CaseLesion& lesion, const Changes& changes) {
    const measure::TimePoint& timepoint = graph_.timepoints[t];
    const auto warn = [&](NoteCode code, std::vector<NoteValue> more) {
      Note note{code, {lesion.id, timepoint.id}};
      std::move(more.begin(), more.end(), std::back_inserter(note.values));
      case_.warnings.push_back(std::move(note));
    };
    const ReaderStatus* last = nullptr;
    std::map<std::string, ReaderStatus> changed, unsure;
    for (const ReaderSays* says : changes) {
      const GroupChange& change = says->change;
      const std::optional<LesionStatus> status = lesion_status_from(change.status);
      if (change.claim == StatusClaim::kContradictory || !status) {
        warn(NoteCode::kReaderStatusUnclear, {kUnclear});
        return;
      }
      const ReaderStatus said{*status, date_of(timepoint, says->sop_instance_uid), says->sop_instance_uid};
      auto& list = change.claim == StatusClaim::kChanged ? changed : unsure;
      const auto [known, is_first] = list.emplace(change.status, said);
      if (!is_first && said.date > known->second.date) known->second = said;
      last = &known->second;
    }
    if (changed.size() > 1) {
      Names statuses;
      for (const auto& [status, said] : changed)
        statuses.push_back(status);
      warn(NoteCode::kReaderStatusContradicted, {std::move(statuses), kContradicted});
      return;
    }
    if (changed.empty()) {
      lesion.unsure_status[timepoint.id] = *last;
      return;
    }
    const auto& [status, said] = *changed.begin();
    const std::size_t baseline = timepoint_index(case_, case_.baseline_timepoint).value_or(0);
    if (is_possible(said.status, t, baseline)) {
      lesion.reader_status[timepoint.id] = said;
      return;
    }
    warn(NoteCode::kReaderStatusImpossible, {status, kImpossible});
  }

  const match::LesionGraph& graph_;
  TrackIndex index_;
  Case& case_;
};

}  // namespace

void add_reader_feedback(const match::LesionGraph& graph, Case& clinical_case) {
  const bool is_any =
      std::any_of(graph.timepoints.begin(), graph.timepoints.end(),
                  [](const measure::TimePoint& timepoint) { return !timepoint.copies.empty(); });
  if (is_any) FeedbackWriter(graph, clinical_case).write();
}

void warn_of_statuses_not_followed(const std::vector<TimePointAssessment>& timepoints, Case& clinical_case) {
  std::vector<Note> warnings;
  for (const CaseLesion& lesion : clinical_case.lesions) {
    for (const TimePointAssessment& timepoint : timepoints) {
      const auto found = timepoint.lesions.find(lesion.id);
      const auto warn = [&](NoteCode note, LesionStatus stated, const char* code) {
        warnings.push_back({note, {lesion.id, timepoint.timepoint, to_string(stated), code}});
      };
      const auto unsure = lesion.unsure_status.find(timepoint.timepoint);
      const bool differs =
          unsure != lesion.unsure_status.end() &&
          (found == timepoint.lesions.end() || found->second.status != unsure->second.status);
      if (differs) warn(NoteCode::kReaderStatusUnsure, unsure->second.status, kUnsure);
      const auto said = lesion.reader_status.find(timepoint.timepoint);
      if (said != lesion.reader_status.end() && found == timepoint.lesions.end())
        warn(NoteCode::kReaderStatusUnseen, said->second.status, kImpossible);
    }
  }
  std::move(warnings.begin(), warnings.end(), std::back_inserter(clinical_case.warnings));
}

}  // namespace oligard::classify
