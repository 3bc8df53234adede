// What a finished object is made of, for docs/conformance.md.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "oligard/base/result.h"

namespace oligard::report {

struct AttributeOutline {
  std::string tag;      ///< "(0008,0016)"
  std::string keyword;  ///< PS3.6; in nested sequences with those of the sequences before it, "A > B"
  std::string vr;
  std::string order;  ///< tags of the sequences above it and its own: sorts as objects are written
};

struct ObjectOutline {
  std::string sop_class_uid;
  std::string transfer_syntax_uid;
  std::string title;  ///< of a report: its document title; else empty
  /// Each once, in sequences too; what is below Content Sequence is not listed.
  std::vector<AttributeOutline> attributes;
  std::set<std::string> templates;  ///< "TID 1411"
};

/// Errors as dicom::from_bytes.
[[nodiscard]] Result<ObjectOutline> outline_of(const std::string& bytes);

}  // namespace oligard::report
