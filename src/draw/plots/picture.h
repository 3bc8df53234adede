// What all plots share. Lengths are pixels of the SVG.
#pragma once

#include <string>

#include "draw/canvas/canvas.h"
#include "draw/canvas/surfaces.h"
#include "draw/plots/words.h"
#include "oligard/classify/assessment.h"

namespace oligard::draw {

inline constexpr double kMargin = 24;
inline constexpr double kLabelSize = 11;
inline constexpr double kWordSize = 12;
inline constexpr TextStyle kAlertStyle{kWordSize, true, kAlert};

/// "Oligoprogression, probable": the category at a time point under the first profile; empty when there is
/// none.
[[nodiscard]] std::string category_line(const PlotWords& words, const classify::Assessment& assessment,
                                        std::size_t t);
/// "RECIST 1.1: PD, sum 111.7 mm (+8.8 %)".
[[nodiscard]] std::string recist_line(const PlotWords& words, const classify::RecistAssessment& recist);
/// "Needs review: 2 links in doubt"; empty when none is.
[[nodiscard]] std::string review_line(const PlotWords& words, const classify::TimePointAssessment& now);

/// A paragraph as high as it needs, nothing for an empty text; returns its bottom.
double draw_text(Canvas& canvas, const std::string& text, const Box& top, const TextStyle& style);

/// From the top of the picture on. Returns the bottom edge.
double draw_title(Canvas& canvas, const std::string& title, const std::string& note, double width);
/// Title, that nobody verified it, and the verdict at the last time point. Returns the bottom edge.
double draw_heading(Canvas& canvas, const std::string& title, const PlotWords& words,
                    const classify::Assessment& assessment, double width);

/// The plots on any canvas, as `oligard/draw/plots.h` describes them.
Extent draw_lesion_plot(Canvas& canvas, const PlotWords& words, const std::string& patient_key,
                        const classify::Assessment& assessment);
Extent draw_spider_plot(Canvas& canvas, const PlotWords& words, const std::string& patient_key,
                        const classify::Assessment& assessment);
Extent draw_waterfall_plot(Canvas& canvas, const PlotWords& words, const std::string& patient_key,
                           const classify::Assessment& assessment);

}  // namespace oligard::draw
