#include <algorithm>

#include "draw/page/parts.h"
#include "oligard/base/text.h"

namespace oligard::draw {
namespace {

constexpr double kGap = 16;
constexpr double kLast = 10;            ///< height of the last line
constexpr const char* kBetween = "  ";  ///< sentences

/// As many whole sentences as fit, in their order.
std::string fitting(Canvas& canvas, const std::vector<std::string>& sentences, const std::string& more,
                    double width, double height, const TextStyle& style) {
  const auto fits = [&](const std::string& text) { return canvas.height_of(text, width, style) <= height; };
  if (std::string whole = joined(sentences, kBetween); fits(whole)) return whole;
  std::vector<std::string> kept;
  for (const std::string& sentence : sentences) {
    kept.push_back(sentence);
    if (!fits(joined(kept, kBetween) + more)) kept.pop_back();
  }
  return joined(kept, kBetween) + more;
}

}  // namespace

double draw_limits(Canvas& canvas, const Content& content, const Box& box) {
  const TextStyle style{kSmallestText};
  const std::string caveats = joined(content.caveats, kBetween);
  const bool has_remarks = !content.remarks.empty();
  const double width = has_remarks ? (box.width - kGap) / 2 : box.width;
  const double room = box.height - kLast - 18;
  const std::string remarks = fitting(canvas, content.remarks,
                                      kBetween + std::string(content.words.more_remarks), width, room, style);
  const double height = std::min(
      std::max(canvas.height_of(caveats, width, style), canvas.height_of(remarks, width, style)), room);
  const double top = box.bottom() - kLast - height - 18;
  const double left = box.left + (has_remarks ? width + kGap : 0);
  draw_title(canvas, content.words.caveats_title, "", {box.left, top, width, 0});
  canvas.paragraph(caveats, {box.left, top + 15, width, height + 0.5}, style);
  if (has_remarks) {
    draw_title(canvas, content.words.remarks_title, "", {left, top, width, 0});
    canvas.paragraph(remarks, {left, top + 15, width, height + 0.5}, style);
  }
  const double half = box.width / 2 - 4;
  canvas.line(content.rules, box.left, box.bottom() - 1, half, {kSmallestText, false, kGrey});
  canvas.line(content.program, box.left + half + 8, box.bottom() - 1, half,
              {kSmallestText, false, kGrey, Align::kRight});
  return top;
}

}  // namespace oligard::draw
