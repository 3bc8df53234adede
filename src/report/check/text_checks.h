// The texts of an object as they stand in it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <dcmtk/dcmdata/dcelem.h>

namespace oligard::report {

/// The value of a string element without padding at its end. A view into the element.
[[nodiscard]] std::string_view text_of(DcmElement& element);

/// Well-formed UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF.
[[nodiscard]] bool is_utf8(std::string_view text);

/// The text with a question mark for each byte that is in no well-formed sequence: objects whose character
/// set is missing or wrong leave such bytes.
[[nodiscard]] std::string as_utf8(std::string text);

/// Number of code points of a UTF-8 text.
[[nodiscard]] std::size_t characters(std::string_view text);

}  // namespace oligard::report
