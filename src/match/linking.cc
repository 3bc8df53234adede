#include "match/linking.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "match/confidence.h"
#include "match/constants.h"
#include "match/displaced_group.h"
#include "match/point_grid.h"
#include "match/revisions.h"
#include "match/split_merge.h"

namespace oligard::match {
namespace {

struct Largest {
  double radius = 0;
  double spacing = 0;
};

Largest largest_of(const Nodes& a, const Nodes& b) {
  Largest largest;
  for (const Nodes* nodes : {&a, &b}) {
    for (const Node& n : *nodes) {
      largest.radius = std::max(largest.radius, n.radius);
      largest.spacing = std::max(largest.spacing, n.slice_spacing);
    }
  }
  return largest;
}

// No allowed link from there is longer.
double reach_of(const Expected& expected, const Largest& largest) {
  const double size = kSizeShareOfSigma * largest.radius;
  const double most = std::max({expected.variance.x, expected.variance.y, expected.variance.z}) +
                      kLinkNoiseMm * kLinkNoiseMm + size * size +
                      2 * largest.spacing * largest.spacing / kSliceVarianceShare;
  const double noise = kLinkNoiseMm * kLinkNoiseMm;
  const double least_vagueness = std::log((expected.variance.x + noise) * (expected.variance.y + noise) *
                                          (expected.variance.z + noise)) -
                                 6 * std::log(kSigmaPlaceMm);
  return std::sqrt((kMaxLinkCost - std::min(0.0, least_vagueness)) * most);
}

// The partner that is known of each row, -1 = none, and the columns that are taken by one.
struct Fixed {
  std::vector<int> column_of;
  std::vector<bool> taken;

