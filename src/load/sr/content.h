// The content tree of an SR document as values, read with bounds and without judging it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <dcmtk/dcmdata/dcitem.h>

#include "oligard/base/code.h"
#include "oligard/base/result.h"
#include "oligard/load/object_header.h"

namespace oligard::load {

/// How much content one document may hold.
struct ContentLimits {
  int max_depth = 64;
  std::size_t max_items = 200000;
  std::size_t max_copied_values = 1000000;  ///< coordinates in copies of items referred to
};

/// One content item (PS3.3 C.17.3). Members that its value type does not have are empty.
struct ContentItem {
  std::string value_type;              ///< as stated, e.g. "NUM"
  std::string relationship;            ///< to its parent, as stated
  Code name;                           ///< Concept Name
  std::string template_id;             ///< Template Identifier of a CONTAINER
  std::string observation_uid;         ///< Observation UID (0040,A171)
  std::string text;                    ///< TEXT, PNAME, UIDREF, DATE, TIME, DATETIME
  Code code;                           ///< CODE
  std::optional<double> number;        ///< NUM; empty when missing or not finite
  Code unit;                           ///< NUM
  Code qualifier;                      ///< NUM: Numeric Value Qualifier (0040,A301)
  InstanceReference reference;         ///< IMAGE, COMPOSITE; frame = the first one named
  std::vector<int> segments;           ///< Referenced Segment Number of an IMAGE
  std::string graphic_type;            ///< SCOORD, SCOORD3D
  std::vector<double> points;          ///< SCOORD: column, row, …; SCOORD3D: x, y, z, …
  std::string frame_of_reference_uid;  ///< SCOORD3D
  std::vector<ContentItem> children;
  std::vector<std::size_t> refers_to;  ///< only while reading: Referenced Content Item Identifier
};

/// Reads a document's root item and all below it. An item by reference (PS3.3 C.17.3.2.5) to an image or
/// graphic stands as a copy of it with its image; other items by reference are left out. Errors:
/// SR_NO_CONTENT, SR_TOO_DEEP, SR_TOO_LARGE.
[[nodiscard]] Result<ContentItem> read_content(DcmItem& dataset, const ContentLimits& limits = {});

}  // namespace oligard::load
