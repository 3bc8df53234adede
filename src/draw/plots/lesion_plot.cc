#include <algorithm>
#include <map>
#include <set>

#include "draw/canvas/legend.h"
#include "draw/plots/labels.h"
#include "draw/plots/layout.h"
#include "draw/plots/picture.h"
#include "oligard/base/text.h"

namespace oligard::draw {
namespace {

using match::LesionRef;

constexpr double kMinRadius = 2.2;
constexpr std::size_t kManyMarks = 80;
constexpr double kCellWidth = 72, kCellHeight = 18;  ///< of lesions without a place
constexpr double kScaleBarMm = 50;
constexpr Rgb kCovered = {0xed, 0xf2, 0xf7};
constexpr Rgb kOrganEdge = {0xa9, 0xb5, 0xc1};
constexpr Rgb kLink = {0x68, 0x73, 0x7f};
constexpr TextStyle kSmall{kLabelSize, false, kGrey};

enum class Kind { kPlain, kEvent, kImportant, kDoubtful };

Kind kind_of(const Line& line) {
  return line.is_ambiguous   ? Kind::kDoubtful
         : line.is_important ? Kind::kImportant
         : line.is_event     ? Kind::kEvent
                             : Kind::kPlain;
}

Stroke stroke_of(Kind kind, bool is_crowded) {
  switch (kind) {
    case Kind::kPlain:
      break;
    case Kind::kEvent:
      return {is_crowded ? 1 : 1.6, kInk, {}, is_crowded ? 0.4 : 0.7};
    case Kind::kImportant:
      return {is_crowded ? 1 : 1.6, terms::look::kProgressing.colour, {}, is_crowded ? 0.4 : 0.75};
    case Kind::kDoubtful:
      return {is_crowded ? 0.8 : 1.4, kInk, {5, 4}, is_crowded ? 0.3 : 0.85};
  }
  return {1, kLink, {}, is_crowded ? 0.16 : 0.45};
}

class LesionPlot {
 public:
  LesionPlot(Canvas& canvas, const PlotWords& words, const Scene& scene)
      : canvas_(canvas), words_(words), scene_(scene), layout_(scene) {
    is_crowded_ = std::any_of(scene.panels.begin(), scene.panels.end(),
                              [](const Panel& panel) { return panel.marks.size() > kManyMarks; });
  }

  Extent draw(const std::string& title, const std::string& note) {
    const double top = draw_title(canvas_, title, note, layout_.width()) + 10;
    for (std::size_t t = 0; t < scene_.panels.size(); ++t)
      layout_.panel_top = std::max(layout_.panel_top, draw_panel_heading(t, top) + 4);
    for (std::size_t t = 0; t < scene_.panels.size(); ++t)
      draw_ground(t);
    double bottom = layout_.panel(0).bottom() + 20;
    for (std::size_t t = 0; t < scene_.panels.size(); ++t)
      bottom = std::max(bottom, place_marks(t, layout_.panel(0).bottom() + 28));
    for (const bool stands_out : {false, true})
      draw_links(stands_out);
    for (std::size_t t = 0; t < scene_.panels.size(); ++t) {
      draw_marks(t);
      draw_notes(t, draw_labels(t));
    }
    return {layout_.width() + 2 * kMargin, draw_legend(bottom + 10) + kMargin};
  }

 private:
  double draw_panel_heading(std::size_t t, double top) {
    const Panel& panel = scene_.panels[t];
    const double left = layout_.panel(t).left;
    const auto add = [&](const std::string& text, const TextStyle& style) {
      top = draw_text(canvas_, text, {left, top, layout_.panel_width, 0}, style);
    };
    add(panel.title, {14, true});
    for (const std::string& line : panel.lines)
      add(line, {kWordSize});
    add(panel.alert, kAlertStyle);
    return top;
  }

  void draw_ground(std::size_t t) {
    const Panel& panel = scene_.panels[t];
    const Box box = layout_.panel(t);
    if (panel.coverage) {
      const auto height = [&](double z) {
        return std::clamp(layout_.place(t, 0, z).y, box.top, box.bottom());
      };
      const double top = height(panel.coverage->high);
      canvas_.fill({box.left, top, box.width, height(panel.coverage->low) - top}, kCovered);
    }
    for (const Outline& organ : panel.organs) {
      draw_organ(layout_.place(t, organ.x, organ.z), organ.half_x * layout_.px_per_mm,
                 organ.half_z * layout_.px_per_mm, organ.name);
    }
    canvas_.frame(box, {1, kFaint});
  }

