#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "draw/page/body_places.h"
#include "draw/page/parts.h"
#include "oligard/base/text.h"
#include "oligard/terms/organs.h"

namespace oligard::draw {
namespace {

constexpr double kTopMm = 965, kBottomMm = -255;
constexpr double kHalfMm = 262;
constexpr Rgb kSkin = {0xf6, 0xf4, 0xf1};
constexpr Rgb kSkinEdge = {0xa8, 0xa4, 0x9e};
constexpr double kLabelPitch = 9.5;
constexpr std::size_t kAllNamed = 14;  ///< so few lesions are all named when none progresses

/// The left half from the crown down: a start, then three points for each cubic segment, in mm.
constexpr std::array<BodyPlace, 43> kHalf = {{
    {0, 950},    {52, 950},   {76, 905},   {74, 850},  // crown to temple
    {73, 805},   {55, 770},   {44, 755},               // cheek
    {44, 740},   {44, 725},   {46, 708},               // neck
    {70, 680},   {150, 690},  {185, 650},              // shoulder
    {212, 620},  {218, 580},  {222, 530},              // upper arm
    {228, 450},  {240, 380},  {244, 330},              // elbow
    {250, 250},  {256, 180},  {258, 110},              // hand
    {258, 70},   {232, 70},   {229, 112},              //
    {222, 200},  {212, 280},  {204, 330},              // inner arm
    {194, 400},  {184, 470},  {176, 545},              // armpit
    {168, 470},  {150, 400},  {146, 320},              // waist
    {144, 240},  {178, 160},  {184, 60},               // hip
    {186, -40},  {176, -150}, {166, -250},             // thigh
    {120, -252}, {60, -252},  {22, -250},              // knee side
}};

/// A lesion on its way to the page.
struct Dot {
  const Row* row = nullptr;
  Point at;
  double radius = 2;
};

class Body {
 public:
  Body(Canvas& canvas, const Content& content, const match::LesionGraph& graph, const Box& box)
      : canvas_(canvas), words_(content.words), box_(box), top_(box.top + 18) {
    for (const auto* rows : {&content.others, &content.progressing})
      for (auto row = rows->rbegin(); row != rows->rend(); ++row)
        rows_.push_back(&*row);
    const auto places = body_places(rows_, graph);
    const double footer = 9;
    scale_ = (box.bottom() - footer - top_) / (kTopMm - kBottomMm);
    middle_ = box.left + box.width / 2;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (places[i]) {
        dots_.push_back({rows_[i], point(*places[i]), radius_of(*rows_[i])});
      } else {
        unplaced_.push_back(rows_[i]);
      }
    }
  }

  void draw() {
    draw_title(canvas_, words_.sites_title, words_.sites_note, {box_.left, box_.top, box_.width, 0});
    draw_figure();
    part_dots();
    for (const Dot& dot : dots_)
      canvas_.dot(dot.at, dot.radius, *dot.row->look);
    draw_names();
    draw_unplaced();
  }

 private:
  [[nodiscard]] Point point(BodyPlace place) const {
    return {middle_ + place.x * scale_, top_ + (kTopMm - place.z) * scale_};
  }
  static double radius_of(const Row& row) {
    return std::clamp(0.09 * row.size_mm.value_or(0), row.is_progressing ? 2.4 : 1.7, 5.0);
  }

  void draw_figure() {
    std::vector<Point> left, right;
    for (const BodyPlace& place : kHalf) {
      left.push_back(point(place));
      right.push_back(point({-place.x, place.z}));
    }
    const Point crotch = point({0, -20});
    std::vector<Point> whole = left;
    const Point inner = point({22, -250});
    const Point other = point({-22, -250});
    for (const Point& next : {inner, point({14, -60}), crotch, crotch, point({-14, -60}), other})
      whole.push_back(next);
    for (std::size_t i = right.size() - 1; i-- > 0;)
      whole.push_back(right[i]);
    canvas_.curve(whole, kSkin, {0.8, kSkinEdge});
    for (const terms::Organ& organ : terms::organs()) {
      if (!organ.body.is_drawn) continue;
      draw_organ(organ.body, organ.body.x_mm);
      if (organ.paired) draw_organ(organ.body, -organ.body.x_mm);
    }
    canvas_.line(std::string(words_.right), middle_ - kHalfMm * scale_, top_ + 9, 10, {8, true, kGrey});
    canvas_.line(std::string(words_.left), middle_ + kHalfMm * scale_ - 10, top_ + 9, 10,
                 {8, true, kGrey, Align::kRight});
  }

