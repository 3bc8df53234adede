#include "match/linking.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "match/constants.h"
#include "match/point_grid.h"
#include "match/split_merge.h"

namespace oligard::match {
namespace {

double largest_reach(const Nodes& a, const Nodes& b, double sigma) {
  double radius = 0;
  double spacing = 0;
  for (const Nodes* nodes : {&a, &b}) {
    for (const Node& n : *nodes) {
      radius = std::max(radius, n.radius);
      spacing = std::max(spacing, n.slice_spacing);
    }
  }
  const double size = kSizeShareOfSigma * radius;
  return std::sqrt(kMaxLinkCost * (sigma * sigma + size * size + spacing * spacing / 6));
}

// Candidate links as costs relative to leaving both lesions alone.
AssignmentProblem candidate_links(const Nodes& a, const std::vector<Vec3>& places, const Nodes& b,
                                  double sigma, const UidKnowledge& uids) {
  std::map<int, int> fixed_a(uids.pairs.begin(), uids.pairs.end());
  std::set<int> fixed_b;
  for (const auto& [i, j] : uids.pairs)
    fixed_b.insert(j);
  const double reach = largest_reach(a, b, sigma);
  const PointGrid grid(positions_of(b), reach);
  AssignmentProblem problem{static_cast<int>(b.size()), {}};
  for (std::size_t i = 0; i < a.size(); ++i) {
    auto& edges = problem.rows.emplace_back();
    if (const auto it = fixed_a.find(static_cast<int>(i)); it != fixed_a.end()) {
      edges.push_back({it->second, -2 * kUnlinkedCost});
      continue;
    }
    for (const int j : grid.within(places[i], reach)) {
      const Node& to = b[static_cast<std::size_t>(j)];
      if (fixed_b.contains(j)) continue;
      double cost = link_cost(a[i], places[i], to, sigma);
      if (!a[i].uid.empty() && !to.uid.empty() && a[i].uid != to.uid) {
        if (a[i].uid_trusted || to.uid_trusted) continue;
        if (uids.differing_is_evidence) cost += kOtherUidPenalty;
      }
      if (cost < kMaxLinkCost) edges.push_back({j, cost - 2 * kUnlinkedCost});
    }
  }
  return problem;
}

double edge_cost(const AssignmentProblem& problem, std::size_t row, int column) {
  for (const Edge& e : problem.rows[row]) {
    if (e.column == column) return e.cost + 2 * kUnlinkedCost;
  }
  return 0;
}

ResidualField fit_field(const std::vector<Vec3>& rigid, const Nodes& b, const AssignmentProblem& problem,
                        const std::vector<int>& column_of) {
  std::vector<ResidualField::Sample> samples;
  for (std::size_t i = 0; i < rigid.size(); ++i) {
    if (column_of[i] < 0) continue;
    const Vec3& to = b[static_cast<std::size_t>(column_of[i])].position;
    samples.push_back({static_cast<int>(i), rigid[i], to - rigid[i],
                       std::exp(-edge_cost(problem, i, column_of[i]) / kFieldCostScale)});
  }
  return samples.size() >= 3 ? ResidualField(std::move(samples)) : ResidualField();
}

std::vector<Vec3> displaced(const std::vector<Vec3>& rigid, const ResidualField& field) {
  std::vector<Vec3> places;
  places.reserve(rigid.size());
  for (const Vec3& p : rigid)
    places.push_back(p + field.at(p));
  return places;
}

}  // namespace

double link_probability(double margin, double cost, double reliability) {
  const double z = kMarginWeight * margin - kCostWeight * cost + kReliabilityWeight * (reliability - 0.5);
  return 1 / (1 + std::exp(-z));
}

Linking link_registered(const Nodes& a, const Nodes& b, const RigidTransform& t, double reliability,
                        Evidence evidence, const UidKnowledge& uids) {
  std::vector<Vec3> rigid;
  for (const Node& node : a)
    rigid.push_back(t.apply(node.position));
  std::vector<Vec3> places = rigid;
  Linking result;
  for (const double sigma : kFieldSigmasMm) {
    const AssignmentProblem problem = candidate_links(a, places, b, sigma, uids);
    result.field = fit_field(rigid, b, problem, assign(problem));
    places = displaced(rigid, result.field);
  }
  const AssignmentProblem problem = candidate_links(a, places, b, kSigmaPlaceMm, uids);
  const std::vector<int> column_of = assign(problem);
  const std::vector<double> margin_of = margins(problem, column_of);
  const std::set<std::pair<int, int>> fixed(uids.pairs.begin(), uids.pairs.end());
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (column_of[i] < 0) continue;
    const Node& to = b[static_cast<std::size_t>(column_of[i])];
    const int row = static_cast<int>(i);
    const Vec3 unaided = rigid[i] + result.field.at(rigid[i], row);
    PairLink link{row, column_of[i], LinkKind::kSame, edge_cost(problem, i, column_of[i])};
    link.residual_mm = distance(places[i], to.position);
    link.evidence = evidence;
    if (fixed.contains({row, link.to})) {
      link.evidence = Evidence::kTrackingUid;
      link.probability = kUidProbability;
    } else {
      const double cost = link_cost(a[i], unaided, to, kSigmaPlaceMm);
      link.probability = link_probability(margin_of[i], cost, reliability);
      link.ambiguous = link.probability < kSureProbability || reliability < kGoodReliability;
    }
    result.links.push_back(link);
  }
  add_splits_and_merges({a, b, places, reliability, evidence}, result.links);
  return result;
}

}  // namespace oligard::match
