#include <algorithm>
#include <cmath>

#include "oligard/base/text.h"
#include "oligard/wording/wording.h"
#include "report/record/record.h"
#include "report/write/drawn_axes.h"
#include "report/write/lesion_numbers.h"
#include "report/write/shared_items.h"

namespace oligard::report {
namespace {

constexpr int kSizeDecimals = 1;

using Optional = std::optional<double>;

/// In mm3, as its number says: the total is the sum of what is written.
double stated_volume(const measure::Lesion& lesion) {
  return lesion.volume_mm3 ? std::round(*lesion.volume_mm3 * 10.0) / 10.0 : 0.0;
}

/// Builds SR-A (sr-profile 2.1): TID 1500 with one group a lesion.
class ResultWriter {
 public:
  ResultWriter(const ReportRequest& request, const Content& content, Evidence& evidence, TreeBuilder& tree)
      : request_(request), content_(content), evidence_(evidence), tree_(tree) {}

  void write(const std::vector<Code>& procedures, const Record* record) {
    tree_.root(codes::kOncologyReport, "1500", [&] {
      write_opening(tree_, request_, procedures);
      write_qualitative();
      write_image_library(tree_, request_, evidence_, 0, request_.timepoint, false);
      if (!content_.groups.empty()) write_groups();
      write_derived();
      if (record == nullptr) return;
      write_record(tree_, *record, written_, result_uid(request_.result_key, Document::Kind::kResult),
                   evidence_);
    });
  }

 private:
  void millimetres(const codes::Entry& name, const Optional& value,
                   const TreeBuilder::Children& children = {}) {
    number(name, value, kSizeDecimals, codes::kMillimetre, children);
  }
  void percent(const codes::Entry& name, const Optional& value, const TreeBuilder::Children& children = {}) {
    number(name, value, kSizeDecimals, codes::kPercent, children);
  }
  void count(const codes::Entry& name, int value) { number(name, value, 0, codes::kNoUnit); }
  void number(const codes::Entry& name, const Optional& value, int decimals, const codes::Entry& unit,
              const TreeBuilder::Children& children = {}) {
    if (value && std::isfinite(*value))
      tree_.number(TreeBuilder::kContains, name, decimal_string(*value, decimals), unit, children);
  }
  void says(const codes::Entry& name, const codes::Entry& value) {
    tree_.code(TreeBuilder::kContains, name, value);
  }
  void says(const codes::Entry& name, const std::string& text) {
    if (!text.empty()) tree_.text(TreeBuilder::kContains, name, text);
  }

  void write_groups();
  void write_group(const Group& group);
  void write_segment(const Group& group);
  void write_lineage(const std::string& track_id);
  void write_statements(const Group& group);
  [[nodiscard]] const codes::Entry* baseline_category(const std::string& track) const;

  void write_derived();
  void write_sum();
  void write_counts();
  void write_total_volume();
  void write_qualitative();
  void write_recist();
  void write_verdict();
  void write_oligoprogression(const terms::CategoryRow& category);

