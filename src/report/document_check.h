// Our own check of a finished document, before it leaves: a wrong report is worse than none.
#pragma once

#include <string>

#include "oligard/report/result_documents.h"

namespace oligard::report {

struct Expected {
  Document::Kind kind;
  std::string sop_instance_uid;
  std::string study_instance_uid;
};

/// Reads the bytes back. Error REPORT_INVALID names the first rule that does not hold:
/// DCMTK accepts the document as it is; flags, UIDs and study are as expected; each group has one tracking
/// identifier and one tracking UID of its own, SR-A's one status; all groups follow one template; SR-B's
/// numbers have one line of two points on one image; each instance in the content is in exactly one evidence
/// sequence, once.
[[nodiscard]] Status check_document(const std::string& bytes, const Expected& expected);

}  // namespace oligard::report
