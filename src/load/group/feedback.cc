#include <algorithm>
#include <tuple>

#include "load/group/grouping.h"
#include "load/sr/codes.h"
#include "oligard/base/digest.h"

namespace oligard::load {
namespace {

constexpr std::size_t kLongestNote = 500;
constexpr std::size_t kMostNotes = 20;

/// Control characters and runs of white space as one space, cut between characters.
std::string clean_note(std::string_view text) {
  std::string note;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > ' ' && byte != 0x7F)
      note.push_back(c);
    else if (!note.empty() && note.back() != ' ')
      note.push_back(' ');
  }
  if (note.size() > kLongestNote) {
    std::size_t end = kLongestNote;
    while (end > 0 && (static_cast<unsigned char>(note[end]) & 0xC0U) == 0x80U)
      --end;
    note.resize(end);
    note += " ...";
  }
  while (!note.empty() && note.back() == ' ')
    note.pop_back();
  return note;
}

void add_note(std::string_view text, std::vector<std::string>& notes) {
  std::string note = clean_note(text);
  const bool is_known = std::find(notes.begin(), notes.end(), note) != notes.end();
  if (!note.empty() && !is_known && notes.size() < kMostNotes) notes.push_back(std::move(note));
}

/// The reports of one patient with our codes: results, and copies by readers.
using Reports = std::vector<const MeasurementReport*>;

bool has_observation_of(const WrittenResult& written, const MeasurementReport& copy) {
  return std::any_of(copy.measurements.begin(), copy.measurements.end(), [&](const PriorMeasurement& group) {
    return !group.observation_uid.empty() &&
           std::any_of(written.groups.begin(), written.groups.end(), [&](const WrittenGroup& known) {
             return known.observation_uid == group.observation_uid;
           });
  });
}

bool names(const std::vector<std::string>& uids, const std::string& uid) {
  return std::find(uids.begin(), uids.end(), uid) != uids.end();
}

/// A document that the copy names, that its record is of, or whose groups it repeats.
bool is_predecessor(const MeasurementReport& document, const MeasurementReport& copy) {
  const std::string& uid = document.header.sop_instance_uid;
  if (uid == copy.header.sop_instance_uid) return false;
  if (names(copy.predecessors, uid)) return true;
  if (!document.is_own_result) return false;
  return (copy.original && copy.original->sop_instance_uid == uid) ||
         has_observation_of(document.states, copy);
}

/// Readers' documents come after ours: they were stored later.
auto age_of(const MeasurementReport& report) {
  return std::tuple(!report.is_own_result, report.header.content_date.value_or(Date::min()),
                    report.header.content_time, report.header.sop_instance_uid);
}

void learn(const MeasurementReport& document, std::set<std::string>& knows) {
  knows.insert(document.predecessors.begin(), document.predecessors.end());
  for (const InstanceReference& reference : document.evidence)
    knows.insert(reference.sop_instance_uid);
}

/// Fills what the copy corrects and knows; returns the newest of its predecessors that is here.
const MeasurementReport* find_predecessor(const Reports& reports, const MeasurementReport& report,
                                          ReaderCopy& copy) {
  const MeasurementReport* newest = nullptr;
  copy.corrects = report.predecessors;
  if (report.original && !report.original->sop_instance_uid.empty())
    copy.corrects.push_back(report.original->sop_instance_uid);
  learn(report, copy.knows);
  for (const MeasurementReport* document : reports) {
    if (!is_predecessor(*document, report)) continue;
    copy.corrects.push_back(document->header.sop_instance_uid);
    learn(*document, copy.knows);
    if (newest == nullptr || age_of(*document) > age_of(*newest)) newest = document;
  }
  std::sort(copy.corrects.begin(), copy.corrects.end());
  copy.corrects.erase(std::unique(copy.corrects.begin(), copy.corrects.end()), copy.corrects.end());
  copy.knows.insert(copy.corrects.begin(), copy.corrects.end());
  return newest;
}

