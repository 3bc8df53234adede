// What the picture shows, in millimetres of the first time point's space: x to the patient's left, z to the
// head.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "draw/plots/words.h"
#include "oligard/classify/assessment.h"

namespace oligard::draw {

/// A lesion at one time point, or the place of one that is not seen there.
struct Mark {
  std::optional<match::LesionRef> lesion;  ///< empty: not seen here
  std::string label;                       ///< "L03"; "L03.2" for a fragment; "?" outside of every track
  std::string title;                       ///< "L03 liver 26.4 mm, PROGRESSING definite"
  const terms::StatusLook* style = &terms::look::kOther;
  bool is_placed = true;
  double x = 0, z = 0;
  double half_x = 0, half_z = 0;
};

struct Outline {
  std::string name;
  double x = 0, z = 0;
  double half_x = 0, half_z = 0;
};

struct Slab {
  double low = 0, high = 0;
};

struct Panel {
  std::string title;               ///< "TP1 · 2024-05-08"
  std::vector<std::string> lines;  ///< category, RECIST
  std::string alert;               ///< needs review; empty when not
  bool is_aligned = true;
  std::vector<Mark> marks;  ///< larger ones first
  std::vector<Outline> organs;
  std::optional<Slab> coverage;  ///< empty = not known
};

struct Line {
  match::LesionRef from, to;
  bool is_ambiguous = false;
  bool is_event = false;      ///< split or merge
  bool is_important = false;  ///< to a lesion that progresses
  std::string title;
};

struct Scene {
  std::vector<Panel> panels;
  std::vector<Line> lines;
};

[[nodiscard]] Scene scene_of(const PlotWords& words, const classify::Assessment& assessment);

}  // namespace oligard::draw
