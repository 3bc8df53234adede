#include "draw/canvas/surfaces.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace oligard::draw {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string svg_of_text(const std::string& text, double width, const TextStyle& style = {10}) {
  return svg_of([&](Canvas& canvas) {
           canvas.line(text, 5, 20, width, style);
           return Extent{100, 30};
         })
      .value_or("");
}

TEST(Svg, TextIsTextAtThePlaceAndWidthThatPangoGave) {
  double width = 0;
  const std::string svg = svg_of([&](Canvas& canvas) {
                            width = canvas.line("find me", 5, 20, 90, {10, true});
                            return Extent{100, 30};
                          }).value_or("");
  char length[64];
  std::snprintf(length, sizeof length, " textLength=\"%.1f\"", width);
  EXPECT_THAT(svg, HasSubstr("<text x=\"5\" y=\"20\" font-size=\"10\"" + std::string(length)));
  EXPECT_THAT(svg, HasSubstr("font-weight=\"bold\">find me</text>"));
  EXPECT_THAT(svg, HasSubstr("width=\"100px\" height=\"30px\""));
  EXPECT_THAT(svg, Not(HasSubstr("<symbol"))) << "no outlines of glyphs";
}

TEST(Svg, WhatHasNoRoomIsAnEllipsis) {
  EXPECT_THAT(svg_of_text("a long text without an end", 50), HasSubstr("\u2026</text>"));
  EXPECT_THAT(svg_of_text("a long text without an end", 50), Not(HasSubstr("end")));
}

TEST(Svg, ParagraphsAreLines) {
  const std::string svg = svg_of([](Canvas& canvas) {
                            canvas.paragraph("one two three", {0, 0, 40, 60}, {10});
                            return Extent{100, 60};
                          }).value_or("");
  EXPECT_THAT(svg, HasSubstr(">one two</text>"));
  EXPECT_THAT(svg, HasSubstr(">three</text>"));
}

TEST(Svg, OnlyTextThatXmlAllows) {
  EXPECT_THAT(svg_of_text("\u00e4\u2013\U0001d6fc<&", 90),
              HasSubstr(">\u00e4\u2013\U0001d6fc&lt;&amp;</text>"));
  EXPECT_THAT(svg_of_text("a\xc3", 90), HasSubstr(">a\uFFFD</text>"));
  EXPECT_THAT(svg_of_text("a\xed\xa0\x80", 90), HasSubstr(">a\uFFFD"));
  EXPECT_THAT(svg_of_text("a\xef\xbf\xbf", 90), HasSubstr(">a?</text>"));
  EXPECT_THAT(svg_of_text("a\x01z", 90), HasSubstr(">a z</text>"));
}

TEST(Surfaces, OneDrawingOnEach) {
  const auto draw = [](Canvas& canvas) {
    canvas.fill({0, 0, 20, 10}, kWhite);
    canvas.fill({5, 0, 5, 10}, kAlert);
    canvas.line("x", 12, 8, 8, {7});
  };
  const auto rgb = pixels_of({20, 10}, 40, 20, draw);
  ASSERT_TRUE(rgb);
  EXPECT_EQ(rgb->size(), 40U * 20 * 3);
  EXPECT_EQ((*rgb)[3 * 12], kAlert.red) << "two pixels a point";
  EXPECT_EQ((*rgb)[3 * 8], 0xff);
  const auto pdf = pdf_of({20, 10}, {"title", "program", UnixTime{}}, draw);
  ASSERT_TRUE(pdf);
  EXPECT_THAT(*pdf, HasSubstr("19700101000000Z"));
}

}  // namespace
}  // namespace oligard::draw
