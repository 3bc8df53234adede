#include <algorithm>
#include <cmath>
#include <set>

#include "draw/changes/changes.h"
#include "draw/plots/axis.h"
#include "draw/plots/layout.h"
#include "draw/plots/picture.h"
#include "oligard/draw/plots.h"

namespace oligard::draw {
namespace {

constexpr double kAxisWidth = 56;
constexpr double kPlotWidth = 720;
constexpr double kPlotHeight = 440;
constexpr double kTop = 112;
constexpr double kLeader = 26;
constexpr double kMostLabelWidth = 260;
constexpr double kLabelGap = 13.5;
constexpr double kDateLabelWidth = 70;
constexpr double kRim = 26;
constexpr std::size_t kFew = 14;        ///< lines up to which all have labels and whiskers
constexpr std::size_t kMostOthers = 6;  ///< labels of lines that do not stand out, where there are more

constexpr std::string_view kCss =
    ".course{fill:none;stroke-width:1.2;stroke-opacity:0.75}\n"
    ".many .course{stroke-opacity:0.4;stroke-width:1}\n"
    ".course.important,.many .course.important{stroke-width:2.2;stroke-opacity:1}\n"
    ".course.doubtful{stroke-dasharray:7 4}\n"
    ".course.gap{stroke-dasharray:1.5 4;stroke-linecap:round}\n"
    ".point{stroke-width:0.8}\n"
    ".point.cut{fill:#ffffff}\n"
    ".whisker{stroke-width:1;fill:none;stroke-opacity:0.8}\n"
    ".date{stroke:#e3e7eb;stroke-width:1}\n";

/// Strokes in the colours of lines, which differ from the outlines of shapes.
std::string line_css() {
  std::string css;
  for (const classify::StatusLook* style : classify::kStatusLooks) {
    css.append(".course.").append(style->name).append(",.whisker.").append(style->name);
    css.append("{fill:none;stroke:").append(hex(style->colour)).append("}\n");
  }
  return css;
}

class Spider {
 public:
  Spider(const std::string& patient_key, const classify::Assessment& assessment)
      : patient_key_(patient_key),
        assessment_(assessment),
        changes_(changes_of(assessment)),
        axis_(frame(), lowest(), highest(), kRim) {
    longest_days_ = changes_.dates.empty() ? 1 : std::max(1.0, changes_.dates.back().days);
    choose_labels();
  }

  std::string draw() {
    draw_header();
    draw_dates();
    axis_.draw(svg_, limits());
    svg_.open("g", {{"class", changes_.lines.size() > kFew ? "many" : "few"}});
    for (std::size_t i = changes_.lines.size(); i-- > 0;)
      draw_line(changes_.lines[i]);
    svg_.close("g");
    draw_labels();
    draw_legend();
    return document(width(), bottom_ + kMargin, std::string(axis_css()) + std::string(kCss) + line_css(),
                    svg_.take());
  }

 private:
  static Rect frame() {
    return {kMargin + kAxisWidth, kTop, kMargin + kAxisWidth + kPlotWidth, kTop + kPlotHeight};
  }
  [[nodiscard]] double width() const { return axis_.frame().right + kLeader + label_width_ + kMargin; }
  [[nodiscard]] double x(double days) const {
    return axis_.frame().left + 10 + days / longest_days_ * (kPlotWidth - 20);
  }
  [[nodiscard]] std::vector<double> limits() const {
    const auto& constants = assessment_.rules.constants;
    return {100 * constants.pd_rel, 100 * constants.pr_rel};
  }
  [[nodiscard]] double lowest() const {
    double low = 100 * assessment_.rules.constants.pr_rel;
    for (const ChangeLine& line : changes_.lines)
      for (const ChangePoint& point : line.points)
        low = std::min(low, point.change_pct);
    return low;
  }
  [[nodiscard]] double highest() const {
    double high = 100 * assessment_.rules.constants.pd_rel;
    for (const ChangeLine& line : changes_.lines)
      for (const ChangePoint& point : line.points)
        high = std::max(high, point.change_pct);
    return high;
  }

  /// Of many lines those that stand out and the largest changes; never more than there is room for.
  void choose_labels() {
    const auto room = static_cast<std::size_t>(kPlotHeight / kLabelGap);
    const std::vector<ChangeLine>& lines = changes_.lines;
    const auto important = static_cast<std::size_t>(
        std::count_if(lines.begin(), lines.end(), [](const ChangeLine& line) { return line.is_important; }));
    for (std::size_t i = 0; i < lines.size(); ++i)
      labels_.push_back(i);
    std::stable_sort(labels_.begin(), labels_.end(), [&lines](std::size_t a, std::size_t b) {
      if (lines[a].is_important != lines[b].is_important) return lines[a].is_important;
      return std::abs(lines[a].points.back().change_pct) > std::abs(lines[b].points.back().change_pct);
    });
    const std::size_t wanted = lines.size() <= kFew ? lines.size() : important + kMostOthers;
    labels_.resize(std::min({room, wanted, lines.size()}));
    for (const std::size_t i : labels_)
      label_width_ = std::max(label_width_, text_width(label(lines[i]), kLabelSize));
    std::stable_sort(labels_.begin(), labels_.end(),
                     [&](std::size_t a, std::size_t b) { return end_y(lines[a]) < end_y(lines[b]); });
  }

