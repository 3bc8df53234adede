// Colours and words of the picture. Colours are those of Okabe and Ito (Color Universal Design, 2008), which
// people with any common colour vision tell apart; hollow and dashed outlines say the same without colour.
#pragma once

#include <array>
#include <string_view>

#include "oligard/classify/assessment.h"

namespace oligard::plot {

struct StatusStyle {
  std::string_view css_class;
  std::string_view words;
  std::string_view colour;    ///< of lines
  std::string_view css;       ///< of shapes
  bool is_important = false;  ///< its label is always drawn, its links stand out
};

inline constexpr StatusStyle kProgressing = {"progressing", "progressing", "#d55e00",
                                             "fill:#d55e00;stroke:#7a3600", true};
inline constexpr StatusStyle kNew = {"new", "new or reappeared", "#cc79a7",
                                     "fill:#cc79a7;stroke:#7d1f55;stroke-width:2", true};
inline constexpr StatusStyle kStable = {"stable", "stable", "#0072b2", "fill:#0072b2;stroke:#003f66"};
inline constexpr StatusStyle kRegressing = {"regressing", "regressing", "#009e73",
                                            "fill:#009e73;stroke:#005c43"};
inline constexpr StatusStyle kResolved = {"resolved", "resolved", "#009e73",
                                          "fill:none;stroke:#009e73;stroke-width:1.5"};
inline constexpr StatusStyle kBaseline = {"baseline", "baseline", "#56b4e9", "fill:#56b4e9;stroke:#2b6f97"};
inline constexpr StatusStyle kNotEvaluable = {"unknown", "not evaluable", "#777777",
                                              "fill:#dddddd;stroke:#555555;stroke-dasharray:2 2"};
inline constexpr StatusStyle kOther = {"other", "not counted", "#8a8250", "fill:#f5f0c8;stroke:#8a8250"};

inline constexpr std::array<const StatusStyle*, 8> kStyles = {
    &kProgressing, &kNew, &kStable, &kRegressing, &kResolved, &kBaseline, &kNotEvaluable, &kOther};

[[nodiscard]] constexpr const StatusStyle& style_of(classify::LesionStatus status) {
  using Status = classify::LesionStatus;
  switch (status) {
    case Status::kProgressing:
      return kProgressing;
    case Status::kNew:
    case Status::kReappeared:
      return kNew;
    case Status::kStable:
      return kStable;
    case Status::kRegressing:
      return kRegressing;
    case Status::kResolved:
      return kResolved;
    case Status::kBaseline:
      return kBaseline;
    case Status::kNotEvaluable:
      return kNotEvaluable;
    case Status::kHistory:
    case Status::kTreated:
    case Status::kNonPathological:
      break;
  }
  return kOther;
}

}  // namespace oligard::plot
