// A case and its assessments as text for a terminal.
#pragma once

#include <string>
#include <vector>

#include "oligard/classify/assessment.h"

namespace oligard::classify {

/// The conclusion of the last time point under the first profile, the lesion table (rows lesions, columns
/// dates, cells size and status), RECIST and the category under each profile, remarks, what of the rules was
/// changed, and the mandatory caveats. Ends with a line break.
[[nodiscard]] std::string to_text(const Case& clinical_case,
                                  const std::vector<TimePointAssessment>& assessments,
                                  const Rules& rules = {});

/// The same with what the graph adds: links in doubt and warnings of the matcher.
[[nodiscard]] std::string to_text(const Assessment& assessment);

}  // namespace oligard::classify
