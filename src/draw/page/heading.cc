#include <algorithm>

#include "draw/canvas/legend.h"
#include "draw/page/parts.h"

namespace oligard::draw {
namespace {

constexpr double kSideWidth = 178;
constexpr double kBadgeHeight = 16;
constexpr double kSmallestName = 8;
constexpr double kBar = 5;

/// The largest size at which the text fits the box, or the smallest.
double fitting_size(Canvas& canvas, const std::string& text, const Box& box, double largest) {
  double size = largest;
  while (size > kSmallestText && canvas.height_of(text, box.width, {size}) > box.height)
    size -= 0.5;
  return std::max(size, kSmallestText);
}

void draw_badge(Canvas& canvas, std::string_view text, const Box& box) {
  canvas.frame(box, {1, kAlert});
  canvas.line(std::string(text), box.left + 2, box.top + 11.2, box.width - 4,
              {8.5, true, kAlert, Align::kCentre});
}

void draw_response(Canvas& canvas, const Content& content, const Box& box) {
  canvas.frame(box, {0.8, kFaint});
  const double left = box.left + 8;
  const double width = box.width - 16;
  canvas.line(std::string(content.words.response), left, box.top + 10.5, width, {7, false, kGrey});
  const TextStyle response{content.response.size() > 4 ? 13.0 : 22.0, true};
  canvas.line(content.response, left, box.top + 31, width, response);
  const double taken = canvas.width_of(content.response, response) + 12;
  double base_line = box.top + 22;
  for (const std::string& note : content.response_notes) {
    if (base_line > box.bottom() - 2) break;
    canvas.line(note, left + taken, base_line, width - taken, {7.5});
    base_line += 9.5;
  }
}

}  // namespace

double draw_title(Canvas& canvas, std::string_view title, std::string_view note, const Box& box) {
  const double base_line = box.top + 9.5;
  const TextStyle style{9.5, true};
  const double width = std::min(canvas.width_of(std::string(title), style) + 1, box.width);
  canvas.line(std::string(title), box.left, base_line, width, style);
  if (!note.empty() && width + 20 < box.width)
    canvas.line(std::string(note), box.left + width + 8, base_line, box.width - width - 8,
                {7, false, kGrey, Align::kRight});
  const Point rule[] = {{box.left, box.top + 13}, {box.right(), box.top + 13}};
  canvas.polyline(rule, {0.7, kInk});
  return box.top + 16;
}

double draw_identity(Canvas& canvas, const Content& content, const Box& box) {
  const TextStyle bold{12, true, kInk, Align::kRight};
  const TextStyle small{8, false, kInk, Align::kRight};
  const auto right = [&](const std::string& text, double base_line, const TextStyle& style, double most) {
    const double width = std::min(canvas.width_of(text, style) + 1, most);
    canvas.line(text, box.right() - width, base_line, width, style);
    return box.width - width - 12;
  };
  const double name_width = right(content.study, box.top + 11, bold, box.width * 0.35);
  const TextStyle largest{12, true};
  const double name_size =
      std::clamp(12 * name_width / canvas.width_of(content.name, largest), kSmallestName, largest.size);
  canvas.line(content.name, box.left, box.top + 11, name_width, {name_size, true});
  const double course_width = std::max(box.width - canvas.width_of(content.person, {8}) - 14, 100.0);
  const double person_width = right(content.course, box.top + 23, small, course_width);
  canvas.line(content.person, box.left, box.top + 23, person_width, {8});
  const Point rule[] = {{box.left, box.top + 29}, {box.right(), box.top + 29}};
  canvas.polyline(rule, {0.7, kInk});
  return box.top + 29;
}

double draw_verdict(Canvas& canvas, const Content& content, const Box& box) {
  const double left = box.left + kBar + 8;
  const double right = box.right() - kSideWidth - 14;
  const TextStyle headline{21, true, content.tone};
  const double width = std::min(canvas.width_of(content.headline, headline) + 1, right - left);
  canvas.line(content.headline, left, box.top + 18, width, headline);
  const double note_left = left + width + 8;
  double note_width = right - note_left;
  if (!content.review.empty()) {
    const TextStyle review{8.5, true, kAlert, Align::kRight};
    const double needed = std::min(canvas.width_of(content.review, review) + 1, note_width);
    canvas.line(content.review, right - needed, box.top + 18, needed, review);
    note_width -= needed + 8;
  }
  if (note_width > 20) canvas.line(content.headline_note, note_left, box.top + 18, note_width, {9.5});
  const Box text{left, box.top + 24, right - left, box.height - 24 - 14};
  const double size = fitting_size(canvas, content.conclusion, text, 9);
  const double height = canvas.paragraph(content.conclusion, text, {size});
  const double tallies = std::max(text.top + height, box.top + 46) + 11;
  Legend legend(canvas, {left, tallies, right - left, 0}, 8.5, true);
  for (const Tally& tally : content.tallies)
    legend.status(*tally.look, tally.n);
  const double bottom = tallies + 3;
  canvas.fill({box.left, box.top, kBar, bottom - box.top}, content.tone);
  const double side = right + 14;
  draw_badge(canvas, content.words.unverified, {side, box.top, kSideWidth, kBadgeHeight});
  const double response = box.top + kBadgeHeight + 5;
  draw_response(canvas, content, {side, response, kSideWidth, bottom - response});
  return bottom;
}

}  // namespace oligard::draw
