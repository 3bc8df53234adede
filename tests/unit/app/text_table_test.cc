#include "app/text_table.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace oligard::app {
namespace {

TEST(DisplayWidth, CountsWhatATerminalShows) {
  EXPECT_EQ(display_width("Liver"), 5U);
  EXPECT_EQ(display_width("L\xC3\xA4sion"), 6U);
  EXPECT_EQ(display_width("La\xCC\x88sion"), 6U) << "a combining diaeresis";
  EXPECT_EQ(display_width("\xE8\x82\x9D\xE8\x87\x93"), 4U) << "wide characters";
}

TEST(Printable, CannotDriveATerminal) {
  EXPECT_EQ(printable("a\x1B[31mb\r\nc"), "a?[31mb??c");
  EXPECT_EQ(printable("L\xC3\xA4sion"), "L\xC3\xA4sion");
  EXPECT_EQ(printable("caf\xE9"), "caf?") << "no UTF-8";
  EXPECT_EQ(printable("\xC2\x9B"
                      "2J"),
            "?2J")
      << "C1 control";
  EXPECT_EQ(printable("\xE2\x80\xAE"
                      "x"),
            "?x")
      << "right-to-left override";
}

TEST(Shortened, EndsInAnEllipsis) {
  EXPECT_EQ(shortened("abcdef", 6), "abcdef");
  EXPECT_EQ(shortened("abcdef", 4), "abc\xE2\x80\xA6");
  EXPECT_EQ(shortened("\xC3\xA4\xC3\xA4\xC3\xA4", 2), "\xC3\xA4\xE2\x80\xA6");
}

std::string printed(const TextTable& table, const Layout& layout) {
  std::ostringstream out;
  table.print(out, layout);
  return out.str();
}

TextTable table() {
  using Align = TextTable::Align;
  TextTable made({{"no.", Align::kRight}, {"label", Align::kLeft, 4}, {"mm", Align::kRight}});
  made.add_row({"1", "L\xC3\xA4sion", "12.5"});
  made.add_row({"20", "a long label", "3.0"});
  return made;
}

TEST(TextTables, AlignByWhatIsShown) {
  EXPECT_EQ(printed(table(), {}),
            "  no.  label           mm\n"
            "    1  L\xC3\xA4sion        12.5\n"
            "   20  a long label   3.0\n");
}

TEST(TextTables, ShortenWhatMayShrinkOnANarrowTerminal) {
  EXPECT_EQ(printed(table(), {20, false}),
            "  no.  label      mm\n"
            "    1  L\xC3\xA4sion   12.5\n"
            "   20  a long\xE2\x80\xA6   3.0\n");
  std::istringstream lines(printed(table(), {12, false}));
  for (std::string line; std::getline(lines, line);)
    EXPECT_LE(display_width(line), 12U);
}

TEST(TextTables, ColourOnlyWhereTheLayoutSaysSo) {
  EXPECT_EQ(printed(table(), {}).find('\x1B'), std::string::npos);
  EXPECT_NE(printed(table(), {0, true}).find("\x1B[1m"), std::string::npos);
}

TEST(TextTables, TitlesOfSeveralLinesStandAtTheBottom) {
  TextTable made({{"name", TextTable::Align::kLeft}, {"in\nmm", TextTable::Align::kRight}});
  made.add_row({"a", "12.5"});
  made.add_line("and two more that are not shown");
  EXPECT_EQ(printed(made, {}),
            "          in\n"
            "  name    mm\n"
            "  a     12.5\n"
            "  and two more that are not shown\n");
  EXPECT_THAT(printed(made, {20, false}), testing::EndsWith("  and two more that\n  are not shown\n"));
}

TEST(TextTables, StylesDoNotMoveColumns) {
  TextTable made({{"a", TextTable::Align::kRight}, {"b", TextTable::Align::kLeft}});
  made.add_styled_row({{"1", Style::kStrong}, {"x", Style::kGrowth}});
  made.add_styled_row({{"", Style::kStrong}, {"y", Style::kPlain}});
  EXPECT_EQ(printed(made, {0, true}),
            "\x1B[1m  a  b\x1B[0m\n"
            "  \x1B[1m1\x1B[0m  \x1B[1;38;5;166mx\x1B[0m\n"
            "     y\n");
  EXPECT_EQ(printed(made, {5, true}), "\x1B[1m  a \xE2\x80\xA6\x1B[0m\n  1 \xE2\x80\xA6\n    \xE2\x80\xA6\n")
      << "what is cut off has no styles";
}

}  // namespace
}  // namespace oligard::app
