#include <algorithm>
#include <cmath>

#include "draw/canvas/figures.h"
#include "draw/page/film.h"
#include "draw/page/parts.h"
#include "draw/page/sparkline.h"
#include "oligard/base/text.h"

namespace oligard::draw {
namespace {

constexpr double kTitle = 16;
constexpr double kGap = 6;
constexpr double kSentence = 11;
constexpr double kColumnNames = 7;
constexpr double kIndent = 9;
constexpr double kTallestRow = 80;
constexpr double kLowestRow = 23;
constexpr double kFilmRow = 44;       ///< rows as high as this have a film strip
constexpr double kThreeLineRow = 38;  ///< … three lines of text
constexpr double kOtherRow = 11.5;    ///< at least
constexpr double kTallestOther = 15;
constexpr double kLeastOthers = 0.30;  ///< of the height, for the other lesions
constexpr double kStripSide = 44;      ///< of slices below rows that are too low for them
constexpr double kStrip = kStripSide + 22;
constexpr double kIdWidth = 84;
constexpr double kSizeWidth = 100;
constexpr double kGrowthWidth = 88;
constexpr double kWidestSparkline = 260;

double last_day(const Content& content) {
  return content.changes.dates.empty() ? 0 : content.changes.dates.back().days;
}

/// Texts of one row in one column: the first large, the others small; empty ones leave no gap.
void draw_column(Canvas& canvas, const std::string& large, Rgb colour, const std::vector<std::string>& small,
                 const Box& box) {
  const bool is_tall = box.height >= kThreeLineRow;
  double base_line = box.top + (is_tall ? 14 : 10.5);
  canvas.line(large, box.left, base_line, box.width, {is_tall ? 12.5 : 9.5, true, colour});
  base_line += is_tall ? 11 : 9;
  for (const std::string& text : small) {
    if (text.empty() || base_line > box.bottom() + 1) continue;
    canvas.line(text, box.left, base_line, box.width, {is_tall ? 7.5 : 7});
    base_line += 9;
  }
}

class Lesions {
 public:
  Lesions(Canvas& canvas, const Content& content, const Box& box)
      : canvas_(canvas), content_(content), words_(content.words), box_(box) {}

  void draw() {
    double top = box_.top;
    const bool is_first = content_.changes.bars.empty() && content_.progressing.empty();
    if (!is_first) top = draw_progressing(top);
    if (!content_.others.empty()) draw_others(top, is_first);
  }

 private:
  [[nodiscard]] double others_height() const {
    if (content_.others.empty()) return 0;
    const double rows = std::ceil(static_cast<double>(content_.others.size()) / 3);
    return std::min(kTitle + kOtherRow * rows + 6, std::max(box_.height * kLeastOthers, kTitle + 30));
  }

  double draw_progressing(double top) {
    const std::vector<Row>& rows = content_.progressing;
    const auto doubtful =
        std::count_if(rows.begin(), rows.end(), [](const Row& row) { return row.is_doubtful; });
    const std::string title = doubtful > 0 ? words_.doubtful_title(rows.size(), static_cast<int>(doubtful))
                                           : words_.progressing_title(rows.size());
    top = draw_title(canvas_, title, "", {box_.left, top, box_.width, 0});
    if (rows.empty()) {
      canvas_.line(std::string(words_.none_progresses), box_.left, top + 10, box_.width, {9});
      return top + 20;
    }
    double room = box_.bottom() - others_height() - top - kColumnNames;
    const auto n = static_cast<double>(rows.size());
    has_film_ = std::any_of(rows.begin(), rows.end(), [](const Row& row) { return !row.slices.empty(); });
    const bool has_strip = has_film_ && room / n < kFilmRow;
    if (has_strip) {
      has_film_ = false;
      room -= kStrip;
    }
    if (room / n < kLowestRow) room -= kSentence;
    const double height = std::clamp(room / n, kLowestRow, kTallestRow);
    film_side_ = height - 14;
    const auto shown = std::min(rows.size(), static_cast<std::size_t>(std::max(1.0, room / height + 1e-6)));
    draw_column_names(top);
    top += kColumnNames;
    for (std::size_t i = 0; i < shown; ++i) {
      draw_row(rows[i], {box_.left, top, box_.width, height});
      top += height;
    }
    if (shown < rows.size()) {
      draw_rest(shown, top);
      top += kSentence;
    }
    if (has_strip) {
      draw_strip(top);
      top += kStrip;
    }
    return top + kGap;
  }

