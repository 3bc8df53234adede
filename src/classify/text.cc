#include "oligard/classify/text.h"

#include <algorithm>

#include "classify/phrases.h"
#include "classify/sentences.h"
#include "classify/words.h"
#include "oligard/classify/rules.h"
#include "oligard/classify/wording.h"

namespace oligard::classify {
namespace {

using Row = std::vector<std::string>;

constexpr std::size_t kMaxDoubtLines = 20;

/// "22.0 PROGRESSING probable"; definite is not said.
std::string lesion_cell(const LesionAssessment& lesion) {
  std::string cell = lesion.size_mm ? fixed(*lesion.size_mm, 1) + " " : "";
  cell += to_string(lesion.status);
  const bool said =
      lesion.confidence == Confidence::kDefinite || lesion.status == LesionStatus::kNotEvaluable;
  return said ? cell : cell + " " + to_string(lesion.confidence);
}

Row lesion_row(const CaseLesion& lesion, const std::vector<TimePointAssessment>& assessments) {
  Row row = {lesion.id + " " + words_of(lesion.organ)};
  for (const TimePointAssessment& assessment : assessments) {
    const auto found = assessment.lesions.find(lesion.id);
    row.push_back(found == assessment.lesions.end() ? "-" : lesion_cell(found->second));
  }
  return row;
}

std::string recist_cell(const RecistAssessment& recist) {
  std::string cell = recist.overall;
  if (recist.target_sum_mm) cell += " sum " + fixed(*recist.target_sum_mm, 1);
  if (recist.target_sum_mm && !recist.sum_complete) cell += " incomplete";
  if (recist.from_nadir_pct) cell += " " + signed_percent(*recist.from_nadir_pct, 1);
  return cell;
}

std::string profile_cell(const ProfileAssessment& profile) {
  std::string cell = to_string(profile.category);
  if (profile.confidence && profile.category != Category::kIndeterminate)
    cell += " " + to_string(*profile.confidence);
  if (profile.definition_status == word::kPatternOnly) cell += ", pattern only";
  return cell;
}

template <class Cell>
Row row_of(const std::string& title, const std::vector<TimePointAssessment>& assessments, Cell cell) {
  Row row = {title};
  for (const TimePointAssessment& assessment : assessments)
    row.push_back(cell(assessment));
  return row;
}

Row profile_row(const std::string& name, const std::vector<TimePointAssessment>& assessments) {
  return row_of(name, assessments, [&name](const TimePointAssessment& assessment) {
    const auto found = assessment.profiles.find(name);
    return found == assessment.profiles.end() ? std::string("-") : profile_cell(found->second);
  });
}

/// Cells padded to the widest of their column; an empty row is a rule.
std::string aligned(const std::vector<Row>& rows) {
  std::vector<std::size_t> widths;
  for (const Row& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], row[i].size());
  }
  std::string text;
  for (const Row& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i];
      if (i + 1 < row.size()) line.append(widths[i] - row[i].size() + 2, ' ');
    }
    text += line + "\n";
  }
  return text;
}

std::vector<Row> table(const Case& clinical_case, const std::vector<TimePointAssessment>& assessments) {
  std::vector<Row> rows = {{"Lesion"}};
  for (const CaseTimePoint& timepoint : clinical_case.timepoints) {
    rows.front().push_back(to_iso(timepoint.date) + " " + timepoint.id);
  }
  for (const CaseLesion& lesion : clinical_case.lesions)
    rows.push_back(lesion_row(lesion, assessments));
  rows.emplace_back();
  rows.push_back(row_of("RECIST 1.1", assessments, [](const TimePointAssessment& assessment) {
    return recist_cell(assessment.recist);
  }));
  const bool immune =
      std::any_of(assessments.begin(), assessments.end(),
                  [](const TimePointAssessment& assessment) { return assessment.irecist_configured; });
  if (immune) {
    rows.push_back(row_of("iRECIST", assessments, [](const TimePointAssessment& assessment) {
      return assessment.irecist.value_or("-");
    }));
  }
  for (const std::string& name : clinical_case.evaluated_profiles)
    rows.push_back(profile_row(name, assessments));
  rows.push_back(row_of("ESTRO/EORTC", assessments, [](const TimePointAssessment& assessment) {
    return assessment.estro_eortc_state.value_or("-");
  }));
  return rows;
}

