#include "match/aligner.h"

#include <algorithm>
#include <cmath>

#include "match/assignment.h"
#include "match/constants.h"
#include "match/rigid_fit.h"

namespace oligard::match {
namespace {

double kernel(const Node& a, const Vec3& place, const Node& b, double sigma) {
  const Vec3 d = place - b.position;
  const double size = log_volume_difference(a, b);
  return std::exp(-dot(d, d) / (2 * sigma * sigma) - size * size / 2 - site_cost(a, b));
}

}  // namespace

Aligner::Aligner(const Nodes& a, const Nodes& b, const Anchors& anchors)
    : a_(a), b_(b), grid_(positions_of(b), 40), anchors_(anchors) {
  for (const auto& [i, j] : anchors) {
    anchored_a_.insert(i);
    anchored_b_.insert(j);
  }
  for (const Node& node : a)
    centre_ = centre_ + (1.0 / static_cast<double>(a.size())) * node.position;
}

// The one-to-one pairs with the largest sum of kernels.
std::vector<Agreement> Aligner::agreements(const AffineMap& t, double sigma) const {
  const double floor = a_.size() > kVoters ? kKernelFloorOfMany : kKernelFloor;
  const double reach = sigma * std::sqrt(-2 * std::log(floor));
  AssignmentProblem problem{static_cast<int>(b_.size()), {}};
  std::vector<Vec3> places;
  for (std::size_t i = 0; i < a_.size(); ++i) {
    places.push_back(t.apply(a_[i].position));
    auto& edges = problem.rows.emplace_back();
    if (anchored_a_.contains(static_cast<int>(i))) continue;
    for (const int j : grid_.within(places.back(), reach)) {
      if (anchored_b_.contains(j)) continue;
      const double k = kernel(a_[i], places.back(), b_[static_cast<std::size_t>(j)], sigma);
      if (k > floor) edges.push_back({j, -k});
    }
  }
  const std::vector<int> column_of = assign(problem);
  std::vector<Agreement> pairs;
  for (std::size_t i = 0; i < a_.size(); ++i) {
    if (column_of[i] >= 0) pairs.push_back(agreement(static_cast<int>(i), column_of[i], places[i], sigma));
  }
  for (const auto& [i, j] : anchors_) {
    pairs.push_back(agreement(i, j, places[static_cast<std::size_t>(i)], sigma));
    pairs.back().anchor = true;
  }
  return pairs;
}

AffineMap Aligner::refine(const Candidate& seed, std::span<const double> sigmas) const {
  const AffineMap& start = seed.transform;
  const bool trusted = seed.trust > 0;
  AffineMap t = start;
  for (const double sigma : sigmas) {
    std::vector<PointPair> points;
    for (const Agreement& p : agreements(t, sigma)) {
      points.push_back({a_[static_cast<std::size_t>(p.from)].position,
                        b_[static_cast<std::size_t>(p.to)].position, p.anchor ? kAnchorWeight : p.kernel});
    }
    if (trusted && points.size() < 3) continue;
    t = fit_rigid(points, kRidgeMm2, t);
  }
  if (trusted && distance(t.apply(centre_), start.apply(centre_)) > kTrustedDriftMm) return start;
  return t;
}

Scored Aligner::attempt(const Candidate& seed, std::span<const double> sigmas_mm) const {
  Scored s;
  s.start = seed;
  s.transform = refine(seed, sigmas_mm);
  s.centre = s.transform.apply(centre_);
  s.pairs = agreements(s.transform, kScoreSigmaMm);
  for (const Agreement& p : s.pairs)
    s.score += p.kernel;
  const double turned = rotation_degrees(s.transform) - kFreeRotationDegrees;
  s.score -= kRotationPenalty * std::pow(std::max(0.0, turned), 2);
  return s;
}

Agreement Aligner::agreement(int i, int j, const Vec3& place, double sigma) const {
  const Node& to = b_[static_cast<std::size_t>(j)];
  return {i, j, kernel(a_[static_cast<std::size_t>(i)], place, to, sigma), distance(place, to.position),
          false};
}

}  // namespace oligard::match
