#include "draw/changes/waterfall.h"

#include <algorithm>
#include <cmath>

#include "draw/canvas/figures.h"
#include "draw/changes/percent_axis.h"

namespace oligard::draw {
namespace {

constexpr double kAxisWidth = 30;
constexpr double kNewPct = 40;      ///< height of bars without a change
constexpr double kNamedPitch = 9;   ///< bars as wide as this have a name below
constexpr double kLevelPitch = 25;  ///< … a level value
constexpr double kBarShare = 0.74;
constexpr double kThinnestImportant = 1.4;
constexpr double kPale = 0.4;

class Waterfall {
 public:
  Waterfall(Canvas& canvas, const std::vector<ChangeBar>& bars, const WaterfallStyle& style,
            const WaterfallWords& words, const Box& box)
      : canvas_(canvas), bars_(bars), style_(style), words_(words), scale_(style.text / kSmallestText) {
    axis_.is_compressed = !style.most_pct;
    for (const ChangeBar& bar : bars)
      axis_.include(height_of(bar));
    const double axis_width = kAxisWidth * scale_;
    pitch_ = std::min(style.widest_pitch * scale_,
                      (box.width - axis_width) / static_cast<double>(std::max<std::size_t>(bars.size(), 1)));
    const double values = is_level() ? 10 * scale_ : is_named() ? style.values * scale_ : 4 * scale_;
    const bool any_down =
        axis_.low < -10 + 1e-9 ||
        std::any_of(bars.begin(), bars.end(), [](const auto& bar) { return bar.change_pct.value_or(0) < 0; });
    const double below = any_down ? values : 4 * scale_;
    const double names = style.names * scale_;
    axis_.box = {box.left + axis_width, box.top + values, box.width - axis_width,
                 box.height - values - below - (is_named() ? names : 0)};
    names_ = axis_.box.bottom() + below + names;
  }

  WaterfallDrawn draw() {
    draw_levels(canvas_, axis_, {{style_.limit_pct, terms::look::kProgressing.colour}}, kAxisWidth * scale_,
                style_.text);
    for (const bool is_important : {false, true}) {
      for (std::size_t i = 0; i < bars_.size(); ++i)
        if (bars_[i].is_important == is_important)
          draw_bar(bars_[i], axis_.box.left + (static_cast<double>(i) + 0.5) * pitch_);
    }
    const Point zero[] = {{axis_.box.left, axis_.y(0)}, {axis_.box.right(), axis_.y(0)}};
    canvas_.polyline(zero, {0.7 * scale_, kInk});
    return {has_rises_, axis_.is_compressed && axis_.high > 100};
  }

 private:
  [[nodiscard]] double height_of(const ChangeBar& bar) const {
    const double percent = std::max(bar.change_pct.value_or(kNewPct), -100.0);
    return style_.most_pct ? std::min(percent, *style_.most_pct) : percent;
  }
  [[nodiscard]] bool is_named() const { return pitch_ >= kNamedPitch * scale_; }
  [[nodiscard]] bool is_level() const { return pitch_ >= kLevelPitch * scale_; }

  void draw_bar(const ChangeBar& bar, double middle) {
    const double width = std::max(kBarShare * pitch_, bar.is_important ? kThinnestImportant : 0.0);
    const double end = axis_.y(height_of(bar));
    const double zero = axis_.y(0);
    const Box box{middle - width / 2, std::min(end, zero), width, std::max(std::abs(end - zero), 0.6)};
    if (!bar.change_pct) {
      canvas_.hatch(box, bar.style->colour, scale_);
    } else {
      canvas_.fill(box, bar.style->fill.value_or(kWhite), bar.is_doubtful ? kPale : 1);
    }
    if (pitch_ > 3) canvas_.frame(box, {0.5 * scale_, bar.style->edge});
    canvas_.hint(box, hint_of(bar));
    if (!is_named()) return;
    const std::optional<double> rise = draw_rise(bar, box);
    canvas_.upright(style_.has_labels ? bar.label : bar.id, middle, names_, (style_.names - 3) * scale_,
                    {style_.text, bar.is_important, kInk, Align::kRight});
    draw_value(bar, middle, box, rise);
  }

  /// A tick where the lesion is `rise_mm` above its nadir; empty where that is out of the picture.
  std::optional<double> draw_rise(const ChangeBar& bar, const Box& box) {
    if (!style_.rise_mm || bar.change_pct.value_or(0) <= 0 || bar.nadir_mm.value_or(0) <= 0)
      return std::nullopt;
    const double percent = 100 * *style_.rise_mm / *bar.nadir_mm;
    if (!axis_.is_within(percent)) return std::nullopt;
    has_rises_ = true;
    const double at = axis_.y(percent);
    const double more = std::min(2.0, (1 - kBarShare) * pitch_ / 4);
    const Point tick[] = {{box.left - more, at}, {box.right() + more, at}};
    canvas_.polyline(tick, {3.2, kWhite});
    canvas_.polyline(tick, {1.4, kInk});
    return at;
  }

  [[nodiscard]] std::string value_of(const ChangeBar& bar) const {
    if (bar.change_pct) return change(*bar.change_pct);
    if (!style_.has_labels) return bar.size_mm ? std::string(words_.new_bar) : "";
    return bar.size_mm ? words_.size(trimmed(*bar.size_mm)) : std::string(words_.no_size);
  }

  /// Beyond the end of the bar, and beyond its tick where they would touch.
  void draw_value(const ChangeBar& bar, double middle, const Box& box, std::optional<double> rise) {
    const std::string text = value_of(bar);
    if (text.empty()) return;
    TextStyle style{style_.text, bar.is_important, kInk, Align::kCentre};
    const double room = is_level() ? 10 * scale_ : canvas_.width_of(text, style) + 6;
    const double top = rise && *rise <= box.top && *rise > box.top - room ? *rise : box.top;
    const bool is_down = bar.change_pct.value_or(1) < 0;
    if (is_level()) {
      canvas_.line(text, middle - pitch_ / 2, is_down ? box.bottom() + 7.5 * scale_ : top - 2 * scale_,
                   pitch_, style);
      return;
    }
    style.align = is_down ? Align::kRight : Align::kLeft;
    const double values = style_.values * scale_;
    canvas_.upright(text, middle, is_down ? box.bottom() + 2 * scale_ + values : top - 2 * scale_, values,
                    style);
  }

  [[nodiscard]] std::string hint_of(const ChangeBar& bar) const {
    std::string text = bar.label + ": " + std::string(bar.style->words);
    if (bar.size_mm) text += ", " + words_.size(trimmed(*bar.size_mm));
    if (bar.nadir_mm && bar.change_pct)
      text += ", " + words_.from_nadir(signed_percent(*bar.change_pct), trimmed(*bar.nadir_mm));
    return text;
  }

  Canvas& canvas_;
  const std::vector<ChangeBar>& bars_;
  const WaterfallStyle& style_;
  const WaterfallWords& words_;
  PercentAxis axis_;
  double scale_;
  double pitch_ = 1;
  double names_ = 0;  ///< bottom edge of the names
  bool has_rises_ = false;
};

}  // namespace

WaterfallDrawn draw_waterfall(Canvas& canvas, const std::vector<ChangeBar>& bars, const WaterfallStyle& style,
                              const WaterfallWords& words, const Box& box) {
  return Waterfall(canvas, bars, style, words, box).draw();
}

}  // namespace oligard::draw
