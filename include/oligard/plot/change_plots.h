// How the lesions of a patient changed, as two pictures. SVG 1.1 documents; pure, the same assessment gives
// the same bytes. `patient_key` is written into the title and is all that they say of the patient. Colours
// are those of lesion_plot; the category is that of the first profile.
#pragma once

#include <string>

#include "oligard/classify/assessment.h"

namespace oligard::plot {

/// One line a lesion over days: change of its size (clinical-rules 2.3) from the baseline, or from its first
/// sight after that; in the colour of its status at the last date. Whiskers are 95 % intervals of the
/// measurement where known. Dashed: the limits `pr_rel` and `pd_rel`. Lesions that progress are labelled
/// first; how many lines have no label is said.
[[nodiscard]] std::string spider_plot(const std::string& patient_key, const classify::Assessment& assessment);

/// One bar a lesion at the last date: change from its nadir, sorted; new and reappeared ones, which have
/// none, stand first as hatched bars. A white tick on each bar is `pd_abs_mm` above its nadir: progression by
/// size needs both the dashed limit and the tick. Of more than 60 lesions controlled ones are left out, which
/// is said.
[[nodiscard]] std::string waterfall_plot(const std::string& patient_key,
                                         const classify::Assessment& assessment);

}  // namespace oligard::plot
