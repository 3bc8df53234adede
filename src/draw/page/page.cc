#include "oligard/draw/page.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>

#include <cairo-pdf.h>

#include "draw/canvas/canvas.h"
#include "draw/canvas/figures.h"
#include "draw/canvas/fonts.h"
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

struct SurfaceCloser {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
using Surface = std::unique_ptr<cairo_surface_t, SurfaceCloser>;
struct CairoCloser {
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
};
using Cairo = std::unique_ptr<cairo_t, CairoCloser>;

tl::unexpected<Error> not_drawn(cairo_status_t status) {
  return fail(ErrorKind::kInternal, "PAGE_NOT_DRAWN",
              std::string("Cairo failed: ") + cairo_status_to_string(status));
}

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
    draw_waterfall(canvas, content, {side, top, kSideWidth, main.bottom() - top});
  }
}

cairo_status_t append(void* text, const unsigned char* bytes, unsigned length) {
  static_cast<std::string*>(text)->append(reinterpret_cast<const char*>(bytes), length);
  return CAIRO_STATUS_SUCCESS;
}

/// "2025-09-01T12:00:00Z", what Cairo reads.
void describe(cairo_surface_t* surface, const PageRequest& request, const Content& content) {
  const std::string time = to_iso(request.analysed_at);
  const std::string title = "Tumor response, " + content.study + ", not verified";
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title.c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, request.program.c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, time.c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, time.c_str());
}

Status draw_pdf(const PageRequest& request, const Content& content, PangoFontMap* map, Page& page) {
  const Surface surface(cairo_pdf_surface_create_for_stream(&append, &page.pdf, kPageWidth, kPageHeight));
  cairo_pdf_surface_restrict_to_version(surface.get(), CAIRO_PDF_VERSION_1_4);
  describe(surface.get(), request, content);
  const Cairo cairo(cairo_create(surface.get()));
  {
    Canvas canvas(cairo.get(), map);
    draw(canvas, request, content);
    page.texts = canvas.texts();
  }
  cairo_show_page(cairo.get());
  cairo_surface_finish(surface.get());
  for (const cairo_status_t status : {cairo_status(cairo.get()), cairo_surface_status(surface.get())})
    if (status != CAIRO_STATUS_SUCCESS) return not_drawn(status);
  return {};
}

Status draw_pixels(const PageRequest& request, const Content& content, PangoFontMap* map, Page& page) {
  const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, kPixelWidth, kPixelHeight));
  const Cairo cairo(cairo_create(surface.get()));
  cairo_scale(cairo.get(), kPixelWidth / kPageWidth, kPixelHeight / kPageHeight);
  {
    Canvas canvas(cairo.get(), map);
    draw(canvas, request, content);
  }
  if (const cairo_status_t status = cairo_status(cairo.get()); status != CAIRO_STATUS_SUCCESS)
    return not_drawn(status);
  cairo_surface_flush(surface.get());
  const unsigned char* bytes = cairo_image_surface_get_data(surface.get());
  const int stride = cairo_image_surface_get_stride(surface.get());
  page.rgb.reserve(std::size_t{3} * kPixelWidth * kPixelHeight);
  for (int row = 0; row < kPixelHeight; ++row) {
    const auto* pixels =
        reinterpret_cast<const std::uint32_t*>(bytes + static_cast<std::ptrdiff_t>(row) * stride);
    for (int column = 0; column < kPixelWidth; ++column) {
      for (const unsigned shift : {16U, 8U, 0U})
        page.rgb.push_back(static_cast<std::uint8_t>(pixels[column] >> shift & 0xffU));
    }
  }
  return {};
}

}  // namespace

Result<Page> make_page(const PageRequest& request) {
  const Result<Content> content = content_of(request);
  if (!content) return fail(content);
  const Result<PangoFontMap*> map = fonts();
  if (!map) return fail(map);
  Page page;
  if (Status drawn = draw_pdf(request, *content, *map, page); !drawn) return fail(drawn);
  if (Status drawn = draw_pixels(request, *content, *map, page); !drawn) return fail(drawn);
  return page;
}

}  // namespace oligard::draw
