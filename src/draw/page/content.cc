#include "draw/page/content.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "draw/canvas/figures.h"
#include "oligard/base/text.h"
#include "oligard/wording/wording.h"

namespace oligard::draw {
namespace {

using classify::Assessment;
using classify::CaseLesion;
using classify::LesionAssessment;
using terms::Category;
using terms::Confidence;
using terms::LesionStatus;
using terms::Rgb;
using terms::StatusLook;

Rgb tone_of(Category category) {
  switch (category) {
    case Category::kOligoprogression:
    case Category::kLimitedProgression:
    case Category::kMixedResponse:
    case Category::kPolyprogression:
      return terms::look::kProgressing.colour;
    case Category::kResponse:
      return terms::look::kRegressing.colour;
    case Category::kStable:
      return terms::look::kStable.colour;
    case Category::kSingleTimepoint:
      return terms::look::kBaseline.edge;
    case Category::kIndeterminate:
      break;
  }
  return terms::look::kNotEvaluable.edge;
}

class ContentMaker {
 public:
  ContentMaker(const PageRequest& request, const PageWords& words)
      : request_(request),
        words_(words),
        assessment_(*request.assessment),
        t_(request.timepoint),
        now_(assessment_.timepoints[t_]) {}

  Content make() {
    Content content(words_);
    content.changes = changes_of(assessment_);
    say_whose(content);
    say_verdict(content);
    say_response(content);
    for (const CaseLesion& lesion : assessment_.clinical_case.lesions) {
      const auto said = now_.lesions.find(lesion.id);
      if (said == now_.lesions.end()) continue;
      Row row = row_of(lesion, said->second, content.changes);
      (row.is_progressing ? content.progressing : content.others).push_back(std::move(row));
    }
    std::sort(content.progressing.begin(), content.progressing.end(), comes_first);
    std::sort(content.others.begin(), content.others.end(), comes_first);
    for (Row& row : content.progressing)
      add_slices(row);
    tally(content);
    content.limit_pct = 100 * assessment_.rules.constants.pd_rel;
    say_limits(content);
    return content;
  }

 private:
  [[nodiscard]] Date date_of(std::size_t t) const { return assessment_.clinical_case.timepoints[t].date; }
  [[nodiscard]] std::string date_of(const std::string& timepoint) const {
    const auto t = classify::timepoint_index(assessment_.clinical_case, timepoint);
    return t ? readable(date_of(*t)) : timepoint;
  }

  void say_whose(Content& content) const {
    const Header& header = request_.header;
    content.name = readable_name(header.patient_name);
    if (content.name.empty()) content.name = words_.no_name;
    content.person = words_.id(header.patient_id.empty() ? words_.no_id : header.patient_id);
    if (!header.birth_date.empty()) content.person += words_.born(readable_dicom_date(header.birth_date));
    if (!header.sex.empty()) content.person += " · " + header.sex;
    const std::string& modality = assessment_.graph.timepoints[t_].modality;
    content.study = words_.study_of(modality.empty() ? words_.study : modality, readable(date_of(t_)));
    content.course = words_.course(t_ + 1, assessment_.timepoints.size());
    const std::string& baseline = assessment_.clinical_case.baseline_timepoint;
    if (!baseline.empty()) content.course += words_.baseline(date_of(baseline));
    if (!header.study_description.empty()) content.course += " · " + header.study_description;
    if (!header.accession_number.empty()) content.course += words_.accession(header.accession_number);
  }

  void say_verdict(Content& content) const {
    const std::string& profile = request_.profiles.front();
    const classify::ProfileAssessment& verdict = now_.profiles.at(profile);
    content.headline = in_words(to_string(verdict.category));
    if (verdict.category == Category::kSingleTimepoint)
      content.headline = now_.recist.overall == "HISTORY" ? words_.before_baseline : words_.at_baseline;
    content.tone = tone_of(verdict.category);
    if (verdict.confidence) content.headline_note = to_string(*verdict.confidence);
    if (verdict.definition_status == "pattern_only") append(content.headline_note, ", ", words_.pattern_only);
    content.conclusion = wording::conclusion(assessment_, t_, profile);
    const std::string first = wording::first_seen_sentence(assessment_, t_, profile);
    if (!first.empty()) content.conclusion += " " + first;
    if (!now_.review.empty()) content.review = words_.review(static_cast<int>(now_.review.size()));
  }

