// The record at the end of SR-A: the case, the rules and the source objects that its verdicts are derived
// from.
#pragma once

#include <string>
#include <vector>

#include "oligard/base/written_result.h"
#include "oligard/report/stated_result.h"
#include "report/write/content.h"
#include "report/write/evidence.h"
#include "report/write/tree_builder.h"

namespace oligard::report {

/// What the verdict of one time point rests on: time points up to it and to baseline, lesions observed there.
[[nodiscard]] Record record_of(const ReportRequest& request);

/// One line of JSON (docs/conformance.md, "The record"); `written` is what the document states.
[[nodiscard]] std::string record_text(const Record& record, const WrittenResult& written);

/// Reads it back. Error EXPLAIN_RECORD_INVALID.
[[nodiscard]] Result<Record> parse_record(const std::string& text);

/// Writes the record as a container behind all else; the seal is its last item. Instances that it refers to
/// are added to `evidence`.
void write_record(TreeBuilder& tree, const Record& record, const std::vector<WrittenGroup>& groups,
                  const std::string& sop_instance_uid, Evidence& evidence);

/// The whole tree of SR-A (result_document.cc); without its record when that is null.
void write_result(TreeBuilder& tree, const ReportRequest& request, const Content& content,
                  const std::vector<Code>& procedures, const Record* record, Evidence& evidence);

}  // namespace oligard::report