  const ReportRequest& request_;
  const Content& content_;
  Evidence& evidence_;
  TreeBuilder& tree_;
  std::vector<WrittenGroup> written_;
};

void ResultWriter::write_groups() {
  tree_.container(TreeBuilder::kContains, codes::kImagingMeasurements, "", "", [&] {
    write_algorithm(tree_, request_);
    for (const Group& group : content_.groups)
      write_group(group);
  });
}

void ResultWriter::write_group(const Group& group) {
  const measure::Lesion& lesion = *group.lesion;
  const std::string uid = observation_uid(request_, Document::Kind::kResult, group.label);
  written_.push_back({uid, group.label, group.label_uid, to_string(group.assessed->status)});
  tree_.container(TreeBuilder::kContains, codes::kMeasurementGroup, content_.by_segment ? "1411" : "1501",
                  uid, [&] {
                    write_tracking(tree_, group, group.label);
                    write_finding(tree_, lesion);
                    tree_.text(TreeBuilder::kContext, codes::kTimePoint, content_.timepoint->id);
                    if (content_.by_segment) write_segment(group);
                    tree_.code(TreeBuilder::kModifier, codes::kMeasurementMethod, codes::kRecist11);
                    write_site(tree_, lesion, organ_of_track(*request_.assessment, group.track));
                    const UncertaintyForm form = request_.options.uncertainty;
                    write_measured_numbers(tree_, lesion, form);
                    if (group.carries_whole_lesion()) write_changes(tree_, *group.assessed);
                    if (form == UncertaintyForm::kNumbers) write_uncertainties(tree_, lesion);
                    write_statements(group);
                  });
}

void ResultWriter::write_segment(const Group& group) {
  const measure::Lesion& lesion = *group.lesion;
  const auto drawn = request_.lesion_segments.find(group.label);
  const bool is_drawn = drawn != request_.lesion_segments.end();
  tree_.image(TreeBuilder::kContains, &codes::kReferencedSegment,
              is_drawn ? segment_reference(evidence_.use(drawn->second.segmentation), drawn->second.number)
                       : segment_reference(evidence_.use_source(lesion), lesion.source.number));
  if (!lesion.source.source_series_uid.empty()) {
    tree_.uid(TreeBuilder::kContains, codes::kSourceSeries, lesion.source.source_series_uid);
    return;
  }
  const EvidenceInstance* image = evidence_.use_axis_image(lesion);
  if (image != nullptr) {
    tree_.image(TreeBuilder::kContains, &codes::kSourceImage,
                image_reference(*image, lesion.axis_image_frame));
  }
}

const codes::Entry* ResultWriter::baseline_category(const std::string& track) const {
  const auto& targets = content_.said->recist.target_ids;
  if (std::find(targets.begin(), targets.end(), track) != targets.end()) return &codes::kTargetAtBaseline;
  for (const auto& timepoint : request_.assessment->timepoints) {
    const auto found = timepoint.lesions.find(track);
    if (found != timepoint.lesions.end() && found->second.status == terms::LesionStatus::kBaseline) {
      return &codes::kNonTargetAtBaseline;
    }
  }
  return nullptr;
}

void ResultWriter::write_lineage(const std::string& track_id) {
  const match::LesionGraph& graph = request_.assessment->graph;
  const auto track = std::find_if(graph.tracks.begin(), graph.tracks.end(),
                                  [&](const match::Track& entry) { return entry.id == track_id; });
  if (track == graph.tracks.end()) return;
  for (const match::LineageEvent& event : match::lineage_of(graph, *track, request_.timepoint)) {
    says(codes::kLineage, event.kind == match::LinkKind::kSplit ? codes::kSplit : codes::kMerged);
    says(codes::kLineageText, wording::lineage_sentence(graph, event));
  }
}

void ResultWriter::write_statements(const Group& group) {
  const classify::LesionAssessment& said = *group.assessed;
  const codes::Entry* role = baseline_category(group.track);
  if (role != nullptr) says(codes::kBaselineCategory, *role);
  says(codes::kLesionStatus, row_of(said.status).code);
  says(codes::kStatusConfidence, row_of(said.confidence).code);
  says(codes::kNadirTimePoint, said.nadir_timepoint);
  says(codes::kBaselineTimePoint, said.baseline_timepoint);
  says(codes::kFlags, joined(said.flags, "; ", in_words));
  if (is_in_segmentation(*group.lesion)) {
    tree_.image(TreeBuilder::kContains, &codes::kSourceSegment,
                segment_reference(evidence_.use_source(*group.lesion), group.lesion->source.number));
  }
  if (group.carries_whole_lesion()) write_lineage(group.track);
  if (group.fragment > 0) says(codes::kWholeLesionUid, group.track_uid);
  if (!group.lesion->tracking_uid.empty() && group.lesion->tracking_uid != group.label_uid) {
    says(codes::kLesionIdentifier, group.lesion->tracking_uid);
  }
  for (const std::string& sentence : reader_sentences(*group.lesion))
    says(codes::kReaderSize, sentence);
  if (group.carries_whole_lesion()) {
    for (const std::string& note :
         wording::reader_notes(*request_.assessment, request_.timepoint, group.track))
      says(codes::kReaderNote, note);
  }
  if (group.carries_whole_lesion()) {
    for (const std::string& sentence :
         wording::link_doubts(request_.assessment->graph, request_.timepoint, group.track))
      says(codes::kLinkInDoubt, sentence);
  }
  std::string comment = group_sentence(request_, group);
  const std::string why = wording::why_lesion(*request_.assessment, request_.timepoint, group.track);
  if (group.carries_whole_lesion() && !why.empty()) comment += ". " + why;
  says(codes::kComment, comment);
}

void ResultWriter::write_derived() {
  tree_.container(TreeBuilder::kContains, codes::kDerivedMeasurements, "", "", [&] {
    if (content_.groups.empty()) write_algorithm(tree_, request_);
    write_sum();
    write_counts();
  });
}

void ResultWriter::write_sum() {
  const classify::RecistAssessment& recist = content_.said->recist;
  millimetres(codes::kSum, recist.target_sum_mm, [&] {
    tree_.code(TreeBuilder::kModifier, codes::kDerivation, codes::kTotal);
    write_range(tree_, sum_deviation_mm(*request_.assessment, request_.timepoint), codes::kMillimetre);
  });
  millimetres(codes::kSumBaseline, recist.baseline_sum_mm);
  millimetres(codes::kSumNadir, recist.nadir_sum_mm);
  percent(codes::kSumPercentBaseline, recist.from_baseline_pct);
  percent(codes::kSumPercentNadir, recist.from_nadir_pct);
  if (recist.target_sum_mm && recist.nadir_sum_mm) {
    millimetres(codes::kSumAbsoluteNadir, *recist.target_sum_mm - *recist.nadir_sum_mm);
  }
}

void ResultWriter::write_counts() {
  for (const terms::LesionStatusRow& row : terms::kLesionStatuses) {
    const auto& lesions = content_.said->lesions;
    const auto n = std::count_if(lesions.begin(), lesions.end(),
                                 [&](const auto& entry) { return entry.second.status == row.status; });
    if (n > 0 || row.counted_when_zero) count(row.count, static_cast<int>(n));
  }
  const classify::ProfileAssessment& verdict = *content_.verdict;
  if (verdict.category != terms::Category::kSingleTimepoint) {
    count(codes::kCountEvaluated, verdict.n_assessable);
    count(codes::kCountCounted, verdict.n_progressing_counted);
    count(codes::kCountOrgans, verdict.n_progressing_organs);
    percent(codes::kProgressingShare, verdict.share_pct);
  }
  write_total_volume();
}

void ResultWriter::write_total_volume() {
  double total_mm3 = 0;
  std::vector<double> deviations_mm3;
  for (const Group& group : content_.groups) {
    total_mm3 += stated_volume(*group.lesion);
    if (group.lesion->volume_mm3) deviations_mm3.push_back(group.lesion->uncertainty.volume_mm3);
  }
  if (total_mm3 <= 0) return;
  tree_.number(TreeBuilder::kContains, codes::kTotalVolume, cubic_centimetres(total_mm3),
               codes::kCubicCentimetre, [&] {
                 write_range(tree_, cubic_centimetres_of(deviation_of_sum(deviations_mm3)),
                             codes::kCubicCentimetre);
               });
}

void ResultWriter::write_qualitative() {
  tree_.container(TreeBuilder::kContains, codes::kQualitativeEvaluations, "", "", [&] {
    says(codes::kConclusion, wording::conclusion(*request_.assessment, request_.timepoint, content_.profile));
    write_reader_items(tree_, request_);
    for (const std::string& note : wording::reader_notes(*request_.assessment, request_.timepoint, ""))
      says(codes::kReaderNote, note);
    for (const Ungrouped& lesion : content_.ungrouped)
      for (const std::string& note :
           wording::reader_notes(*request_.assessment, request_.timepoint, lesion.track))
        says(codes::kReaderNote, lesion.track + ": " + note);
    says(codes::kFirstSeen,
         wording::first_seen_sentence(*request_.assessment, request_.timepoint, content_.profile));
    for (const std::string& sentence : wording::review_sentences(*request_.assessment, request_.timepoint))
      says(codes::kNeedsReview, sentence);
    for (const std::string& sentence :
         wording::flip_sentences(request_.assessment->clinical_case, *content_.said, content_.profile))
      says(codes::kWouldChange, sentence);
    write_verdict();
    write_recist();
    for (const Ungrouped& lesion : content_.ungrouped)
      says(codes::kUngroupedLesion, lesion.text);
    for (const std::string& warning : wording::warnings(*request_.assessment, request_.timepoint))
      says(codes::kWarning, warning);
    for (const std::string& sentence : undrawn_sentences(request_, content_, evidence_))
      says(codes::kNotDrawn, sentence);
    write_caveats(tree_, request_);
  });
}

void ResultWriter::write_oligoprogression(const terms::CategoryRow& category) {
  const bool is_unsure = content_.verdict->confidence.value_or(terms::Confidence::kIndeterminate) ==
                         terms::Confidence::kIndeterminate;
  const bool is_oligo = category.category == terms::Category::kOligoprogression;
  const codes::Entry& value = is_oligo && is_unsure ? codes::kUndetermined : category.oligoprogression;
  tree_.code(TreeBuilder::kContains, codes::kOligoprogression, value.code(), {},
             observation_uid(request_, Document::Kind::kResult, codes::kOligoprogression.value));
}

void ResultWriter::write_verdict() {
  const classify::ProfileAssessment& verdict = *content_.verdict;
  const terms::CategoryRow& category = row_of(verdict.category);
  write_oligoprogression(category);
  says(codes::kPattern, category.pattern);
  says(codes::kCategory, category.code);
  if (verdict.confidence) {
    says(codes::kCategoryConfidence, row_of(*verdict.confidence).code);
  }
  const auto* definition = codes::find(codes::kDefinitionStatuses, &codes::WordEntry::word,
                                       std::string_view(verdict.definition_status));
  if (definition != nullptr) says(codes::kDefinitionStatus, definition->value);
  says(codes::kReasons, joined(verdict.reasons, "; ", in_words));
  says(codes::kCategoryWhy,
       wording::why_category(*request_.assessment, request_.timepoint, content_.profile));
  says(codes::kProgressingLesions, wording::progressing_lesions(*request_.assessment, request_.timepoint));
  says(codes::kProfile, content_.profile);
  says(codes::kRule, wording::rule_in_words(content_.profile, request_.rules));
  says(codes::kRuleSet, std::string(classify::kRuleSet));
  says(codes::kChangedConstants, constants_in_words(request_.rules.constants));
  for (std::size_t i = 1; i < request_.profiles.size(); ++i) {
    const auto& other = content_.said->profiles.at(request_.profiles[i]);
    says(codes::kOtherProfile, request_.profiles[i] + ": " + to_string(other.category) +
                                   (other.confidence ? ", " + to_string(*other.confidence) : ""));
  }
  says(codes::kEstroState, content_.said->estro_eortc_state.value_or(""));
}

void ResultWriter::write_recist() {
  const classify::RecistAssessment& recist = content_.said->recist;
  const auto response = [&](const codes::Entry& name, const auto& table,
                            const std::optional<std::string>& word) {
    const std::string text = word.value_or("");
    const auto* value = codes::find(table, &codes::WordEntry::word, std::string_view(text));
    if (value != nullptr) says(name, value->value);
  };
  says(codes::kResponseMethod, codes::kRecist11);
  response(codes::kCurrentResponse, codes::kOverallResponses, recist.overall);
  response(codes::kBestUnconfirmed, codes::kOverallResponses, recist.best_overall_unconfirmed);
  response(codes::kTargetResponse, codes::kTargetResponses, recist.target_response);
  response(codes::kNonTargetResponse, codes::kNonTargetResponses, recist.non_target_response);
  if (recist.target_sum_mm) says(codes::kSumComplete, recist.sum_complete ? codes::kYes : codes::kNo);
  says(codes::kNewLesions, recist.new_lesion ? codes::kPresent : codes::kAbsent);
  says(codes::kNewLesionSince, recist.new_lesion_backdated_to.value_or(""));
  if (recist.target_locally_treated) says(codes::kTargetTreated, codes::kYes);
  says(codes::kResponseWhy, wording::why_recist(*request_.assessment, request_.timepoint));
  says(codes::kIRecist, content_.said->irecist.value_or(""));
}

}  // namespace

void write_result(TreeBuilder& tree, const ReportRequest& request, const Content& content,
                  const std::vector<Code>& procedures, const Record* record, Evidence& evidence) {
  ResultWriter(request, content, evidence, tree).write(procedures, record);
}

Result<Document> make_result_document(const ReportRequest& request) {
  auto content = collect_content(request);
  if (!content) return fail(content);
  auto source = read_header(request);
  if (!source) return fail(source);
  DcmItem& header = *(*source)->getDataset();
  DSRDocument document;
  if (Status opened = open_document(document, request); !opened) return fail(opened);
  Evidence evidence(request);
  TreeBuilder tree(document.getTree());
  const Record record = record_of(request);
  write_result(tree, request, *content, procedures(header, content->timepoint->modality), &record, evidence);
  return finish(document, tree, request, *content, evidence, header, Document::Kind::kResult);
}

}  // namespace oligard::report
