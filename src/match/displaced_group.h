// Lesions that stayed alone on both sides and would fit after one common shift.
#pragma once

#include <vector>

#include "match/assignment.h"
#include "match/node.h"
#include "match/registration.h"

namespace oligard::match {

/// Of the rows and columns that an assignment leaves alone or links at a cost above kWeakLinkCost: the
/// largest group of pairs, like in size and possible by site, that one shift of at most kGroupShiftMm brings
/// together within kGroupAgreesMm. Fewer than kGroupPairs, or more than the lesions that are linked well, are
/// no group: empty then. Such a region moved as a whole (an arm, a breast, a part of the spine), or the
/// registration is wrong there. O(alone² · pairs), with at most kGroupLesions alone on each side.
[[nodiscard]] Anchors displaced_group(const Nodes& a, const std::vector<Expected>& expected, const Nodes& b,
                                      const AssignmentProblem& problem, const std::vector<int>& column_of);

}  // namespace oligard::match
