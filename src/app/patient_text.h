// One patient's assessment for people: conclusion, lesions, course, what was not assessed, caveats.
#pragma once

#include <ostream>

#include "app/lesion_table.h"
#include "oligard/classify/assessment.h"

namespace oligard::app {

/// Of the last time point under the first profile. Paragraphs are broken at the width of a terminal and stay
/// one line each elsewhere. Nothing for an assessment without time points.
void print_patient(const classify::Assessment& assessment, const TableExtent& extent, std::ostream& out,
                   const Layout& layout);

}  // namespace oligard::app
