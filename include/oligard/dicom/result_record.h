// The record in one of our structured results (docs/conformance.md, "The record"): the case and the rules
// that its verdicts are derived from, as one JSON text.
#pragma once

#include <optional>
#include <string>

#include <dcmtk/dcmdata/dcitem.h>

namespace oligard::dicom {

inline constexpr int kRecordFormat = 1;

struct ResultRecord {
  std::string json;
  bool is_intact = true;  ///< false: the text has not the digest that stands beside it
};

/// The record below the root of a document, whatever version wrote it; empty when there is none. Of a record
/// of before decision 0065 an empty `json` says that it cannot be read.
[[nodiscard]] std::optional<ResultRecord> result_record(DcmItem& root);

}  // namespace oligard::dicom
