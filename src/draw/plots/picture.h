// What all pictures share: the document around the drawing, and the legend below it.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "draw/plots/style.h"
#include "draw/plots/svg.h"
#include "oligard/classify/assessment.h"

namespace oligard::draw {

inline constexpr double kLabelSize = 11;
inline constexpr double kTextSize = 12;
inline constexpr double kTitleSize = 22;  ///< 18 pixels, bold letters are wider

/// An SVG 1.1 document on white with the colours of style.h; `css` is added to it.
[[nodiscard]] std::string document(double width, double height, std::string_view css,
                                   std::string_view drawing);

/// "OLIGOPROGRESSION" → "Oligoprogression".
[[nodiscard]] std::string capitalised(const std::string& name);
/// "+12.5 %".
[[nodiscard]] std::string signed_percent(double value);
/// "Oligoprogression, probable": the category at a time point under the first profile; empty when there is
/// none.
[[nodiscard]] std::string category_line(const classify::Assessment& assessment, std::size_t t);
/// "RECIST 1.1: PD, sum 111.7 mm (+8.8 %)".
[[nodiscard]] std::string recist_line(const classify::RecistAssessment& recist);

/// Entries in rows, left to right, between two margins.
class Legend {
 public:
  Legend(SvgWriter& svg, double left, double right, double top)
      : svg_(svg), left_(left), right_(right), x_(left), y_(top) {}

  /// A swatch for each of these statuses, in the order of `classify::kStatusLooks`.
  void swatches(const std::set<const classify::StatusLook*>& used);
  /// A line of a CSS class.
  void sample(const std::string& css_class, const std::string& words);
  /// A text below all entries, broken at the margins.
  void note(const std::string& text);

  /// Where an entry of this width starts: in the next row when the current one is full.
  double entry(double width);
  [[nodiscard]] double y() const { return y_; }

 private:
  SvgWriter& svg_;
  double left_, right_;
  double x_, y_;
};

}  // namespace oligard::draw
