// A plot as tests look at it: its pixels, its texts, and what the SVG of it has beside shapes.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "draw/plots/picture.h"

namespace oligard::draw::test {

using Draw = Extent (*)(Canvas&, const PlotWords&, const std::string&, const classify::Assessment&);

/// On pixels, one a unit.
struct DrawnPlot {
  Extent extent;
  std::vector<PlacedText> texts;
  std::vector<std::uint8_t> rgb;

  DrawnPlot(Draw draw, const std::string& key, const classify::Assessment& assessment) {
    const auto run = [&](Canvas& canvas) {
      canvas.fill({0, 0, extent.width, extent.height}, kWhite);
      extent = draw(canvas, PlotWords{}, key, assessment);
      texts = canvas.texts();
    };
    EXPECT_TRUE(pixels_of({1, 1}, 1, 1, run));
    extent = {std::ceil(extent.width), std::ceil(extent.height)};
    const Extent whole = extent;
    const auto drawn = pixels_of(whole, static_cast<int>(whole.width), static_cast<int>(whole.height), run);
    EXPECT_TRUE(drawn);
    if (drawn) rgb = *drawn;
    extent = whole;
  }

  [[nodiscard]] Rgb at(double x, double y) const {
    const auto pixel =
        static_cast<std::size_t>(std::floor(y) * extent.width + std::floor(x)) * std::size_t{3};
    return {rgb.at(pixel), rgb.at(pixel + 1), rgb.at(pixel + 2)};
  }
  /// The status whose fill is nearest to the pixel; null where white is nearer.
  [[nodiscard]] const terms::StatusLook* look_at(double x, double y) const {
    const Rgb pixel = at(x, y);
    const auto distance = [&](Rgb colour) {
      return std::abs(pixel.red - colour.red) + std::abs(pixel.green - colour.green) +
             std::abs(pixel.blue - colour.blue);
    };
    const terms::StatusLook* nearest = nullptr;
    int best = distance(kWhite);
    for (const terms::StatusLook* look : terms::kStatusLooks) {
      if (!look->fill || distance(*look->fill) >= best) continue;
      best = distance(*look->fill);
      nearest = look;
    }
    return nearest;
  }
  [[nodiscard]] std::string all_text() const {
    std::string all;
    for (const PlacedText& placed : texts)
      all += placed.text + "\n";
    return all;
  }
  /// No text leaves the picture or lies on another.
  void expect_readable() const {
    ASSERT_GT(texts.size(), 3U);
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const Box& a = texts[i].ink;
      EXPECT_TRUE(a.left >= 0 && a.top >= 0 && a.right() <= extent.width && a.bottom() <= extent.height)
          << texts[i].text;
      for (std::size_t j = 0; j < i; ++j) {
        const Box& b = texts[j].ink;
        const bool overlap = std::min(a.right(), b.right()) - std::max(a.left, b.left) > 0.2 &&
                             std::min(a.bottom(), b.bottom()) - std::max(a.top, b.top) > 0.2;
        EXPECT_FALSE(overlap) << texts[i].text << " on " << texts[j].text;
      }
    }
  }
};

inline int count(const std::string& text, const std::string& part) {
  int n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++n;
  return n;
}

/// What the pointer meets.
struct Hint {
  std::string title;
  Box box;  ///< empty of a way

  [[nodiscard]] double x() const { return box.left + box.width / 2; }
  [[nodiscard]] double y() const { return box.top + box.height / 2; }
};

/// All hints of an SVG on boxes ("rect") or on ways ("path").
inline std::vector<Hint> hints_of(const std::string& svg, const std::string& element) {
  std::vector<Hint> hints;
  for (std::size_t at = svg.find("<title>"); at != std::string::npos; at = svg.find("<title>", at + 1)) {
    const std::size_t start = svg.rfind('<', at - 1);
    const auto number = [&](const std::string& name) {
      const std::size_t value = svg.find(" " + name + "=\"", start);
      return value < at ? std::stod(svg.substr(value + name.size() + 3)) : 0;
    };
    if (svg.compare(start + 1, element.size(), element) != 0) continue;
    hints.push_back({svg.substr(at + 7, svg.find("</title>", at) - at - 7),
                     {number("x"), number("y"), number("width"), number("height")}});
  }
  return hints;
}

/// The first whose title begins so.
inline Hint hint_of(const std::string& svg, const std::string& title) {
  for (const Hint& hint : hints_of(svg, "rect"))
    if (hint.title.starts_with(title)) return hint;
  ADD_FAILURE() << "no hint " << title;
  return {};
}

}  // namespace oligard::draw::test
