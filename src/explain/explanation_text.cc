#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>

#include "explain/observations.h"
#include "explain/reason_text.h"
#include "oligard/explain/explain.h"
#include "oligard/wording/wording.h"

namespace oligard::explain {
namespace {

using classify::CaseLesion;
using classify::LesionAssessment;

constexpr std::size_t kColumn = 14;

std::string tenths(double value) {
  std::array<char, 48> buffer{};
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value + 0.0, std::chars_format::fixed, 1);
  return {buffer.data(), end.ptr};
}

std::string millimetres(const std::optional<double>& value) {
  return value ? tenths(*value) + " mm" : std::string("-");
}

std::string percent(double value) {
  return (value >= 0 ? "+" : "") + tenths(value) + " %";
}

std::string joined(const std::vector<std::string>& parts, const char* separator = ", ") {
  std::string text;
  for (const std::string& part : parts)
    text += (text.empty() ? "" : separator) + part;
  return text;
}

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(text.size() + 1, width), ' ');
  return text;
}

auto is_of(report::StatedItem::Subject subject) {
  return [subject](const Difference& difference) { return difference.subject == subject; };
}

class Writer {
 public:
  explicit Writer(const Explanation& explanation)
      : explanation_(explanation),
        said_(explanation.derived.timepoints[explanation.stated.timepoint]),
        case_(explanation.derived.clinical_case) {}

  std::string write() {
    head();
    for (const CaseLesion& lesion : case_.lesions) {
      const auto found = said_.lesions.find(lesion.id);
      if (found != said_.lesions.end()) write_lesion(lesion, found->second);
    }
    write_recist();
    for (const std::string& profile : case_.evaluated_profiles)
      write_profile(profile, said_.profiles.at(profile));
    return out_.str();
  }

 private:
  void fact(const std::string& name, const std::string& value) {
    if (!value.empty()) out_ << "  " << padded(name, kColumn) << value << "\n";
  }
  template <class Concerns>
  void title(const std::string& text, const Concerns& concerns) {
    const auto& differences = explanation_.differences;
    const bool differs = std::any_of(differences.begin(), differences.end(), concerns);
    out_ << "\n" << text << (differs ? "   DISAGREES" : "   agrees") << "\n";
  }
  void steps(const std::vector<classify::Reason>& chain) {
    for (const std::string& step : steps_in_words(chain, case_))
      fact("rule", step);
  }
  void head();
  void write_lesion(const CaseLesion& lesion, const LesionAssessment& said);
  void write_observations(const CaseLesion& lesion, const LesionAssessment& said);
  void write_recist();
  void write_profile(const std::string& name, const classify::ProfileAssessment& said);

  const Explanation& explanation_;
  const classify::TimePointAssessment& said_;
  const classify::Case& case_;
  std::ostringstream out_;
};

void Writer::head() {
  const report::StatedResult& stated = explanation_.stated;
  const auto dated = [&](const std::string& id) {
    for (const classify::CaseTimePoint& timepoint : case_.timepoints) {
      if (timepoint.id == id) return id + ", " + to_iso(timepoint.date);
    }
    return id;
  };
  const std::string baseline =
      case_.baseline_timepoint.empty() ? case_.timepoints.front().id : case_.baseline_timepoint;
  out_ << "Result " << stated.sop_instance_uid << "\n";
  fact("time point", dated(stated.record.timepoint));
  fact("baseline", dated(baseline));
  fact("written by", stated.device.model + " " + stated.device.version);
  fact("rules", stated.rule_set);
  for (const std::string& change : wording::changed_rules(stated.record.rules, case_.evaluated_profiles))
    fact("changed", change);
}

void Writer::write_lesion(const CaseLesion& lesion, const LesionAssessment& said) {
  const auto& targets = said_.recist.target_ids;
  const bool is_target = std::find(targets.begin(), targets.end(), lesion.id) != targets.end();
  title(lesion.id + " " + lesion.organ + (is_target ? ", target: " : ": ") + to_string(said.status) + ", " +
            to_string(said.confidence),
        [&lesion](const Difference& difference) { return difference.track == lesion.id; });
  write_observations(lesion, said);
  std::vector<std::string> changes;
  const auto change = [&](const std::optional<double>& value, const char* from) {
    if (value) changes.push_back(percent(*value) + " from " + from);
  };
  change(said.from_nadir_pct, "nadir");
  change(said.from_baseline_pct, "baseline");
  change(said.from_previous_pct, "previous");
  change(said.volume_from_nadir_pct, "the smallest volume");
  fact("change", joined(changes));
  if (lesion.local_therapy)
    fact("local therapy", to_iso(lesion.local_therapy->date) + " " + lesion.local_therapy->modality);
  fact("flags", joined(said.flags));
  steps(said.chain);
}