/// The group as it was written. A reader may have moved it to another lesion: its Observation UID stays.
struct Counterpart {
  const WrittenGroup* group = nullptr;  ///< null: the reader added the group
  bool is_sure = true;
};

Counterpart counterpart_of(const PriorMeasurement& group, const WrittenResult& written) {
  const WrittenGroup* by_uid = nullptr;
  for (const WrittenGroup& known : written.groups) {
    if (!group.observation_uid.empty() && known.observation_uid == group.observation_uid)
      return {&known, true};
    if (!group.tracking_uid.empty() && known.tracking_uid == group.tracking_uid) by_uid = &known;
  }
  if (by_uid == nullptr) return {};
  return {by_uid, group.tracking_id.empty() || group.tracking_id == by_uid->tracking_id};
}

/// Statuses that the group states in its comments, and which other ones remain as notes.
std::set<std::string> read_comments(const WrittenResult& written, const PriorMeasurement& group,
                                    std::vector<std::string>& notes) {
  std::set<std::string> statuses;
  for (const std::string& comment : group.comments) {
    if (written.text_digests.contains(digest_of_text(comment))) continue;
    const std::string phrase = lesion_status_of_phrase(comment);
    const std::string said = phrase.empty() ? lesion_status_in_sentence(comment) : phrase;
    if (!said.empty()) statuses.insert(said);
    if (phrase.empty()) add_note(comment, notes);
  }
  return statuses;
}

GroupChange change_of(const WrittenResult& written, const PriorMeasurement& group) {
  GroupChange change;
  const Counterpart counterpart = counterpart_of(group, written);
  const std::string was = counterpart.group == nullptr ? std::string() : counterpart.group->status;
  std::set<std::string> stated(group.statuses.begin(), group.statuses.end());
  const bool is_ambiguous = stated.size() > 1;
  std::set<std::string> changed = read_comments(written, group, change.notes);
  changed.merge(stated);
  if (!was.empty()) changed.erase(was);
  if (changed.empty()) return change;
  change.claim = counterpart.is_sure ? StatusClaim::kChanged : StatusClaim::kUncertain;
  if (is_ambiguous || changed.size() > 1 || changed.contains("")) change.claim = StatusClaim::kContradictory;
  change.status = *changed.rbegin();
  return change;
}

/// Without any predecessor nothing tells what the reader wrote.
GroupChange change_of_unknown(const PriorMeasurement& group) {
  if (group.statuses.empty()) return {};
  return {StatusClaim::kUncertain, group.statuses.front()};
}

ComparedCopy compared(const Reports& reports, const MeasurementReport& report) {
  ComparedCopy result;
  ReaderCopy& copy = result.copy;
  copy.sop_instance_uid = report.header.sop_instance_uid;
  copy.date = report.verified_on ? report.verified_on : report.header.content_date;
  copy.is_verified = report.is_verified;
  const MeasurementReport* predecessor = find_predecessor(reports, report, copy);
  const WrittenResult* written = predecessor != nullptr ? &predecessor->states
                                 : report.original      ? &*report.original
                                                        : nullptr;
  for (const PriorMeasurement& group : report.measurements) {
    GroupChange change = written != nullptr ? change_of(*written, group) : change_of_unknown(group);
    if (change.is_any()) result.changes.emplace(group.number, std::move(change));
  }
  if (written == nullptr) return result;
  for (const std::string& text : report.free_texts)
    if (!written->text_digests.contains(digest_of_text(text))) add_note(text, copy.notes);
  return result;
}

}  // namespace

void compare_copies(GroupedObjects& objects) {
  std::map<PatientKey, Reports> reports;
  for (const GroupedObject& object : objects) {
    const auto* report = std::get_if<MeasurementReport>(&object.object);
    if (report != nullptr && report->uses_own_codes) reports[object.patient].push_back(report);
  }
  for (GroupedObject& object : objects) {
    const auto* report = std::get_if<MeasurementReport>(&object.object);
    if (report != nullptr && report->is_reader_copy())
      object.copy = compared(reports[object.patient], *report);
  }
}

}  // namespace oligard::load
