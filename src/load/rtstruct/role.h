// What an ROI of an RT Structure Set is for us.
#pragma once

#include <string_view>

#include "oligard/base/source_rule.h"
#include "oligard/load/segmentation.h"

namespace oligard::load {

/// Sets role and role_evidence from the first that says something: the rule's label patterns; RT ROI
/// Interpreted Type (3006,00A4), where GTV is a lesion and PTV and the like are neither lesion nor organ,
/// while ORGAN, OAR, AVOIDANCE and unknown words leave it to what follows; codes; the name, of which a word
/// "GTV…" is a lesion, other target volumes are not, and lesion words go before organ words.
void set_role_of_roi(Segment& roi, std::string_view interpreted_type, const SourceRule& rule);

}  // namespace oligard::load
