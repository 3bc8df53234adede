#include "draw/canvas/surfaces.h"

#include <memory>

#include <cairo-pdf.h>
#include <cairo-svg.h>

#include "draw/canvas/fonts.h"
#include "draw/canvas/svg_markup.h"

namespace oligard::draw {
namespace {

struct SurfaceCloser {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
using Surface = std::unique_ptr<cairo_surface_t, SurfaceCloser>;
struct CairoCloser {
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
};
using Cairo = std::unique_ptr<cairo_t, CairoCloser>;

Status status_of(cairo_t* cairo, cairo_surface_t* surface) {
  for (const cairo_status_t status : {cairo_status(cairo), cairo_surface_status(surface)}) {
    if (status != CAIRO_STATUS_SUCCESS) {
      return fail(ErrorKind::kInternal, "PAGE_NOT_DRAWN",
                  std::string("Cairo failed: ") + cairo_status_to_string(status));
    }
  }
  return {};
}

cairo_status_t append(void* text, const unsigned char* bytes, unsigned length) {
  static_cast<std::string*>(text)->append(reinterpret_cast<const char*>(bytes), length);
  return CAIRO_STATUS_SUCCESS;
}

/// "2025-09-01T12:00:00Z", what Cairo reads.
void describe(cairo_surface_t* surface, const PdfProperties& properties) {
  const std::string time = to_iso(properties.time);
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, properties.title.c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, properties.creator.c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, time.c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, time.c_str());
}

}  // namespace

Result<std::string> pdf_of(const Extent& extent, const PdfProperties& properties,
                           const std::function<void(Canvas&)>& draw) {
  const Result<PangoFontMap*> map = fonts();
  if (!map) return fail(map);
  std::string pdf;
  const Surface surface(cairo_pdf_surface_create_for_stream(&append, &pdf, extent.width, extent.height));
  cairo_pdf_surface_restrict_to_version(surface.get(), CAIRO_PDF_VERSION_1_4);
  describe(surface.get(), properties);
  const Cairo cairo(cairo_create(surface.get()));
  {
    Canvas canvas(cairo.get(), *map);
    draw(canvas);
  }
  cairo_show_page(cairo.get());
  cairo_surface_finish(surface.get());
  if (Status drawn = status_of(cairo.get(), surface.get()); !drawn) return fail(drawn);
  return pdf;
}

Result<std::vector<std::uint8_t>> pixels_of(const Extent& extent, int columns, int rows,
                                            const std::function<void(Canvas&)>& draw) {
  const Result<PangoFontMap*> map = fonts();
  if (!map) return fail(map);
  const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, columns, rows));
  const Cairo cairo(cairo_create(surface.get()));
  cairo_scale(cairo.get(), columns / extent.width, rows / extent.height);
  {
    Canvas canvas(cairo.get(), *map);
    draw(canvas);
  }
  if (Status drawn = status_of(cairo.get(), surface.get()); !drawn) return fail(drawn);
  cairo_surface_flush(surface.get());
  const unsigned char* bytes = cairo_image_surface_get_data(surface.get());
  const int stride = cairo_image_surface_get_stride(surface.get());
  std::vector<std::uint8_t> rgb;
  rgb.reserve(std::size_t{3} * static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows));
  for (int row = 0; row < rows; ++row) {
    const auto* pixels =
        reinterpret_cast<const std::uint32_t*>(bytes + static_cast<std::ptrdiff_t>(row) * stride);
    for (int column = 0; column < columns; ++column) {
      for (const unsigned shift : {16U, 8U, 0U})
        rgb.push_back(static_cast<std::uint8_t>(pixels[column] >> shift & 0xffU));
    }
  }
  return rgb;
}

Result<std::string> svg_of(const std::function<Extent(Canvas&)>& draw) {
  const Result<PangoFontMap*> map = fonts();
  if (!map) return fail(map);
  Extent extent;
  std::string shapes;
  SvgMarkup markup;
  for (const bool is_drawn : {false, true}) {
    const Surface surface(cairo_svg_surface_create_for_stream(is_drawn ? &append : nullptr, &shapes,
                                                              extent.width, extent.height));
    cairo_svg_surface_set_document_unit(surface.get(), CAIRO_SVG_UNIT_PX);
    const Cairo cairo(cairo_create(surface.get()));
    markup = {};
    {
      Canvas canvas(cairo.get(), *map, &markup);
      canvas.fill({0, 0, extent.width, extent.height}, kWhite);
      extent = draw(canvas);
    }
    cairo_surface_finish(surface.get());
    if (Status drawn = status_of(cairo.get(), surface.get()); !drawn) return fail(drawn);
  }
  return svg_document(std::move(shapes), markup);
}

}  // namespace oligard::draw
