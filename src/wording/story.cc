#include "wording/story.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "oligard/classify/phrases.h"
#include "oligard/classify/words.h"

namespace oligard::wording {
namespace {

std::string date_of(const Story& story, const std::string& timepoint) {
  const CaseTimePoint* found = find_timepoint(story.clinical_case, timepoint);
  return found == nullptr ? std::string("?") : readable_date(found->date);
}

bool grows_more(const ToldLesion& a, const ToldLesion& b) {
  const double growth_a = a.assessment->from_nadir_pct.value_or(-1e9);
  const double growth_b = b.assessment->from_nadir_pct.value_or(-1e9);
  if (growth_a != growth_b) return growth_a > growth_b;
  const double size_a = a.assessment->size_mm.value_or(0);
  const double size_b = b.assessment->size_mm.value_or(0);
  return size_a != size_b ? size_a > size_b : a.id < b.id;
}

struct FlagWords {
  std::string_view flag;
  Pattern<> FlagTexts::*words;
};
constexpr std::array<FlagWords, 13> kFlagWords = {{
    {word::kDiscordant, &FlagTexts::discordant},
    {word::kTruncated, &FlagTexts::truncated},
    {word::kTruncatedLowerBound, &FlagTexts::truncated},
    {word::kFirstImaged, &FlagTexts::first_imaged},
    {word::kPossibleFlare, &FlagTexts::possible_flare},
    {word::kVolumeOnly, &FlagTexts::volume_only},
    {word::kRelativeOnly, &FlagTexts::relative_only},
    {word::kAbsoluteOnly, &FlagTexts::absolute_only},
    {word::kGrowthBelowThreshold, &FlagTexts::growth_below_threshold},
    {word::kOutsideCoverage, &FlagTexts::outside_coverage},
    {word::kNotSegmented, &FlagTexts::not_segmented},
    {word::kRegistrationFailed, &FlagTexts::registration_failed},
    {"no_post_treatment_reference", &FlagTexts::no_reference_after_therapy},
}};

std::string conclusion_recist_figures(const RecistAssessment& recist) {
  const RecistTexts& say = texts().recist;
  if (recist.target_ids.empty()) return say.no_target();
  if (!recist.target_sum_mm) return say.none_measured();
  std::string text = say.sum(millimetres(*recist.target_sum_mm));
  if (!recist.sum_complete) text += say.incomplete();
  if (recist.from_nadir_pct) text += say.from_nadir(signed_percent(*recist.from_nadir_pct, 1));
  return text;
}

/// "chest, abdomen", from head to foot.
std::string listed(const std::set<std::string>& regions) {
  std::vector<std::string> names;
  for (const char* region : {"brain", "neck", "chest", "abdomen", "pelvis", "extremity"})
    if (regions.contains(region)) names.emplace_back(region);
  return joined(names);
}

std::string coverage_note(const Story& story) {
  const CaseTimePoint& timepoint = story.clinical_case.timepoints[story.t];
  if (!timepoint.coverage_known && timepoint.coverage.empty()) return texts().caveat.regions_unknown();
  if (!timepoint.coverage_known) return texts().caveat.imaged_in_part(listed(timepoint.coverage));
  return timepoint.coverage.contains("brain") ? std::string() : texts().caveat.brain_not_imaged();
}

/// Names of focused and other radiotherapy, in any case.
bool is_irradiation(std::string_view modality) {
  constexpr std::array<std::string_view, 9> kNames = {"SBRT", "SABR", "SRS",    "SRT",         "RT",
                                                      "WBRT", "IMRT", "BRACHY", "RADIOTHERAPY"};
  std::string upper(modality);
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return std::find(kNames.begin(), kNames.end(), upper) != kNames.end();
}

bool any_flag(const Story& story, std::string_view flag) {
  return std::any_of(story.now().lesions.begin(), story.now().lesions.end(), [flag](const auto& entry) {
    const std::vector<std::string>& flags = entry.second.flags;
    return std::find(flags.begin(), flags.end(), flag) != flags.end();
  });
}

std::string growth_figures(const Story& story, const ToldLesion& told) {
  const LesionAssessment& assessment = *told.assessment;
  const LesionTexts& say = texts().lesion;
  std::string name = site_phrase(told);
  const std::string size =
      assessment.size_mm ? texts().basic.millimetres(millimetres(*assessment.size_mm)) : "";
  if (assessment.status == LesionStatus::kNew)
    return size.empty() ? say.is_new(name) : say.is_new_with_size(name, size);
  if (assessment.status == LesionStatus::kReappeared) return say.reappeared(name, size);
  if (!assessment.size_mm) return say.as_stated(name);
  if (!assessment.nadir_mm) return name;
  const std::string percent =
      assessment.from_nadir_pct ? say.grown_by(signed_percent(*assessment.from_nadir_pct, 0)) : "";
  return say.grown(name, millimetres(*assessment.nadir_mm), size, percent,
                   date_of(story, assessment.nadir_timepoint));
}

}  // namespace

std::vector<ToldLesion> told_progressing(const Story& story) {
  std::vector<ToldLesion> told = told_lesions(story, [](const LesionAssessment& assessment) {
    return is_progression(assessment.status) && assessment.confidence >= Confidence::kProbable;
  });
  std::sort(told.begin(), told.end(), grows_more);
  return told;
}

std::string site_phrase(const ToldLesion& told) {
  return texts().basic.sited(told.id, in_words(told.organ));
}

std::string site_phrases(const std::vector<ToldLesion>& lesions) {
  std::vector<std::string> parts;
  parts.reserve(lesions.size());
  for (const ToldLesion& lesion : lesions)
    parts.push_back(site_phrase(lesion));
  return joined(parts);
}

std::string growth_phrase(const Story& story, const ToldLesion& told) {
  const std::string figures = growth_figures(story, told);
  const bool is_stated = told.assessment->reader && told.assessment->size_mm;
  return is_stated ? texts().lesion.grown_as_stated(figures) : figures;
}

std::string flag_phrase(const Story& story, const ToldLesion& told, const std::string& flag) {
  if (flag == word::kReaderStatement && told.assessment->reader) {
    const ReaderBinding& reader = *told.assessment->reader;
    return texts().flag.reader_statement(reader_report(reader.date), to_string(reader.rules_status),
                                         to_string(reader.rules_confidence));
  }
  if (flag == word::kLocallyTreated && told.lesion->local_therapy) {
    const int days =
        days_between(told.lesion->local_therapy->date, story.clinical_case.timepoints[story.t].date);
    const bool is_irradiated = is_irradiation(told.lesion->local_therapy->modality);
    const std::string ago = texts().basic.days(days);
    return is_irradiated ? texts().flag.irradiated(ago) : texts().flag.treated(ago);
  }
  const auto* const found = std::find_if(kFlagWords.begin(), kFlagWords.end(),
                                         [&flag](const FlagWords& row) { return row.flag == flag; });
  return found == kFlagWords.end() ? in_words(flag) : (texts().flag.*found->words)();
}

std::string recist_sentence(const Story& story) {
  const RecistAssessment& recist = story.now().recist;
  const RecistTexts& say = texts().recist;
  std::string text = say.response(recist.overall, conclusion_recist_figures(recist));
  if (recist.new_lesion_backdated_to) text += say.dated_back(date_of(story, *recist.new_lesion_backdated_to));
  if (recist.target_locally_treated) text += say.confounded();
  if (story.now().irecist) text += say.irecist(*story.now().irecist);
  return text;
}

std::vector<std::string> caveats_of(const Story& story) {
  const CaveatTexts& say = texts().caveat;
  std::vector<std::string> caveats = {say.not_verified(), say.no_definition(),
                                      say.therapy_needed(story.therapy().source),
                                      say.segmented_only(coverage_note(story))};
  if (story.now().irecist_configured) caveats.push_back(say.pseudoprogression());
  if (any_flag(story, word::kPossibleFlare)) caveats.push_back(say.flare());
  if (any_flag(story, word::kLocallyTreated)) caveats.push_back(say.post_treatment());
  return caveats;
}

}  // namespace oligard::wording
