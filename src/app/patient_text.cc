#include "app/patient_text.h"

#include <algorithm>
#include <string>
#include <vector>

#include "app/text.h"
#include "app/text_table.h"
#include "oligard/base/text.h"
#include "oligard/classify/rules.h"
#include "oligard/wording/wording.h"

namespace oligard::app {
namespace {

using classify::Assessment;

constexpr std::size_t kMostDoubts = 8;

class PatientText {
 public:
  PatientText(const Assessment& assessment, const TableExtent& extent, std::ostream& out,
              const Layout& layout)
      : assessment_(assessment),
        extent_(extent),
        out_(out),
        layout_(layout),
        last_(assessment.timepoints.size() - 1) {}

  void print() {
    print_conclusion();
    print_lesion_table(assessment_, extent_, out_, layout_);
    out_ << "\n";
    print_course();
    print_list("Remarks on the lesions", wording::remarks(assessment_, last_));
    print_list("Splits and merges", lineage());
    print_list("Links in doubt", doubts());
    print_list("Not assessed, or not known", wording::not_assessed(assessment_, last_));
    print_list("Warnings", wording::warnings(assessment_, last_));
    print_caveats();
  }

 private:
  void print_paragraph(const std::string& text, const std::string& indent = "") {
    const std::size_t room = layout_.columns > indent.size() ? layout_.columns - indent.size() : 0;
    for (const std::string& line : wrapped(printable(text), room))
      out_ << indent << line << "\n";
  }

  void print_item(const std::string& text) {
    const std::size_t room = layout_.columns > 4 ? layout_.columns - 4 : 0;
    bool is_first = true;
    for (const std::string& line : wrapped(printable(text), room)) {
      out_ << (is_first ? "  - " : "    ") << line << "\n";
      is_first = false;
    }
  }

  void print_list(const std::string& title, const std::vector<std::string>& items) {
    if (items.empty()) return;
    out_ << layout_.bold(title) << "\n";
    for (const std::string& item : items)
      print_item(item);
    out_ << "\n";
  }

  void print_conclusion() {
    if (!profiles().empty()) {
      print_paragraph(wording::conclusion(assessment_, last_, profiles().front()));
      const std::string since = wording::first_seen_sentence(assessment_, last_, profiles().front());
      if (!since.empty()) print_paragraph(since);
      out_ << "\n";
    }
    print_list("What readers said", said_by_readers());
    print_list("Needs review", wording::review_sentences(assessment_, last_));
    if (profiles().empty()) return;
    print_list("What would change the category",
               wording::flip_sentences(assessment_.clinical_case, assessment_.timepoints[last_],
                                       profiles().front()));
  }

  /// Corrections of this and earlier dates, and what was done and written to results of this one.
  [[nodiscard]] std::vector<std::string> said_by_readers() const {
    std::vector<std::string> said = wording::reader_corrections(assessment_, last_);
    for (std::string& review : wording::reader_reviews(assessment_, last_))
      said.push_back(std::move(review));
    for (std::string& note : wording::reader_notes(assessment_, last_, ""))
      said.push_back(std::move(note));
    for (const classify::CaseLesion& lesion : assessment_.clinical_case.lesions)
      for (const std::string& note : wording::reader_notes(assessment_, last_, lesion.id))
        said.push_back(lesion.id + ": " + note);
    return said;
  }

  /// A row a date: sum, responses, category under the first profile. Other profiles at the last date.
  void print_course() {
    using Align = TextTable::Align;
    const auto& timepoints = assessment_.timepoints;
    const bool is_immune = std::any_of(timepoints.begin(), timepoints.end(),
                                       [](const auto& timepoint) { return timepoint.irecist_configured; });
    std::vector<TextTable::Column> columns = {{"date", Align::kLeft},
                                              {"target\nsum mm", Align::kRight},
                                              {"from\nnadir", Align::kRight},
                                              {"RECIST\n1.1", Align::kLeft}};
    if (is_immune) columns.push_back({"iRECIST", Align::kLeft});
    if (!profiles().empty()) columns.push_back({printable(profiles().front()), Align::kLeft, 20});
    TextTable table(columns);
    for (std::size_t t = 0; t < timepoints.size(); ++t)
      table.add_row(course_row(t, is_immune));
    table.print(out_, layout_);
    for (std::size_t i = 1; i < profiles().size(); ++i) {
      const auto found = timepoints[last_].profiles.find(profiles()[i]);
      if (found == timepoints[last_].profiles.end()) continue;
      print_paragraph(profiles()[i] + ": " + verdict(found->second), "  ");
    }
    if (timepoints[last_].estro_eortc_state)
      print_paragraph("ESTRO/EORTC: " + *timepoints[last_].estro_eortc_state, "  ");
    out_ << "\n";
  }

