// A patient's lesions as pictures: SVG documents with text that can be searched. `patient_key` is written
// into the title and is all that they say of the patient. The category is that of the first profile. The same
// assessment gives the same bytes, whatever fonts and locale a machine has. Errors: those of make_page. One
// thread at a time.
#pragma once

#include <string>

#include "oligard/base/result.h"
#include "oligard/classify/assessment.h"

namespace oligard::draw {

/// One coronal panel a time point, side by side on one scale, the patient's right at the panel's left. A
/// lesion is an ellipse of its extent in x and z in the colour of its status, a resolved one hollow at the
/// place where it was; lines are links, dashed when in doubt. Panels lie in the space of the first time
/// point: over accepted registrations or, where they fit better, over the shift of linked lesions; a time
/// point that has neither is centred on its lesions and says so.
[[nodiscard]] Result<std::string> lesion_plot(const std::string& patient_key,
                                              const classify::Assessment& assessment);

/// One line a lesion over days: change of its size (clinical-rules 2.3) from the baseline, or from its first
/// sight after that; in the colour of its status at the last date. Whiskers are 95 % intervals of the
/// measurement where known. Dashed: the limits `pr_rel` and `pd_rel`. Lesions that progress are labelled
/// first; how many lines have no label is said.
[[nodiscard]] Result<std::string> spider_plot(const std::string& patient_key,
                                              const classify::Assessment& assessment);

/// One bar a lesion at the last date: change from its nadir, sorted; new and reappeared ones, which have
/// none, stand first as hatched bars. A tick on each bar is `pd_abs_mm` above its nadir: progression by size
/// needs both the dashed limit and the tick. Of more than 60 lesions controlled ones are left out, which is
/// said.
[[nodiscard]] Result<std::string> waterfall_plot(const std::string& patient_key,
                                                 const classify::Assessment& assessment);

}  // namespace oligard::draw
