#include <algorithm>
#include <map>
#include <set>

#include "draw/plots/layout.h"
#include "draw/plots/picture.h"
#include "draw/plots/svg.h"
#include "oligard/draw/plots.h"

namespace oligard::draw {
namespace {

using match::LesionRef;

constexpr double kMinRadius = 2.2;
constexpr std::size_t kManyMarks = 80;

constexpr std::string_view kCss =
    ".panel{fill:#ffffff;stroke:none}\n"
    ".covered{fill:#edf2f7}\n"
    ".organ{fill:#ffffff;fill-opacity:0.6;stroke:#a9b5c1;stroke-width:1}\n"
    ".link{fill:none;stroke:#68737f;stroke-width:1;stroke-opacity:0.45}\n"
    ".many .link{stroke-opacity:0.16}\n"
    ".link.event{stroke:#222222;stroke-width:1.6;stroke-opacity:0.7}\n"
    ".link.strong{stroke:#d55e00;stroke-width:1.6;stroke-opacity:0.75}\n"
    ".link.doubt{stroke:#222222;stroke-width:1.4;stroke-opacity:0.85;stroke-dasharray:5 4}\n"
    ".many .link.strong{stroke-width:1;stroke-opacity:0.4}\n"
    ".many .link.event{stroke-width:1;stroke-opacity:0.4}\n"
    ".many .link.doubt{stroke-width:0.8;stroke-opacity:0.3}\n"
    ".lesion{fill-opacity:0.85;stroke-width:1}\n";

using Place = std::pair<double, double>;

/// A path that leaves and arrives level.
std::string curve(const Place& from, const Place& to) {
  const double middle = (from.first + to.first) / 2;
  std::string path = "M" + number(from.first) + " " + number(from.second) + "C" + number(middle);
  for (const double value : {from.second, middle, to.second, to.first, to.second})
    path += " " + number(value);
  return path;
}

class Drawing {
 public:
  Drawing(const Scene& scene, const std::string& patient_key, std::string profile)
      : scene_(scene), patient_key_(patient_key), profile_(std::move(profile)), layout_(scene) {
    for (const Panel& panel : scene.panels)
      is_crowded_ = is_crowded_ || panel.marks.size() > kManyMarks;
  }

  std::string draw() {
    draw_body();
    draw_legend();
    return document(layout_.width(), bottom_ + kMargin, kCss, svg_.take());
  }

 private:
  void draw_body() {
    const std::size_t n = scene_.panels.size();
    svg_.text(kMargin, 34, "title", "Lesions of patient " + patient_key_);
    svg_.text(kMargin, 54, "small",
              std::to_string(n) + (n == 1 ? " time point" : " time points") +
                  (profile_.empty() ? "" : ", category under profile " + profile_) +
                  ". Research software, not verified by a physician.");
    for (std::size_t t = 0; t < n; ++t)
      draw_ground(t);
    for (std::size_t t = 0; t < n; ++t)
      place_marks(t);
    svg_.open("g", {{"class", is_crowded_ ? "links many" : "links"}});
    draw_lines(false);
    draw_lines(true);
    svg_.close("g");
    for (std::size_t t = 0; t < n; ++t) {
      draw_marks(t);
      const std::size_t left_out = draw_labels(t);
      draw_notes(t, left_out);
    }
  }

  void draw_ground(std::size_t t) {
    const Panel& panel = scene_.panels[t];
    const Rect rect = layout_.panel(t);
    double y = layout_.header_top();
    svg_.text(rect.left, y, "head", panel.title);
    for (const std::string& text : panel.lines) {
      for (const std::string& line : wrapped(text, layout_.panel_width(), kTextSize))
        svg_.text(rect.left, y += kLineHeight, "line", line);
    }
    for (const std::string& line : wrapped(panel.alert, layout_.panel_width(), kTextSize))
      svg_.text(rect.left, y += kLineHeight, "alert", line);
    box(rect, "panel");
    if (panel.coverage) {
      const double top = std::clamp(layout_.y(panel.coverage->high), rect.top, rect.bottom);
      const double bottom = std::clamp(layout_.y(panel.coverage->low), rect.top, rect.bottom);
      if (bottom > top) box({rect.left, top, rect.right, bottom}, "covered");
    }
    for (const Outline& organ : panel.organs) {
      svg_.shape("ellipse",
                 {{"class", "organ"},
                  {"cx", number(layout_.x(t, organ.x))},
                  {"cy", number(layout_.y(organ.z))},
                  {"rx", number(organ.half_x * layout_.px_per_mm())},
                  {"ry", number(organ.half_z * layout_.px_per_mm())}},
                 organ.name);
    }
    box(rect, "frame");
  }

