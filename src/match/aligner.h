// Scores and refines rigid maps between two constellations.
#pragma once

#include <set>
#include <span>
#include <vector>

#include "match/node.h"
#include "match/point_grid.h"
#include "match/registration.h"

namespace oligard::match {

/// A pair of lesions that a map brings together.
struct Agreement {
  int from = 0;
  int to = 0;
  double kernel = 0;
  double residual_mm = 0;
  bool anchor = false;
};

/// A refined candidate.
struct Scored {
  Candidate start;
  AffineMap transform;
  Vec3 centre;  ///< where the centre of a comes to lie
  std::vector<Agreement> pairs;
  double score = 0;
};

/// Holds references: nodes and anchors must outlive it.
class Aligner {
 public:
  Aligner(const Nodes& a, const Nodes& b, const Anchors& anchors);

  /// The candidate after refinement from the first to the last width, scored.
  [[nodiscard]] Scored attempt(const Candidate& seed, std::span<const double> sigmas_mm) const;

 private:
  [[nodiscard]] std::vector<Agreement> agreements(const AffineMap& t, double sigma) const;
  [[nodiscard]] AffineMap refine(const Candidate& seed, std::span<const double> sigmas) const;
  [[nodiscard]] Agreement agreement(int i, int j, const Vec3& place, double sigma) const;

  const Nodes& a_;
  const Nodes& b_;
  PointGrid grid_;
  const Anchors& anchors_;
  std::set<int> anchored_a_, anchored_b_;
  Vec3 centre_;
};

}  // namespace oligard::match
