#include "match/residual_field.h"

#include <cmath>

#include "match/constants.h"

namespace oligard::match {

Vec3 ResidualField::at(const Vec3& place, int without) const {
  Vec3 sum;
  double weight = kFieldPrior;
  for (const Sample& s : samples_) {
    if (s.row == without) continue;
    const double d = distance(place, s.place) / kFieldReachMm;
    const double w = s.weight * std::exp(-d * d / 2);
    sum = sum + w * s.shift;
    weight += w;
  }
  return (1 / weight) * sum;
}

}  // namespace oligard::match
