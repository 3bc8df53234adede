// What the readers of our objects rely on, as rules that each object is checked against before it is sent
// (docs/conformance.md, "The contract with viewers"): a wrong report is worse than none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "oligard/report/result_documents.h"

namespace oligard::report {

/// What the maker of an object knows of it.
struct Expected {
  Document::Kind kind = Document::Kind::kResult;
  std::string sop_instance_uid;
  std::string series_instance_uid;
  std::string study_instance_uid;
};

/// One rule. Ids are stable and begin with the consumer.
struct ContractRule {
  std::string_view id;
  std::string_view consumer;
  std::string_view sentence;  ///< what holds
  std::string_view source;    ///< DICOM section, template row, or the part of the consumer that relies on it
  std::vector<Document::Kind> kinds;
};

/// Every rule, in the order in which they are checked.
[[nodiscard]] std::vector<ContractRule> contract();

/// Reads the bytes back and checks all rules for objects of this kind, in time linear in the content. Error
/// REPORT_CONTRACT names every broken rule by id and sentence. Any thread.
[[nodiscard]] Status check_object(const std::string& bytes, const Expected& expected);

}  // namespace oligard::report
