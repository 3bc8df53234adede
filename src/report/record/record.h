// The record at the end of SR-A: the case, the rules and the source objects that its verdicts are derived
// from.
#pragma once

#include <string>
#include <vector>

#include <dcmtk/dcmdata/dcitem.h>

#include "oligard/report/stated_result.h"
#include "report/write/content.h"
#include "report/write/evidence.h"
#include "report/write/tree_builder.h"

namespace oligard::report {

/// What the verdict of one time point rests on: time points up to it and to baseline, lesions observed there.
[[nodiscard]] Record record_of(const ReportRequest& request);

/// A measurement group as it was written.
struct WrittenGroup {
  std::string label;
  std::string tracking_uid;
  std::string observation_uid;
  codes::Entry status;
};

/// Writes `record` as a container, behind all else; `seal` is its last item. Instances that it refers to are
/// added to `evidence`.
void write_record(TreeBuilder& tree, const Record& record, const std::string& sop_instance_uid,
                  const std::vector<WrittenGroup>& groups, Evidence& evidence);

/// The whole tree of SR-A (result_document.cc); without its record when that is null.
void write_result(TreeBuilder& tree, const ReportRequest& request, const Content& content,
                  const std::vector<Code>& procedures, const Record* record, Evidence& evidence);

/// Reads it back from the container. Error EXPLAIN_RECORD_INVALID.
[[nodiscard]] Result<Record> read_record(DcmItem& container);

/// A volume as the record states it.
[[nodiscard]] std::string cubic_centimetres(double volume_mm3);

}  // namespace oligard::report
