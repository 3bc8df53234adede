#include "draw/plots/picture.h"

#include "draw/canvas/figures.h"
#include "oligard/base/text.h"
#include "oligard/draw/plots.h"

namespace oligard::draw {
namespace {

constexpr PlotWords kEnglish;

using Plot = Extent (*)(Canvas&, const PlotWords&, const std::string&, const classify::Assessment&);

Result<std::string> document(Plot draw, const std::string& patient_key,
                             const classify::Assessment& assessment) {
  return svg_of([&](Canvas& canvas) { return draw(canvas, kEnglish, patient_key, assessment); });
}

/// "OLIGOPROGRESSION" = "Oligoprogression".
std::string capitalised(const std::string& name) {
  return name.substr(0, 1) + lower_case(in_words(name)).substr(1);
}

}  // namespace

std::string category_line(const PlotWords& words, const classify::Assessment& assessment, std::size_t t) {
  const auto& names = assessment.clinical_case.evaluated_profiles;
  if (names.empty()) return {};
  const auto found = assessment.timepoints[t].profiles.find(names.front());
  if (found == assessment.timepoints[t].profiles.end()) return {};
  const classify::ProfileAssessment& verdict = found->second;
  std::string text = verdict.category == terms::Category::kSingleTimepoint
                         ? std::string(words.single_timepoint)
                         : capitalised(to_string(verdict.category));
  if (verdict.confidence && verdict.category != terms::Category::kIndeterminate)
    append(text, ", ", to_string(*verdict.confidence));
  return text;
}

std::string recist_line(const PlotWords& words, const classify::RecistAssessment& recist) {
  std::string text = words.response(in_words(recist.overall));
  if (recist.target_sum_mm) text += words.sum(trimmed(*recist.target_sum_mm));
  if (recist.target_sum_mm && !recist.sum_complete) text += words.incomplete;
  if (recist.from_nadir_pct) text += " (" + signed_percent(*recist.from_nadir_pct) + ")";
  return text;
}

std::string review_line(const PlotWords& words, const classify::TimePointAssessment& now) {
  return now.review.empty() ? "" : words.review(static_cast<int>(now.review.size()));
}

double draw_text(Canvas& canvas, const std::string& text, const Box& top, const TextStyle& style) {
  if (text.empty()) return top.top;
  const double height = canvas.height_of(text, top.width, style);
  canvas.paragraph(text, {top.left, top.top, top.width, height + 1}, style);
  return top.top + height + 2;
}

double draw_title(Canvas& canvas, const std::string& title, const std::string& note, double width) {
  constexpr double kBaseLine = 34;
  canvas.line(title, kMargin, kBaseLine, width, {18, true});
  return draw_text(canvas, note, {kMargin, kBaseLine + 8, width, 0}, {kLabelSize, false, kGrey});
}

double draw_heading(Canvas& canvas, const std::string& title, const PlotWords& words,
                    const classify::Assessment& assessment, double width) {
  double top = draw_title(canvas, title, std::string(words.unverified), width) + 4;
  if (assessment.timepoints.empty()) return top;
  const std::size_t last = assessment.timepoints.size() - 1;
  const classify::CaseTimePoint& timepoint = assessment.clinical_case.timepoints[last];
  std::string verdict = timepoint.id + ", " + to_iso(timepoint.date) + ": ";
  if (const std::string category = category_line(words, assessment, last); !category.empty())
    verdict += words.category(category, assessment.clinical_case.evaluated_profiles.front());
  verdict += recist_line(words, assessment.timepoints[last].recist);
  top = draw_text(canvas, verdict, {kMargin, top, width, 0}, {kWordSize});
  return draw_text(canvas, review_line(words, assessment.timepoints[last]), {kMargin, top, width, 0},
                   kAlertStyle);
}

Result<std::string> lesion_plot(const std::string& patient_key, const classify::Assessment& assessment) {
  return document(draw_lesion_plot, patient_key, assessment);
}

Result<std::string> spider_plot(const std::string& patient_key, const classify::Assessment& assessment) {
  return document(draw_spider_plot, patient_key, assessment);
}

Result<std::string> waterfall_plot(const std::string& patient_key, const classify::Assessment& assessment) {
  return document(draw_waterfall_plot, patient_key, assessment);
}

}  // namespace oligard::draw
