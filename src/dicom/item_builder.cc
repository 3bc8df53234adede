#include "dicom/item_builder.h"

#include <memory>

namespace oligard::dicom {

void put(DcmItem& item, const DcmTagKey& tag, const std::string& value) {
  item.putAndInsertOFStringArray(tag, OFString(value.c_str()));
}

void put_if_known(DcmItem& item, const DcmTagKey& tag, const std::string& value) {
  if (!value.empty()) put(item, tag, value);
}

void put_number(DcmItem& item, const DcmTagKey& tag, std::uint16_t value) {
  item.putAndInsertUint16(tag, value);
}

DcmItem& append_item(DcmItem& item, const DcmTagKey& sequence) {
  DcmSequenceOfItems* items = nullptr;
  if (item.findAndGetSequence(sequence, items).bad() || items == nullptr) {
    items = new DcmSequenceOfItems(sequence);
    item.insert(items, true);
  }
  auto* appended = new DcmItem();
  items->append(appended);
  return *appended;
}

DcmItem& append_code(DcmItem& item, const DcmTagKey& sequence, const Code& code) {
  DcmItem& code_item = append_item(item, sequence);
  constexpr std::size_t kMaxShortCode = 16;  // PS3.3 8.1
  put(code_item, code.value.size() > kMaxShortCode ? DCM_LongCodeValue : DCM_CodeValue, code.value);
  put(code_item, DCM_CodingSchemeDesignator, code.scheme);
  put(code_item, DCM_CodeMeaning, code.meaning);
  return code_item;
}

}  // namespace oligard::dicom
