#include "registration/rigid_search.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "registration/agreement.h"

namespace oligard::registration {
namespace {

constexpr int kReachMm = 300;
constexpr int kStepMm = 20;
constexpr double kElsewhereMm = 60;
constexpr std::size_t kKept = 3;     // by information
constexpr std::size_t kKeptToo = 2;  // by correlation
constexpr double kEnoughOverlap = 0.12;
constexpr std::size_t kSearchPoints = 4000;
constexpr int kEvery = 4;  // voxel along each axis is looked at for the correlation
constexpr RigidSettings kCoarse{3000, 8, 0.5, 40};
constexpr RigidSettings kMiddle{6000, 4, 0.2, 50};
constexpr RigidSettings kFine{12000, 1, 0.05, 40};
constexpr RigidSettings kBones{6000, 4, 0.1, 30};
constexpr int kBoneReachMm = 56;  // what breathing and one vertebra for another come to
constexpr int kBoneStepMm = 8;
constexpr std::size_t kKeptBids = 2;
constexpr double kFewestBoneVoxels = 1500;

/// Little overlap makes chance agreement likely.
double worth(const ScoredMap& scored) {
  return scored.information * std::sqrt(scored.overlap);
}

/// A map and what speaks for it.
struct Attempt {
  ScoredMap scored;
  double correlation = 0;
};

class Attempts {
 public:
  Attempts(const CoarseVolume& from, const CoarseVolume& to) : from_(from), to_(to) {}

  [[nodiscard]] Attempt judged(const ScoredMap& scored) const {
    Attempt attempt{scored, 0};
    if (from_.modality == to_.modality && scored.overlap >= kEnoughOverlap)
      attempt.correlation = overlay(
                                from_, to_, [&](const Vec3& p) { return scored.map.apply(p); }, kEvery)
                                .correlation;
    return attempt;
  }
  [[nodiscard]] bool is_better(const Attempt& a, const Attempt& b) const {
    return from_.modality == to_.modality ? a.correlation > b.correlation : worth(a.scored) > worth(b.scored);
  }

 private:
  const CoarseVolume& from_;
  const CoarseVolume& to_;
};

std::vector<Attempt> promising(std::vector<Attempt> tried) {
  std::stable_sort(tried.begin(), tried.end(),
                   [](const Attempt& a, const Attempt& b) { return worth(a.scored) > worth(b.scored); });
  const auto kept = tried.begin() + static_cast<std::ptrdiff_t>(std::min(kKept, tried.size()));
  std::stable_sort(kept, tried.end(),
                   [](const Attempt& a, const Attempt& b) { return a.correlation > b.correlation; });
  tried.resize(std::min(kKept + kKeptToo, tried.size()));
  return tried;
}

}  // namespace

RigidOutcome search_rigid(const CoarseVolume& from, const CoarseVolume& to, const ItkRigid& registration,
                          const std::vector<Vec3>& starts) {
  const Vec3 from_centre = body_centre(from);
  const Vec3 middle = body_centre(to) - from_centre;
  const Attempts attempts(from, to);
  std::vector<Attempt> tried;
  const auto attempt = [&](const Vec3& translation) {
    RigidMap map;
    map.centre = from_centre;
    map.translation = translation;
    tried.push_back(attempts.judged(registration.score(ItkRigid::kMiddle, map, kSearchPoints)));
  };
  for (int z = -kReachMm; z <= kReachMm; z += kStepMm)
    attempt(middle + Vec3{0, 0, static_cast<double>(z)});
  for (const Vec3& start : starts)
    attempt(start);
  std::optional<Attempt> best;
  for (const Attempt& start : promising(tried)) {
    const Attempt climbed =
        attempts.judged(registration.optimise(ItkRigid::kCoarse, start.scored.map, kCoarse));
    if (!best || attempts.is_better(climbed, *best)) best = climbed;
  }
  RigidOutcome outcome;
  outcome.best = best->scored;
  outcome.coarse = best->scored.information;
  double elsewhere = 0;
  for (const Attempt& other : tried)
    if (std::abs(other.scored.map.translation.z - outcome.best.map.translation.z) >= kElsewhereMm)
      elsewhere = std::max(elsewhere, worth(other.scored));
  const double here = worth(registration.score(ItkRigid::kMiddle, outcome.best.map, kSearchPoints));
  outcome.gain = here > 0 ? (here - elsewhere) / here : 0;
  return outcome;
}

std::optional<RigidMap> align_bones(const CoarseVolume& from, const CoarseVolume& to, const RigidMap& start) {
  const CoarseVolume bones = bones_of(from);
  const CoarseVolume others = bones_of(to);
  if (body_voxels(bones) < kFewestBoneVoxels || body_voxels(others) < kFewestBoneVoxels) return std::nullopt;
  const auto agreement = [&](const RigidMap& map) {
    return overlay(bones, others, [&](const Vec3& p) { return map.apply(p); }).correlation_of_either;
  };
  struct Bid {
    RigidMap map;
    double agreement;
  };
  std::vector<Bid> bids;
  for (int z = -kBoneReachMm; z <= kBoneReachMm; z += kBoneStepMm) {
    RigidMap map = start;
    map.translation = map.translation + Vec3{0, 0, static_cast<double>(z)};
    bids.push_back({map, agreement(map)});
  }
  std::stable_sort(bids.begin(), bids.end(),
                   [](const Bid& a, const Bid& b) { return a.agreement > b.agreement; });
  const ItkRigid registration(bones, others);
  std::optional<Bid> best;
  for (std::size_t i = 0; i < kKeptBids; ++i) {
    const RigidMap map = registration.optimise(ItkRigid::kFine, bids[i].map, kBones).map;
    const double reached = agreement(map);
    if (!best || reached > best->agreement) best = Bid{map, reached};
  }
  if (best->agreement < agreement(start)) return std::nullopt;
  return best->map;
}

ScoredMap climb(const ItkRigid& registration, const RigidMap& start) {
  const ScoredMap middle = registration.optimise(ItkRigid::kMiddle, start, kMiddle);
  return registration.optimise(ItkRigid::kFine, middle.map, kFine);
}

}  // namespace oligard::registration
