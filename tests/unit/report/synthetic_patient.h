// A small patient for the report tests: three time points, assessed by hand so that every value is known.
//   L01 liver 30 → 20 → 27 mm progressing, target      L02 left lung 25 → 20 → 19.4 mm stable, target
//   L03 lymph node 18 → 12 → 11 mm stable, target      L04 right adrenal gland, resolved at TP2
//   L05 bone, new at TP2                               L06 left lung, not evaluable at TP2
#pragma once

#include <filesystem>
#include <string>

#include "oligard/report/result_documents.h"

namespace oligard::report::test {

inline constexpr const char* kStudy[] = {"2.25.1000", "2.25.1001", "2.25.1002"};
inline constexpr const char* kImageSeries[] = {"2.25.1100", "2.25.1101", "2.25.1102"};
inline constexpr const char* kSegmentation[] = {"2.25.1200", "2.25.1201", "2.25.1202"};

[[nodiscard]] classify::Assessment make_assessment();

/// A header-only SEG of the last study with an ISO 8859-1 patient name.
void write_header_source(const std::filesystem::path& path);

/// SR-A and SR-B of TP2. The assessment must outlive the request.
[[nodiscard]] ReportRequest make_request(const classify::Assessment& assessment,
                                         const std::filesystem::path& header_source);

/// A fresh folder for the running test.
[[nodiscard]] std::filesystem::path temporary_folder();

}  // namespace oligard::report::test
