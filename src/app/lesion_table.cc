#include "app/lesion_table.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "app/text.h"
#include "app/text_table.h"
#include "oligard/base/text.h"

namespace oligard::app {
namespace {

using classify::Assessment;
using classify::CaseLesion;
using classify::LesionAssessment;
using terms::Confidence;
using terms::LesionStatus;

constexpr std::size_t kIdColumns = 12;
constexpr std::size_t kNarrowestName = 10;
constexpr std::size_t kGap = 2;
constexpr std::size_t kDateColumns = 5;       ///< "05-08" below its year
constexpr std::size_t kWideDateColumns = 10;  ///< "2024-05-08"

Style style_of(terms::Tone tone) {
  switch (tone) {
    case terms::Tone::kPlain:
      return Style::kPlain;
    case terms::Tone::kFaint:
      return Style::kFaint;
    case terms::Tone::kGrowth:
      return Style::kGrowth;
    case terms::Tone::kNew:
      return Style::kNew;
    case terms::Tone::kSteady:
      return Style::kSteady;
    case terms::Tone::kShrinking:
      return Style::kShrinking;
  }
  return Style::kPlain;
}

const terms::StatusMark& mark_of(LesionStatus status) {
  return *row_of(status).mark;
}

std::string in_words(std::string_view name) {
  return lower_case(oligard::in_words(name));
}

/// "+19.6 %": with a tenth below 100 %, where the limits are.
std::string percent(double value) {
  const std::string number = text(value < 99.95 ? "%+.1f %%" : "%+.0f %%", value);
  return number == "+0.0 %" || number == "-0.0 %" ? "0.0 %" : number;
}

std::string organ_of(const CaseLesion& lesion) {
  return in_words(classify::organ_site(lesion));
}

const LesionAssessment* said_at(const Assessment& assessment, const std::string& id, std::size_t t) {
  const auto found = assessment.timepoints[t].lesions.find(id);
  return found == assessment.timepoints[t].lesions.end() ? nullptr : &found->second;
}

enum class Rank { kProgressing, kPossible, kNotEvaluable, kOther, kUnlisted };

Rank rank_of(const LesionAssessment* said) {
  if (said == nullptr) return Rank::kUnlisted;
  if (is_progression(said->status))
    return said->confidence == Confidence::kIndeterminate ? Rank::kPossible : Rank::kProgressing;
  return said->status == LesionStatus::kNotEvaluable ? Rank::kNotEvaluable : Rank::kOther;
}

bool is_target(const Assessment& assessment, const std::string& id) {
  const std::vector<std::string>& targets = assessment.timepoints.back().recist.target_ids;
  return std::find(targets.begin(), targets.end(), id) != targets.end();
}

class LesionTable {
 public:
  LesionTable(const Assessment& assessment, const TableExtent& extent, const Layout& layout)
      : assessment_(assessment), extent_(extent), layout_(layout) {
    for (const CaseLesion& lesion : assessment.clinical_case.lesions)
      lesions_[lesion.id] = &lesion;
    order_ = table_order(assessment);
    choose_dates();
    choose_lesions();
  }

  void print(std::ostream& out) const {
    TextTable table(columns());
    for (const std::string& id : order_)
      if (!left_out_.contains(id)) table.add_styled_row(row(id));
    if (!left_out_.empty()) table.add_line(left_out_line());
    if (dates_.size() < assessment_.timepoints.size()) table.add_line(left_out_dates_line());
    Layout layout = layout_;
    if (extent_.is_full) layout.columns = 0;
    table.print(out, layout);
    for (const std::string& line : wrapped(legend(), layout_.columns > kGap ? layout_.columns - kGap : 0))
      out << layout_.faint("  " + line) << "\n";
  }

 private:
  [[nodiscard]] std::size_t page() const { return layout_.columns > 0 ? layout_.columns : kPageColumns; }
  [[nodiscard]] std::size_t last() const { return assessment_.timepoints.size() - 1; }

  /// The baseline and as many of the latest dates as fit; with years in a line of their own where that shows
  /// more.
  void choose_dates() {
    const std::size_t n = assessment_.timepoints.size();
    const std::size_t beside = width_beside_dates();
    const std::size_t room = page() > beside ? page() - beside : 0;
    is_wide_ = n * (std::max(kWideDateColumns, widest_cell_) + kGap) <= room;
    const std::size_t fitting =
        std::max<std::size_t>(room / (std::max(kDateColumns, widest_cell_) + kGap), 2);
    const std::size_t shown = extent_.is_full || is_wide_ ? n : std::min(n, fitting);
    std::size_t begin = n - shown;
    if (begin > baseline_index()) {
      dates_.push_back(baseline_index());
      ++begin;
    }
    for (std::size_t t = begin; t < n; ++t)
      dates_.push_back(t);
  }

