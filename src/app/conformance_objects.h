// Examples of the objects that are written, for docs/conformance.md.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "oligard/report/object_outline.h"
#include "oligard/report/result_documents.h"

namespace oligard::app {

struct ExampleObject {
  report::Document::Kind kind;
  std::set<std::string> sop_class_uids;  ///< with every `report.sr_class`
  report::ObjectOutline outline;
};

/// One of each kind, of the demonstration patient's last time point.
[[nodiscard]] Result<std::vector<ExampleObject>> example_objects();

}  // namespace oligard::app
