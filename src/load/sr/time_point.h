// Which time point a document and its groups are about (TID 1502).
#pragma once

#include <string>
#include <vector>

#include "load/sr/content.h"
#include "oligard/load/measurement_report.h"

namespace oligard::load {

/// What the document says of itself: below the root or the imaging measurements, outside any group.
[[nodiscard]] std::string time_point_of(const ContentItem& root);

/// What the items directly below `item` claim: Time Point Type (CID 6146), an offset from the event baseline,
/// a name of the time point.
[[nodiscard]] BaselineClaim baseline_claim_of(const ContentItem& item);

/// What the document claims: below the root or the imaging measurements, else what all groups of its time
/// point claim alike.
[[nodiscard]] BaselineClaim baseline_claim_of(const ContentItem& root,
                                              const std::vector<PriorMeasurement>& groups);

/// Marks groups that are about another time point than the document. The document's is, in this order: what
/// it states; the one that groups of its own study's images name alone; the one of the greatest order or
/// offset. When groups name several and nothing decides, all that name one are marked. Beside groups of the
/// document's own study, those of other studies' images are marked. `study` is the document's Study Instance
/// UID; the groups' images are complete.
void mark_other_time_points(const std::string& study, const std::string& stated,
                            std::vector<PriorMeasurement>& groups);

}  // namespace oligard::load