  /// Of the columns that hold no date, with all gaps; also finds the widest cell of a date.
  std::size_t width_beside_dates() {
    std::size_t name_columns = 0, change_columns = kDateColumns, status_columns = 0;
    for (const std::string& id : order_) {
      const LesionAssessment* now = said_at(assessment_, id, last());
      name_columns = std::max(name_columns, display_width(name(id)));
      change_columns = std::max(change_columns, display_width(change(now)));
      status_columns = std::max(status_columns, display_width(status(now)));
      for (std::size_t t = 0; t <= last(); ++t)
        widest_cell_ = std::max(widest_cell_, display_width(cell(said_at(assessment_, id, t)).text));
    }
    return kGap + name_columns + kGap + 1 + kGap + change_columns + kGap + status_columns;
  }

  [[nodiscard]] std::string name(const std::string& id) const {
    return shortened(printable(id), kIdColumns) + " " + printable(organ_of(*lesions_.at(id)));
  }

  [[nodiscard]] std::size_t baseline_index() const {
    const classify::Case& shown = assessment_.clinical_case;
    return classify::timepoint_index(shown, shown.baseline_timepoint).value_or(0);
  }

  /// Leaves out controlled lesions that are no targets, those farthest from progression first.
  void choose_lesions() {
    if (extent_.is_full || order_.size() <= extent_.most_rows) return;
    std::vector<std::pair<double, std::string>> candidates;
    for (const std::string& id : order_) {
      const LesionAssessment* said = said_at(assessment_, id, last());
      if (rank_of(said) != Rank::kOther && said != nullptr) continue;
      if (is_target(assessment_, id)) continue;
      candidates.emplace_back(said == nullptr ? -1e9 : said->from_nadir_pct.value_or(-1e6), id);
    }
    std::sort(candidates.begin(), candidates.end());
    const std::size_t surplus = order_.size() - extent_.most_rows;
    for (std::size_t i = 0; i < std::min(surplus, candidates.size()); ++i)
      left_out_.insert(candidates[i].second);
  }

  [[nodiscard]] std::vector<TextTable::Column> columns() const {
    using Align = TextTable::Align;
    std::vector<TextTable::Column> columns = {{"lesion", Align::kLeft, kNarrowestName}, {"", Align::kLeft}};
    for (const std::size_t t : dates_) {
      const classify::CaseTimePoint& timepoint = assessment_.clinical_case.timepoints[t];
      const std::string date = to_iso(timepoint.date);
      const std::string id = shortened(printable(timepoint.id), is_wide_ ? kWideDateColumns : kDateColumns);
      columns.push_back(
          {id + "\n" +
               (is_wide_ ? date : date.substr(0, date.size() - 6) + "\n" + date.substr(date.size() - 5)),
           Align::kRight});
    }
    columns.push_back({"from\nnadir", Align::kRight});
    columns.push_back({"status", Align::kLeft});
    return columns;
  }

  [[nodiscard]] std::vector<TextTable::Cell> row(const std::string& id) const {
    const LesionAssessment* now = said_at(assessment_, id, last());
    const bool stands_out = rank_of(now) == Rank::kProgressing;
    const Style style = now == nullptr ? Style::kFaint : style_of(mark_of(now->status).tone);
    std::vector<TextTable::Cell> cells = {{name(id), stands_out ? Style::kStrong : Style::kPlain},
                                          {is_target(assessment_, id) ? "T" : "", Style::kPlain}};
    for (const std::size_t t : dates_)
      cells.push_back(cell(said_at(assessment_, id, t)));
    cells.push_back({change(now), style});
    cells.push_back({status(now), style});
    return cells;
  }

  /// "34.1 ↑", "9.5 +?", "n.e.".
  [[nodiscard]] static TextTable::Cell cell(const LesionAssessment* said) {
    if (said == nullptr) return {"", Style::kPlain};
    const terms::StatusMark& mark = mark_of(said->status);
    const std::string sign(mark.sign);
    if (said->status == LesionStatus::kNotEvaluable) return {sign, style_of(mark.tone)};
    const bool is_doubtful = is_progression(said->status) && said->confidence == Confidence::kIndeterminate;
    const std::string size = said->size_mm ? text("%.1f ", *said->size_mm + 0.0) : "";
    return {size + (is_doubtful ? "?" : sign), is_doubtful ? Style::kStrong : style_of(mark.tone)};
  }