  void box(const Rect& rect, const std::string& css_class) {
    svg_.shape("rect", {{"class", css_class},
                        {"x", number(rect.left)},
                        {"y", number(rect.top)},
                        {"width", number(rect.right - rect.left)},
                        {"height", number(rect.bottom - rect.top)}});
  }

  /// Pixels of each mark; those without a place stand in rows under the panel.
  void place_marks(std::size_t t) {
    std::vector<LabelWish>& wishes = wishes_.emplace_back();
    int unplaced = 0;
    const int columns = layout_.strip_columns();
    for (const Mark& mark : scene_.panels[t].marks) {
      LabelWish wish;
      wish.width = text_width(mark.label, kLabelSize) + 2;
      wish.is_important = mark.style->is_important;
      if (mark.is_placed) {
        wish.x = layout_.x(t, mark.x);
        wish.y = layout_.y(mark.z);
        wish.half_x = std::max(kMinRadius, mark.half_x * layout_.px_per_mm());
        wish.half_y = std::max(kMinRadius, mark.half_z * layout_.px_per_mm());
      } else {
        const int row = unplaced / columns;
        wish.x = layout_.panel(t).left + 8 + (unplaced - row * columns) * kStripCellWidth;
        wish.y = layout_.strip_top() + kLineHeight + row * kStripCellHeight;
        wish.half_x = wish.half_y = 5;
        ++unplaced;
      }
      if (mark.lesion) places_[*mark.lesion] = {wish.x, wish.y};
      wishes.push_back(wish);
    }
    if (unplaced > 0)
      svg_.text(layout_.panel(t).left, layout_.strip_top() + 2, "small", "Without a place in the images:");
  }

  void draw_lines(bool emphasised) {
    for (const Line& line : scene_.lines) {
      const bool stands_out = line.is_ambiguous || line.is_important || line.is_event;
      if (stands_out != emphasised) continue;
      const std::string look = line.is_ambiguous   ? "link doubt"
                               : line.is_important ? "link strong"
                               : line.is_event     ? "link event"
                                                   : "link";
      svg_.shape("path", {{"class", look}, {"d", curve(places_[line.from], places_[line.to])}}, line.title);
    }
  }

  void draw_marks(std::size_t t) {
    for (std::size_t i = 0; i < wishes_[t].size(); ++i) {
      const Mark& mark = scene_.panels[t].marks[i];
      const LabelWish& at = wishes_[t][i];
      used_.insert(mark.style);
      svg_.shape("ellipse",
                 {{"class", "lesion " + std::string(mark.style->name) + (mark.lesion ? "" : " gone")},
                  {"cx", number(at.x)},
                  {"cy", number(at.y)},
                  {"rx", number(at.half_x)},
                  {"ry", number(at.half_y)}},
                 mark.title);
    }
  }

  /// How many labels there was no room for.
  std::size_t draw_labels(std::size_t t) {
    const Panel& panel = scene_.panels[t];
    std::vector<LabelWish> wishes;
    std::vector<const Mark*> marks;
    for (std::size_t i = 0; i < panel.marks.size(); ++i) {
      const LabelWish& wish = wishes_[t][i];
      if (!panel.marks[i].is_placed) {
        svg_.text(wish.x + 9, wish.y + 4, "label", panel.marks[i].label);
        continue;
      }
      wishes.push_back(wish);
      marks.push_back(&panel.marks[i]);
    }
    const auto placed = place_labels(wishes, layout_.panel(t));
    std::size_t left_out = 0;
    for (std::size_t i = 0; i < placed.size(); ++i) {
      if (!placed[i]) {
        ++left_out;
        continue;
      }
      if (placed[i]->has_leader) {
        svg_.shape("line", {{"class", "leader"},
                            {"x1", number(wishes[i].x)},
                            {"y1", number(wishes[i].y)},
                            {"x2", number(placed[i]->leader_x)},
                            {"y2", number(placed[i]->leader_y)}});
      }
      svg_.text(placed[i]->x, placed[i]->y, wishes[i].is_important ? "label strong" : "label",
                marks[i]->label);
    }
    return left_out;
  }

