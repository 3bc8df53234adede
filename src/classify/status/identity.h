// How sure it is that a status speaks of one lesion: docs/clinical-rules.md, "Probabilities".
#pragma once

#include "oligard/classify/assessment.h"

namespace oligard::classify {

/// Fills `doubt.p_identity` of every lesion after the baseline: the links of its track between the time point
/// of its nadir and this one, multiplied, of several at one step the least; of REAPPEARED ones all earlier
/// links; of NEW ones that none was missed before; of RESOLVED ones without a statement that none was missed
/// here. Empty where no link is needed. O(links + unlinked + tracks · time points).
void fill_identities(Assessment& assessment);

}  // namespace oligard::classify