  void draw_organ(Point at, double half_x, double half_y, const std::string& name) {
    canvas_.ellipse(at, half_x, half_y, kWhite, {1, kOrganEdge}, 0.6);
    if (!name.empty()) canvas_.hint({at.x - half_x, at.y - half_y, 2 * half_x, 2 * half_y}, name);
  }

  /// Pixels of each mark; those without a place stand in rows under the panel, from `strip` on. Returns the
  /// bottom edge.
  double place_marks(std::size_t t, double strip) {
    std::vector<LabelWish>& wishes = wishes_.emplace_back();
    const double left = layout_.panel(t).left;
    const int columns = std::max(1, static_cast<int>(layout_.panel_width / kCellWidth));
    int unplaced = 0;
    double bottom = 0;
    for (const Mark& mark : scene_.panels[t].marks) {
      LabelWish wish;
      wish.is_important = mark.style->is_important;
      wish.width = canvas_.width_of(mark.label, label_style(wish)) + 2;
      if (mark.is_placed) {
        const Point at = layout_.place(t, mark.x, mark.z);
        wish.x = at.x;
        wish.y = at.y;
        wish.half_x = std::max(kMinRadius, mark.half_x * layout_.px_per_mm);
        wish.half_y = std::max(kMinRadius, mark.half_z * layout_.px_per_mm);
      } else {
        wish.x = left + 8 + unplaced % columns * kCellWidth;
        wish.y = strip + 16 + static_cast<double>(unplaced / columns) * kCellHeight;
        wish.half_x = wish.half_y = 5;
        bottom = wish.y + kCellHeight;
        ++unplaced;
      }
      if (mark.lesion) places_[*mark.lesion] = {wish.x, wish.y};
      wishes.push_back(wish);
    }
    if (unplaced > 0)
      canvas_.line(std::string(words_.without_place), left, strip + 4, layout_.panel_width, kSmall);
    return bottom;
  }

  void draw_links(bool stands_out) {
    for (const Line& line : scene_.lines) {
      const Kind kind = kind_of(line);
      if ((kind != Kind::kPlain) != stands_out) continue;
      canvas_.way(places_[line.from], places_[line.to], stroke_of(kind, is_crowded_));
      canvas_.hint(places_[line.from], places_[line.to], line.title);
    }
  }

  void draw_marks(std::size_t t) {
    for (std::size_t i = 0; i < wishes_[t].size(); ++i) {
      const Mark& mark = scene_.panels[t].marks[i];
      const LabelWish& at = wishes_[t][i];
      used_.insert(mark.style);
      Stroke edge = edge_of(*mark.style, 1);
      if (!mark.lesion) edge.dashes = {3, 2};
      canvas_.ellipse({at.x, at.y}, at.half_x, at.half_y, mark.lesion ? mark.style->fill : std::nullopt, edge,
                      0.85);
      canvas_.hint({at.x - at.half_x, at.y - at.half_y, 2 * at.half_x, 2 * at.half_y}, mark.title);
    }
  }

  static TextStyle label_style(const LabelWish& wish) {
    return {.size = kLabelSize, .is_bold = wish.is_important, .has_halo = true};
  }

  /// How many labels there was no room for.
  int draw_labels(std::size_t t) {
    std::vector<LabelWish> wishes;
    std::vector<const Mark*> marks;
    for (std::size_t i = 0; i < wishes_[t].size(); ++i) {
      const Mark& mark = scene_.panels[t].marks[i];
      const LabelWish& wish = wishes_[t][i];
      if (!mark.is_placed) {
        canvas_.line(mark.label, wish.x + 9, wish.y + 4, kCellWidth - 12, label_style(wish));
        continue;
      }
      wishes.push_back(wish);
      marks.push_back(&mark);
    }
    const auto placed = place_labels(wishes, layout_.panel(t));
    int left_out = 0;
    for (std::size_t i = 0; i < placed.size(); ++i) {
      if (!placed[i]) {
        ++left_out;
        continue;
      }
      const Point leader[] = {{wishes[i].x, wishes[i].y}, {placed[i]->leader_x, placed[i]->leader_y}};
      if (placed[i]->has_leader) canvas_.polyline(leader, {0.8, kGrey});
      canvas_.line(marks[i]->label, placed[i]->x, placed[i]->y, wishes[i].width, label_style(wishes[i]));
    }
    return left_out;
  }