  [[nodiscard]] std::vector<std::string> course_row(std::size_t t, bool is_immune) const {
    const classify::TimePointAssessment& said = assessment_.timepoints[t];
    const classify::RecistAssessment& recist = said.recist;
    std::string sum = recist.target_sum_mm ? text("%.1f", *recist.target_sum_mm) : "-";
    if (recist.target_sum_mm && !recist.sum_complete) sum = "\xE2\x89\xA5 " + sum;
    std::vector<std::string> row = {
        to_iso(assessment_.clinical_case.timepoints[t].date) + " " + said.timepoint, sum,
        recist.from_nadir_pct ? text("%+.1f %%", *recist.from_nadir_pct + 0.0) : "", recist.overall};
    if (is_immune) row.push_back(said.irecist.value_or("-"));
    if (!profiles().empty()) {
      const auto found = said.profiles.find(profiles().front());
      row.push_back(found == said.profiles.end() ? "-" : verdict(found->second));
    }
    return row;
  }

  /// "POLYPROGRESSION, probable (too many lesions)".
  [[nodiscard]] static std::string verdict(const classify::ProfileAssessment& profile) {
    std::string text = to_string(profile.category);
    if (profile.confidence && profile.category != terms::Category::kIndeterminate)
      text += ", " + to_string(*profile.confidence);
    if (profile.definition_status == "pattern_only") text += ", pattern only";
    const std::string reasons = joined(profile.reasons, ", ", in_words);
    return reasons.empty() ? text : text + " (" + reasons + ")";
  }

  [[nodiscard]] std::vector<std::string> lineage() const {
    std::vector<std::string> all;
    for (const match::Track& track : assessment_.graph.tracks) {
      for (std::string& sentence : wording::lineage_sentences(assessment_.graph, last_, track.id))
        all.push_back(std::move(sentence));
    }
    return all;
  }

  [[nodiscard]] std::vector<std::string> doubts() const {
    std::vector<std::string> all;
    for (const match::Track& track : assessment_.graph.tracks) {
      for (std::string& sentence :
           wording::link_doubts(assessment_.graph, assessment_.graph.timepoints.size(), track.id))
        all.push_back(std::move(sentence));
    }
    if (extent_.is_full || all.size() <= kMostDoubts) return all;
    const std::string more = std::to_string(all.size() - kMostDoubts) + " more (--full-table shows them)";
    all.resize(kMostDoubts);
    all.push_back(more);
    return all;
  }

  void print_caveats() {
    print_paragraph("Baseline " + assessment_.clinical_case.baseline_timepoint + ", rules " +
                    classify::kRuleSet + ".");
    for (const std::string& change : wording::changed_rules(assessment_.rules, profiles()))
      print_paragraph("Changed from the rule set: " + change + ".");
    for (const std::string& caveat : wording::caveats(assessment_, last_))
      print_paragraph(caveat);
  }

  [[nodiscard]] const std::vector<std::string>& profiles() const {
    return assessment_.clinical_case.evaluated_profiles;
  }

  const Assessment& assessment_;
  TableExtent extent_;
  std::ostream& out_;
  const Layout& layout_;
  std::size_t last_;
};

}  // namespace

void print_patient(const Assessment& assessment, const TableExtent& extent, std::ostream& out,
                   const Layout& layout) {
  if (assessment.timepoints.empty()) return;
  if (assessment.timepoints.size() != assessment.clinical_case.timepoints.size()) return;
  PatientText(assessment, extent, out, layout).print();
}

}  // namespace oligard::app
