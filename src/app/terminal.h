// Standard output for people: how wide it is, whether it takes colours.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace oligard::app {

/// Meaning that colours carry besides words and signs. The colours are those of Okabe and Ito (Color
/// Universal Design, 2008) in the 256-colour palette.
enum class Style { kPlain, kStrong, kFaint, kGrowth, kNew, kSteady, kShrinking };

/// How text is to be laid out.
struct Layout {
  std::size_t columns = 0;  ///< of the terminal; 0 = no limit
  bool colours = false;

  [[nodiscard]] std::string bold(const std::string& text) const { return styled("1", text); }
  [[nodiscard]] std::string faint(const std::string& text) const { return styled("2", text); }
  [[nodiscard]] std::string warning(const std::string& text) const { return styled("33", text); }
  [[nodiscard]] std::string styled(Style style, const std::string& text) const;

 private:
  [[nodiscard]] std::string styled(const char* code, const std::string& text) const;
};

/// Of standard output: no limit and no colours unless it is a terminal; no colours when NO_COLOR is set or
/// TERM is "dumb".
[[nodiscard]] Layout standard_output();

/// Columns that UTF-8 text takes: none for combining characters, two for wide ones of East Asian scripts.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// Text that cannot move a terminal's cursor or change its state: control characters and bytes that are no
/// UTF-8 become "?".
[[nodiscard]] std::string printable(std::string_view text);

/// At most `columns` wide, the last one an ellipsis when something was cut off.
[[nodiscard]] std::string shortened(const std::string& text, std::size_t columns);

/// Lines of at most `columns`, broken at blanks; 0 = one line. A word that is longer stands alone.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, std::size_t columns);

}  // namespace oligard::app