  void draw_column_names(double top) {
    const TextStyle style{kSmallestText, false, kGrey};
    double left = box_.left + kIndent;
    for (const auto& [name, width] :
         {std::pair(words_.lesion_column, kIdWidth), std::pair(words_.size_column, kSizeWidth),
          std::pair(words_.change_column, kGrowthWidth)}) {
      canvas_.line(std::string(name), left, top + 5.5, width, style);
      left += width + kGap;
    }
    const double film = has_film_ ? 2 * film_side_ + kGap : 0;
    canvas_.line(std::string(has_film_ ? words_.narrow_course_column : words_.course_column), left, top + 5.5,
                 box_.right() - left - film - 2, style);
    if (has_film_) canvas_.line(std::string(words_.film_column), box_.right() - film, top + 5.5, film, style);
  }

  void draw_rest(std::size_t shown, double top) {
    const std::vector<Row>& rows = content_.progressing;
    const std::string text = joined(std::span(rows).subspan(shown), ", ", [](const Row& row) {
      return row.growth.empty() ? row.id : row.id + " " + row.growth;
    });
    canvas_.line(words_.more_progressing(rows.size() - shown, text), box_.left, top + 8, box_.width,
                 {7.5, true});
  }

  /// Key slices of as many lesions as there is room for.
  void draw_strip(double top) {
    double left = box_.left;
    for (const Row& row : content_.progressing) {
      if (row.slices.empty()) continue;
      const double width = film_width(row, kStripSide);
      if (left + width > box_.right()) break;
      canvas_.line(row.id, left, top + 9, width, {7.5, true});
      draw_film(canvas_, row, kStripSide, left, top + 12);
      left += width + 2 * kGap;
    }
  }

  void draw_row(const Row& row, const Box& box) {
    const Box bar{box.left, box.top + 2, 4, box.height - 4};
    if (row.is_doubtful) {
      canvas_.hatch(bar, row.look->colour);
    } else {
      canvas_.fill(bar, row.look->colour);
    }
    double left = box.left + kIndent;
    const auto column = [&](double width) {
      const Box place{left, box.top, width, box.height - 3};
      left += width + kGap;
      return place;
    };
    const bool is_tall = box.height >= kThreeLineRow;
    const std::string site = row.site + std::string(row.is_target ? words_.target : "");
    const std::string second = is_tall || row.confidence.empty() ? site : row.confidence + ": " + site;
    draw_column(canvas_, row.id, kInk, {second, row.status}, column(kIdWidth));
    draw_column(canvas_, row.size.empty() ? std::string(words_.no_size) : row.size, kInk,
                {row.reference, row.note}, column(kSizeWidth));
    draw_column(canvas_, row.growth, row.look->edge, {row.since}, column(kGrowthWidth));
    double right = box.right();
    if (has_film_) {
      draw_film(canvas_, row, film_side_, right - film_width(row, film_side_), box.top + 2);
      right -= 2 * film_side_ + kGap + 8;
    }
    draw_course(row, {left, box.top + 3, std::min(right - left, kWidestSparkline), box.height - 7});
    const Point rule[] = {{box.left, box.bottom()}, {box.right(), box.bottom()}};
    canvas_.polyline(rule, {0.4, kFaint});
  }

