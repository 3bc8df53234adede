// The page (a picture of SR-A for people) as DICOM objects that any PACS shows: an image, and a PDF.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "oligard/base/result.h"
#include "oligard/report/result_documents.h"

namespace oligard::report {

/// Who and what was imaged, from the header source of a request. Patient data; UTF-8.
struct StudyLabel {
  std::string patient_name;  ///< PN
  std::string patient_id;
  std::string birth_date;  ///< DA
  std::string sex;
  std::string study_description;
  std::string accession_number;
};

/// A page as it was drawn.
struct DrawnPage {
  std::string pdf;
  std::vector<std::uint8_t> rgb;  ///< columns × rows, row after row
  int columns = 0, rows = 0;
};

/// Errors: REPORT_HEADER_UNREADABLE, REPORT_STUDY_MISMATCH.
[[nodiscard]] Result<StudyLabel> study_label(const ReportRequest& request);

/// Secondary Capture Image Storage, single frame: RGB, 8 bits, not compressed. Errors: as
/// make_result_document.
[[nodiscard]] Result<Document> make_secondary_capture(const ReportRequest& request, const DrawnPage& page);

/// Encapsulated PDF Storage. Errors: as make_result_document.
[[nodiscard]] Result<Document> make_encapsulated_pdf(const ReportRequest& request, const DrawnPage& page);

}  // namespace oligard::report
