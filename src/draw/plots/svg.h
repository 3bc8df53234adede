// Writes SVG elements. Attribute values and texts are escaped here and nowhere else.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace oligard::draw {

/// To 0.1, without a trailing ".0"; never "-0", no locale. What is not finite is 0.
[[nodiscard]] std::string number(double value);

/// XML text: markup characters as entities; control characters and broken UTF-8 become "?".
[[nodiscard]] std::string escaped(std::string_view text);

using Attributes = std::initializer_list<std::pair<std::string_view, std::string>>;

class SvgWriter {
 public:
  void open(std::string_view element, Attributes attributes);
  void close(std::string_view element);
  /// An element without children; `title` is what viewers show under the pointer, empty = none.
  void shape(std::string_view element, Attributes attributes, std::string_view title = {});
  void text(double x, double y, std::string_view css_class, std::string_view content,
            std::string_view anchor = "start");
  /// Turned about its place, clockwise.
  void turned_text(double x, double y, double degrees, std::string_view css_class, std::string_view content,
                   std::string_view anchor = "start");
  void raw(std::string_view markup) { out_ += markup; }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void begin(std::string_view element, Attributes attributes);

  std::string out_;
};

}  // namespace oligard::draw
