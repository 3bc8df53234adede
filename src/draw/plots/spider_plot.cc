#include <algorithm>
#include <cmath>
#include <set>

#include "draw/canvas/figures.h"
#include "draw/canvas/legend.h"
#include "draw/changes/changes.h"
#include "draw/changes/percent_axis.h"
#include "draw/plots/picture.h"

namespace oligard::draw {
namespace {

constexpr double kAxisWidth = 56;
constexpr double kPlotWidth = 720, kPlotHeight = 440;
constexpr double kLeader = 26;
constexpr double kLeastLabelWidth = 60, kMostLabelWidth = 260;
constexpr double kLabelPitch = 13.5;
constexpr double kDateLabelWidth = 70;
constexpr double kRim = 26;
constexpr double kSpace = 3.5;          ///< between name and change
constexpr std::size_t kFew = 14;        ///< lines up to which all have labels and whiskers
constexpr std::size_t kMostOthers = 6;  ///< labels of lines that do not stand out, where there are more

const Stroke kGap{1.2, kInk, {1.5, 4}, 0.75};
const Stroke kDoubtful{2.2, kInk, {7, 4}};

Stroke coloured(Stroke stroke, Rgb colour) {
  stroke.colour = colour;
  return stroke;
}

class Spider {
 public:
  Spider(Canvas& canvas, const PlotWords& words, const std::string& patient_key,
         const classify::Assessment& assessment)
      : canvas_(canvas),
        words_(words),
        patient_key_(patient_key),
        assessment_(assessment),
        constants_(assessment.rules.constants),
        changes_(changes_of(assessment)) {
    longest_days_ = changes_.dates.empty() ? 1 : std::max(1.0, changes_.dates.back().days);
    axis_.is_compressed = true;
    axis_.include(100 * constants_.pr_rel);
    axis_.include(100 * constants_.pd_rel);
    for (const ChangeLine& line : changes_.lines)
      for (const ChangePoint& point : line.points)
        axis_.include(point.change_pct);
    choose_labels();
  }

  Extent draw() {
    const double inner = kAxisWidth + kPlotWidth + kLeader + label_width_;
    const double top =
        draw_heading(canvas_, words_.spider_title(patient_key_), words_, assessment_, inner) + 8;
    frame_ = {kMargin + kAxisWidth, top, kPlotWidth, kPlotHeight};
    axis_.box = {frame_.left, top + kRim, kPlotWidth, kPlotHeight - 2 * kRim};
    draw_dates();
    draw_levels(canvas_, axis_,
                {{100 * constants_.pd_rel, terms::look::kProgressing.colour},
                 {100 * constants_.pr_rel, terms::look::kRegressing.colour}},
                kAxisWidth, kLabelSize);
    for (std::size_t i = changes_.lines.size(); i-- > 0;)
      draw_line(changes_.lines[i]);
    draw_labels();
    return {inner + 2 * kMargin, draw_legend(inner) + kMargin};
  }

 private:
  [[nodiscard]] double x(double days) const {
    return frame_.left + 10 + days / longest_days_ * (kPlotWidth - 20);
  }
  /// Within the frame, whatever the value.
  [[nodiscard]] double y(double percent) const {
    return std::clamp(axis_.y(percent), frame_.top, frame_.bottom());
  }
  [[nodiscard]] bool are_many() const { return changes_.lines.size() > kFew; }
  [[nodiscard]] static TextStyle label_style(const ChangeLine& line) {
    return {.size = kLabelSize, .is_bold = line.is_important, .has_halo = true};
  }

