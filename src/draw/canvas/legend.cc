#include "draw/canvas/legend.h"

namespace oligard::draw {
namespace {

constexpr double kWords = 8.5;  ///< size of words to which the lengths below belong
constexpr double kNumber = 9.5;
constexpr double kSymbol = 8, kSymbolGap = 4, kNumberGap = 3, kEntryGap = 14;
constexpr double kRow = 14;

}  // namespace

Legend::Legend(Canvas& canvas, const Box& row, double words, bool is_single_row)
    : canvas_(canvas),
      row_(row),
      words_{words},
      number_{kNumber * words / kWords, true},
      scale_(words / kWords),
      x_(row.left),
      is_single_row_(is_single_row) {}

void Legend::entry(double symbol_width, const std::string& number, const std::string& words,
                   const std::function<void(const Box&)>& draw) {
  const double number_width = number.empty() ? 0 : canvas_.width_of(number, number_);
  const double lead = symbol_width + kSymbolGap * scale_;
  const double to_words = lead + (number.empty() ? 0 : number_width + kNumberGap * scale_);
  const double width = to_words + canvas_.width_of(words, words_) + kEntryGap * scale_;
  if (x_ + width > row_.right() && (is_single_row_ || x_ > row_.left)) {
    is_full_ = is_single_row_;
    x_ = row_.left;
    row_.top += kRow * scale_;
  }
  if (is_full_) return;
  draw({x_, row_.bottom() - 7.5 * scale_, symbol_width, kSymbol * scale_});
  canvas_.line(number, x_ + lead, row_.bottom(), number_width + 1, number_);
  canvas_.line(words, x_ + to_words, row_.bottom(), width, words_);
  x_ += width;
}

void Legend::status(const terms::StatusLook& look, std::size_t number) {
  entry(kSymbol * scale_, number == 0 ? "" : std::to_string(number), std::string(look.words),
        [&](const Box& box) { canvas_.swatch(box, look); });
}

void Legend::statuses(const std::set<const terms::StatusLook*>& used) {
  for (const terms::StatusLook* look : terms::kStatusLooks)
    if (used.contains(look)) status(*look);
}

void Legend::symbol(double width, const std::string& words, const std::function<void(const Box&)>& draw) {
  entry(width, "", words, draw);
}

void Legend::sample(const Stroke& stroke, const std::string& words) {
  constexpr double kLength = 20;
  symbol(kLength * scale_, words, [&](const Box& box) {
    const double middle = box.top + box.height / 2;
    const Point line[] = {{box.left, middle}, {box.right(), middle}};
    canvas_.polyline(line, stroke);
  });
}

void Legend::note(const std::string& text) {
  if (text.empty()) return;
  std::string unbroken = text;  // no line begins with a per cent sign
  for (std::size_t at = unbroken.find(" %"); at != std::string::npos; at = unbroken.find(" %", at))
    unbroken.replace(at, 1, "\u00A0");
  const TextStyle style{words_.size * 0.92, false, kGrey};
  const double height = canvas_.height_of(unbroken, row_.width, style);
  const double top = row_.bottom() + 5 * scale_;
  canvas_.paragraph(unbroken, {row_.left, top, row_.width, height + 1}, style);
  row_.top = top + height - row_.height;
}

}  // namespace oligard::draw
