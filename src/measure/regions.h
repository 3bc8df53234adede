// Body regions of a time point.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "oligard/load/time_point_objects.h"

namespace oligard::measure {

/// Regions that a Body Part Examined (PS3.16 annex L) names: of "brain", "neck", "chest", "abdomen",
/// "pelvis", "extremity". Empty when it names none of them, or leaves open which (WHOLEBODY).
[[nodiscard]] std::set<std::string> regions_of_body_part(std::string_view body_part);

/// Of all images and segmentations.
[[nodiscard]] std::set<std::string> regions_of(const load::TimePointObjects& objects);

}  // namespace oligard::measure