  /// Of many lines those that stand out and the largest changes; never more than there is room for.
  void choose_labels() {
    const auto room = static_cast<std::size_t>(kPlotHeight / kLabelPitch);
    const std::vector<ChangeLine>& lines = changes_.lines;
    const auto important = static_cast<std::size_t>(
        std::count_if(lines.begin(), lines.end(), [](const ChangeLine& line) { return line.is_important; }));
    for (const ChangeLine& line : lines)
      labelled_.push_back(&line);
    std::stable_sort(labelled_.begin(), labelled_.end(), [](const ChangeLine* a, const ChangeLine* b) {
      if (a->is_important != b->is_important) return a->is_important;
      return std::abs(a->points.back().change_pct) > std::abs(b->points.back().change_pct);
    });
    labelled_.resize(std::min({room, are_many() ? important + kMostOthers : lines.size(), lines.size()}));
    for (const ChangeLine* line : labelled_) {
      const double width = canvas_.width_of(line->label + change_of(*line), label_style(*line)) + kSpace + 2;
      label_width_ = std::clamp(width, label_width_, kMostLabelWidth);
    }
    std::stable_sort(labelled_.begin(), labelled_.end(), [](const ChangeLine* a, const ChangeLine* b) {
      return a->points.back().change_pct > b->points.back().change_pct;
    });
  }

  /// "+8 % (+86 % from nadir)"; "first seen" where there is one size.
  [[nodiscard]] std::string change_of(const ChangeLine& line) const {
    if (line.points.size() == 1) return std::string(line.is_late ? words_.first_seen : words_.one_size);
    std::string text = change(line.points.back().change_pct);
    const std::string from_nadir = change(line.from_nadir_pct.value_or(0));
    if (line.is_important && line.from_nadir_pct && from_nadir != text) text += words_.from_nadir(from_nadir);
    return text;
  }

  void draw_dates() {
    double free_from = -1e9;
    for (const DateMark& mark : changes_.dates) {
      const double at = x(mark.days);
      const Point rule[] = {{at, frame_.top}, {at, frame_.bottom() + 5}};
      canvas_.polyline(rule, {1, kPale});
      const double left = at - kDateLabelWidth / 2;
      if (left < free_from) continue;
      free_from = left + kDateLabelWidth;
      double base_line = frame_.bottom() + 4;
      for (const std::string& text : {mark.timepoint, mark.date, words_.day(trimmed(mark.days))})
        canvas_.line(text, left, base_line += 14, kDateLabelWidth,
                     {kLabelSize, false, kGrey, Align::kCentre});
    }
    canvas_.frame(frame_, {1, kFaint});
  }

  void draw_line(const ChangeLine& line) {
    used_.insert(line.style);
    Stroke stroke{are_many() ? 1 : 1.2, kInk, {}, are_many() ? 0.4 : 0.75};
    if (line.is_important) stroke = line.is_doubtful ? kDoubtful : Stroke{2.2};
    for (std::size_t i = 1; i < line.points.size(); ++i) {
      const ChangePoint& from = line.points[i - 1];
      const ChangePoint& to = line.points[i];
      any_gap_ = any_gap_ || to.follows_gap;
      const Point step[] = {{x(from.days), y(from.change_pct)}, {x(to.days), y(to.change_pct)}};
      canvas_.polyline(step, coloured(to.follows_gap ? kGap : stroke, line.style->colour));
    }
    for (const ChangePoint& point : line.points)
      draw_point(line, point);
  }

  void draw_point(const ChangeLine& line, const ChangePoint& point) {
    const Point at{x(point.days), y(point.change_pct)};
    if (point.half_width_pct && (line.is_important || !are_many())) {
      any_whisker_ = true;
      draw_whisker(at.x, point.change_pct - *point.half_width_pct, point.change_pct + *point.half_width_pct,
                   {1, line.style->colour, {}, 0.8});
    }
    any_cut_ = any_cut_ || point.is_minimum;
    const double radius = line.is_important ? 3.6 : 2.2;
    Stroke edge = edge_of(*line.style, 0.8);
    canvas_.circle(at, radius, point.is_minimum ? kWhite : line.style->fill.value_or(kWhite), edge);
    const std::size_t first = assessment_.timepoints.size() - changes_.dates.size();
    canvas_.hint({at.x - radius, at.y - radius, 2 * radius, 2 * radius},
                 line.label + " " + changes_.dates[point.t - first].timepoint + ": " +
                     words_.waterfall.size(trimmed(point.size_mm)) + ", " + signed_percent(point.change_pct) +
                     ", " + std::string(point.style->words));
  }