  Fixed(const Nodes& a, const Nodes& b, const Anchors& pairs)
      : column_of(a.size(), -1), taken(b.size(), false) {
    for (const auto& [i, j] : pairs) {
      column_of[static_cast<std::size_t>(i)] = j;
      taken[static_cast<std::size_t>(j)] = true;
    }
  }
};

// Candidate links as costs relative to leaving both lesions alone.
AssignmentProblem candidate_links(const Nodes& a, const std::vector<Expected>& expected, const Nodes& b,
                                  const PointGrid& grid, const UidKnowledge& uids, const Fixed& fixed) {
  const Largest largest = largest_of(a, b);
  AssignmentProblem problem{static_cast<int>(b.size()), {}};
  problem.rows.resize(a.size());
  std::vector<int> near;
  for (std::size_t i = 0; i < a.size(); ++i) {
    auto& edges = problem.rows[i];
    if (fixed.column_of[i] >= 0) {
      edges.push_back({fixed.column_of[i], -2 * kUnlinkedCost});
      continue;
    }
    grid.within(expected[i].place, reach_of(expected[i], largest), near);
    for (const int j : near) {
      const Node& to = b[static_cast<std::size_t>(j)];
      if (fixed.taken[static_cast<std::size_t>(j)]) continue;
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

std::vector<DisplacementField::Sample> known_samples(const Nodes& a, const std::vector<Vec3>& rigid,
                                                     const Nodes& b, const Anchors& pairs) {
  std::vector<DisplacementField::Sample> samples;
  samples.reserve(pairs.size());
  for (const auto& [i, j] : pairs) {
    const auto row = static_cast<std::size_t>(i);
    const Node& to = b[static_cast<std::size_t>(j)];
    samples.push_back({i, rigid[row], to.position - rigid[row], centre_variance(a[row], to), a[row].tissue});
  }
  return samples;
}

// How much more, or less, this patient's lesions move between these two time points than the prior says: mean
// square of the standardised displacements that the other samples leave, with kFieldPriorCount of 1 added.
double agitation_of(const std::vector<DisplacementField::Sample>& samples, const DisplacementField& field) {
  double sum = kFieldPriorCount;
  double count = kFieldPriorCount;
  const std::size_t step = std::max<std::size_t>(1, samples.size() / kAgitationSamples);
  for (std::size_t i = 0; i < samples.size(); i += step) {
    const DisplacementField::Sample& s = samples[i];
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

// Where each lesion of a is expected, not counting its own link; of those whose partner is known it does not
// matter.
std::vector<Expected> expected_places(const Nodes& a, const std::vector<Vec3>& rigid, const Fixed& fixed,
                                      const DisplacementField& field, double agitation) {
  std::vector<Expected> expected;
  expected.reserve(rigid.size());
  for (std::size_t i = 0; i < rigid.size(); ++i) {
    if (fixed.column_of[i] >= 0) {
      expected.push_back({rigid[i], {}});
      continue;
    }
    const int row = static_cast<int>(i);
    const Displacement d = field.at(rigid[i], a[i].tissue, {&row, 1});
    expected.push_back({rigid[i] + d.mean, agitation * d.variance});
  }
  return expected;
}

struct Solution {
  const AssignmentProblem& problem;
  const std::vector<int>& column_of;
  const std::vector<Expected>& expected;
  double reliability;
  Evidence evidence;
};

PairChange change_of(const Revision& revision) {
  return {revision.added, revision.removed};
}

void add_links(const Nodes& a, const Nodes& b, const Solution& s, const UidKnowledge& uids,
               std::vector<PairLink>& links) {
  const std::set<std::pair<int, int>> fixed(uids.pairs.begin(), uids.pairs.end());
  Revisions revisions(s.problem, s.column_of, kRevisionRows);
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (s.column_of[i] < 0) continue;
    const Node& to = b[static_cast<std::size_t>(s.column_of[i])];
    const int row = static_cast<int>(i);
    PairLink link{row, s.column_of[i], LinkKind::kSame, edge_cost(s.problem, i, s.column_of[i])};
    link.residual_mm = distance(s.expected[i].place, to.position);
    link.evidence = s.evidence;
    if (fixed.contains({row, link.to})) {
      link.evidence = Evidence::kTrackingUid;
      link.probability = kUidProbability;
      links.push_back(std::move(link));
      continue;
    }
    const Revision revision = revisions.without_link(row);
    link.margin = revision.loss;
    const LinkFeatures features{link.margin, link.cost, s.reliability};
    link.probability = link_probability(features);
    link.doubt = doubt_of(features, link.probability);
    link.ambiguous = link.doubt.has_value();
    if (link.ambiguous) link.change = change_of(revision);
    links.push_back(std::move(link));
  }
}

PairUnlinked unlinked(bool of_a, int lesion, const std::optional<Revision>& revision, double reliability) {
  PairUnlinked result;
  result.of_a = of_a;
  result.lesion = lesion;
  result.probability = unlinked_probability(revision ? revision->loss : kNoPartnerMargin, reliability);
  result.ambiguous = result.probability < kSureAbsence || reliability < kGoodReliability;
  if (result.ambiguous && revision) result.change = change_of(*revision);
  return result;
}

void add_unlinked(const Nodes& a, const Nodes& b, const Solution& s, std::vector<PairUnlinked>& alone) {
  Revisions revisions(s.problem, s.column_of, kRevisionRows);
  std::vector<bool> held(b.size(), false);
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (s.column_of[i] >= 0) {
      held[static_cast<std::size_t>(s.column_of[i])] = true;
      continue;
    }
    const int row = static_cast<int>(i);
    std::optional<Revision> revision;
    if (!s.problem.rows[i].empty()) revision = revisions.with_row(row);
    alone.push_back(unlinked(true, row, revision, s.reliability));
  }
  for (std::size_t j = 0; j < b.size(); ++j) {
    if (held[j]) continue;
    const int column = static_cast<int>(j);
    std::optional<Revision> revision;
    if (revisions.has_edge(column)) revision = revisions.with_column(column);
    alone.push_back(unlinked(false, column, revision, s.reliability));
  }
}

// Splits and merges come after the assignment that the alternatives were taken from.
void forget_what_events_changed(Linking& linking) {
  std::set<int> of_a, of_b, linked_a, linked_b;
  for (const PairLink& l : linking.links) {
    linked_a.insert(l.from);
    linked_b.insert(l.to);
    if (l.kind == LinkKind::kSame) continue;
    of_a.insert(l.from);
    of_b.insert(l.to);
  }
  std::erase_if(linking.unlinked,
                [&](const PairUnlinked& u) { return (u.of_a ? linked_a : linked_b).contains(u.lesion); });
  const auto touched = [&](const std::optional<PairChange>& change) {
    if (!change) return false;
    const auto in_event = [&](const std::pair<int, int>& p) {
      return of_a.contains(p.first) || of_b.contains(p.second);
    };
    return std::any_of(change->instead.begin(), change->instead.end(), in_event) ||
           std::any_of(change->dropped.begin(), change->dropped.end(), in_event);
  };
  for (PairLink& l : linking.links) {
    if (touched(l.change)) l.change.reset();
  }
  for (PairUnlinked& u : linking.unlinked) {
    if (touched(u.change)) u.change.reset();
  }
}

}  // namespace

Linking link_registered(const Nodes& a, const Nodes& b, const AffineMap& t, double reliability,
                        Evidence evidence, const UidKnowledge& uids, Scope scope) {
  std::vector<Vec3> rigid;
  for (const Node& node : a)
    rigid.push_back(t.apply(node.position));
  const PointGrid grid(positions_of(b), kLinkCellMm);
  const Fixed fixed(a, b, uids.pairs);
  Linking result;
  double agitation = 1;
  int rounds = a.size() + b.size() > kDirectLesions ? kFieldRoundsOfMany : kFieldRounds;
  if (uids.pairs.size() >= kChainAnchors) {
    result.field = DisplacementField(known_samples(a, rigid, b, uids.pairs));
    rounds = 1;
  }
  std::vector<Expected> expected = expected_places(a, rigid, fixed, result.field, agitation);
  AssignmentProblem problem = candidate_links(a, expected, b, grid, uids, fixed);
  for (int round = 0; round < rounds; ++round) {
    std::vector<DisplacementField::Sample> samples = samples_of(a, rigid, b, problem);
    result.field = DisplacementField(samples);
    agitation = agitation_of(samples, result.field);
    if (reliability < kGoodReliability) agitation = std::min(agitation, 1.0);
    expected = expected_places(a, rigid, fixed, result.field, agitation);
    problem = candidate_links(a, expected, b, grid, uids, fixed);
  }
  std::vector<int> column_of = assign(problem);
  const Anchors group = displaced_group(a, expected, b, problem, column_of);
  if (!group.empty()) {
    std::vector<DisplacementField::Sample> samples = samples_of(a, rigid, b, problem);
    for (const DisplacementField::Sample& s : known_samples(a, rigid, b, group)) {
      std::erase_if(samples, [&](const auto& other) { return other.row == s.row; });
      samples.push_back(s);
    }
    result.field = DisplacementField(std::move(samples));
    expected = expected_places(a, rigid, fixed, result.field, agitation);
    problem = candidate_links(a, expected, b, grid, uids, fixed);
    column_of = assign(problem);
  }
  const Solution solution{problem, column_of, expected, reliability, evidence};
  add_links(a, b, solution, uids, result.links);
  for (PairLink& link : result.links) {
    if (link.ambiguous || !std::binary_search(group.begin(), group.end(), std::pair(link.from, link.to)))
      continue;
    link.ambiguous = true;
    link.doubt = Note{NoteCode::kGroupElsewhere};
  }
  if (scope == Scope::kLinksOnly) return result;
  add_unlinked(a, b, solution, result.unlinked);
  add_splits_and_merges({a, b, rigid, result.field, agitation, reliability, evidence}, result.links);
  forget_what_events_changed(result);
  return result;
}

}  // namespace oligard::match
