#include "match/organ_registration.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include "match/constants.h"
#include "match/organ_fit.h"
#include "match/organ_pairs.h"
#include "match/rigid_fit.h"
#include "match/surface_tree.h"

namespace oligard::match {
namespace {

using measure::Organ;

// How one organ moves besides the rigid map.
struct Correction {
  SurfaceTree surface;  // where the organ is before
  Vec3 centre;
  double volume_mm3;
  Vec3 mapped_centre;  // under the rigid map
  Vec3 shift;
  double z_scale = 1;

  [[nodiscard]] Vec3 at(const Vec3& mapped) const {
    return {shift.x, shift.y, shift.z + (z_scale - 1) * (mapped.z - mapped_centre.z)};
  }
  // 0 inside; the surface point next to a place tells its side.
  [[nodiscard]] double gap(const Vec3& place, const Vec3& near) const {
    return distance(place, centre) <= distance(near, centre) ? 0 : distance(place, near);
  }
};

std::pair<double, double> z_range(const std::vector<Vec3>& points) {
  const auto [low, high] = std::minmax_element(points.begin(), points.end(),
                                               [](const Vec3& a, const Vec3& b) { return a.z < b.z; });
  return {low->z, high->z};
}

double lung_scale(const Organ& from, const Organ& to) {
  const auto [a_low, a_high] = z_range(from.surface_mm);
  const auto [b_low, b_high] = z_range(to.surface_mm);
  if (a_high <= a_low || b_high <= b_low) return 1;
  return std::clamp((b_high - b_low) / (a_high - a_low), 1 / kLungScaleMax, kLungScaleMax);
}

// The rigid map and what each organ adds to it. Places in or near an organ move with it, others with the
// nearest three, the less the farther they are.
class OrganMap {
 public:
  OrganMap(const AffineMap& rigid, const std::vector<OrganPair>& pairs, const std::vector<CutOrgan>& cut)
      : rigid_(rigid) {
    for (const OrganPair& pair : pairs) {
      const Vec3 mapped = rigid.apply(pair.from->centroid_mm);
      Correction c{SurfaceTree(pair.from->surface_mm), pair.from->centroid_mm, pair.from->volume_mm3, mapped,
                   pair.to->centroid_mm - mapped};
      if (pair.from->name == "lung") c.z_scale = lung_scale(*pair.from, *pair.to);
      corrections_.push_back(std::move(c));
    }
    for (const CutOrgan& organ : cut) {
      const Organ& from = *organ.pair.from;
      corrections_.push_back({SurfaceTree(from.surface_mm), from.centroid_mm, from.volume_mm3,
                              rigid.apply(from.centroid_mm), organ.shift});
    }
  }

  [[nodiscard]] std::optional<Vec3> operator()(const Vec3& place) const {
    struct Near {
      double gap_mm;
      const Correction* correction;
      Vec3 surface;
    };
    const Vec3 mapped = rigid_.apply(place);
    std::vector<Near> near;
    for (const Correction& c : corrections_) {
      const Vec3& surface = c.surface.nearest(place);
      near.push_back({c.gap(place, surface), &c, surface});
    }
    std::stable_sort(near.begin(), near.end(), [](const Near& x, const Near& y) {
      return std::pair(x.gap_mm, x.correction->volume_mm3) < std::pair(y.gap_mm, y.correction->volume_mm3);
    });
    if (near.front().gap_mm <= kOrganReachMm) return mapped + near.front().correction->at(mapped);
    Vec3 sum;
    double weights = 1 / kOrganFadeMm;  // of the rigid map
    for (std::size_t i = 0; i < std::min<std::size_t>(3, near.size()); ++i) {
      const double weight = 1 / near[i].gap_mm;
      sum = sum + weight * near[i].correction->at(rigid_.apply(near[i].surface));
      weights += weight;
    }
    return mapped + (1 / weights) * sum;
  }