  void say_response(Content& content) const {
    const classify::RecistAssessment& recist = now_.recist;
    content.response = in_words(recist.overall);
    if (recist.target_sum_mm) {
      content.response_notes.push_back(words_.target_sum(tenths(*recist.target_sum_mm)));
      if (!recist.sum_complete) content.response_notes.back() += words_.incomplete;
    }
    if (recist.from_nadir_pct)
      content.response_notes.push_back(words_.from_nadir(fine_change(*recist.from_nadir_pct)));
    if (recist.new_lesion) content.response_notes.emplace_back(words_.new_lesion);
    if (recist.target_ids.empty()) content.response_notes.emplace_back(words_.no_target);
    if (now_.irecist) content.response_notes.push_back(words_.irecist(*now_.irecist));
  }

  /// The lesion's last part at a time point; null when it has none.
  [[nodiscard]] const measure::Lesion* measured(const std::string& track, std::size_t t) const {
    for (const match::Track& candidate : assessment_.graph.tracks) {
      if (candidate.id != track) continue;
      for (const match::LesionRef ref : candidate.lesions)
        if (ref.timepoint == static_cast<int>(t)) return &assessment_.graph.lesion(ref);
    }
    return nullptr;
  }

  [[nodiscard]] std::string site_of(const CaseLesion& lesion, const std::string& organ) const {
    if (organ.empty()) return std::string(words_.no_site);
    std::string site = titled(organ);
    const measure::Lesion* now = measured(lesion.id, t_);
    if (now != nullptr && !now->laterality.empty()) site += ", " + now->laterality;
    return site;
  }

  Row row_of(const CaseLesion& lesion, const LesionAssessment& said, const Changes& changes) const {
    Row row;
    row.id = lesion.id;
    row.organ = organ_site(lesion);
    row.region = lesion.region;
    row.site = site_of(lesion, row.organ);
    row.look = &terms::look_of(said.status);
    if (said.confidence != Confidence::kDefinite) row.confidence = to_string(said.confidence);
    row.status = in_words(to_string(said.status));
    if (!row.confidence.empty()) append(row.status, ", ", row.confidence);
    const std::vector<std::string>& targets = now_.recist.target_ids;
    row.is_target = std::find(targets.begin(), targets.end(), lesion.id) != targets.end();
    row.is_progressing = is_progression(said.status);
    row.is_doubtful = row.is_progressing && said.confidence == Confidence::kIndeterminate;
    row.size_mm = said.size_mm;
    row.from_nadir_pct = said.from_nadir_pct;
    if (said.size_mm && said.status != LesionStatus::kNotEvaluable)
      row.size = words_.size(tenths(*said.size_mm));
    say_growth(said, row);
    if (lesion.nodal && !row.size.empty()) row.note = words_.short_axis;
    if (row.is_progressing && said.volume_from_nadir_pct)
      append(row.note, ", ", words_.volume(change(*said.volume_from_nadir_pct)));
    const auto since = now_.first_seen.lesions.find(lesion.id);
    if (since != now_.first_seen.lesions.end()) {
      const std::string& from = since->second.flagged_since;
      row.since =
          from == now_.timepoint ? std::string(words_.flagged_now) : words_.flagged_since(date_of(from));
    }
    const auto line = std::find_if(changes.lines.begin(), changes.lines.end(),
                                   [&](const ChangeLine& l) { return l.id == lesion.id; });
    if (line != changes.lines.end()) row.points = line->points;
    return row;
  }

  void say_growth(const LesionAssessment& said, Row& row) const {
    const bool has_nadir = said.nadir_mm && !said.nadir_timepoint.empty();
    if (said.status == LesionStatus::kNew) {
      row.growth = words_.added;
    } else if (said.status == LesionStatus::kReappeared) {
      row.growth = words_.reappeared;
    } else if (said.status == LesionStatus::kResolved) {
      row.growth = words_.gone;
    } else if (said.from_nadir_pct) {
      row.growth = change(*said.from_nadir_pct);
    }
    if (!row.is_progressing || !has_nadir || said.status == LesionStatus::kNew) return;
    row.reference = words_.nadir(tenths(*said.nadir_mm), date_of(said.nadir_timepoint));
    const auto& constants = assessment_.rules.constants;
    if (said.status == LesionStatus::kProgressing)
      row.limit_mm = std::max(*said.nadir_mm * (1 + constants.pd_rel), *said.nadir_mm + constants.pd_abs_mm);
  }