  /// Without an end where it leaves the picture.
  void draw_whisker(double at, double low, double high, const Stroke& stroke) {
    const Point whisker[] = {{at, y(low)}, {at, y(high)}};
    canvas_.polyline(whisker, stroke);
    for (const double percent : {low, high}) {
      const Point end[] = {{at - 3, y(percent)}, {at + 3, y(percent)}};
      if (axis_.is_within(percent)) canvas_.polyline(end, stroke);
    }
  }

  void draw_labels() {
    std::vector<double> placed;
    for (const ChangeLine* line : labelled_)
      placed.push_back(y(line->points.back().change_pct));
    placed = spread(placed, kLabelPitch, frame_.top + 4, frame_.bottom() - 2);
    for (std::size_t i = 0; i < labelled_.size(); ++i) {
      const ChangeLine& line = *labelled_[i];
      const double end = y(line.points.back().change_pct);
      const Point leader[] = {{x(line.points.back().days) + 5, end},
                              {frame_.right() + 6, end},
                              {frame_.right() + kLeader - 6, placed[i]}};
      canvas_.polyline(leader, {0.8, kGrey, {}, line.is_important ? 0.8 : 0.3});
      const std::string value = change_of(line);
      const double value_width = canvas_.width_of(value, label_style(line)) + 1;
      const double left = frame_.right() + kLeader - 2;
      const double taken = canvas_.line(line.label, left, placed[i] + 4, label_width_ - value_width - kSpace,
                                        label_style(line));
      canvas_.line(value, left + taken + kSpace, placed[i] + 4, value_width, label_style(line));
    }
  }

  double draw_legend(double inner) {
    Legend legend(canvas_, {kMargin, frame_.bottom() + 64, inner, kWordSize}, kWordSize, false);
    legend.statuses(used_);
    if (any_gap_)
      legend.sample(coloured(kGap, terms::look::kStable.colour), std::string(words_.no_size_between));
    if (std::any_of(changes_.lines.begin(), changes_.lines.end(),
                    [](const auto& l) { return l.is_doubtful; }))
      legend.sample(coloured(kDoubtful, terms::look::kProgressing.colour), std::string(words_.may_progress));
    legend.note(explanation());
    return legend.bottom();
  }

  [[nodiscard]] std::string explanation() const {
    std::string text =
        words_.spider_note(signed_percent(100 * constants_.pr_rel), signed_percent(100 * constants_.pd_rel),
                           trimmed(constants_.pd_abs_mm));
    if (axis_.high > 100) text += words_.logarithmic;
    if (any_whisker_) text += words_.whiskers;
    if (any_cut_) text += words_.cut_points;
    if (const std::size_t n = changes_.lines.size() - labelled_.size(); n > 0)
      text += words_.no_label(static_cast<int>(n));
    if (changes_.dates.size() < 2) text += words_.one_date;
    return text;
  }

  Canvas& canvas_;
  const PlotWords& words_;
  const std::string& patient_key_;
  const classify::Assessment& assessment_;
  const classify::Constants& constants_;
  Changes changes_;
  PercentAxis axis_;
  Box frame_;                                ///< of the plot; the axis leaves a rim in it
  std::vector<const ChangeLine*> labelled_;  ///< by height
  std::set<const terms::StatusLook*> used_;
  double longest_days_ = 1;
  double label_width_ = kLeastLabelWidth;
  bool any_gap_ = false, any_whisker_ = false, any_cut_ = false;
};

}  // namespace

Extent draw_spider_plot(Canvas& canvas, const PlotWords& words, const std::string& patient_key,
                        const classify::Assessment& assessment) {
  return Spider(canvas, words, patient_key, assessment).draw();
}

}  // namespace oligard::draw
