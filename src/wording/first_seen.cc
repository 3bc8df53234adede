// The sentences on first-seen of docs/clinical-rules.md.
#include <algorithm>
#include <cstdlib>
#include <optional>

#include "oligard/classify/phrases.h"
#include "oligard/wording/wording.h"
#include "wording/story.h"

namespace oligard::wording {
namespace {

std::optional<Date> date_of(const Story& story, const std::optional<std::string>& timepoint) {
  const CaseTimePoint* found = timepoint ? find_timepoint(story.clinical_case, *timepoint) : nullptr;
  return found == nullptr ? std::nullopt : std::optional<Date>(found->date);
}

/// "91 days before RECIST 1.1 PD (7 Aug 2024)".
std::string beside_recist(const ProgressionLead& lead, std::optional<Date> recist_pd) {
  const FirstSeenTexts& say = texts().first_seen;
  if (!recist_pd || !lead.lead_days) return say.no_pd();
  if (*lead.lead_days == 0) return say.pd_same_study();
  const std::string days = texts().basic.days(std::abs(*lead.lead_days));
  const std::string date = readable_date(*recist_pd);
  return *lead.lead_days > 0 ? say.before_pd(days, date) : say.after_pd(days, date);
}

/// "L03 (liver), L07 (bone)": the lesions for which `timepoint_of` gives `timepoint`.
template <class TimePointOf>
std::string sites_at(const Story& story, const std::string& timepoint, TimePointOf timepoint_of) {
  std::vector<std::string> sites;
  for (const CaseLesion& lesion : story.clinical_case.lesions) {
    const auto found = story.now().first_seen.lesions.find(lesion.id);
    if (found == story.now().first_seen.lesions.end() || timepoint_of(found->second) != timepoint) continue;
    sites.push_back(texts().basic.sited(lesion.id, in_words(organ_site(lesion))));
  }
  return joined(sites);
}

/// " Of the lesions flagged now L03 (liver) has been so longest, since 8 May 2024."; empty when all began
/// now.
std::string longest(const Story& story) {
  std::optional<Date> earliest;
  std::string timepoint;
  for (const auto& [id, seen] : story.now().first_seen.lesions) {
    const std::optional<Date> date = date_of(story, seen.flagged_since);
    if (!date || (earliest && *earliest <= *date)) continue;
    earliest = date;
    timepoint = seen.flagged_since;
  }
  if (!earliest || timepoint == story.now().timepoint) return {};
  return texts().first_seen.longest(
      sites_at(story, timepoint, [](const FirstSeen& seen) { return seen.flagged_since; }),
      readable_date(*earliest));
}

std::string hindsight(const Story& story, const ProgressionLead& lead) {
  const std::optional<Date> date = date_of(story, lead.in_hindsight);
  if (!date) return {};
  return texts().first_seen.hindsight(
      readable_date(*date), sites_at(story, *lead.in_hindsight,
                                     [](const FirstSeen& seen) { return seen.in_hindsight.value_or(""); }));
}

bool is_flagged_now(const Story& story, const std::string& profile) {
  const auto found = story.now().profiles.find(profile);
  return found != story.now().profiles.end() && is_progression(found->second.category);
}

}  // namespace

std::string first_seen_of(const Story& story, const std::string& profile) {
  const auto found = story.now().first_seen.profiles.find(profile);
  if (found == story.now().first_seen.profiles.end() || !is_flagged_now(story, profile)) return {};
  const ProgressionLead& lead = found->second;
  const std::optional<Date> flagged = date_of(story, lead.first_flagged);
  if (!flagged) return {};
  const FirstSeenTexts& say = texts().first_seen;
  const std::string when = lead.first_flagged == story.now().timepoint ? say.on_this_study()
                                                                       : say.on_date(readable_date(*flagged));
  return say.flagged(profile, when, beside_recist(lead, date_of(story, lead.recist_pd))) + longest(story) +
         hindsight(story, lead);
}

std::string first_seen_sentence(const Assessment& assessment, std::size_t timepoint,
                                const std::string& profile) {
  if (timepoint >= assessment.timepoints.size()) return {};
  return first_seen_of({assessment.clinical_case, assessment.timepoints, timepoint}, profile);
}

}  // namespace oligard::wording
