// Finding places for lesions in the body at rest.
#pragma once

#include <string>
#include <vector>

#include "phantom/patient_plan.h"
#include "phantom/random.h"

namespace oligard::phantom {

/// One of the structures of an organ that hold lesions.
[[nodiscard]] std::size_t structure_in(const std::string& organ, Random& random);

/// A point of a shape, not near its surface.
[[nodiscard]] Vec3 point_inside(const Shape& shape, Random& random);

/// The place is seen as what it is: no later structure lies over it.
[[nodiscard]] bool belongs_to(std::size_t structure, const Vec3& position);

/// The largest spheres around `lesion` and each placed one are at least `gap` mm apart.
[[nodiscard]] bool has_room(const std::vector<PlannedLesion>& placed, const PlannedLesion& lesion,
                            double gap);

/// "T01" for the first.
[[nodiscard]] std::string lesion_id(std::size_t index);

}  // namespace oligard::phantom
