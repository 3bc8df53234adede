// Everything of a document outside its content tree: patient, study, series, equipment, times, UIDs.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <dcmtk/dcmdata/dcfilefo.h>

#include "oligard/report/result_documents.h"

namespace oligard::report {

/// The attributes in which the objects of one result differ.
struct DocumentIdentity {
  Document::Kind kind;
  std::string sop_instance_uid;
  std::string series_instance_uid;
  const char* series_number;
  const char* series_description;
  std::string instance_number;
};

[[nodiscard]] DocumentIdentity identity_of(const ReportRequest& request, Document::Kind kind, int part = 1);

/// UID of an item of the document, from the result key.
[[nodiscard]] std::string observation_uid(const ReportRequest& request, Document::Kind kind,
                                          const std::string& item);

/// The release's device UID, derived from the version when the request names none.
[[nodiscard]] std::string device_uid(const Device& device);

/// The file that patient and study modules are copied from. Errors: REPORT_HEADER_UNREADABLE,
/// REPORT_STUDY_MISMATCH.
[[nodiscard]] Result<std::unique_ptr<DcmFileFormat>> read_header(const ReportRequest& request);

/// What was imaged: the study's Procedure Codes, else the modality's unspecified procedure (CID 100).
[[nodiscard]] std::vector<Code> procedures(DcmItem& source, const std::string& modality);

/// Writes all of the header over what DCMTK put there, so that nothing depends on the clock or on chance.
[[nodiscard]] Status write_header(DcmItem& dataset, DcmItem& source, const ReportRequest& request,
                                  const DocumentIdentity& identity);

}  // namespace oligard::report
