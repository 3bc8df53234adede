// A map between two time points from organ masks alone (docs/matching.md, "Organ masks").
#pragma once

#include <optional>
#include <span>
#include <string>

#include "oligard/match/match.h"
#include "oligard/measure/time_point.h"

namespace oligard::match {

struct OrganRegistration {
  KnownMap known;          ///< `from` and `to` are left to the caller; owns all that it needs
  AffineMap rigid;         ///< what `known.map` is without the organs' own corrections
  double residual_mm = 0;  ///< root mean square of what `rigid` leaves of the organs' centres
  int organs = 0;          ///< that agree on `rigid`
};

/// The map that whole organs present at both time points agree on: a rigid one, and for each organ the shift
/// that is left. Organs of other frames of reference than the given ones are passed over; an empty one passes
/// all. Nothing when too few organs agree, when most do not, or when they fit better with left and right
/// exchanged. Bodies are alike: the map fits another patient's organs as well, so lesions have to confirm it.
[[nodiscard]] std::optional<OrganRegistration> register_organs(std::span<const measure::Organ> from,
                                                               const std::string& from_frame,
                                                               std::span<const measure::Organ> to,
                                                               const std::string& to_frame);

}  // namespace oligard::match
