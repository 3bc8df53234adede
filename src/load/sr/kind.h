// Structured reports of other kinds, known by their title or template.
#pragma once

#include <string_view>

#include <dcmtk/dcmdata/dcdatset.h>

namespace oligard::load {

/// "radiation dose report", "mammography CAD report", …; empty when the document is no such report.
[[nodiscard]] std::string_view other_kind_of_report(DcmDataset& dataset);

}  // namespace oligard::load
