#include "match/organ_fit.h"

#include <algorithm>
#include <cmath>

#include "match/constants.h"
#include "match/rigid_fit.h"
#include "match/surface_tree.h"

namespace oligard::match {
namespace {

double off_mm(const OrganPair& pair, const AffineMap& t) {
  return distance(t.apply(pair.from->centroid_mm), pair.to->centroid_mm);
}

double kernel(double mm, double sigma) {
  return std::exp(-mm * mm / (2 * sigma * sigma));
}

AffineMap refined(const std::vector<OrganPair>& pairs, AffineMap t) {
  for (const double sigma : kOrganSigmasMm) {
    std::vector<PointPair> points;
    for (const OrganPair& pair : pairs) {
      const double weight = pair.weight * kernel(off_mm(pair, t), sigma);
      if (weight > kKernelFloor) points.push_back({pair.from->centroid_mm, pair.to->centroid_mm, weight});
    }
    t = fit_rigid(points, kRidgeMm2, t);
  }
  return t;
}

double score_of(const std::vector<OrganPair>& pairs, const AffineMap& t) {
  double score = 0;
  for (const OrganPair& pair : pairs)
    score += pair.weight * kernel(off_mm(pair, t), kOrganScoreSigmaMm);
  return score;
}

// Of one organ: the closest points under `t`, nearest first, without the farthest.
struct Match {
  Vec3 from, to;
  double mm = 0;
};

std::vector<Match> closest_points(const std::vector<Vec3>& from, const SurfaceTree& to, const AffineMap& t,
                                  double trim) {
  std::vector<Match> matches;
  matches.reserve(from.size());
  for (const Vec3& p : from) {
    const Vec3 place = t.apply(p);
    const Vec3& near = to.nearest(place);
    matches.push_back({p, near, distance(place, near)});
  }
  std::stable_sort(matches.begin(), matches.end(),
                   [](const Match& a, const Match& b) { return a.mm < b.mm; });
  const auto kept = static_cast<std::size_t>(std::ceil((1 - trim) * static_cast<double>(matches.size())));
  matches.resize(std::max<std::size_t>(1, kept));
  return matches;
}

double movement(const std::vector<OrganPair>& pairs, const AffineMap& before, const AffineMap& after) {
  double most = 0;
  for (const OrganPair& pair : pairs) {
    const Vec3& centre = pair.from->centroid_mm;
    most = std::max(most, distance(before.apply(centre), after.apply(centre)));
  }
  return most;
}

// The shift of the nearest whole organ.
Vec3 shift_nearby(const measure::Organ& organ, const std::vector<OrganPair>& whole, const AffineMap& rigid) {
  const auto nearest =
      std::min_element(whole.begin(), whole.end(), [&](const OrganPair& x, const OrganPair& y) {
        return distance(x.from->centroid_mm, organ.centroid_mm) <
               distance(y.from->centroid_mm, organ.centroid_mm);
      });
  if (nearest == whole.end()) return {};
  return nearest->to->centroid_mm - rigid.apply(nearest->from->centroid_mm);
}

// The smaller part is looked for in the larger one: what that shows beyond it has no counterpart.
std::optional<Vec3> shift_of_part(const OrganPair& pair, const Vec3& start, const AffineMap& rigid) {
  const bool backwards = pair.from->volume_mm3 > pair.to->volume_mm3;
  std::vector<Vec3> from;
  for (const Vec3& p : pair.from->surface_mm)
    from.push_back(rigid.apply(p));
  const SurfaceTree whole(backwards ? from : pair.to->surface_mm);
  const std::vector<Vec3>& part = backwards ? pair.to->surface_mm : from;
  AffineMap t = translation_of(backwards ? -1.0 * start : start);
  double mean = 0;
  for (int round = 0; round < kCutRounds; ++round) {
    const std::vector<Match> matches = closest_points(part, whole, t, kCutTrim);
    Vec3 step;
    mean = 0;
    for (const Match& m : matches) {
      step = step + (1 / static_cast<double>(matches.size())) * (m.to - t.apply(m.from));
      mean += m.mm / static_cast<double>(matches.size());
    }
    t.translation = t.translation + step;
    if (norm(step) < kIcpStopMm) break;
  }
  if (mean > kOrganSurfaceMm + whole.spacing_mm() || norm(t.translation) > kOrganAgreesMm)
    return std::nullopt;
  return backwards ? -1.0 * t.translation : t.translation;
}

}  // namespace

std::optional<OrganFit> fit_centres(const std::vector<OrganPair>& pairs) {
  if (pairs.empty()) return std::nullopt;
  OrganFit best;
  best.score = -1;
  for (const OrganPair& seed : pairs) {
    const AffineMap t = refined(pairs, translation_of(seed.to->centroid_mm - seed.from->centroid_mm));
    const double score = score_of(pairs, t);
    if (score <= best.score) continue;
    best.score = score;
    best.rigid = t;
  }
  for (const OrganPair& pair : pairs) {
    best.total_weight += pair.weight;
    if (off_mm(pair, best.rigid) > kOrganAgreesMm) continue;
    best.agreeing_weight += pair.weight;
    best.agreeing.push_back(pair);
  }
  return best;
}

AffineMap fit_surfaces(const OrganFit& fit) {
  std::vector<SurfaceTree> trees;
  std::size_t total = 0;
  for (const OrganPair& pair : fit.agreeing) {
    trees.emplace_back(pair.to->surface_mm);
    total += pair.from->surface_mm.size();
  }
  const std::size_t stride = 1 + total / kIcpPoints;
  std::vector<std::vector<Vec3>> samples;
  for (const OrganPair& pair : fit.agreeing) {
    auto& sample = samples.emplace_back();
    for (std::size_t i = 0; i < pair.from->surface_mm.size(); i += stride)
      sample.push_back(pair.from->surface_mm[i]);
  }
  AffineMap t = fit.rigid;
  for (int round = 0; round < kIcpRounds; ++round) {
    std::vector<PointPair> points;
    for (std::size_t i = 0; i < fit.agreeing.size(); ++i) {
      const OrganPair& pair = fit.agreeing[i];
      const std::vector<Match> matches = closest_points(samples[i], trees[i], t, kIcpTrim);
      const double weight =
          pair.weight * kernel(off_mm(pair, t), kOrganScoreSigmaMm) / static_cast<double>(matches.size());
      for (const Match& m : matches)
        points.push_back({m.from, m.to, weight});
    }
    AffineMap next = t;
    if (fit.agreeing.size() >= 3) {
      next = fit_rigid(points, kRidgeMm2, t);
    } else {
      Vec3 shift;
      double sum = 0;
      for (const PointPair& p : points) {
        shift = shift + p.weight * (p.to - t.apply(p.from));
        sum += p.weight;
      }
      if (sum > 0) next.translation = t.translation + (1 / sum) * shift;
    }
    const double moved = movement(fit.agreeing, t, next);
    t = next;
    if (moved < kIcpStopMm) break;
  }
  return t;
}

std::vector<CutOrgan> shifts_of_cut(const std::vector<OrganPair>& pairs, const std::vector<OrganPair>& whole,
                                    const AffineMap& rigid) {
  std::vector<CutOrgan> result;
  for (const OrganPair& pair : pairs) {
    const Vec3 start = shift_nearby(*pair.from, whole, rigid);
    if (const auto shift = shift_of_part(pair, start, rigid)) result.push_back({pair, *shift});
  }
  return result;
}

}  // namespace oligard::match