 private:
  AffineMap rigid_;
  std::vector<Correction> corrections_;
};

// Both surfaces are the same up to sampling once the organ's own shift is taken off.
bool same_shape(const OrganPair& pair, const AffineMap& rigid) {
  const SurfaceTree to(pair.to->surface_mm);
  const Vec3 shift = pair.to->centroid_mm - rigid.apply(pair.from->centroid_mm);
  std::vector<double> gaps;
  for (const Vec3& p : pair.from->surface_mm) {
    const Vec3 place = rigid.apply(p) + shift;
    gaps.push_back(distance(place, to.nearest(place)));
  }
  std::sort(gaps.begin(), gaps.end());
  const auto kept =
      std::max<std::size_t>(1, static_cast<std::size_t>((1 - kIcpTrim) * static_cast<double>(gaps.size())));
  double sum = 0;
  for (std::size_t i = 0; i < kept; ++i)
    sum += gaps[i];
  const double radius = std::cbrt(3 * pair.from->volume_mm3 / (4 * std::numbers::pi));
  return sum / static_cast<double>(kept) <= kOrganSurfaceMm + kOrganSurfaceShare * radius + to.spacing_mm();
}

double trust_of(std::size_t organs) {
  if (organs == 1) return kLoneOrganTrust;
  return static_cast<int>(organs) < kManyOrgans ? kFewOrgansTrust : kOrganTrust;
}

bool is_mirrored(const OrganFit& straight, std::span<const Organ> from, const std::string& from_frame,
                 std::span<const Organ> to, const std::string& to_frame) {
  std::vector<Organ> mirrored(to.begin(), to.end());
  for (Organ& organ : mirrored)
    organ.centroid_mm.x = -organ.centroid_mm.x;
  const auto fit = fit_centres(named_pairs(whole_organs(from, from_frame), whole_organs(mirrored, to_frame)));
  return fit && fit->score > straight.score + kOrganMirrorMargin;
}

bool enough(const OrganFit& fit) {
  if (fit.agreeing.empty() || fit.agreeing_weight < kOrganAgreeShare * fit.total_weight) return false;
  return fit.agreeing.size() > 1 || fit.agreeing.front().from->volume_mm3 >= kLoneOrganMm3;
}

double rms_of_centres(const std::vector<OrganPair>& pairs, const AffineMap& t) {
  double sum = 0;
  for (const OrganPair& pair : pairs) {
    const Vec3 off = t.apply(pair.from->centroid_mm) - pair.to->centroid_mm;
    sum += dot(off, off);
  }
  return std::sqrt(sum / static_cast<double>(pairs.size()));
}

}  // namespace

std::optional<OrganRegistration> register_organs(std::span<const Organ> from, const std::string& from_frame,
                                                 std::span<const Organ> to, const std::string& to_frame) {
  const auto whole_from = whole_organs(from, from_frame);
  const auto whole_to = whole_organs(to, to_frame);
  std::vector<OrganPair> pairs = named_pairs(whole_from, whole_to);
  std::optional<OrganFit> fit = fit_centres(pairs);
  if (!fit || !enough(*fit) || is_mirrored(*fit, from, from_frame, to, to_frame)) return std::nullopt;
  pairs = with_nearest_pairs(std::move(pairs), whole_from, whole_to, fit->rigid);
  fit = fit_centres(pairs);
  if (!fit || !enough(*fit)) return std::nullopt;
  fit->rigid = fit_surfaces(*fit);
  if (rotation_degrees(fit->rigid) > kOrganMaxDegrees) return std::nullopt;
  std::erase_if(fit->agreeing, [&](const OrganPair& pair) { return !same_shape(pair, fit->rigid); });
  if (fit->agreeing.empty()) return std::nullopt;
  fit->agreeing_weight = 0;
  for (const OrganPair& pair : fit->agreeing)
    fit->agreeing_weight += pair.weight;
  if (!enough(*fit)) return std::nullopt;

  OrganRegistration result;
  result.rigid = fit->rigid;
  result.organs = static_cast<int>(fit->agreeing.size());
  result.residual_mm = rms_of_centres(fit->agreeing, fit->rigid);
  result.known.method = Evidence::kOrganMasks;
  result.known.trust = trust_of(fit->agreeing.size());
  const std::vector<OrganPair> cut = cut_pairs(from, from_frame, to, to_frame);
  result.known.map = OrganMap(fit->rigid, fit->agreeing, shifts_of_cut(cut, fit->agreeing, fit->rigid));
  return result;
}

}  // namespace oligard::match
