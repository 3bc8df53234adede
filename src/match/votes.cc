#include "match/votes.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "match/constants.h"
#include "match/point_grid.h"

namespace oligard::match {
namespace {

double vote_weight(const Node& a, const Node& b) {
  const double size = log_volume_difference(a, b) / kVoteSigmaLogVolume;
  const bool other_organ = !a.organ.empty() && !b.organ.empty() && a.organ != b.organ;
  return std::exp(-size * size / 2) * (other_organ ? kVoteOtherOrgan : 1) *
         (1 + std::min(a.radius, b.radius) / 20);
}

double plausibility(const Vec3& shift, const std::optional<Vec3>& expected) {
  if (!expected) return 1;
  const double x = shift.x - expected->x;
  const double y = shift.y - expected->y;
  const double squares = (x * x + y * y) / (kFieldOfViewSigmaMm * kFieldOfViewSigmaMm);
  return std::exp(-std::min(squares / 2, kFieldOfViewFloor));
}

}  // namespace

std::vector<int> voters(const Nodes& nodes) {
  std::vector<int> order(nodes.size());
  std::iota(order.begin(), order.end(), 0);
  const auto radius = [&](int i) { return nodes[static_cast<std::size_t>(i)].radius; };
  std::stable_sort(order.begin(), order.end(), [&](int i, int j) { return radius(i) > radius(j); });
  if (order.size() > kVoters) order.resize(kVoters);
  std::sort(order.begin(), order.end());
  return order;
}

std::vector<Vote> translation_votes(const Nodes& a, const Nodes& b,
                                    const std::optional<Vec3>& expected_shift) {
  std::vector<Vote> votes;
  std::vector<Vec3> shifts;
  const std::vector<int> of_b = voters(b);
  for (const int i : voters(a)) {
    const Node& from = a[static_cast<std::size_t>(i)];
    for (const int j : of_b) {
      const Node& to = b[static_cast<std::size_t>(j)];
      shifts.push_back(to.position - from.position);
      const double plausible = plausibility(shifts.back(), expected_shift);
      votes.push_back({shifts.back(), std::abs(log_volume_difference(from, to)), plausible,
                       plausible * vote_weight(from, to), 0});
    }
  }
  const PointGrid grid(std::move(shifts), kVoteReachMm);
  for (Vote& vote : votes) {
    for (const int other : grid.within(vote.shift, kVoteReachMm)) {
      const Vote& u = votes[static_cast<std::size_t>(other)];
      const double d = distance(u.shift, vote.shift) / kVoteSigmaMm;
      vote.density += u.weight * std::exp(-d * d / 2);
    }
  }
  return votes;
}

std::vector<Vec3> translation_seeds(const std::vector<Vote>& votes) {
  std::vector<std::size_t> order(votes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t i, std::size_t j) { return votes[i].density > votes[j].density; });
  std::vector<Vec3> seeds;
  for (const std::size_t i : order) {
    const Vec3& shift = votes[i].shift;
    const bool near = std::any_of(seeds.begin(), seeds.end(),
                                  [&](const Vec3& s) { return distance(s, shift) < kSeedDistanceMm; });
    if (!near) seeds.push_back(shift);
    if (seeds.size() == kSeeds) break;
  }
  return seeds;
}

}  // namespace oligard::match