  void draw_notes(std::size_t t, int left_out) {
    const Panel& panel = scene_.panels[t];
    std::string note;
    if (!panel.is_aligned) append(note, "; ", words_.not_aligned);
    if (!panel.coverage) append(note, "; ", words_.coverage_unknown);
    if (left_out > 0) append(note, "; ", words_.labels_left_out(left_out));
    const Box box = layout_.panel(t);
    const double side = 14;
    const double base_line = box.bottom() + 14;
    canvas_.line(std::string(words_.right), box.left, base_line, side, kSmall);
    canvas_.line(note, box.left + side, base_line, box.width - 2 * side,
                 {kLabelSize, false, kGrey, Align::kCentre});
    canvas_.line(std::string(words_.left), box.right() - side, base_line, side,
                 {kLabelSize, false, kGrey, Align::kRight});
  }

  double draw_legend(double top) {
    Legend legend(canvas_, {kMargin, top, layout_.width(), kWordSize}, kWordSize, false);
    legend.statuses(used_);
    const auto sample = [&](Kind kind, bool is_there, std::string_view words) {
      if (is_there) legend.sample(stroke_of(kind, false), std::string(words));
    };
    const auto any_line = [this](bool Line::*property) {
      return std::any_of(scene_.lines.begin(), scene_.lines.end(),
                         [property](const Line& line) { return line.*property; });
    };
    sample(Kind::kPlain, !scene_.lines.empty(), words_.one_lesion);
    sample(Kind::kEvent, any_line(&Line::is_event), words_.split_or_merge);
    sample(Kind::kDoubtful, any_line(&Line::is_ambiguous), words_.link_in_doubt);
    const auto any_panel = [this](auto has) {
      return std::any_of(scene_.panels.begin(), scene_.panels.end(), has);
    };
    if (any_panel([](const Panel& panel) { return panel.coverage.has_value(); }))
      legend.symbol(20, std::string(words_.imaged), [&](const Box& box) { canvas_.fill(box, kCovered); });
    if (any_panel([](const Panel& panel) { return !panel.organs.empty(); })) {
      legend.symbol(20, std::string(words_.organ), [&](const Box& box) {
        draw_organ({box.left + 10, box.top + box.height / 2}, 10, box.height / 2, "");
      });
    }
    legend.symbol(kScaleBarMm * layout_.px_per_mm, std::string(words_.scale_bar), [&](const Box& box) {
      const double middle = box.top + box.height / 2;
      const Point bar[] = {{box.left, box.top},   {box.left, box.bottom()}, {box.left, middle},
                           {box.right(), middle}, {box.right(), box.top},   {box.right(), box.bottom()}};
      canvas_.polyline(bar, {1.5, kInk});
    });
    legend.note(std::string(words_.projection));
    return legend.bottom();
  }

  Canvas& canvas_;
  const PlotWords& words_;
  const Scene& scene_;
  Layout layout_;
  bool is_crowded_ = false;
  std::vector<std::vector<LabelWish>> wishes_;  ///< by panel, as its marks
  std::map<LesionRef, Point> places_;
  std::set<const terms::StatusLook*> used_;
};

}  // namespace

Extent draw_lesion_plot(Canvas& canvas, const PlotWords& words, const std::string& patient_key,
                        const classify::Assessment& assessment) {
  const Scene scene = scene_of(words, assessment);
  const auto& profiles = assessment.clinical_case.evaluated_profiles;
  std::string note = words.timepoints(static_cast<int>(scene.panels.size()));
  if (!profiles.empty()) note += words.under_profile(profiles.front());
  return LesionPlot(canvas, words, scene)
      .draw(words.lesions_title(patient_key), note + ". " + std::string(words.unverified));
}

}  // namespace oligard::draw
