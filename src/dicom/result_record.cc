#include "oligard/dicom/result_record.h"

#include <dcmtk/dcmdata/dcdeftag.h>

#include "dicom/record_items.h"
#include "oligard/base/digest.h"
#include "oligard/dicom/dataset.h"
#include "oligard/terms/own_codes.h"

namespace oligard::dicom {
namespace {

DcmItem* child_named(DcmItem& parent, const terms::codes::Entry& name) {
  DcmItem* found = nullptr;
  for_each_item(parent, DCM_ContentSequence, [&](DcmItem& child) {
    const Code code = dicom::code(child, DCM_ConceptNameCodeSequence);
    if (found == nullptr && code == name.code()) found = &child;
  });
  return found;
}

}  // namespace

std::optional<ResultRecord> result_record(DcmItem& root) {
  DcmItem* container = child_named(root, terms::codes::kRecord);
  if (container == nullptr) return std::nullopt;
  DcmItem* json = child_named(*container, terms::codes::kRecordJson);
  if (json == nullptr) return ResultRecord{record_from_items(*container)};
  DcmItem* digest = child_named(*container, terms::codes::kRecordDigest);
  ResultRecord record{text(*json, DCM_TextValue)};
  record.is_intact = digest != nullptr && text(*digest, DCM_TextValue) == sha256_hex(record.json);
  return record;
}

}  // namespace oligard::dicom
