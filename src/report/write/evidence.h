// The instances that a document rests on or points to.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <dcmtk/dcmsr/dsrdoc.h>

#include "oligard/report/result_documents.h"

namespace oligard::report {

/// Knows for each instance which study and series it is in. Instances that the content refers to are added as
/// they are used, so that none is missing from the evidence sequences.
class Evidence {
 public:
  explicit Evidence(const ReportRequest& request);

  /// An instance that the content refers to.
  const EvidenceInstance& use(const EvidenceInstance& instance);
  /// The segment or report that a lesion was measured on.
  const EvidenceInstance& use_source(const measure::Lesion& lesion);
  /// The image that a lesion's axes lie on; null when its study or series is not known.
  const EvidenceInstance* use_axis_image(const measure::Lesion& lesion);

  /// Class of a known instance; empty when it is not known.
  [[nodiscard]] std::string class_of(const std::string& sop_instance_uid) const;

  /// Fills Current Requested Procedure Evidence (same study) and Pertinent Other Evidence (other studies).
  /// Returns the first failure of DCMTK.
  [[nodiscard]] OFCondition write(DSRDocument& document, bool current_study_only) const;

 private:
  std::string study_;
  std::map<std::string, EvidenceInstance> by_instance_;
};

/// Names the documents that this one replaces (CID 7009 "Replaced report"), and in SR-A readers' reports
/// whose content it takes over, without a purpose: a computed result does not replace a person's.
[[nodiscard]] OFCondition write_predecessors(DSRDocument& document, const ReportRequest& request,
                                             Document::Kind kind);

}  // namespace oligard::report
