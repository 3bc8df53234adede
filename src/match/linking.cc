#include "match/linking.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "match/constants.h"
#include "match/point_grid.h"
#include "match/split_merge.h"

namespace oligard::match {
namespace {

// No allowed link is longer than this.
double largest_reach(const Nodes& a, const std::vector<Expected>& expected, const Nodes& b) {
  double largest = 0;
  double radius = 0;
  double spacing = 0;
  for (const Expected& e : expected)
    largest = std::max({largest, e.variance.x, e.variance.y, e.variance.z});
  for (const Nodes* nodes : {&a, &b}) {
    for (const Node& n : *nodes) {
      radius = std::max(radius, n.radius);
      spacing = std::max(spacing, n.slice_spacing);
    }
  }
  const double size = kSizeShareOfSigma * radius;
  const double variance =
      largest + kLinkNoiseMm * kLinkNoiseMm + size * size + 2 * spacing * spacing / kSliceVarianceShare;
  return std::sqrt(kMaxLinkCost * variance);
}

// Candidate links as costs relative to leaving both lesions alone.
AssignmentProblem candidate_links(const Nodes& a, const std::vector<Expected>& expected, const Nodes& b,
                                  const PointGrid& grid, const UidKnowledge& uids) {
  std::map<int, int> fixed_a(uids.pairs.begin(), uids.pairs.end());
  std::set<int> fixed_b;
  for (const auto& [i, j] : uids.pairs)
    fixed_b.insert(j);
  const double reach = largest_reach(a, expected, b);
  AssignmentProblem problem{static_cast<int>(b.size()), {}};
  for (std::size_t i = 0; i < a.size(); ++i) {
    auto& edges = problem.rows.emplace_back();
    if (const auto it = fixed_a.find(static_cast<int>(i)); it != fixed_a.end()) {
      edges.push_back({it->second, -2 * kUnlinkedCost});
      continue;
    }
    for (const int j : grid.within(expected[i].place, reach)) {
      const Node& to = b[static_cast<std::size_t>(j)];
      if (fixed_b.contains(j)) continue;
      double cost = link_cost(a[i], expected[i], to);
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

// The displacements that all candidate links together suggest: each counts by its likelihood against the
// others of its two lesions and against none.
std::vector<DisplacementField::Sample> samples_of(const Nodes& a, const std::vector<Vec3>& rigid,
                                                  const Nodes& b, const AssignmentProblem& problem) {
  std::vector<double> of_column(b.size(), 0);
  std::vector<double> of_row(a.size(), 0);
  const auto likelihood = [](const Edge& e) { return std::exp(-e.cost / 2); };
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (const Edge& e : problem.rows[i]) {
      of_row[i] += likelihood(e);
      of_column[static_cast<std::size_t>(e.column)] += likelihood(e);
    }
  }
  std::vector<DisplacementField::Sample> samples;
  for (std::size_t i = 0; i < a.size(); ++i) {
    double total = 0;
    double centre = 0;
    Vec3 mean;
    for (const Edge& e : problem.rows[i]) {
      const auto j = static_cast<std::size_t>(e.column);
      const double w = likelihood(e) / (1 + of_row[i] + of_column[j] - likelihood(e));
      total += w;
      mean = mean + w * b[j].position;
      centre += w * centre_variance(a[i], b[j]);
    }
    if (total < kFieldLeastWeight) continue;
    mean = (1 / total) * mean;
    double spread = 0;
    for (const Edge& e : problem.rows[i]) {
      const auto j = static_cast<std::size_t>(e.column);
      const double w = likelihood(e) / (1 + of_row[i] + of_column[j] - likelihood(e));
      const Vec3 d = b[j].position - mean;
      spread += w * dot(d, d) / 3;
    }
    samples.push_back(
        {static_cast<int>(i), rigid[i], mean - rigid[i], (centre + spread) / (total * total), a[i].tissue});
  }
  return samples;
}

// How much more, or less, this patient's lesions move between these two time points than the prior says: mean
// square of the standardised displacements that the other samples leave, with kFieldPriorCount of 1 added.
double agitation_of(const std::vector<DisplacementField::Sample>& samples, const DisplacementField& field) {
  double sum = kFieldPriorCount;
  double count = kFieldPriorCount;
  for (const DisplacementField::Sample& s : samples) {
    const Displacement d = field.at(s.place, s.tissue, {&s.row, 1});
    const Vec3 left = s.shift - d.mean;
    const Vec3 variance = d.variance + Vec3{s.noise_mm2, s.noise_mm2, s.noise_mm2};
    const double square =
        (left.x * left.x / variance.x + left.y * left.y / variance.y + left.z * left.z / variance.z) / 3;
    sum += std::min(square, kFieldLargestSquare);
    count += 1;
  }
  return std::clamp(kAgitationMargin * sum / count, kLeastAgitation, kMostAgitation);
}

// Where each lesion of a is expected, not counting its own link.
std::vector<Expected> expected_places(const Nodes& a, const std::vector<Vec3>& rigid,
                                      const DisplacementField& field, double agitation) {
  std::vector<Expected> expected;
  expected.reserve(rigid.size());
  for (std::size_t i = 0; i < rigid.size(); ++i) {
    const int row = static_cast<int>(i);
    const Displacement d = field.at(rigid[i], a[i].tissue, {&row, 1});
    expected.push_back({rigid[i] + d.mean, agitation * d.variance});
  }
  return expected;
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
  const PointGrid grid(positions_of(b), kLinkCellMm);
  Linking result;
  double agitation = 1;
  std::vector<Expected> expected = expected_places(a, rigid, result.field, agitation);
  AssignmentProblem problem = candidate_links(a, expected, b, grid, uids);
  for (int round = 0; round < kFieldRounds; ++round) {
    std::vector<DisplacementField::Sample> samples = samples_of(a, rigid, b, problem);
    result.field = DisplacementField(samples);
    agitation = agitation_of(samples, result.field);
    expected = expected_places(a, rigid, result.field, agitation);
    problem = candidate_links(a, expected, b, grid, uids);
  }
  const std::vector<int> column_of = assign(problem);
  const std::vector<double> margin_of = margins(problem, column_of);
  const std::set<std::pair<int, int>> fixed(uids.pairs.begin(), uids.pairs.end());
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (column_of[i] < 0) continue;
    const Node& to = b[static_cast<std::size_t>(column_of[i])];
    const int row = static_cast<int>(i);
    PairLink link{row, column_of[i], LinkKind::kSame, edge_cost(problem, i, column_of[i])};
    link.residual_mm = distance(expected[i].place, to.position);
    link.evidence = evidence;
    link.margin = margin_of[i];
    if (fixed.contains({row, link.to})) {
      link.evidence = Evidence::kTrackingUid;
      link.probability = kUidProbability;
    } else {
      link.probability = link_probability(link.margin, link.cost, reliability);
      link.ambiguous = link.probability < kSureProbability || reliability < kGoodReliability;
    }
    result.links.push_back(link);
  }
  add_splits_and_merges({a, b, rigid, result.field, agitation, reliability, evidence}, result.links);
  return result;
}

}  // namespace oligard::match
