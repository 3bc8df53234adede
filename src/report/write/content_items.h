// The content tree of a written SR: as a list of items, and as a digest.
#pragma once

#include <string>
#include <vector>

#include <dcmtk/dcmdata/dcitem.h>

#include "oligard/report/stated_result.h"

namespace oligard::report {

/// Every item below the root, depth first; references by position are left out.
[[nodiscard]] std::vector<StatedItem> content_items(DcmItem& root);

/// SHA-256 over every content item but the seal itself: relationship, value type, name, value and place.
[[nodiscard]] std::string digest_of_content(DcmItem& root);

/// Writes the digest into the document's seal. Nothing when it has none.
void seal(DcmItem& root);

/// The last item of the record, null when there is none.
[[nodiscard]] DcmItem* seal_item(DcmItem& root);

}  // namespace oligard::report