  /// What is certain before what is not, by growth, then by size, then by name.
  static bool comes_first(const Row& a, const Row& b) {
    const auto key = [](const Row& row) {
      return std::tuple(row.is_doubtful, !row.from_nadir_pct.has_value(), -row.from_nadir_pct.value_or(0),
                        -row.size_mm.value_or(0), row.id);
    };
    return key(a) < key(b);
  }

  void add_slices(Row& row) const {
    for (const KeySlice& slice : request_.slices) {
      if (slice.lesion == row.id && slice.timepoint <= t_) row.slices.push_back(slice);
    }
    std::stable_sort(row.slices.begin(), row.slices.end(),
                     [](const KeySlice& a, const KeySlice& b) { return a.timepoint < b.timepoint; });
    if (row.slices.size() > 2) row.slices.erase(row.slices.begin() + 1, row.slices.end() - 1);
    for (const KeySlice& slice : row.slices)
      row.titles.push_back(readable(date_of(slice.timepoint)));
  }

  static void tally(Content& content) {
    for (const StatusLook* look : terms::kStatusLooks) {
      std::size_t n = 0;
      for (const auto* rows : {&content.progressing, &content.others}) {
        n += static_cast<std::size_t>(
            std::count_if(rows->begin(), rows->end(), [look](const Row& row) { return row.look == look; }));
      }
      if (n > 0) content.tallies.push_back({look, n});
    }
  }

  void say_limits(Content& content) const {
    content.caveats = request_.cautions;
    for (const std::string& caveat : wording::caveats(assessment_, t_))
      content.caveats.push_back(caveat);
    content.remarks = wording::review_sentences(assessment_, t_);
    for (const auto& more : {wording::warnings(assessment_, t_), wording::not_assessed(assessment_, t_)})
      content.remarks.insert(content.remarks.end(), more.begin(), more.end());
    content.rules = words_.rules(request_.profiles.front(), classify::kRuleSet);
    const auto changed = wording::changed_rules(assessment_.rules, request_.profiles);
    if (!changed.empty()) content.rules += words_.changed_rules(joined(changed, "; "));
    content.program = words_.analysed(request_.program, readable(request_.analysed_at));
    if (!request_.reference.empty()) content.program += words_.record(request_.reference);
  }

  const PageRequest& request_;
  const PageWords& words_;
  const Assessment& assessment_;
  std::size_t t_;
  const classify::TimePointAssessment& now_;
};

}  // namespace

Result<Content> content_of(const PageRequest& request, const PageWords& words) {
  const auto invalid = [](const char* reason) {
    return fail(ErrorKind::kInternal, "PAGE_NOT_DRAWN", reason);
  };
  if (request.assessment == nullptr) return invalid("no assessment was given");
  const Assessment& assessment = *request.assessment;
  const std::size_t n = assessment.timepoints.size();
  if (request.timepoint + 1 != n || assessment.clinical_case.timepoints.size() != n ||
      assessment.graph.timepoints.size() != n)
    return invalid("the page is about the last time point of an assessment");
  if (request.profiles.empty() ||
      !assessment.timepoints[request.timepoint].profiles.contains(request.profiles.front()))
    return invalid("the profile was not evaluated");
  for (const KeySlice& slice : request.slices) {
    const bool has_pixels = !slice.grey.empty();
    const bool fits = slice.grey.size() == static_cast<std::size_t>(slice.columns) * slice.rows;
    if (!(slice.width_mm > 0) || !(slice.height_mm > 0) || (has_pixels && (!fits || slice.columns < 1)))
      return invalid("a key slice has no size");
  }
  return ContentMaker(request, words).make();
}

std::string tally_of(const std::vector<Row>& rows, std::size_t from) {
  std::string text;
  for (const StatusLook* look : terms::kStatusLooks) {
    const auto n = std::count_if(rows.begin() + static_cast<std::ptrdiff_t>(std::min(from, rows.size())),
                                 rows.end(), [look](const Row& row) { return row.look == look; });
    if (n > 0) append(text, ", ", std::to_string(n) + " " + std::string(look->words));
  }
  return text;
}

}  // namespace oligard::draw
