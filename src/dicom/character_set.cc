#include "oligard/dicom/character_set.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcelem.h>
#include <dcmtk/dcmdata/dcsequen.h>
#include <iconv.h>

#include "oligard/dicom/dataset.h"

namespace oligard::dicom {
namespace {

constexpr char kEscape = '\x1b';
constexpr const char* kUtf8 = "ISO_IR 192";
/// Is in no UTF-8: where text is written again, what could not be read is marked or refused.
constexpr char kUnreadable = '\xff';

/// One row of PS3.3 tables C.12-3 and C.12-4: how a set is chosen, and what its characters are for iconv once
/// the high bits of their bytes are set.
struct CodedSet {
  std::string_view term;    ///< end of the defined term
  std::string_view escape;  ///< behind ESC
  bool is_high;             ///< its bytes are 0x80 and above (G1)
  int bytes;                ///< a character
  const char* encoding;     ///< null: ASCII
  std::string_view prefix;  ///< of a character, for iconv
};

constexpr CodedSet kAscii = {"IR 6", "(B", false, 1, nullptr, ""};

/// JIS X 0201 (IR 14) differs from ASCII in two characters, one of them the delimiter of values: ASCII is
/// what they mean here.
constexpr std::array<CodedSet, 19> kSets = {{
    kAscii,
    {"IR 100", "-A", true, 1, "ISO-8859-1", ""},
    {"IR 101", "-B", true, 1, "ISO-8859-2", ""},
    {"IR 109", "-C", true, 1, "ISO-8859-3", ""},
    {"IR 110", "-D", true, 1, "ISO-8859-4", ""},
    {"IR 144", "-L", true, 1, "ISO-8859-5", ""},
    {"IR 127", "-G", true, 1, "ISO-8859-6", ""},
    {"IR 126", "-F", true, 1, "ISO-8859-7", ""},
    {"IR 138", "-H", true, 1, "ISO-8859-8", ""},
    {"IR 148", "-M", true, 1, "ISO-8859-9", ""},
    {"IR 203", "-b", true, 1, "ISO-8859-15", ""},
    {"IR 166", "-T", true, 1, "TIS-620", ""},
    {"IR 13", ")I", true, 1, "EUC-JP", "\x8e"},
    {"IR 14", "(J", false, 1, nullptr, ""},
    {"IR 87", "$B", false, 2, "EUC-JP", ""},
    {"", "$@", false, 2, "EUC-JP", ""},
    {"IR 159", "$(D", false, 2, "EUC-JP", "\x8f"},
    {"IR 149", "$)C", true, 2, "EUC-KR", ""},
    {"IR 58", "$)A", true, 2, "EUC-CN", ""},
}};

/// UTF-8 of a text; nothing when it is not of this encoding.
std::optional<std::string> convert(std::string_view text, const char* encoding) {
  const iconv_t converter = iconv_open("UTF-8", encoding);
  if (converter == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
  std::string input(text);
  std::string output(4 * input.size() + 4, '\0');
  char* from = input.data();
  char* to = output.data();
  std::size_t left = input.size();
  std::size_t room = output.size();
  const std::size_t failed = iconv(converter, &from, &left, &to, &room);
  iconv_close(converter);
  if (failed == static_cast<std::size_t>(-1) || left > 0) return std::nullopt;
  output.resize(output.size() - room);
  return output;
}

bool is_high(char byte) {
  return static_cast<unsigned char>(byte) >= 0x80;
}

/// A byte that a character of two in the lower half may have.
bool is_printable(char byte) {
  return byte > 0x20 && byte < 0x7f;
}

class Decoder {
 public:
  Decoder(std::string_view text, const std::vector<std::string>& terms) : rest_(text) {
    if (terms.empty()) return;
    for (const CodedSet& set : kSets) {
      if (set.is_high && !set.term.empty() && terms.front().ends_with(set.term)) first_high_ = &set;
    }
  }

  std::string decode() {
    reset();
    while (!rest_.empty())
      step();
    return std::move(result_);
  }

 private:
  void reset() {
    low_ = &kAscii;
    // Some writers choose Korean or Chinese once for a whole name.
    if (first_high_ != nullptr || high_ == nullptr) high_ = first_high_;
  }

  void step() {
    if (rest_.front() == kEscape) return choose();
    if (is_high(rest_.front()) && high_ != nullptr) return take(*high_);
    if (low_->bytes == 2 && rest_.size() > 1 && is_printable(rest_[0]) && is_printable(rest_[1]))
      return take(*low_);
    const char byte = rest_.front();
    rest_.remove_prefix(1);
    result_ += byte;
    if (std::string_view("\\^=\r\n\f\t").find(byte) != std::string_view::npos) reset();
  }

  void choose() {
    rest_.remove_prefix(1);
    for (const CodedSet& set : kSets) {
      if (!rest_.starts_with(set.escape)) continue;
      (set.is_high ? high_ : low_) = &set;
      return rest_.remove_prefix(set.escape.size());
    }
    result_ += kUnreadable;
  }

  void take(const CodedSet& set) {
    std::string character(set.prefix);
    for (int i = 0; i < set.bytes && !rest_.empty(); ++i) {
      character += static_cast<char>(static_cast<unsigned char>(rest_.front()) | 0x80U);
      rest_.remove_prefix(1);
    }
    result_ += convert(character, set.encoding).value_or(std::string(1, kUnreadable));
  }

  std::string_view rest_;
  std::string result_;
  const CodedSet* first_high_ = nullptr;
  const CodedSet* low_ = &kAscii;
  const CodedSet* high_ = nullptr;
};

bool is_text(DcmEVR vr) {
  constexpr std::array kTexts = {EVR_LO, EVR_LT, EVR_PN, EVR_SH, EVR_ST, EVR_UC, EVR_UT};
  return std::find(kTexts.begin(), kTexts.end(), vr) != kTexts.end();
}

/// UTF-8 itself, no set stated, or none that is known.
bool is_left_alone(const std::vector<std::string>& terms) {
  if (terms.size() != 1) return terms.empty();
  if (terms.front() == "GB18030" || terms.front() == "GBK") return false;
  return std::none_of(kSets.begin(), kSets.end(), [&](const CodedSet& set) {
    return !set.term.empty() && terms.front().ends_with(set.term);
  });
}

std::vector<std::string> terms_of(DcmItem& item) {
  std::vector<std::string> terms;
  const std::string all = text(item, DCM_SpecificCharacterSet);
  if (all.empty()) return terms;
  for (unsigned long i = 0; i <= static_cast<unsigned long>(std::count(all.begin(), all.end(), '\\')); ++i)
    terms.push_back(text(item, DCM_SpecificCharacterSet, i));
  return terms;
}

void convert_element(DcmElement& element, const std::vector<std::string>& terms) {
  char* bytes = nullptr;
  Uint32 length = 0;
  if (element.getString(bytes, length).bad() || bytes == nullptr) return;
  const std::string_view before(bytes, length);
  const std::string after = utf8_of(before, terms);
  if (after != before) (void)element.putOFStringArray(OFString(after.data(), after.size()));
}

/// nextInContainer keeps the walk linear; getElement(i) and getItem(i) walk from the start.
void convert_item(DcmItem& item, const std::vector<std::string>& inherited) {
  const bool is_stated = item.tagExists(DCM_SpecificCharacterSet);
  const std::vector<std::string> own = terms_of(item);
  const std::vector<std::string>& terms = is_stated ? own : inherited;
  if (is_stated) (void)item.putAndInsertString(DCM_SpecificCharacterSet, kUtf8);
  for (DcmObject* object = item.nextInContainer(nullptr); object != nullptr;
       object = item.nextInContainer(object)) {
    if (object->ident() == EVR_SQ) {
      for (DcmObject* below = object->nextInContainer(nullptr); below != nullptr;
           below = object->nextInContainer(below))
        convert_item(*static_cast<DcmItem*>(below), terms);
    } else if (is_text(object->ident())) {
      convert_element(*static_cast<DcmElement*>(object), terms);
    }
  }
}

}  // namespace

std::string utf8_of(std::string_view text, const std::vector<std::string>& terms) {
  if (std::none_of(text.begin(), text.end(), [](char c) { return is_high(c) || c == kEscape; }))
    return std::string(text);
  if (is_left_alone(terms)) return std::string(text);
  if (terms.front() == "GB18030" || terms.front() == "GBK")
    return convert(text, "GB18030").value_or(std::string(text));
  return Decoder(text, terms).decode();
}

void convert_text_to_utf8(DcmItem& item) {
  convert_item(item, {});
  (void)item.putAndInsertString(DCM_SpecificCharacterSet, kUtf8);
}

}  // namespace oligard::dicom
