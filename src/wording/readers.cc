// Sentences about what readers said of earlier issues of a result.
#include <algorithm>

#include "oligard/classify/phrases.h"
#include "oligard/wording/wording.h"
#include "wording/story.h"

namespace oligard::wording {
namespace {

constexpr std::size_t kMostNamed = 5;

/// "L03 is STABLE".
std::string stated(const std::string& id, const LesionAssessment& lesion) {
  return id + " is " + to_string(lesion.status);
}

/// What a reader did to a result, without the final stop; empty when nothing that can be told.
std::string deed(const ReaderReview& review) {
  std::vector<std::string> deeds;
  if (review.changes_status) deeds.emplace_back("corrected");
  if (review.has_notes) deeds.emplace_back("annotated");
  if (review.is_verified) deeds.emplace_back("verified");
  return joined(deeds, " and ");
}

std::string correction(const Assessment& assessment, std::size_t t, const std::string& id,
                       const LesionAssessment& lesion, bool is_earlier) {
  const CaseTimePoint& timepoint = assessment.clinical_case.timepoints[t];
  const ReaderBinding& reader = *lesion.reader;
  return "A reader's correction applies" +
         (is_earlier ? " at " + timepoint.id + " (" + readable_date(timepoint.date) + ")" : std::string()) +
         ": " + stated(id, lesion) + ", as " + reader_report(reader.date) + " states. The rules say " +
         to_string(reader.rules_status) + ", " + to_string(reader.rules_confidence) + ".";
}

}  // namespace

std::string reader_report(const std::optional<Date>& date) {
  return "a reader's report" + (date ? " of " + readable_date(*date) : std::string());
}

std::string reader_clause(const Story& story) {
  const std::vector<ToldLesion> told =
      told_lesions(story, [](const LesionAssessment& lesion) { return lesion.reader.has_value(); });
  if (told.empty()) return {};
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < std::min(told.size(), kMostNamed); ++i) {
    const ToldLesion& lesion = told[i];
    parts.push_back(stated(lesion.id, *lesion.assessment) + " (" +
                    reader_report(lesion.assessment->reader->date).substr(2) + "; the rules say " +
                    to_string(lesion.assessment->reader->rules_status) + ")");
  }
  std::string text = " A reader's correction applies: " + joined(parts, "; ");
  if (told.size() > kMostNamed) text += "; and " + std::to_string(told.size() - kMostNamed) + " more";
  return text + ".";
}

std::vector<std::string> reader_corrections(const Assessment& assessment, std::size_t timepoint) {
  std::vector<std::string> sentences;
  for (std::size_t t = std::min(timepoint + 1, assessment.timepoints.size()); t-- > 0;) {
    for (const auto& [id, lesion] : assessment.timepoints[t].lesions)
      if (lesion.reader) sentences.push_back(correction(assessment, t, id, lesion, t != timepoint));
  }
  return sentences;
}

std::vector<std::string> reader_reviews(const Assessment& assessment, std::size_t timepoint) {
  std::vector<std::string> sentences;
  if (timepoint >= assessment.timepoints.size()) return sentences;
  const auto found = assessment.clinical_case.reviews.find(assessment.timepoints[timepoint].timepoint);
  if (found == assessment.clinical_case.reviews.end()) return sentences;
  for (const ReaderReview& review : found->second) {
    const std::string what = deed(review);
    if (what.empty()) continue;
    std::string sentence = "An earlier issue of this result was " + what + " by a reader" +
                           (review.date ? " on " + readable_date(*review.date) : std::string()) +
                           (review.changes_status ? "." : "; no status was changed.");
    if (std::find(sentences.begin(), sentences.end(), sentence) == sentences.end())
      sentences.push_back(std::move(sentence));
  }
  return sentences;
}

std::string note_in_words(const ReaderNote& note) {
  return note.text + (note.date ? " (reader, " + readable_date(*note.date) + ")" : " (reader)");
}

std::vector<std::string> reader_notes(const Assessment& assessment, std::size_t timepoint,
                                      const std::string& lesion_id) {
  std::vector<std::string> notes;
  if (timepoint >= assessment.timepoints.size()) return notes;
  const std::string& id = assessment.timepoints[timepoint].timepoint;
  const auto* said = &assessment.clinical_case.reader_notes;
  if (!lesion_id.empty()) {
    const CaseLesion* lesion = find_lesion(assessment.clinical_case, lesion_id);
    if (lesion == nullptr) return notes;
    said = &lesion->reader_notes;
  }
  const auto found = said->find(id);
  if (found == said->end()) return notes;
  for (const ReaderNote& note : found->second)
    notes.push_back(note_in_words(note));
  return notes;
}

}  // namespace oligard::wording