  void draw_notes(std::size_t t, std::size_t left_out) {
    const Panel& panel = scene_.panels[t];
    const Rect rect = layout_.panel(t);
    std::string note;
    const auto add = [&note](const std::string& part) { note += (note.empty() ? "" : "; ") + part; };
    if (!panel.is_aligned) add("not aligned");
    if (!panel.coverage) add("coverage not known");
    if (left_out > 0) add(std::to_string(left_out) + (left_out == 1 ? " label" : " labels") + " left out");
    const double y = rect.bottom + 14;
    svg_.text(rect.left, y, "small", "R");
    svg_.text((rect.left + rect.right) / 2, y, "small", note, "middle");
    svg_.text(rect.right, y, "small", "L", "end");
  }

  void draw_legend() {
    Legend legend(svg_, kMargin, layout_.width() - kMargin, layout_.legend_top());
    legend.swatches(used_);
    const auto any_line = [this](bool Line::*property) {
      return std::any_of(scene_.lines.begin(), scene_.lines.end(),
                         [property](const Line& line) { return line.*property; });
    };
    if (!scene_.lines.empty()) legend.sample("link", "one lesion");
    if (any_line(&Line::is_event)) legend.sample("link event", "split or merge");
    if (any_line(&Line::is_ambiguous)) legend.sample("link doubt", "link in doubt");
    draw_grounds(legend);
    draw_scale_bar(legend);
    legend.note(
        "Coronal projection, seen from the front: the patient's right is on the left. All panels share one "
        "scale and, where aligned, one "
        "position. Ellipses are the lesions' extents; a hollow one stands where a lesion was that is not "
        "seen any more.");
    bottom_ = legend.y();
  }

  void draw_grounds(Legend& legend) {
    const auto any = [&](auto predicate) {
      return std::any_of(scene_.panels.begin(), scene_.panels.end(), predicate);
    };
    if (any([](const Panel& panel) { return panel.coverage.has_value(); })) {
      const double x = legend.entry(26 + text_width("imaged", kTextSize));
      box({x, legend.y() - 11, x + 20, legend.y() + 2}, "covered");
      svg_.text(x + 26, legend.y(), "line", "imaged");
    }
    if (any([](const Panel& panel) { return !panel.organs.empty(); })) {
      const double x = legend.entry(26 + text_width("organ", kTextSize));
      svg_.shape("ellipse", {{"class", "organ"},
                             {"cx", number(x + 10)},
                             {"cy", number(legend.y() - 4)},
                             {"rx", "10"},
                             {"ry", "7"}});
      svg_.text(x + 26, legend.y(), "line", "organ");
    }
  }

  void draw_scale_bar(Legend& legend) {
    const double length = 50 * layout_.px_per_mm();
    const double x = legend.entry(length + 6 + text_width("50 mm", kTextSize));
    svg_.shape("path", {{"class", "frame"},
                        {"style", "stroke:#222222;stroke-width:1.5"},
                        {"d", "M" + number(x) + " " + number(legend.y() - 8) + "v8m0 -4h" + number(length) +
                                  "m0 -4v8"}});
    svg_.text(x + length + 6, legend.y(), "line", "50 mm");
  }

  const Scene& scene_;
  const std::string& patient_key_;
  std::string profile_;
  Layout layout_;
  SvgWriter svg_;
  bool is_crowded_ = false;
  std::vector<std::vector<LabelWish>> wishes_;  ///< by panel, as its marks
  std::map<LesionRef, Place> places_;
  std::set<const classify::StatusLook*> used_;
  double bottom_ = 0;
};

}  // namespace

std::string lesion_plot(const std::string& patient_key, const classify::Assessment& assessment) {
  const Scene scene = scene_of(assessment);
  const auto& profiles = assessment.clinical_case.evaluated_profiles;
  return Drawing(scene, patient_key, profiles.empty() ? "" : profiles.front()).draw();
}

}  // namespace oligard::draw
