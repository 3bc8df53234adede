#include "oligard/draw/page.h"

#include <algorithm>

#include "draw/canvas/surfaces.h"
#include "draw/changes/waterfall.h"
#include "draw/page/content.h"
#include "draw/page/parts.h"

namespace oligard::draw {
namespace {

constexpr double kMargin = 22;
constexpr double kTop = 16;
constexpr double kVerdictHeight = 92;
constexpr double kLimitsHeight = 106;
constexpr double kSideWidth = 268;
constexpr double kColumnGap = 16;
constexpr double kTallestBody = 240;
constexpr double kMostPct = 150;  ///< bars beyond are cut, their value says how high they are

void draw(Canvas& canvas, const PageRequest& request, const Content& content) {
  canvas.fill({0, 0, kPageWidth, kPageHeight}, kWhite);
  const double width = kPageWidth - 2 * kMargin;
  const double identity = draw_identity(canvas, content, {kMargin, kTop, width, 30});
  const double verdict = draw_verdict(canvas, content, {kMargin, identity + 7, width, kVerdictHeight});
  const double bottom = kPageHeight - kTop;
  const double limits = draw_limits(canvas, content, {kMargin, bottom - kLimitsHeight, width, kLimitsHeight});
  const Box main{kMargin, verdict + 10, width, limits - 8 - verdict - 10};
  const double lesions_width = main.width - kSideWidth - kColumnGap;
  draw_lesions(canvas, content, {main.left, main.top, lesions_width, main.height});
  const double side = main.right() - kSideWidth;
  const bool has_changes = !content.changes.bars.empty();
  const double body_height = has_changes ? main.height * 0.56 : std::min(main.height, kTallestBody);
  draw_body(canvas, content, *request.assessment, {side, main.top, kSideWidth, body_height});
  if (has_changes) {
    const double top = main.top + body_height + 6;
    const Box box{side, top, kSideWidth, main.bottom() - top};
    draw_title(canvas, content.words.waterfall_title, content.words.waterfall_note, box);
    const WaterfallStyle style{.most_pct = kMostPct, .limit_pct = content.limit_pct};
    draw_waterfall(canvas, content.changes.bars, style, content.words.waterfall,
                   {side, top + 16, kSideWidth, box.height - 16});
  }
}

}  // namespace

Result<Page> make_page(const PageRequest& request) {
  static constexpr PageWords words;
  const Result<Content> content = content_of(request, words);
  if (!content) return fail(content);
  constexpr Extent kExtent{kPageWidth, kPageHeight};
  Page page;
  const PdfProperties properties{words.document_title(content->study), request.program, request.analysed_at};
  Result<std::string> pdf = pdf_of(kExtent, properties, [&](Canvas& canvas) {
    draw(canvas, request, *content);
    page.texts = canvas.texts();
  });
  if (!pdf) return fail(pdf);
  Result<std::vector<std::uint8_t>> rgb =
      pixels_of(kExtent, kPixelWidth, kPixelHeight, [&](Canvas& canvas) { draw(canvas, request, *content); });
  if (!rgb) return fail(rgb);
  page.pdf = *std::move(pdf);
  page.rgb = *std::move(rgb);
  return page;
}

}  // namespace oligard::draw
