// A patient's lesions over time as a picture.
#pragma once

#include <string>

#include "oligard/classify/assessment.h"

namespace oligard::plot {

/// An SVG 1.1 document: one coronal panel a time point, side by side on one scale, the patient's right at the
/// panel's left. A lesion is an ellipse of its extent in x and z in the colour of its status, a resolved one
/// hollow at the place where it was; lines are links, dashed when in doubt. Panels lie in the space of the
/// first time point: over accepted registrations or, where they fit better, over the shift of linked lesions;
/// a time point that has neither is centred on its lesions and says so. `patient_key` is written into the
/// title and is all that it says of the patient. The category is that of the first profile. Pure; the same
/// assessment gives the same bytes.
[[nodiscard]] std::string lesion_plot(const std::string& patient_key, const classify::Assessment& assessment);

}  // namespace oligard::plot