  [[nodiscard]] double end_y(const ChangeLine& line) const { return axis_.y(line.points.back().change_pct); }

  /// "L36 bone +8 % (+86 % from nadir)"; "first seen" in place of the change where there is one size.
  [[nodiscard]] static std::string label(const ChangeLine& line) {
    std::string change = line.is_late ? "first seen" : "one size";
    if (line.points.size() > 1) {
      change = signed_percent(std::round(line.points.back().change_pct));
      const std::string from_nadir = signed_percent(std::round(line.from_nadir_pct.value_or(0)));
      if (line.is_important && line.from_nadir_pct && from_nadir != change)
        change += " (" + from_nadir + " from nadir)";
    }
    const double room = kMostLabelWidth - text_width(" " + change, kLabelSize);
    return clipped(line.label, room, kLabelSize) + " " + change;
  }

  void draw_header() {
    svg_.text(kMargin, 34, "title",
              clipped("Change of lesion size, patient " + patient_key_, width() - 2 * kMargin, kTitleSize));
    svg_.text(kMargin, 54, "small", "Research software, not verified by a physician.");
    if (changes_.dates.empty()) return;
    const std::size_t last = assessment_.timepoints.size() - 1;
    const std::string category = category_line(assessment_, last);
    const auto& profiles = assessment_.clinical_case.evaluated_profiles;
    std::string line = changes_.dates.back().date + ": " + category;
    if (!category.empty()) line += " (profile " + profiles.front() + "); ";
    svg_.text(
        kMargin, 76, "line",
        clipped(line + recist_line(assessment_.timepoints[last].recist), width() - 2 * kMargin, kTextSize));
    if (const std::size_t n = assessment_.timepoints[last].review.size(); n > 0) {
      svg_.text(kMargin, 94, "alert",
                "Needs review: " + std::to_string(n) + (n == 1 ? " link" : " links") + " in doubt");
    }
  }

  void draw_dates() {
    const Rect& frame = axis_.frame();
    double free_from = -1e9;
    for (const DateMark& mark : changes_.dates) {
      const double at = x(mark.days);
      svg_.shape("path",
                 {{"class", "date"},
                  {"d", "M" + number(at) + " " + number(frame.top) + "V" + number(frame.bottom + 5)}});
      if (at - kDateLabelWidth / 2 < free_from) continue;
      svg_.text(at, frame.bottom + 18, "tick", clipped(mark.timepoint, kDateLabelWidth, kLabelSize),
                "middle");
      svg_.text(at, frame.bottom + 32, "tick", mark.date, "middle");
      svg_.text(at, frame.bottom + 46, "small", "day " + number(mark.days), "middle");
      free_from = at + kDateLabelWidth / 2;
    }
    svg_.shape("rect", {{"class", "frame"},
                        {"x", number(frame.left)},
                        {"y", number(frame.top)},
                        {"width", number(frame.right - frame.left)},
                        {"height", number(frame.bottom - frame.top)}});
  }

  void draw_line(const ChangeLine& line) {
    used_.insert(line.style);
    const std::string look = "course " + std::string(line.style->name) +
                             (line.is_important ? " important" : "") + (line.is_doubtful ? " doubtful" : "");
    for (std::size_t i = 1; i < line.points.size(); ++i) {
      const ChangePoint& from = line.points[i - 1];
      const ChangePoint& to = line.points[i];
      any_gap_ = any_gap_ || to.follows_gap;
      svg_.shape("path", {{"class", look + (to.follows_gap ? " gap" : "")},
                          {"d", "M" + number(x(from.days)) + " " + number(axis_.y(from.change_pct)) + "L" +
                                    number(x(to.days)) + " " + number(axis_.y(to.change_pct))}});
    }
    for (const ChangePoint& point : line.points)
      draw_point(line, point);
  }

