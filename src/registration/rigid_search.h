// The rigid map of a pair of volumes, from nothing known but the volumes.
#pragma once

#include <optional>
#include <vector>

#include "oligard/base/geometry.h"
#include "registration/itk_rigid.h"

namespace oligard::registration {

struct RigidOutcome {
  ScoredMap best;
  double gain = 0;    ///< by how much the best place along the body beats those 60 mm and more away
  double coarse = 0;  ///< information at the coarse level
};

/// Tries offsets along the body every 20 mm up to 300 mm around the place where the centres of the bodies
/// meet, and `starts` (translations); climbs from the best at the coarse level. Information chooses among
/// them, between volumes of one modality correlation.
[[nodiscard]] RigidOutcome search_rigid(const CoarseVolume& from, const CoarseVolume& to,
                                        const ItkRigid& registration, const std::vector<Vec3>& starts);

/// Moves a rigid map of two CT volumes so that bones lie on bones. Lungs and liver weigh more than bones in
/// the whole image and breathe along the body by more than half a vertebra. Nothing when there is too little
/// bone or no better place within 56 mm.
[[nodiscard]] std::optional<RigidMap> align_bones(const CoarseVolume& from, const CoarseVolume& to,
                                                  const RigidMap& start);

/// Climbs from the outcome of a search at the finer levels.
[[nodiscard]] ScoredMap climb(const ItkRigid& registration, const RigidMap& start);

}  // namespace oligard::registration
