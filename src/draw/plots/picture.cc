#include "draw/plots/picture.h"

#include "draw/plots/layout.h"
#include "oligard/base/text.h"

namespace oligard::draw {
namespace {

constexpr std::string_view kCss =
    "text{font-family:Helvetica,Arial,'Liberation Sans','DejaVu "
    "Sans',sans-serif;font-size:12px;fill:#222222}\n"
    ".title{font-size:18px;font-weight:bold}\n"
    ".head{font-size:14px;font-weight:bold}\n"
    ".alert{fill:#b34700;font-weight:bold}\n"
    ".small{font-size:11px;fill:#555555}\n"
    ".label{font-size:11px;paint-order:stroke;stroke:#ffffff;stroke-width:2.5px;stroke-linejoin:round}\n"
    ".strong{font-weight:bold}\n"
    ".frame{fill:none;stroke:#b5bcc4;stroke-width:1}\n"
    ".leader{stroke:#444444;stroke-width:0.8;fill:none}\n";
constexpr std::string_view kGoneCss = ".gone{fill:none;stroke-dasharray:3 2}\n";
constexpr double kRowHeight = 20;
constexpr double kEntryGap = 18;

}  // namespace

std::string document(double width, double height, std::string_view css, std::string_view drawing) {
  SvgWriter document;
  document.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  document.open("svg", {{"xmlns", "http://www.w3.org/2000/svg"},
                        {"version", "1.1"},
                        {"width", number(width)},
                        {"height", number(height)},
                        {"viewBox", "0 0 " + number(width) + " " + number(height)}});
  document.raw("<style>\n");
  document.raw(kCss);
  document.raw(css);
  for (const classify::StatusLook* style : classify::kStatusLooks)
    document.raw("." + std::string(style->name) + "{" + css_of(*style) + "}\n");
  document.raw(kGoneCss);
  document.raw("</style>\n");
  document.shape("rect", {{"width", number(width)}, {"height", number(height)}, {"fill", "#ffffff"}});
  document.raw(drawing);
  document.close("svg");
  return document.take();
}

std::string capitalised(const std::string& name) {
  std::string text = in_words(name);
  return text.empty() ? text : text[0] + lower_case(std::string_view(text).substr(1));
}

std::string signed_percent(double value) {
  return (value > 0 ? "+" : "") + number(value) + " %";
}

std::string category_line(const classify::Assessment& assessment, std::size_t t) {
  const auto& names = assessment.clinical_case.evaluated_profiles;
  if (names.empty()) return {};
  const auto found = assessment.timepoints[t].profiles.find(names.front());
  if (found == assessment.timepoints[t].profiles.end()) return {};
  const bool is_first = found->second.category == classify::Category::kSingleTimepoint;
  std::string text = is_first ? "Single time point" : capitalised(to_string(found->second.category));
  const bool is_said = found->second.category != classify::Category::kIndeterminate;
  if (found->second.confidence && is_said) text += ", " + to_string(*found->second.confidence);
  return text;
}

std::string recist_line(const classify::RecistAssessment& recist) {
  std::string text = "RECIST 1.1: " + in_words(recist.overall);
  if (recist.target_sum_mm) text += ", sum " + number(*recist.target_sum_mm) + " mm";
  if (recist.target_sum_mm && !recist.sum_complete) text += " (incomplete)";
  if (recist.from_nadir_pct) text += " (" + signed_percent(*recist.from_nadir_pct) + ")";
  return text;
}

double Legend::entry(double width) {
  if (x_ > left_ && x_ + width > right_) {
    x_ = left_;
    y_ += kRowHeight;
  }
  const double x = x_;
  x_ += width + kEntryGap;
  return x;
}

void Legend::swatches(const std::set<const classify::StatusLook*>& used) {
  for (const classify::StatusLook* style : classify::kStatusLooks) {
    if (!used.contains(style)) continue;
    const double x = entry(20 + text_width(style->words, kTextSize));
    const std::string look = std::string(style->name) + (style == &classify::look::kResolved ? " gone" : "");
    svg_.shape(
        "ellipse",
        {{"class", "key " + look}, {"cx", number(x + 7)}, {"cy", number(y_ - 4)}, {"rx", "7"}, {"ry", "7"}});
    svg_.text(x + 20, y_, "line", style->words);
  }
}

void Legend::sample(const std::string& css_class, const std::string& words) {
  const double x = entry(34 + text_width(words, kTextSize));
  svg_.shape("path", {{"class", css_class}, {"d", "M" + number(x) + " " + number(y_ - 4) + "h28"}});
  svg_.text(x + 34, y_, "line", words);
}

void Legend::note(const std::string& text) {
  y_ += 6;
  for (const std::string& line : wrapped(text, right_ - left_, kLabelSize))
    svg_.text(left_, y_ += kLineHeight, "small", line);
}

}  // namespace oligard::draw