  void draw_point(const ChangeLine& line, const ChangePoint& point) {
    const double at = x(point.days);
    const double height = axis_.y(point.change_pct);
    const std::string name(line.style->name);
    const bool has_whisker = point.half_width_pct && (line.is_important || changes_.lines.size() <= kFew);
    if (has_whisker) {
      any_whisker_ = true;
      const double low = point.change_pct - *point.half_width_pct;
      const double high = point.change_pct + *point.half_width_pct;
      svg_.shape("path", {{"class", "whisker " + name},
                          {"d", "M" + number(at) + " " + number(axis_.y(low)) + "V" + number(axis_.y(high)) +
                                    end_of_whisker(at, low) + end_of_whisker(at, high)}});
    }
    any_cut_ = any_cut_ || point.is_minimum;
    svg_.shape("circle",
               {{"class", "point " + name + (point.is_minimum ? " cut" : "")},
                {"cx", number(at)},
                {"cy", number(height)},
                {"r", line.is_important ? "3.6" : "2.2"}},
               line.label + " " + changes_.dates[point.t - first_timepoint()].timepoint + ": " +
                   number(point.size_mm) + " mm, " + signed_percent(point.change_pct) + ", " +
                   std::string(point.style->words));
  }

  /// Nothing where the whisker leaves the picture.
  [[nodiscard]] std::string end_of_whisker(double at, double percent) const {
    if (!axis_.is_within(percent)) return {};
    return "M" + number(at - 3) + " " + number(axis_.y(percent)) + "h6";
  }

  /// Index among all time points of the first that is drawn.
  [[nodiscard]] std::size_t first_timepoint() const {
    return assessment_.timepoints.size() - changes_.dates.size();
  }

  void draw_labels() {
    const Rect& frame = axis_.frame();
    std::vector<double> wished;
    for (const std::size_t i : labels_)
      wished.push_back(end_y(changes_.lines[i]));
    const std::vector<double> placed = spread(wished, kLabelGap, frame.top + 4, frame.bottom - 2);
    for (std::size_t i = 0; i < labels_.size(); ++i) {
      const ChangeLine& line = changes_.lines[labels_[i]];
      const double from = x(line.points.back().days) + 5;
      svg_.shape("path", {{"class", "leader"},
                          {"stroke-opacity", line.is_important ? "0.8" : "0.3"},
                          {"d", "M" + number(from) + " " + number(wished[i]) + "L" + number(frame.right + 6) +
                                    " " + number(wished[i]) + "L" + number(frame.right + kLeader - 6) + " " +
                                    number(placed[i])}});
      svg_.text(frame.right + kLeader - 2, placed[i] + 4, line.is_important ? "label strong" : "label",
                label(line));
    }
  }

  void draw_legend() {
    Legend legend(svg_, kMargin, width() - kMargin, axis_.frame().bottom + 76);
    legend.swatches(used_);
    if (any_gap_) legend.sample("course stable gap", "no size in between");
    const bool any_doubt = std::any_of(changes_.lines.begin(), changes_.lines.end(),
                                       [](const ChangeLine& line) { return line.is_doubtful; });
    if (any_doubt) legend.sample("course progressing doubtful", "may progress");
    legend.note(explanation());
    bottom_ = legend.y();
  }

  [[nodiscard]] std::string explanation() const {
    const auto& constants = assessment_.rules.constants;
    std::string text =
        "Long axis, short axis of a node, relative to the baseline or, for a lesion first seen later, to its "
        "first "
        "size. Colours: status at the last date. Dashed: " +
        signed_percent(100 * constants.pr_rel) + " (regression, from baseline) and " +
        signed_percent(100 * constants.pd_rel) + " (progression when it is also " +
        number(constants.pd_abs_mm) +
        " mm, counted from the smallest earlier size, which may lie below the baseline).";
    if (axis_.high() > 100) text += " Above +100 % the scale is logarithmic.";
    if (any_whisker_) text += " Whiskers: 95 % interval of the measurement.";
    if (any_cut_) text += " White points: cut by the image border or seen in part, minimum size.";
    if (const std::size_t n = changes_.lines.size() - labels_.size(); n > 0)
      text += " " + std::to_string(n) + (n == 1 ? " line has" : " lines have") + " no label.";
    if (changes_.dates.size() < 2) text += " There is one date: nothing to compare.";
    return text;
  }

  const std::string& patient_key_;
  const classify::Assessment& assessment_;
  Changes changes_;
  PercentAxis axis_;
  SvgWriter svg_;
  std::vector<std::size_t> labels_;  ///< lines with a label, by height
  std::set<const classify::StatusLook*> used_;
  double longest_days_ = 1;
  double label_width_ = 60;
  double bottom_ = 0;
  bool any_gap_ = false, any_whisker_ = false, any_cut_ = false;
};

}  // namespace

std::string spider_plot(const std::string& patient_key, const classify::Assessment& assessment) {
  return Spider(patient_key, assessment).draw();
}

}  // namespace oligard::draw
