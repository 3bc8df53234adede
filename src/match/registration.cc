#include "match/registration.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <span>

#include "match/assignment.h"
#include "match/constants.h"
#include "match/point_grid.h"
#include "match/significance.h"
#include "match/votes.h"

namespace oligard::match {
namespace {

struct Agreement {
  int from = 0;
  int to = 0;
  double kernel = 0;
  double residual_mm = 0;
  bool anchor = false;
};

struct Scored {
  Candidate start;
  RigidTransform transform;
  std::vector<Agreement> pairs;
  double score = 0;
};

// Scores maps of one pair of constellations.
class Aligner {
 public:
  Aligner(const Nodes& a, const Nodes& b, const Anchors& anchors)
      : a_(a), b_(b), grid_(positions_of(b), 40), anchors_(anchors) {
    for (const auto& [i, j] : anchors) {
      anchored_a_.insert(i);
      anchored_b_.insert(j);
    }
    for (const Node& node : a)
      centre_ = centre_ + (1.0 / static_cast<double>(a.size())) * node.position;
  }

  [[nodiscard]] const Vec3& centre() const { return centre_; }

  // The one-to-one pairs with the largest sum of kernels.
  [[nodiscard]] std::vector<Agreement> agreements(const RigidTransform& t, double sigma) const {
    const double reach = sigma * std::sqrt(-2 * std::log(kKernelFloor));
    AssignmentProblem problem{static_cast<int>(b_.size()), {}};
    std::vector<Vec3> places;
    for (std::size_t i = 0; i < a_.size(); ++i) {
      places.push_back(t.apply(a_[i].position));
      auto& edges = problem.rows.emplace_back();
      if (anchored_a_.contains(static_cast<int>(i))) continue;
      for (const int j : grid_.within(places.back(), reach)) {
        if (anchored_b_.contains(j)) continue;
        const double k = kernel(a_[i], places.back(), b_[static_cast<std::size_t>(j)], sigma);
        if (k > kKernelFloor) edges.push_back({j, -k});
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

  [[nodiscard]] RigidTransform refine(const Candidate& seed, std::span<const double> sigmas) const {
    const RigidTransform& start = seed.transform;
    const bool trusted = seed.trust > 0;
    RigidTransform t = start;
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

  void score(Scored& s) const {
    s.pairs = agreements(s.transform, kScoreSigmaMm);
    s.score = 0;
    for (const Agreement& p : s.pairs)
      s.score += p.kernel;
    s.score -=
        kRotationPenalty * std::pow(std::max(0.0, rotation_degrees(s.transform) - kFreeRotationDegrees), 2);
  }

 private:
  [[nodiscard]] static double kernel(const Node& a, const Vec3& place, const Node& b, double sigma) {
    const Vec3 d = place - b.position;
    const double size = log_volume_difference(a, b);
    return std::exp(-dot(d, d) / (2 * sigma * sigma) - size * size / 2 - site_cost(a, b));
  }

  [[nodiscard]] Agreement agreement(int i, int j, const Vec3& place, double sigma) const {
    const Node& to = b_[static_cast<std::size_t>(j)];
    return {i, j, kernel(a_[static_cast<std::size_t>(i)], place, to, sigma), distance(place, to.position),
            false};
  }

  const Nodes& a_;
  const Nodes& b_;
  PointGrid grid_;
  const Anchors& anchors_;
  std::set<int> anchored_a_, anchored_b_;
  Vec3 centre_;
};

Nodes subset(const Nodes& nodes, const std::vector<int>& indices) {
  Nodes result;
  for (const int i : indices)
    result.push_back(nodes[static_cast<std::size_t>(i)]);
  return result;
}

// Another explanation: shifted, and pairing mostly other lesions.
bool is_rival(const Scored& s, const Scored& chosen, const Vec3& centre) {
  if (distance(s.transform.apply(centre), chosen.transform.apply(centre)) <= kDistinctShiftMm) return false;
  std::set<std::pair<int, int>> pairs;
  for (const Agreement& p : chosen.pairs)
    pairs.emplace(p.from, p.to);
  const auto shared = std::count_if(s.pairs.begin(), s.pairs.end(), [&](const Agreement& p) {
    return pairs.contains({p.from, p.to});
  });
  return 2 * static_cast<std::size_t>(shared) < s.pairs.size();
}

Scored tried(const Aligner& aligner, const Candidate& seed, std::span<const double> sigmas) {
  Scored s{seed, aligner.refine(seed, sigmas), {}, 0};
  aligner.score(s);
  return s;
}

// Refines all seeds on the largest lesions, and the best of them on all.
std::vector<Scored> try_seeds(const Nodes& a, const Nodes& b, const std::vector<Candidate>& seeds,
                              const Anchors& anchors, const Aligner& all) {
  const bool large = a.size() > kVoters || b.size() > kVoters;
  const Nodes few_a = large ? subset(a, voters(a)) : a;
  const Nodes few_b = large ? subset(b, voters(b)) : b;
  const Anchors few_anchors = large ? Anchors{} : anchors;
  const Aligner few(few_a, few_b, few_anchors);
  std::vector<Scored> result;
  for (const Candidate& seed : seeds)
    result.push_back(tried(few, seed, kRefineSigmasMm));
  if (!large) return result;
  const double last[] = {kRefineSigmasMm[3], kRefineSigmasMm[4]};
  for (Scored& s : result) {
    Candidate refined = s.start;
    refined.transform = s.transform;
    s.transform = all.refine(refined, last);
    all.score(s);
  }
  return result;
}

const Scored& best_of(const std::vector<Scored>& tried) {
  const Scored* best = &tried.front();
  for (const Scored& s : tried) {
    if (s.score + s.start.bonus >
        best->score + best->start.bonus + kTieScore * (best->start.bonus > 0 ? 1 : 0)) {
      best = &s;
    }
  }
  return *best;
}

Alignment assess(const Nodes& a, const Nodes& b, const Scored& chosen, const std::vector<Scored>& tried,
                 const std::vector<Vote>& votes, const Vec3& centre) {
  Alignment result;
  result.transform = chosen.transform;
  result.method = chosen.start.method;
  result.score = chosen.score;
  std::vector<PairFit> fits;
  for (const Agreement& p : chosen.pairs) {
    if (p.kernel <= kConsensusKernel) continue;
    fits.push_back({p.residual_mm, std::abs(log_volume_difference(a[static_cast<std::size_t>(p.from)],
                                                                  b[static_cast<std::size_t>(p.to)]))});
    result.max_residual_mm = std::max(result.max_residual_mm, p.residual_mm);
  }
  result.consensus = static_cast<int>(fits.size());
  for (const Scored& s : tried) {
    if (is_rival(s, chosen, centre)) result.runner_up = std::max(result.runner_up, s.score);
  }
  if (result.consensus >= 2 && chosen.score > 0) {
    const Vec3 shift = chosen.transform.apply(centre) - centre;
    const double p = chance_of(a, b, fits, votes, shift);
    result.reliability = std::clamp(-std::log10(std::max(p, 1e-300)) / kSignificanceDecades, 0.0, 1.0) *
                         std::clamp(2 * (1 - result.runner_up / chosen.score), 0.0, 1.0);
  }
  result.reliability = std::max(result.reliability, chosen.start.trust);
  return result;
}

}  // namespace

Alignment align(const Nodes& a, const Nodes& b, const std::vector<Candidate>& candidates,
                const Anchors& anchors) {
  const std::vector<Vote> votes = translation_votes(a, b);
  std::vector<Candidate> seeds = candidates;
  for (const Vec3& shift : translation_seeds(votes)) {
    seeds.push_back({translation_of(shift), Evidence::kMaskRegistration, 0, 0});
  }
  const Aligner aligner(a, b, anchors);
  const std::vector<Scored> all = try_seeds(a, b, seeds, anchors, aligner);
  Alignment result = assess(a, b, best_of(all), all, votes, aligner.centre());
  if (result.reliability >= kGoodReliability) return result;
  for (const Scored& s : all) {
    if (s.start.trust > result.reliability) result = assess(a, b, s, all, votes, aligner.centre());
  }
  return result;
}

Alignment align_mirrored(const Nodes& a, const Nodes& b) {
  Nodes mirrored = b;
  for (Node& node : mirrored) {
    node.position.x = -node.position.x;
    node.laterality.clear();
  }
  return align(a, mirrored, {}, {});
}

}  // namespace oligard::match
