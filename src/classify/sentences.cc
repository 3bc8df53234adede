#include "classify/sentences.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "classify/facts.h"
#include "classify/phrases.h"
#include "classify/words.h"

namespace oligard::classify {
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
  std::string_view words;
};
constexpr std::array<FlagWords, 13> kFlagWords = {{
    {word::kDiscordant, "diameter and volume disagree"},
    {word::kTruncated, "cut by the image border or seen in part, minimum size"},
    {word::kTruncatedLowerBound, "cut by the image border or seen in part, minimum size"},
    {word::kFirstImaged, "first time this region is imaged"},
    {word::kPossibleFlare, "possible healing flare"},
    {word::kVolumeOnly, "change of the volume alone"},
    {word::kRelativeOnly, "growth of at least 20 %, but below 5 mm"},
    {word::kAbsoluteOnly, "growth of at least 5 mm, but below 20 %"},
    {word::kGrowthBelowThreshold, "volume growth below the threshold"},
    {word::kOutsideCoverage, "outside the imaged region"},
    {word::kNotSegmented, "not segmented, no statement"},
    {word::kRegistrationFailed, "the studies could not be aligned here"},
    {"no_post_treatment_reference", "no study since the local therapy to compare with"},
}};

std::string conclusion_recist_figures(const RecistAssessment& recist) {
  if (recist.target_ids.empty()) return "no target lesion";
  if (!recist.target_sum_mm) return "no target measured";
  std::string text = "sum " + millimetres(*recist.target_sum_mm) + " mm";
  if (!recist.sum_complete) text += ", incomplete";
  if (recist.from_nadir_pct) text += ", " + signed_percent(*recist.from_nadir_pct, 1) + " from nadir";
  return text;
}

/// "chest, abdomen", from head to foot.
std::string listed(const std::set<std::string>& regions) {
  std::string text;
  for (const char* region : {"brain", "neck", "chest", "abdomen", "pelvis", "extremity"})
    if (regions.contains(region)) text += (text.empty() ? "" : ", ") + std::string(region);
  return text;
}

std::string coverage_note(const Story& story) {
  const CaseTimePoint& timepoint = story.clinical_case.timepoints[story.t];
  if (!timepoint.coverage_known && timepoint.coverage.empty())
    return " (which regions were imaged is not known)";
  if (!timepoint.coverage_known)
    return " (imaged at least in part: " + listed(timepoint.coverage) + "; of other regions it is not known)";
  return timepoint.coverage.contains("brain") ? "" : " (brain not imaged)";
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
  std::string name = told.id + " (" + words_of(told.organ) + ")";
  const std::string size = assessment.size_mm ? millimetres(*assessment.size_mm) + " mm" : "";
  if (assessment.status == LesionStatus::kNew) return name + " new" + (size.empty() ? "" : ", " + size);
  if (assessment.status == LesionStatus::kReappeared) return name + " reappeared, " + size;
  if (!assessment.size_mm) return name + " as stated by a reader";
  if (!assessment.nadir_mm) return name;
  std::string text = name + " " + millimetres(*assessment.nadir_mm) + " -> " + size;
  if (assessment.from_nadir_pct) text += " (" + signed_percent(*assessment.from_nadir_pct, 0) + ")";
  return text + ", nadir " + date_of(story, assessment.nadir_timepoint);
}

}  // namespace

std::vector<ToldLesion> told_progressing(const Story& story) {
  std::vector<ToldLesion> told = told_lesions(story, [](const LesionAssessment& assessment) {
    return is_progression(assessment.status) && assessment.confidence >= Confidence::kProbable;
  });
  std::sort(told.begin(), told.end(), grows_more);
  return told;
}

std::string growth_phrase(const Story& story, const ToldLesion& told) {
  std::string text = growth_figures(story, told);
  if (told.assessment->reader && told.assessment->size_mm) text += ", as stated by a reader";
  return text;
}

std::string flag_phrase(const Story& story, const ToldLesion& told, const std::string& flag) {
  if (flag == word::kReaderStatement && told.assessment->reader) {
    const ReaderBinding& reader = *told.assessment->reader;
    return "as " + reader_report(reader.date) + " states; the rules say " + to_string(reader.rules_status) +
           ", " + to_string(reader.rules_confidence);
  }
  if (flag == word::kLocallyTreated && told.lesion->local_therapy) {
    const int days =
        days_between(told.lesion->local_therapy->date, story.clinical_case.timepoints[story.t].date);
    return (is_irradiation(told.lesion->local_therapy->modality) ? "irradiated " : "treated locally ") +
           counted(days, "day") + " ago, growth may be treatment effect";
  }
  const auto* const found = std::find_if(kFlagWords.begin(), kFlagWords.end(),
                                         [&flag](const FlagWords& row) { return row.flag == flag; });
  return found == kFlagWords.end() ? words_of(flag) : std::string(found->words);
}

std::string recist_sentence(const Story& story) {
  const RecistAssessment& recist = story.now().recist;
  std::string text =
      "RECIST 1.1 time-point response: " + recist.overall + " (" + conclusion_recist_figures(recist) + ").";
  if (recist.new_lesion_backdated_to) {
    text += " Progression is dated back to " + date_of(story, *recist.new_lesion_backdated_to) + ".";
  }
  if (recist.target_locally_treated) {
    text += " RECIST is confounded: a target lesion was treated locally.";
  }
  if (story.now().irecist) text += " iRECIST: " + *story.now().irecist + ".";
  return text;
}

std::vector<std::string> caveats_of(const Story& story) {
  std::vector<std::string> caveats = {
      "Computer-generated, not verified by a physician. Decision support / research use only; not for "
      "diagnosis or "
      "treatment decisions on its own.",
      "Oligoprogression has no agreed imaging definition; RECIST 1.1 is not adapted to it.",
      "Requires knowledge of systemic therapy; source here: " + story.therapy().source + ".",
      "Only segmented lesions in the imaged regions were assessed" + coverage_note(story) + ".",
  };
  if (story.now().irecist_configured) {
    caveats.emplace_back("Growth or new lesions under immunotherapy may be pseudoprogression.");
  }
  if (any_flag(story, word::kPossibleFlare)) {
    caveats.emplace_back("A new blastic bone lesion may be a healing flare.");
  }
  if (any_flag(story, word::kLocallyTreated)) {
    caveats.emplace_back("Growth after local therapy may be post-treatment change.");
  }
  return caveats;
}

}  // namespace oligard::classify