  [[nodiscard]] static std::string change(const LesionAssessment* said) {
    return said != nullptr && said->from_nadir_pct ? percent(*said->from_nadir_pct) : "";
  }

  /// "progressing, probable"; definite is not said.
  [[nodiscard]] static std::string status(const LesionAssessment* said) {
    if (said == nullptr) return "not listed";
    const bool is_said =
        said->confidence == Confidence::kDefinite || said->status == LesionStatus::kNotEvaluable;
    return in_words(to_string(said->status)) + (is_said ? "" : ", " + to_string(said->confidence));
  }

  [[nodiscard]] std::string left_out_line() const {
    std::map<std::string, int> counts;
    for (const std::string& id : left_out_) {
      const LesionAssessment* said = said_at(assessment_, id, last());
      ++counts[said == nullptr ? "not listed" : in_words(to_string(said->status))];
    }
    std::string line;
    for (const auto& [status, n] : counts)
      append(line, ", ", std::to_string(n) + " " + status);
    return "\xE2\x80\xA6 and " + std::to_string(left_out_.size()) + " more: " + line +
           " (--full-table shows them)";
  }

  [[nodiscard]] std::string left_out_dates_line() const {
    const std::size_t n = assessment_.timepoints.size() - dates_.size();
    return std::to_string(n) + (n == 1 ? " earlier date is" : " earlier dates are") +
           " left out (--full-table shows all)";
  }

  /// The signs that stand in the table, in words.
  [[nodiscard]] std::string legend() const {
    std::set<const terms::StatusMark*> used;
    bool is_doubtful = false;
    for (const std::string& id : order_) {
      if (left_out_.contains(id)) continue;
      for (const std::size_t t : dates_) {
        const LesionAssessment* said = said_at(assessment_, id, t);
        if (said == nullptr) continue;
        if (rank_of(said) == Rank::kPossible) {
          is_doubtful = true;
        } else {
          used.insert(&mark_of(said->status));
        }
      }
    }
    std::string text = "mm";
    for (const terms::LesionStatusRow& row : terms::kLesionStatuses)
      if (used.erase(row.mark) > 0 && !row.mark->meaning.empty())
        text += "; " + std::string(row.mark->sign) + " " + std::string(row.mark->meaning);
    if (is_doubtful) text += "; ? may progress";
    if (!assessment_.timepoints.back().recist.target_ids.empty()) text += "; T RECIST target";
    return text;
  }

  const Assessment& assessment_;
  TableExtent extent_;
  const Layout& layout_;
  std::map<std::string, const CaseLesion*> lesions_;
  std::vector<std::string> order_;
  std::set<std::string> left_out_;
  std::vector<std::size_t> dates_;
  std::size_t widest_cell_ = 0;
  bool is_wide_ = true;
};

}  // namespace

std::vector<std::string> table_order(const Assessment& assessment) {
  using Key = std::tuple<Rank, double, double, std::string>;
  std::vector<Key> keys;
  if (assessment.timepoints.empty()) return {};
  for (const CaseLesion& lesion : assessment.clinical_case.lesions) {
    const bool is_listed =
        std::any_of(assessment.timepoints.begin(), assessment.timepoints.end(),
                    [&lesion](const auto& timepoint) { return timepoint.lesions.contains(lesion.id); });
    if (!is_listed) continue;
    const LesionAssessment* said = said_at(assessment, lesion.id, assessment.timepoints.size() - 1);
    const Rank rank = rank_of(said);
    const bool by_growth = rank == Rank::kProgressing || rank == Rank::kPossible;
    keys.emplace_back(rank, by_growth ? -said->from_nadir_pct.value_or(-1e9) : 0.0,
                      by_growth ? -said->size_mm.value_or(0) : 0.0, lesion.id);
  }
  std::sort(keys.begin(), keys.end());
  std::vector<std::string> order;
  order.reserve(keys.size());
  for (const Key& key : keys)
    order.push_back(std::get<3>(key));
  return order;
}

void print_lesion_table(const Assessment& assessment, const TableExtent& extent, std::ostream& out,
                        const Layout& layout) {
  if (assessment.timepoints.empty()) return;
  LesionTable(assessment, extent, layout).print(out);
}

}  // namespace oligard::app
