// Text of every character set of DICOM to UTF-8. DCMTK's own conversion lacks Japanese (ISO 2022 IR 87 and
// 159) with the C library's iconv, and leaves a data set half converted at the first byte that its set does
// not have.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <dcmtk/dcmdata/dcitem.h>

namespace oligard::dicom {

/// UTF-8 of a text; `terms`: the values of Specific Character Set (PS3.3 C.12.1.1.2). Escape sequences are
/// followed as PS3.5 6.1.2.5 says; a text that lacks the one back to ASCII before a delimiter is read, too.
/// Where no known set is stated the text stays as it is, as do bytes that no set was chosen for. A character
/// that does not exist in its set becomes the byte FF, which is in no UTF-8.
[[nodiscard]] std::string utf8_of(std::string_view text, const std::vector<std::string>& terms);

/// All text of an item and of its sequences; it then says ISO_IR 192.
void convert_text_to_utf8(DcmItem& item);

}  // namespace oligard::dicom
