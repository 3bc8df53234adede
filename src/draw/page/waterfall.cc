#include <algorithm>
#include <array>
#include <cmath>

#include "draw/canvas/figures.h"
#include "draw/page/parts.h"

namespace oligard::draw {
namespace {

constexpr double kAxisWidth = 30;
constexpr double kMostPct = 150;  ///< bars beyond are cut, their value says how high they are
constexpr double kNewPct = 40;    ///< height of bars without a change
constexpr double kWidestPitch = 30;
constexpr double kNamedPitch = 9;   ///< bars as wide as this have a name below
constexpr double kLevelPitch = 25;  ///< … a level value
constexpr double kNames = 24;       ///< height of names
constexpr double kValues = 26;      ///< height of upright values
constexpr double kBarShare = 0.74;
constexpr double kThinnestImportant = 1.4;

class Waterfall {
 public:
  Waterfall(Canvas& canvas, const Content& content, const Box& box)
      : canvas_(canvas), content_(content), bars_(content.changes.bars) {
    for (const ChangeBar& bar : bars_) {
      low_ = std::min(low_, height_of(bar));
      high_ = std::max(high_, height_of(bar));
    }
    pitch_ = std::min(kWidestPitch, (box.width - kAxisWidth) / static_cast<double>(bars_.size()));
    const double values = pitch_ >= kLevelPitch ? 10 : pitch_ >= kNamedPitch ? kValues : 4;
    const bool any_down = low_ < -10 + 1e-9 || std::any_of(bars_.begin(), bars_.end(), [](const auto& bar) {
                            return bar.change_pct.value_or(0) < 0;
                          });
    const double below = any_down ? values : 4;
    plot_ = {box.left + kAxisWidth, box.top + 16 + values, box.width - kAxisWidth,
             box.height - 16 - values - below - (is_named() ? kNames : 0)};
    names_ = plot_.bottom() + below + kNames;
    draw_title(canvas, "Change from nadir", "hatched: new; bars above +150 % are cut",
               {box.left, box.top, box.width, 0});
  }

  void draw() {
    draw_axis();
    for (const bool is_important : {false, true}) {
      for (std::size_t i = 0; i < bars_.size(); ++i)
        if (bars_[i].is_important == is_important)
          draw_bar(bars_[i], plot_.left + (static_cast<double>(i) + 0.5) * pitch_);
    }
    const Point zero[] = {{plot_.left, y(0)}, {plot_.right(), y(0)}};
    canvas_.polyline(zero, {0.7, kInk});
  }

 private:
  static double height_of(const ChangeBar& bar) {
    return std::clamp(bar.change_pct.value_or(kNewPct), -100.0, kMostPct);
  }
  [[nodiscard]] bool is_named() const { return pitch_ >= kNamedPitch; }
  [[nodiscard]] double y(double percent) const {
    return plot_.top + plot_.height * (high_ - percent) / (high_ - low_);
  }

  void draw_axis() {
    draw_tick(content_.limit_pct, {0.7, classify::look::kProgressing.colour, {3, 2}});
    for (const double percent : {0.0, 100.0, -100.0, 50.0, -50.0, -30.0}) {
      if (percent > high_ || percent < low_) continue;
      draw_tick(percent, {0.4, kFaint});
    }
  }

  void draw_tick(double percent, const Stroke& stroke) {
    const double at = y(percent);
    const bool has_room =
        std::all_of(ticks_.begin(), ticks_.end(), [at](double other) { return std::abs(at - other) >= 8; });
    if (!has_room) return;
    ticks_.push_back(at);
    const Point rule[] = {{plot_.left, at}, {plot_.right(), at}};
    canvas_.polyline(rule, stroke);
    canvas_.line(change(percent), plot_.left - kAxisWidth, at + 2.5, kAxisWidth - 4,
                 {kSmallestText, false, kGrey, Align::kRight});
  }

  void draw_bar(const ChangeBar& bar, double middle) {
    const double width = std::max(kBarShare * pitch_, bar.is_important ? kThinnestImportant : 0.0);
    const double end = y(height_of(bar));
    const Box box{middle - width / 2, std::min(end, y(0)), width, std::max(std::abs(end - y(0)), 0.6)};
    if (!bar.change_pct) {
      canvas_.hatch(box, bar.style->colour);
    } else {
      canvas_.fill(box, bar.style->fill.value_or(kWhite), bar.is_doubtful ? 0.4 : 1);
    }
    if (pitch_ > 3) canvas_.frame(box, {0.5, bar.style->edge});
    if (!is_named()) return;
    const TextStyle style{kSmallestText, bar.is_important, kInk, Align::kRight};
    canvas_.upright(bar.id, middle, names_, kNames - 3, style);
    draw_value(bar, middle, box);
  }

  /// Beyond the end of the bar.
  void draw_value(const ChangeBar& bar, double middle, const Box& box) {
    if (!bar.change_pct && !bar.size_mm) return;
    const bool is_down = bar.change_pct.value_or(1) < 0;
    const std::string text = bar.change_pct ? change(*bar.change_pct) : "new";
    TextStyle style{kSmallestText, bar.is_important, kInk, Align::kCentre};
    if (pitch_ >= kLevelPitch) {
      canvas_.line(text, middle - pitch_ / 2, is_down ? box.bottom() + 7.5 : box.top - 2, pitch_, style);
      return;
    }
    style.align = is_down ? Align::kRight : Align::kLeft;
    canvas_.upright(text, middle, is_down ? box.bottom() + 2 + kValues : box.top - 2, kValues, style);
  }

  Canvas& canvas_;
  const Content& content_;
  const std::vector<ChangeBar>& bars_;
  Box plot_;
  double low_ = -10, high_ = kNewPct;
  double pitch_ = 1;
  double names_ = 0;  ///< bottom edge of the names
  std::vector<double> ticks_;
};

}  // namespace

void draw_waterfall(Canvas& canvas, const Content& content, const Box& box) {
  Waterfall(canvas, content, box).draw();
}

}  // namespace oligard::draw
