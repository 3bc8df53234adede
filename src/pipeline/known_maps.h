// Maps between time points from received registration objects.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "oligard/load/registration.h"
#include "oligard/load/time_point_objects.h"
#include "oligard/match/match.h"

namespace oligard::pipeline {

/// What registrations may name of a time point.
struct RegisteredSpace {
  std::string frame_of_reference_uid;   ///< that its lesions lie in; empty = none stated
  std::vector<std::string> image_uids;  ///< SOP Instance UIDs of images in that frame, sorted
};

/// The space of a time point: `frame_of_reference_uid`, and the images in it that were received or that its
/// segmentations name.
[[nodiscard]] RegisteredSpace space_of(const load::TimePointObjects& objects);

/// What a registration contributes. No maps: `reason` says why.
struct RegistrationMaps {
  std::vector<match::KnownMap> maps;  ///< by from, to, then item
  std::string reason;
};

/// The maps of one registration between time points, whose spaces come oldest first. Sources are found by
/// frame of reference, else by the images they name; two are joined through the registered frame of this one
/// object alone (PS3.3 C.20.2, C.20.3). A deformation is inverted by fixed-point iteration and is undefined
/// where that does not settle. Matrices that mirror, or scale beyond 0.8 to 1.25, are passed over. Maps share
/// the registration.
[[nodiscard]] RegistrationMaps maps_of(const std::shared_ptr<const load::Registration>& registration,
                                       const std::vector<RegisteredSpace>& spaces);

}  // namespace oligard::pipeline
