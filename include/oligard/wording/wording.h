// Sentences of clinical-rules section 4, in one place, for report and terminal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "oligard/classify/assessment.h"
#include "oligard/classify/rules.h"
#include "oligard/match/lineage.h"

namespace oligard::wording {

/// A sentence; a phrase where the note says why a link is in doubt. Names no patient. The note has the values
/// of its code.
[[nodiscard]] std::string note_text(const Note& note);

/// The paragraph for one time point under one profile; names no patient.
[[nodiscard]] std::string conclusion(const classify::Assessment& assessment, std::size_t timepoint,
                                     const std::string& profile);

/// Since when progression is flagged under the profile, and how many days before or after RECIST PD:
/// "Progression first flagged under profile default_5 on 8 May 2024; 91 days before RECIST 1.1 PD (7 Aug
/// 2024)." Then the lesions flagged longest, and what is seen in hindsight. Empty when the category is no
/// progression.
[[nodiscard]] std::string first_seen_sentence(const classify::Assessment& assessment, std::size_t timepoint,
                                              const std::string& profile);

/// One sentence on one lesion, e.g. "L03 liver, target: PROGRESSING 26.1 mm (+30.5 % vs nadir 20.0 mm)".
[[nodiscard]] std::string lesion_sentence(const classify::Assessment& assessment, std::size_t timepoint,
                                          const std::string& lesion_id);

/// Why the lesion, the response and the category are as they are: "Why (rule 3.4/11, growth of size and
/// volume): size 22 mm against 14 mm on 2 Apr 2025, +8 mm (at least 5 mm), …". Empty where nothing is
/// compared.
[[nodiscard]] std::string why_lesion(const classify::Assessment& assessment, std::size_t timepoint,
                                     const std::string& lesion_id);
[[nodiscard]] std::string why_recist(const classify::Assessment& assessment, std::size_t timepoint);
[[nodiscard]] std::string why_category(const classify::Assessment& assessment, std::size_t timepoint,
                                       const std::string& profile);

/// "L03 (liver, +30.5 % vs nadir); …": the progressing lesions, largest growth first; empty when none.
[[nodiscard]] std::string progressing_lesions(const classify::Assessment& assessment, std::size_t timepoint);

/// Why a person should look at the links of one track at a time point, one sentence a doubtful decision:
/// "L03 at TP0 and L03 at TP1 may not be the same lesion (linked with probability 0.78: …); L07 at TP1 would
/// be (0.22)."
[[nodiscard]] std::vector<std::string> link_doubts(const match::LesionGraph& graph, std::size_t timepoint,
                                                   const std::string& track);

/// Whether text at the end of another one is what links say: doubts, splits and merges, a need for review.
[[nodiscard]] bool is_about_links(std::string_view text);

/// Splits and merges of one track up to a time point, one sentence each, oldest first: "L03 at TP0 split into
/// L03.1 and L03.2 at TP1."
[[nodiscard]] std::vector<std::string> lineage_sentences(const match::LesionGraph& graph,
                                                         std::size_t timepoint, const std::string& track);
/// One of them.
[[nodiscard]] std::string lineage_sentence(const match::LesionGraph& graph, const match::LineageEvent& event);

/// What would be said at the time point if a doubtful decision were wrong, one sentence that names no
/// patient.
[[nodiscard]] std::string review_sentence(const match::LesionGraph& graph,
                                          const classify::TimePointAssessment& now,
                                          const classify::ReviewReason& reason);
/// The most likely reasons for a review, and how many more there are; empty when there is none.
[[nodiscard]] std::vector<std::string> review_sentences(const classify::Assessment& assessment,
                                                        std::size_t timepoint);

/// What would change the category at one time point, at most five sentences, and how many more there are.
[[nodiscard]] std::vector<std::string> flip_sentences(const classify::Case& clinical_case,
                                                      const classify::TimePointAssessment& now,
                                                      const std::string& profile);

/// What is wrong with the clinical context: contradictions between sources, names that fit no lesion, more
/// stated targets than RECIST 1.1 has.
[[nodiscard]] std::vector<std::string> context_warnings(const classify::Case& clinical_case,
                                                        const classify::Constants& constants);

/// What the matcher noticed about the patient, what is wrong with the context, and that doubtful links were
/// left untried.
[[nodiscard]] std::vector<std::string> warnings(const classify::Assessment& assessment,
                                                std::size_t timepoint);

/// Flags of the lesions at a time point, one line a phrase: "growth of at least 20 %, but below 5 mm: L09,
/// L21". Without those that say why a lesion is not evaluable.
[[nodiscard]] std::vector<std::string> remarks(const classify::Assessment& assessment, std::size_t timepoint);

/// "A reader's correction applies: L03 is STABLE, as a reader's report of 3 May 2024 states. The rules say
/// PROGRESSING, definite." One sentence a lesion, of the time point and then of earlier ones. Names no
/// person.
[[nodiscard]] std::vector<std::string> reader_corrections(const classify::Assessment& assessment,
                                                          std::size_t timepoint);

/// "An earlier issue of this result was verified by a reader on 3 May 2024; no status was changed." One a
/// copy that says something.
[[nodiscard]] std::vector<std::string> reader_reviews(const classify::Assessment& assessment,
                                                      std::size_t timepoint);

/// What readers wrote of a lesion, or of the patient for an empty id, each with its date. The reader's words:
/// patient data.
[[nodiscard]] std::vector<std::string> reader_notes(const classify::Assessment& assessment,
                                                    std::size_t timepoint, const std::string& lesion_id);

/// What could not be assessed at a time point, one sentence each: regions, lesions with the reason, what is
/// not known of therapy and history.
[[nodiscard]] std::vector<std::string> not_assessed(const classify::Assessment& assessment,
                                                    std::size_t timepoint);

/// The mandatory caveats, in order.
[[nodiscard]] std::vector<std::string> caveats(const classify::Assessment& assessment, std::size_t timepoint);

/// What of the rules differs from the rule book: "pd_rel 0.25 (default 0.2)", "profile mine (user-defined):
/// max_lesions 4, …"; of profiles those named. Empty when nothing does.
[[nodiscard]] std::vector<std::string> changed_rules(const classify::Rules& rules,
                                                     const std::vector<std::string>& profiles);

/// The rule and thresholds of a profile in words, with the rule set's name.
[[nodiscard]] std::string rule_in_words(const std::string& profile_name, const classify::Rules& rules);

}  // namespace oligard::wording