/// "2025-05-05 L1: treated locally 105 days ago, …", one line a lesion with flags.
std::string flag_lines(const Case& clinical_case, const std::vector<TimePointAssessment>& assessments) {
  std::string text;
  for (std::size_t t = 0; t < assessments.size(); ++t) {
    const Story story{clinical_case, assessments, t};
    const std::vector<ToldLesion> flagged =
        told_lesions(story, [](const LesionAssessment& lesion) { return !lesion.flags.empty(); });
    for (const ToldLesion& told : flagged) {
      std::vector<std::string> phrases;
      for (const std::string& flag : told.assessment->flags)
        phrases.push_back(flag_phrase(story, told, flag));
      text += to_iso(clinical_case.timepoints[t].date) + " " + told.id + ": " + joined(phrases, "; ") + "\n";
    }
  }
  return text.empty() ? text : "\n" + text;
}

std::string reason_lines(const Case& clinical_case, const std::vector<TimePointAssessment>& assessments) {
  std::string text;
  for (std::size_t t = 0; t < assessments.size(); ++t) {
    for (const std::string& name : clinical_case.evaluated_profiles) {
      const auto found = assessments[t].profiles.find(name);
      if (found == assessments[t].profiles.end() || found->second.reasons.empty()) continue;
      text +=
          to_iso(clinical_case.timepoints[t].date) + " " + name + ": " + joined(found->second.reasons) + "\n";
    }
  }
  return text.empty() ? text : "\n" + text;
}

std::string review_lines(const TimePointAssessment& last) {
  std::string text;
  for (const std::string& sentence : review_sentences(last))
    text += sentence + "\n";
  return text.empty() ? text : "Needs review:\n" + text + "\n";
}

std::string doubt_lines(const match::LesionGraph& graph) {
  std::vector<std::string> sentences;
  for (const match::Track& track : graph.tracks) {
    for (std::string& sentence : link_doubts(graph, graph.timepoints.size(), track.id))
      sentences.push_back(std::move(sentence));
  }
  std::string text;
  for (std::size_t i = 0; i < std::min(sentences.size(), kMaxDoubtLines); ++i)
    text += sentences[i] + "\n";
  if (sentences.size() > kMaxDoubtLines) {
    text += std::to_string(sentences.size() - kMaxDoubtLines) + " more links in doubt.\n";
  }
  return text.empty() ? text : "\nLinks in doubt:\n" + text;
}

std::string warning_lines(const Assessment& assessment) {
  std::string text;
  for (const std::string& warning : warnings(assessment, assessment.timepoints.size() - 1))
    text += "Warning: " + warning + "\n";
  return text.empty() ? text : "\n" + text;
}

std::string rule_lines(const Case& clinical_case, const Rules& rules) {
  std::string text;
  for (const std::string& change : changed_rules(rules, clinical_case.evaluated_profiles))
    text += "Changed from the rule set: " + change + ".\n";
  return text;
}

/// `remarks` stand between the tables and the baseline.
std::string text_of(const Case& clinical_case, const std::vector<TimePointAssessment>& assessments,
                    const Rules& rules, const std::string& remarks) {
  if (assessments.empty() || assessments.size() != clinical_case.timepoints.size()) return {};
  const Story last{clinical_case, assessments, assessments.size() - 1};
  std::string text;
  if (!clinical_case.evaluated_profiles.empty()) {
    const std::string& profile = clinical_case.evaluated_profiles.front();
    text += conclusion_of(last, profile) + "\n";
    if (const std::string sentence = first_seen_of(last, profile); !sentence.empty()) text += sentence + "\n";
    text += "\n";
  }
  text += review_lines(assessments.back());
  text += aligned(table(clinical_case, assessments));
  text += flag_lines(clinical_case, assessments) + reason_lines(clinical_case, assessments) + remarks;
  text += "\nBaseline " + clinical_case.baseline_timepoint + ", rules " + kRuleSet + ".\n";
  text += rule_lines(clinical_case, rules);
  for (const std::string& caveat : caveats_of(last))
    text += caveat + "\n";
  return text;
}

}  // namespace

std::string to_text(const Case& clinical_case, const std::vector<TimePointAssessment>& assessments,
                    const Rules& rules) {
  return text_of(clinical_case, assessments, rules, "");
}

std::string to_text(const Assessment& assessment) {
  if (assessment.timepoints.empty()) return {};
  return text_of(assessment.clinical_case, assessment.timepoints, assessment.rules,
                 doubt_lines(assessment.graph) + warning_lines(assessment));
}

}  // namespace oligard::classify
