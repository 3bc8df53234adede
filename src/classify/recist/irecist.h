// iRECIST, when configured: clinical-rules 2.10.
#pragma once

#include <string>
#include <vector>

#include "classify/status/facts.h"

namespace oligard::classify {

struct ImmuneResponse {
  std::optional<std::string> response;  ///< empty before baseline and after iCPD
  std::vector<std::string> flags;
  std::vector<Reason> chain;
};

/// Every time point, from the RECIST 1.1 course.
[[nodiscard]] std::vector<ImmuneResponse> irecist_course(const CaseView& view,
                                                         const std::vector<LesionCourse>& courses,
                                                         const std::vector<RecistAssessment>& recist);

}  // namespace oligard::classify
