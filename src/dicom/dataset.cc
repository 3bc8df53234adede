#include "oligard/dicom/dataset.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcelem.h>
#include <dcmtk/ofstd/ofstd.h>

namespace oligard::dicom {
namespace {

constexpr Uint32 kLongText = 1024;

void trim(std::string& value) {
  const auto is_padding = [](char c) { return c == ' ' || c == '\0'; };
  while (!value.empty() && is_padding(value.back()))
    value.pop_back();
  std::size_t start = 0;
  while (start < value.size() && is_padding(value[start]))
    ++start;
  value.erase(0, start);
}

DcmElement* element(DcmItem& item, const DcmTagKey& tag) {
  DcmElement* found = nullptr;
  if (item.findAndGetElement(tag, found).bad()) return nullptr;
  return found;
}

std::optional<double> from_text(const std::string& text) {
  OFBool ok = OFFalse;
  const double value = OFStandard::atof(text.c_str(), &ok);
  if (!ok || !std::isfinite(value)) return std::nullopt;
  return value;
}

/// The bytes of a text as they are.
std::string_view raw_text(DcmElement& element) {
  char* bytes = nullptr;
  Uint32 length = 0;
  if (element.getString(bytes, length).bad() || bytes == nullptr) return {};
  return {bytes, length};
}

std::vector<double> numbers_of_text(DcmElement& element) {
  std::vector<double> values;
  std::string_view rest = raw_text(element);
  for (bool goes_on = !rest.empty(); goes_on;) {
    const std::size_t end = rest.find('\\');
    std::string part(rest.substr(0, end));
    trim(part);
    const std::optional<double> value = from_text(part);
    if (!value) return {};
    values.push_back(*value);
    goes_on = end != std::string_view::npos;
    if (goes_on) rest.remove_prefix(end + 1);
  }
  return values;
}

}  // namespace

std::string text(DcmItem& item, const DcmTagKey& tag) {
  DcmElement* found = element(item, tag);
  if (found == nullptr) return {};
  std::string result;
  if (found->isaString() && found->getLengthField() > kLongText) {
    // To trim each value DCMTK counts them all again.
    result = raw_text(*found);
  } else {
    OFString value;
    if (found->getOFStringArray(value).bad()) return {};
    result.assign(value.c_str(), value.length());
  }
  trim(result);
  return result;
}

std::string text(DcmItem& item, const DcmTagKey& tag, unsigned long index) {
  DcmElement* found = element(item, tag);
  if (found == nullptr) return {};
  OFString value;
  if (found->getOFString(value, index).bad()) return {};
  std::string result(value.c_str(), value.length());
  trim(result);
  return result;
}

std::optional<double> number(DcmItem& item, const DcmTagKey& tag, unsigned long index) {
  DcmElement* found = element(item, tag);
  if (found == nullptr || index >= found->getVM()) return std::nullopt;
  Float64 binary = 0;
  if (found->getFloat64(binary, index).good()) {
    if (std::isfinite(binary)) return binary;
    return std::nullopt;
  }
  return from_text(text(item, tag, index));
}

std::optional<long> integer(DcmItem& item, const DcmTagKey& tag, unsigned long index) {
  const std::optional<double> value = number(item, tag, index);
  if (!value || std::abs(*value) > 9.0e15 || std::floor(*value) != *value) return std::nullopt;
  return static_cast<long>(*value);
}

std::vector<double> numbers(DcmItem& item, const DcmTagKey& tag) {
  std::vector<double> values;
  DcmElement* found = element(item, tag);
  if (found == nullptr) return values;
  // DCMTK looks for each value of a text from its start.
  if (found->isaString()) return numbers_of_text(*found);
  const unsigned long count = found->getVM();
  for (unsigned long i = 0; i < count; ++i) {
    const std::optional<double> value = number(item, tag, i);
    if (!value) return {};
    values.push_back(*value);
  }
  return values;
}

DcmSequenceOfItems* sequence(DcmItem& item, const DcmTagKey& tag) {
  DcmSequenceOfItems* found = nullptr;
  if (item.findAndGetSequence(tag, found).bad()) return nullptr;
  return found;
}

DcmItem* item_of(DcmItem& item, const DcmTagKey& tag, unsigned long index) {
  DcmSequenceOfItems* found = sequence(item, tag);
  if (found == nullptr || index >= found->card()) return nullptr;
  return found->getItem(index);
}

void for_each_item(DcmItem& item, const DcmTagKey& tag, const std::function<void(DcmItem&)>& visit) {
  DcmSequenceOfItems* found = sequence(item, tag);
  if (found == nullptr) return;
  // getItem(i) walks the list from its start; nextInContainer keeps the walk linear.
  for (DcmObject* object = found->nextInContainer(nullptr); object != nullptr;
       object = found->nextInContainer(object)) {
    visit(*static_cast<DcmItem*>(object));
  }
}

Code code(DcmItem& code_item) {
  Code result;
  result.value = text(code_item, DCM_CodeValue);
  if (result.value.empty()) result.value = text(code_item, DCM_LongCodeValue);
  if (result.value.empty()) result.value = text(code_item, DCM_URNCodeValue);
  result.scheme = text(code_item, DCM_CodingSchemeDesignator);
  result.meaning = text(code_item, DCM_CodeMeaning);
  return result;
}

Code code(DcmItem& item, const DcmTagKey& sequence_tag) {
  DcmItem* first = item_of(item, sequence_tag);
  return first == nullptr ? Code{} : code(*first);
}

}  // namespace oligard::dicom
