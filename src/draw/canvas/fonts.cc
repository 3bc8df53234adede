#include "draw/canvas/fonts.h"

#include <array>
#include <memory>
#include <string>

#include <fontconfig/fontconfig.h>
#include <pango/pangofc-fontmap.h>

namespace oligard::draw {
namespace {

constexpr double kUnitsPerInch = 72;
constexpr std::array<const char*, 5> kFiles = {
    "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
    "/usr/share/fonts/truetype/liberation/LiberationSans-Bold.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
};

struct ConfigCloser {
  void operator()(FcConfig* config) const { FcConfigDestroy(config); }
};

Result<PangoFontMap*> open_fonts() {
  const std::unique_ptr<FcConfig, ConfigCloser> config(FcConfigCreate());
  for (const char* file : kFiles) {
    const auto* path = reinterpret_cast<const FcChar8*>(file);
    if (config == nullptr || FcConfigAppFontAddFile(config.get(), path) != FcTrue) {
      return fail(ErrorKind::kInternal, "PAGE_FONT_MISSING",
                  std::string("the font file ") + file + " cannot be read");
    }
  }
  PangoFontMap* map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
  if (map == nullptr) {
    return fail(ErrorKind::kInternal, "PAGE_NOT_DRAWN", "Cairo was built without FreeType");
  }
  pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), config.get());
  pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map), kUnitsPerInch);
  return map;
}

}  // namespace

Result<PangoFontMap*> fonts() {
  static PangoFontMap* opened = nullptr;
  if (opened != nullptr) return opened;
  Result<PangoFontMap*> map = open_fonts();
  if (map) opened = *map;
  return map;
}

}  // namespace oligard::draw
