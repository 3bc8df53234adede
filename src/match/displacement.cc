#include "match/displacement.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <Eigen/Dense>

#include "match/constants.h"

namespace oligard::match {
namespace {

constexpr int kMost = kFieldNeighbours;
using Square = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, 0, kMost, kMost>;
using Column = Eigen::Matrix<double, Eigen::Dynamic, 1, 0, kMost, 1>;

// Covariance of the displacements of two places: across the body, and along it.
struct Covariance {
  double across = 0;
  double along = 0;
};

double correlation(Tissue a, Tissue b) {
  if (a == b) return 1;
  return a == Tissue::kUnknown || b == Tissue::kUnknown ? kUnknownTissueCorrelation : kOtherTissueCorrelation;
}

Covariance covariance(const Vec3& p, Tissue of_p, const Vec3& q, Tissue of_q) {
  const Vec3 d = p - q;
  const double squared = dot(d, d);
  Covariance sum;
  for (const FieldScale& scale : kFieldScales) {
    double c = std::exp(-squared / (2 * scale.reach_mm * scale.reach_mm));
    if (scale.by_tissue) c *= correlation(of_p, of_q);
    sum.across += scale.across_mm * scale.across_mm * c;
    sum.along += scale.along_mm * scale.along_mm * c;
  }
  return sum;
}

}  // namespace

DisplacementField::DisplacementField(std::vector<Sample> samples) : samples_(std::move(samples)) {
  std::vector<Vec3> places;
  places.reserve(samples_.size());
  for (const Sample& s : samples_)
    places.push_back(s.place);
  if (!places.empty()) places_ = std::make_shared<NearestPoints>(std::move(places));
}

Displacement DisplacementField::at(const Vec3& place, Tissue tissue, std::span<const int> without) const {
  const Covariance prior = covariance(place, tissue, place, tissue);
  Displacement result{{}, {prior.across, prior.across, prior.along}};
  if (!places_) return result;
  std::array<std::size_t, kMost + kMaxFragments> found{};
  const std::size_t count = places_->find(place, found.size(), found.data());
  std::array<const Sample*, kMost> used{};
  int n = 0;
  for (std::size_t i = 0; i < count && n < kMost; ++i) {
    const Sample& s = samples_[found[i]];
    if (std::find(without.begin(), without.end(), s.row) == without.end())
      used[static_cast<std::size_t>(n++)] = &s;
  }
  if (n == 0) return result;

  Square across(n, n), along(n, n);
  Column to_across(n), to_along(n), x(n), y(n), z(n);
  for (int i = 0; i < n; ++i) {
    const Sample& s = *used[static_cast<std::size_t>(i)];
    const Covariance to = covariance(place, tissue, s.place, s.tissue);
    to_across(i) = to.across;
    to_along(i) = to.along;
    x(i) = s.shift.x;
    y(i) = s.shift.y;
    z(i) = s.shift.z;
    for (int j = 0; j <= i; ++j) {
      const Sample& t = *used[static_cast<std::size_t>(j)];
      const Covariance c = covariance(s.place, s.tissue, t.place, t.tissue);
      across(i, j) = across(j, i) = c.across + (i == j ? s.noise_mm2 : 0);
      along(i, j) = along(j, i) = c.along + (i == j ? s.noise_mm2 : 0);
    }
  }
  const Eigen::LLT<Square> factor_across(across), factor_along(along);
  const Column weight_across = factor_across.solve(to_across);
  const Column weight_along = factor_along.solve(to_along);
  result.mean = {weight_across.dot(x), weight_across.dot(y), weight_along.dot(z)};
  const double left_across = std::max(0.0, prior.across - weight_across.dot(to_across));
  const double left_along = std::max(0.0, prior.along - weight_along.dot(to_along));
  result.variance = {left_across, left_across, left_along};
  return result;
}

}  // namespace oligard::match