void Writer::write_observations(const CaseLesion& lesion, const LesionAssessment& said) {
  for (const ObservedSize& observed : observed_sizes(explanation_, lesion)) {
    std::vector<std::string> words = {observed.date};
    words.push_back(observed.size_mm ? millimetres(observed.size_mm) : std::string());
    words.push_back(observed.volume_mm3 ? tenths(*observed.volume_mm3) + " mm3" : std::string());
    std::string roles;
    const auto role = [&](bool holds, const char* name) {
      if (holds) roles += (roles.empty() ? "" : ", ") + std::string(name);
    };
    role(observed.timepoint == said.baseline_timepoint, "baseline");
    role(observed.timepoint == said.nadir_timepoint, "nadir");
    role(observed.timepoint == explanation_.stated.record.timepoint, "now");
    std::string line = padded(words[0], 12) + padded(words[1], 10) + padded(words[2], 14) +
                       padded(observed.state, 15) + padded(roles, 16);
    for (const report::RecordedSource& source : observed.sources) {
      line += " " + source.instance.sop_instance_uid;
      if (source.segment > 0) line += " segment " + std::to_string(source.segment);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    fact(observed.timepoint, line);
  }
}

void Writer::write_recist() {
  const classify::RecistAssessment& recist = said_.recist;
  title("RECIST 1.1: " + recist.overall, is_of(report::StatedItem::Subject::kRecist));
  fact("targets", joined(recist.target_ids));
  if (recist.target_sum_mm) {
    fact("sum", millimetres(recist.target_sum_mm) + (recist.sum_complete ? "" : ", incomplete") +
                    "; baseline " + millimetres(recist.baseline_sum_mm) + ", nadir " +
                    millimetres(recist.nadir_sum_mm));
  }
  std::vector<std::string> changes;
  if (recist.from_nadir_pct) changes.push_back(percent(*recist.from_nadir_pct) + " from nadir");
  if (recist.from_baseline_pct) changes.push_back(percent(*recist.from_baseline_pct) + " from baseline");
  fact("change", joined(changes));
  std::vector<std::string> responses;
  if (recist.target_response) responses.push_back("targets " + *recist.target_response);
  if (recist.non_target_response) responses.push_back("non-targets " + *recist.non_target_response);
  responses.emplace_back(recist.new_lesion ? "new lesion" : "no new lesion");
  if (recist.new_lesion_backdated_to) responses.push_back("dated back to " + *recist.new_lesion_backdated_to);
  fact("responses", joined(responses));
  fact("best", recist.best_overall_unconfirmed.value_or(""));
  steps(recist.chain);
}

void Writer::write_profile(const std::string& name, const classify::ProfileAssessment& said) {
  std::string text = "Profile " + name + ": " + to_string(said.category);
  if (said.confidence) text += ", " + to_string(*said.confidence);
  if (!said.definition_status.empty()) text += ", " + said.definition_status;
  title(text, is_of(report::StatedItem::Subject::kCategory));
  if (said.category == terms::Category::kSingleTimepoint) {
    fact("lesions", std::to_string(said.n_known) + " known");
  } else {
    fact("lesions", std::to_string(said.n_progressing) + " progressing, " +
                        std::to_string(said.n_progressing_counted) + " counted, in " +
                        std::to_string(said.n_progressing_organs) + " organs; " +
                        std::to_string(said.n_assessable) + " assessable, " +
                        std::to_string(said.n_not_evaluable) + " not evaluable");
    if (said.share_pct) fact("share", tenths(*said.share_pct) + " %");
    if (said.category_min && said.category_max) {
      fact("if fewest", to_string(*said.category_min));
      fact("if most", to_string(*said.category_max));
    }
  }
  fact("reasons", joined(said.reasons));
  const auto profile = explanation_.stated.record.rules.profiles.find(name);
  if (profile != explanation_.stated.record.rules.profiles.end())
    fact("limits", rules::text_of(profile->second));
  steps(said.chain);
}

std::string verdict_of(const Explanation& explanation) {
  std::string text = explanation.agrees() ? "AGREES: " : "DISAGREES: ";
  text += std::to_string(explanation.compared) + " items derived again, " +
          std::to_string(explanation.differences.size()) + " differ; " + std::to_string(explanation.inputs) +
          " inputs; the seal over all of it " +
          (explanation.seal_holds ? "holds" : "is broken: the content was altered after it was written");
  return text + "\n";
}

}  // namespace

std::string to_text(const Explanation& explanation) {
  std::string text;
  if (explanation.problem.empty()) {
    text = Writer(explanation).write();
  } else {
    text = "Result " + explanation.stated.sop_instance_uid +
           "\n  Its verdict cannot be derived: " + explanation.problem + "\n";
  }
  if (!explanation.differences.empty()) text += "\nDifferences\n";
  for (const Difference& difference : explanation.differences) {
    const auto shown = [](const std::string& value) { return value.empty() ? "nothing" : value; };
    text += "  " + difference.where + ": stated " + shown(difference.stated) + ", derived " +
            shown(difference.derived) + "\n";
  }
  return text + "\n" + verdict_of(explanation);
}

}  // namespace oligard::explain
