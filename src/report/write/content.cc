#include "report/write/content.h"

#include <algorithm>
#include <array>
#include <utility>

#include "oligard/base/digest.h"
#include "oligard/base/text.h"
#include "oligard/classify/texts.h"
#include "oligard/dicom/sop_classes.h"
#include "oligard/measure/definitions.h"
#include "oligard/wording/wording.h"
#include "report/write/tree_builder.h"

namespace oligard::report {
namespace {

using classify::Constants;
using measure::LesionSource;

tl::unexpected<Error> invalid(const std::string& reason) {
  return fail(ErrorKind::kInternal, "REPORT_INVALID", reason);
}

const classify::LesionAssessment* assessed(const Content& content, const std::string& track) {
  const auto found = content.said->lesions.find(track);
  return found == content.said->lesions.end() ? nullptr : &found->second;
}

std::string title_of(const ReportRequest& request, const std::string& track) {
  const std::string organ = in_words(organ_of_track(*request.assessment, track));
  return organ.empty() ? track : classify::texts().report.titled(track, organ);
}

std::string status_text(const ReportRequest& request, const match::Track& track,
                        const classify::LesionAssessment& said) {
  const std::string why = wording::why_lesion(*request.assessment, request.timepoint, track.id);
  return classify::texts().report.ungrouped(title_of(request, track.id), to_string(said.status),
                                            to_string(said.confidence), track.tracking_uid) +
         wording::lesion_sentence(*request.assessment, request.timepoint, track.id) +
         (why.empty() ? "" : ". " + why);
}

/// A lesion that is measured now, yet that the rules do not list (clinical-rules 3.4, rule 1).
std::string unlisted_text(const ReportRequest& request, const match::Track& track,
                          const measure::Lesion& lesion) {
  const classify::ReportTexts& say = classify::texts().report;
  const std::string text = say.not_listed(title_of(request, track.id), track.tracking_uid);
  if (lesion.nodal && lesion.short_axis_mm)
    return text + say.small_node(decimal_string(*lesion.short_axis_mm, 1));
  return text + say.not_counted();
}

std::vector<match::LesionRef> lesions_now(const ReportRequest& request, const match::Track& track) {
  std::vector<match::LesionRef> now;
  std::copy_if(track.lesions.begin(), track.lesions.end(), std::back_inserter(now),
               [&](match::LesionRef ref) { return ref.timepoint == static_cast<int>(request.timepoint); });
  return now;
}

bool is_known_image(const ReportRequest& request, const std::string& uid) {
  return std::any_of(request.evidence.begin(), request.evidence.end(),
                     [&](const EvidenceInstance& instance) { return instance.sop_instance_uid == uid; });
}

Group make_group(const ReportRequest& request, const match::Track& track,
                 const std::vector<match::LesionRef>& fragments, std::size_t index) {
  Group group;
  group.track = track.id;
  group.track_uid = track.tracking_uid;
  group.label = track.id;
  group.label_uid = track.tracking_uid;
  group.fragments = static_cast<int>(fragments.size());
  if (fragments.size() > 1) {
    group.fragment = static_cast<int>(index) + 1;
    group.label += "." + std::to_string(group.fragment);
    group.label_uid = uid_from_text(track.tracking_uid + "/fragment/" + std::to_string(group.fragment));
  }
  group.lesion = &request.assessment->graph.lesion(fragments[index]);
  return group;
}

/// TID 1411 refers to the segment and to what it was drawn on. Viewers find segments of the study alone,
/// which the lesion SEG's are. ROIs of a structure set and readers' numbers have no segment.
bool has_segment(const ReportRequest& request, const Group& group, SegmentStudy study) {
  if (!is_in_segmentation(*group.lesion)) return false;
  const LesionSource& source = group.lesion->source;
  const bool is_near = study == SegmentStudy::kAny || source.study_instance_uid.empty() ||
                       source.study_instance_uid == request.study_instance_uid ||
                       request.lesion_segments.contains(group.label);
  return is_near &&
         (!source.source_series_uid.empty() || is_known_image(request, group.lesion->axis_image_uid));
}

void add_track(const ReportRequest& request, const match::Track& track, SegmentStudy study,
               Content& content) {
  const auto now = lesions_now(request, track);
  const classify::LesionAssessment* said = assessed(content, track.id);
  if (said == nullptr) {
    if (!now.empty()) {
      const auto& lesion = request.assessment->graph.lesion(now.front());
      content.ungrouped.push_back({track.id, unlisted_text(request, track, lesion)});
    }
    return;
  }
  bool has_group = false;
  for (std::size_t i = 0; i < now.size(); ++i) {
    Group group = make_group(request, track, now, i);
    group.assessed = said;
    content.measured.push_back(group);
    if (has_segment(request, group, study) != content.by_segment) continue;
    content.groups.push_back(std::move(group));
    has_group = true;
  }
  if (has_group) return;
  std::string text = status_text(request, track, *said);
  const match::LesionGraph& graph = request.assessment->graph;
  const classify::LinkTexts& say = classify::texts().link;
  for (const std::string& event : wording::lineage_sentences(graph, request.timepoint, track.id))
    (text += say.lineage_lead) += event;
  for (const std::string& doubt : wording::link_doubts(graph, request.timepoint, track.id))
    (text += say.in_doubt_lead) += doubt;
  content.ungrouped.push_back({track.id, std::move(text)});
}

bool any_listed_segment(const ReportRequest& request, SegmentStudy study, const Content& content) {
  const auto& tracks = request.assessment->graph.tracks;
  return std::any_of(tracks.begin(), tracks.end(), [&](const match::Track& track) {
    if (assessed(content, track.id) == nullptr) return false;
    const auto now = lesions_now(request, track);
    for (std::size_t i = 0; i < now.size(); ++i) {
      if (has_segment(request, make_group(request, track, now, i), study)) return true;
    }
    return false;
  });
}

}  // namespace

Result<Content> collect_content(const ReportRequest& request, SegmentStudy study) {
  if (request.assessment == nullptr) return invalid("no assessment was given");
  const classify::Assessment& assessment = *request.assessment;
  if (request.timepoint >= assessment.timepoints.size() ||
      request.timepoint >= assessment.graph.timepoints.size()) {
    return invalid("the assessment has no such time point");
  }
  if (request.profiles.empty()) return invalid("no profile was given");
  Content content;
  content.timepoint = &assessment.graph.timepoints[request.timepoint];
  content.said = &assessment.timepoints[request.timepoint];
  content.profile = request.profiles.front();
  for (const std::string& profile : request.profiles) {
    if (content.said->profiles.count(profile) == 0)
      return invalid("profile " + profile + " was not evaluated");
  }
  content.verdict = &content.said->profiles.at(content.profile);
  content.by_segment = any_listed_segment(request, study, content);
  for (const match::Track& track : assessment.graph.tracks)
    add_track(request, track, study, content);
  return content;
}

bool is_in_segmentation(const measure::Lesion& lesion) {
  return lesion.source.kind == LesionSource::Kind::kSegment &&
         dicom::kind_of(lesion.source.sop_class_uid) != dicom::ObjectKind::kRtStructureSet;
}

std::string organ_of_track(const classify::Assessment& assessment, const std::string& track) {
  const auto& lesions = assessment.clinical_case.lesions;
  const auto found =
      std::find_if(lesions.begin(), lesions.end(), [&](const auto& l) { return l.id == track; });
  return found == lesions.end() ? std::string() : found->organ;
}

namespace {

using classify::ReportTexts;

struct Figure {
  classify::Pattern<> ReportTexts::*name;
  std::optional<double> stated;
  std::optional<double> other;
};

std::string in_unit(const Figure& figure, double value) {
  const bool is_volume = figure.name == &ReportTexts::volume;
  return is_volume ? classify::texts().report.cubic_centimetres(decimal_string(value / 1000, 4))
                   : classify::texts().basic.millimetres(decimal_string(value, 1));
}

std::string clause(const Figure& figure, const std::string& whose) {
  const ReportTexts& say = classify::texts().report;
  const std::string name = (say.*figure.name)();
  const std::string size = in_unit(figure, *figure.stated);
  if (!figure.other) return say.stated(name, size);
  const std::string other = in_unit(figure, *figure.other);
  const bool differs = measure::disagree(figure.stated, figure.other);
  return differs ? say.differs(name, size, whose, other) : say.agrees(name, size, whose, other);
}

}  // namespace

std::vector<std::string> reader_sentences(const measure::Lesion& lesion) {
  const bool is_report = lesion.source.kind == LesionSource::Kind::kReport;
  const ReportTexts& say = classify::texts().report;
  const std::string whose = is_report ? say.of_first_reader() : say.measured();
  const measure::StatedSize ours = lesion.own.value_or(measure::StatedSize{
      lesion.source.sop_instance_uid, lesion.long_axis_mm, lesion.short_axis_mm, lesion.volume_mm3, false});
  std::vector<std::string> sentences;
  for (const measure::StatedSize& stated : lesion.stated) {
    if (is_report && !stated.disagrees) continue;
    std::string text;
    for (const Figure& figure : {Figure{&ReportTexts::long_axis, stated.long_axis_mm, ours.long_axis_mm},
                                 Figure{&ReportTexts::short_axis, stated.short_axis_mm, ours.short_axis_mm},
                                 Figure{&ReportTexts::volume, stated.volume_mm3, ours.volume_mm3}}) {
      if (!figure.stated) continue;
      if (!text.empty()) text += classify::texts().basic.semicolon;
      text += clause(figure, whose);
    }
    if (text.empty()) continue;
    sentences.push_back(say.of_reader(text) + (lesion.own ? say.is_used() : std::string()));
  }
  return sentences;
}

std::string group_sentence(const ReportRequest& request, const Group& group) {
  std::string sentence = wording::lesion_sentence(*request.assessment, request.timepoint, group.track);
  if (group.fragment > 0) sentence += classify::texts().report.fragment(group.fragment, group.fragments);
  return sentence;
}

std::string constants_in_words(const Constants& constants) {
  std::string text;
  for (const rules::ChangedConstant& changed : rules::changed_constants(constants)) {
    if (!text.empty()) text += classify::texts().basic.semicolon;
    text += classify::texts().rule.changed_constant(changed.name, changed.value, changed.usual);
  }
  return text;
}

}  // namespace oligard::report