  void draw_course(const Row& row, const Box& box) {
    if (box.width < 20) return;
    const bool has_dates = box.height > 34 && box.width > 70 && content_.changes.dates.size() > 1;
    const Box line{box.left + 3, box.top, box.width - 6, box.height - (has_dates ? 8 : 0)};
    draw_sparkline(canvas_, row.points, row.limit_mm, {true, last_day(content_)}, line);
    if (!has_dates) return;
    const auto& dates = content_.changes.dates;
    const double half = box.width / 2 - 1;
    const auto shown = [](const std::string& iso) {
      const Result<Date> date = parse_iso_date(iso);
      return date ? readable(*date).substr(readable(*date).find(' ') + 1) : iso;
    };
    canvas_.line(shown(dates.front().date), box.left, box.bottom(), half, {kSmallestText, false, kGrey});
    canvas_.line(shown(dates.back().date), box.left + half + 2, box.bottom(), half,
                 {kSmallestText, false, kGrey, Align::kRight});
  }

  void draw_others(double top, bool is_first) {
    const std::vector<Row>& rows = content_.others;
    for (const Row& row : rows)
      id_width_ = std::max(id_width_, canvas_.width_of(row.id, {7.5, true}) + 1);
    const auto& title = is_first ? words_.lesions_title : words_.others_title;
    top = draw_title(canvas_, title(rows.size()), words_.others_note, {box_.left, top, box_.width, 0}) + 1;
    const double room = box_.bottom() - top;
    auto lines = static_cast<std::size_t>(std::max(1.0, std::floor(room / kOtherRow)));
    const std::size_t columns = rows.size() <= 2 * lines ? 2 : 3;
    std::size_t shown = rows.size();
    if (rows.size() > columns * lines) {
      lines = lines > 1 ? lines - 1 : lines;
      shown = std::min(rows.size(), columns * lines);
    }
    const std::size_t used = (shown + columns - 1) / columns;
    const double pitch = shown < rows.size()
                             ? kOtherRow
                             : std::clamp(room / static_cast<double>(used), kOtherRow, kTallestOther);
    const double gap = 12;
    const double width = (box_.width - gap * static_cast<double>(columns - 1)) / static_cast<double>(columns);
    for (std::size_t i = 0; i < shown; ++i) {
      const std::size_t left_of_it = i / used;
      const auto column = static_cast<double>(left_of_it);
      const auto line = static_cast<double>(i % used);
      draw_other(rows[i], {box_.left + column * (width + gap), top + line * pitch, width, pitch});
    }
    if (shown < rows.size()) {
      canvas_.line(words_.more(rows.size() - shown, tally_of(rows, shown)), box_.left,
                   top + static_cast<double>(used) * pitch + 8.5, box_.width, {7.5, true});
    }
  }

  void draw_other(const Row& row, const Box& box) {
    const TextStyle style{7.5};
    const TextStyle right{7.5, false, kInk, Align::kRight};
    const double base_line = box.top + box.height / 2 + 2.75;
    canvas_.swatch({box.left, base_line - 6, 6, 6}, *row.look);
    double x = box.left + 9;
    canvas_.line(row.id, x, base_line, id_width_, {7.5, true});
    x += id_width_ + 2;
    canvas_.line(row.is_target ? std::string(words_.target_letter) : "", x, base_line, 6,
                 {kSmallestText, false, kGrey});
    x += 7;
    const double course = box.width > 200 ? 60 : 22;
    const double site = box.right() - course - 3 - 32 - 24 - x;
    canvas_.line(row.site, x, base_line, site - 2, style);
    x += site;
    if (row.size.empty()) {
      canvas_.line(std::string(row.look->words), x, base_line, 55, {7.5, false, kGrey, Align::kRight});
    } else {
      canvas_.line(row.size_mm ? tenths(*row.size_mm) : "", x, base_line, 23, right);
      canvas_.line(row.growth, x + 24, base_line, 31, right);
    }
    draw_sparkline(canvas_, row.points, std::nullopt, {false, last_day(content_)},
                   {box.right() - course + 1, box.top + 1.5, course - 4, box.height - 3});
  }

  Canvas& canvas_;
  const Content& content_;
  const PageWords& words_;
  Box box_;
  bool has_film_ = false;  ///< beside the rows
  double film_side_ = 0;
  double id_width_ = 0;  ///< of the other lesions
};

}  // namespace

void draw_lesions(Canvas& canvas, const Content& content, const Box& box) {
  Lesions(canvas, content, box).draw();
}

}  // namespace oligard::draw
