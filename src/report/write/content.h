// What one pair of documents says, picked from the assessment: which lesions become measurement groups, which
// text.
#pragma once

#include <string>
#include <vector>

#include "oligard/report/result_documents.h"

namespace oligard::report {

/// One lesion of the current time point that gets a measurement group. Pointers into the request's
/// assessment.
struct Group {
  std::string track;      ///< "L03"
  std::string track_uid;  ///< tracking UID of the focus
  std::string label;      ///< "L03", or "L03.1" for a fragment
  std::string label_uid;  ///< `track_uid`, or one derived from it for a fragment
  int fragment = 0;       ///< 1-based; 0 when the lesion is in one piece
  int fragments = 1;
  const measure::Lesion* lesion = nullptr;
  const classify::LesionAssessment* assessed = nullptr;

  /// Figures of the whole lesion are written once, with its first fragment.
  [[nodiscard]] bool carries_whole_lesion() const { return fragment <= 1; }
};

/// A lesion without a group (docs/adr/0004-resolved-lesions-as-text.md).
struct Ungrouped {
  std::string track;
  std::string text;
};

struct Content {
  const measure::TimePoint* timepoint = nullptr;
  const classify::TimePointAssessment* said = nullptr;
  std::string profile;
  const classify::ProfileAssessment* verdict = nullptr;  ///< of `profile`
  bool by_segment = true;            ///< groups are TID 1411, which demands segment and source; else 1501
  std::vector<Group> measured;       ///< listed and measured now, by track, then fragment
  std::vector<Group> groups;         ///< those of them that have a group in SR-A
  std::vector<Ungrouped> ungrouped;  ///< by track
};

/// Where the segments lie that groups may refer to: in the result's study, or anywhere.
enum class SegmentStudy { kOfTheResult, kAny };

/// Error REPORT_INVALID when the request contradicts itself.
[[nodiscard]] Result<Content> collect_content(const ReportRequest& request,
                                              SegmentStudy study = SegmentStudy::kOfTheResult);

/// ROIs of a structure set and readers' numbers are in none.
[[nodiscard]] bool is_in_segmentation(const measure::Lesion& lesion);

/// Organ of a track as the rule book knows it; empty = unknown.
[[nodiscard]] std::string organ_of_track(const classify::Assessment& assessment, const std::string& track);

/// What readers stated of the lesion, one sentence a report: which figure is used, and what differs by more
/// than 20 %. Nothing for a lesion that is known from reports alone and on which they agree.
[[nodiscard]] std::vector<std::string> reader_sentences(const measure::Lesion& lesion);

/// The sentence of a group, with what part of the lesion it is.
[[nodiscard]] std::string group_sentence(const ReportRequest& request, const Group& group);

/// "pd_rel 0.25 (default 0.2); …"; empty when all constants have their defaults.
[[nodiscard]] std::string constants_in_words(const classify::Constants& constants);

}  // namespace oligard::report