  void draw_organ(const terms::BodyArea& area, double x) {
    std::vector<Point> points;
    constexpr int kSides = 32;
    for (int i = 0; i < kSides; ++i) {
      const double angle = 2 * std::numbers::pi * i / kSides;
      points.push_back(
          point({x + area.half_x_mm * std::cos(angle), area.z_mm + area.half_z_mm * std::sin(angle)}));
    }
    canvas_.polygon(points, kFaint, 0.28);
    canvas_.outline(points, {0.4, kSkinEdge});
  }

  /// Moves dots that would hide each other apart, in a spiral around their place.
  void part_dots() {
    constexpr double kGolden = 2.39996322972865332;
    constexpr int kMostTries = 60;
    for (std::size_t i = 0; i < dots_.size(); ++i) {
      const Point home = dots_[i].at;
      for (int step = 0; step <= kMostTries; ++step) {
        const double way = 1.1 * std::sqrt(static_cast<double>(step));
        dots_[i].at = {home.x + way * std::cos(kGolden * step), home.y + way * std::sin(kGolden * step)};
        const auto hides = [&](const Dot& other) {
          const double distance = std::hypot(other.at.x - dots_[i].at.x, other.at.y - dots_[i].at.y);
          return distance < 0.85 * (other.radius + dots_[i].radius);
        };
        if (std::none_of(dots_.begin(), dots_.begin() + static_cast<std::ptrdiff_t>(i), hides)) break;
      }
      const double edge = kHalfMm * scale_;
      dots_[i].at.x = std::clamp(dots_[i].at.x, middle_ - edge, middle_ + edge);
      dots_[i].at.y = std::clamp(dots_[i].at.y, top_, box_.bottom() - 12);
    }
  }

  /// Names at both sides, with leaders, for what progresses; for all when there are few and none does.
  void draw_names() {
    const bool any =
        std::any_of(dots_.begin(), dots_.end(), [](const Dot& d) { return d.row->is_progressing; });
    std::vector<const Dot*> sides[2];
    for (const Dot& dot : dots_) {
      if (any ? !dot.row->is_progressing : rows_.size() > kAllNamed) continue;
      sides[dot.at.x < middle_ ? 0 : 1].push_back(&dot);
    }
    const auto room = static_cast<std::size_t>((box_.bottom() - 12 - top_) / kLabelPitch);
    for (std::vector<const Dot*>& side : sides) {
      std::stable_sort(side.begin(), side.end(),
                       [](const Dot* a, const Dot* b) { return a->row->is_doubtful < b->row->is_doubtful; });
      if (side.size() > room) side.resize(room);
      std::stable_sort(side.begin(), side.end(),
                       [](const Dot* a, const Dot* b) { return a->at.y < b->at.y; });
      draw_side(side, &side == &sides[0]);
    }
  }

  void draw_side(const std::vector<const Dot*>& side, bool is_left) {
    const double low = top_ + 16;
    const double high = box_.bottom() - 14;
    std::vector<double> lines;
    for (const Dot* dot : side)
      lines.push_back(std::clamp(dot->at.y + 2.5, low, high));
    lines = spread(std::move(lines), kLabelPitch, low, high);
    const double edge = kHalfMm * scale_ + 6;
    for (std::size_t i = 0; i < side.size(); ++i) {
      const Dot& dot = *side[i];
      const double inner = is_left ? middle_ - edge : middle_ + edge;
      const Point leader[] = {{inner, lines[i] - 2.5}, dot.at};
      canvas_.polyline(leader, {0.5, dot.row->look->edge});
      canvas_.dot(dot.at, dot.radius, *dot.row->look);
      const double left = is_left ? box_.left : inner + 2;
      const double width = (is_left ? inner - 2 : box_.right()) - left;
      canvas_.line(dot.row->id + " " + dot.row->site, left, lines[i], width,
                   {7.5, dot.row->is_progressing, kInk, is_left ? Align::kRight : Align::kLeft});
    }
  }

  void draw_unplaced() {
    if (unplaced_.empty()) return;
    std::string text;
    for (std::size_t i = unplaced_.size(); i-- > 0;)
      append(text, ", ", unplaced_[i]->id);
    canvas_.line(words_.without_site(text), box_.left, box_.bottom() - 1, box_.width,
                 {kSmallestText, false, kGrey});
  }

  Canvas& canvas_;
  const PageWords& words_;
  Box box_;
  double top_;
  double scale_ = 1;
  double middle_ = 0;
  std::vector<const Row*> rows_;  ///< the most important last: drawn over the others
  std::vector<Dot> dots_;
  std::vector<const Row*> unplaced_;
};

}  // namespace

void draw_body(Canvas& canvas, const Content& content, const classify::Assessment& assessment,
               const Box& box) {
  Body(canvas, content, assessment.graph, box).draw();
}

}  // namespace oligard::draw
