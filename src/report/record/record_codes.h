// Codes of the record: what a result's verdicts are derived from (docs/conformance.md, "The record").
#pragma once

#include "oligard/dicom/result_record.h"
#include "report/write/codes.h"

namespace oligard::report::codes {

inline constexpr Entry kRecord = own(dicom::kRecordContainer, "Record Behind the Verdicts");
inline constexpr Entry kRecordJson = own(dicom::kRecordJson, "Record as JSON");
inline constexpr Entry kRecordDigest = own(dicom::kRecordDigest, "Digest of the Record");
inline constexpr Entry kSeal = own("SEAL", "Digest of the Content");

}  // namespace oligard::report::codes
