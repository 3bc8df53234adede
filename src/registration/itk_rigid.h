// ITK's rigid registration of coarse volumes.
#pragma once

#include <cstddef>
#include <memory>

#include "oligard/registration/coarse_volume.h"
#include "registration/rigid_map.h"

namespace oligard::registration {

/// A start or an outcome.
struct ScoredMap {
  RigidMap map;
  double information = 0;  ///< Mattes mutual information, nats; larger is better
  double overlap = 0;      ///< share of the sample points that fall into the other volume
};

/// How one level is done.
struct RigidSettings {
  std::size_t points = 20000;
  double step_mm = 4;
  double smallest_step_mm = 0.02;
  int iterations = 100;
};

/// Registers one volume onto another. One thread; equal input gives equal bits. Mattes mutual information of
/// 32 bins at points inside the body of the first volume that are evenly taken with a fixed jitter.
class ItkRigid {
 public:
  /// Copies what it needs.
  ItkRigid(const CoarseVolume& from, const CoarseVolume& to);
  ~ItkRigid();
  ItkRigid(const ItkRigid&) = delete;
  ItkRigid& operator=(const ItkRigid&) = delete;

  static constexpr int kCoarse = 0;  ///< voxels four times as large as those of the volumes
  static constexpr int kMiddle = 1;
  static constexpr int kFine = 2;

  /// Scores a map. Information 0 when too few points fall into the other volume.
  [[nodiscard]] ScoredMap score(int level, const RigidMap& map, std::size_t points) const;
  /// Regular-step gradient descent from `start`.
  [[nodiscard]] ScoredMap optimise(int level, const RigidMap& start, const RigidSettings& settings) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace oligard::registration
