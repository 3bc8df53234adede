// `oligard inspect`, one file for each kind of object; reports are in inspect_report.h.
#pragma once

#include <ostream>

#include "oligard/load/loaded_object.h"

namespace oligard::app {

/// What an object holds, in words; identity and producer are printed before.
void describe(const load::Segmentation& segmentation, std::ostream& out);
void describe_structure_set(const load::Segmentation& structures, std::ostream& out);
void describe(const load::ImageObject& image, std::ostream& out);
void describe(const load::Registration& registration, std::ostream& out);
void describe(const load::IgnoredObject& ignored, std::ostream& out);

}  // namespace oligard::app
