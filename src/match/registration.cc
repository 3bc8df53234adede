#include "match/registration.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <span>

#include "match/aligner.h"
#include "match/constants.h"
#include "match/significance.h"
#include "match/votes.h"

namespace oligard::match {
namespace {

Nodes subset(const Nodes& nodes, const std::vector<int>& indices) {
  Nodes result;
  for (const int i : indices)
    result.push_back(nodes[static_cast<std::size_t>(i)]);
  return result;
}

Vec3 centre_of(const Nodes& nodes) {
  Vec3 sum;
  for (const Node& node : nodes)
    sum = sum + node.position;
  return (1.0 / static_cast<double>(nodes.size())) * sum;
}

double worth(const Scored& s) {
  return s.score + s.start.bonus;
}

// Another explanation: shifted, and pairing mostly other lesions.
bool is_rival(const Scored& s, const Scored& chosen) {
  if (distance(s.centre, chosen.centre) <= kDistinctShiftMm) return false;
  std::set<std::pair<int, int>> pairs;
  for (const Agreement& p : chosen.pairs)
    pairs.emplace(p.from, p.to);
  const auto shared = std::count_if(s.pairs.begin(), s.pairs.end(), [&](const Agreement& p) {
    return pairs.contains({p.from, p.to});
  });
  return 2 * static_cast<std::size_t>(shared) < s.pairs.size();
}

// Refines all seeds on the largest lesions, and the best of them and the known ones on all.
std::vector<Scored> try_seeds(const Nodes& a, const Nodes& b, const std::vector<Candidate>& seeds,
                              const Anchors& anchors) {
  const Aligner all(a, b, anchors);
  std::vector<Scored> result;
  if (a.size() <= kVoters && b.size() <= kVoters) {
    result.reserve(seeds.size());
    for (const Candidate& seed : seeds)
      result.push_back(all.attempt(seed, kRefineSigmasMm));
    return result;
  }
  const Nodes few_a = subset(a, voters(a));
  const Nodes few_b = subset(b, voters(b));
  const Anchors none;
  const Aligner few(few_a, few_b, none);
  std::vector<Scored> rough;
  rough.reserve(seeds.size());
  for (const Candidate& seed : seeds)
    rough.push_back(few.attempt(seed, kRefineSigmasMm));
  std::stable_sort(rough.begin(), rough.end(),
                   [](const Scored& x, const Scored& y) { return worth(x) > worth(y); });
  const double last[] = {kRefineSigmasMm[3], kRefineSigmasMm[4]};
  for (std::size_t i = 0; i < rough.size(); ++i) {
    if (i >= kFinalists && rough[i].start.trust == 0) continue;
    Candidate refined = rough[i].start;
    if (refined.trust == 0) refined.transform = rough[i].transform;
    result.push_back(all.attempt(refined, last));
  }
  return result;
}

const Scored& best_of(const std::vector<Scored>& tried) {
  const Scored* best = &tried.front();
  for (const Scored& s : tried) {
    if (worth(s) > worth(*best) + (best->start.bonus > 0 ? kTieScore : 0)) best = &s;
  }
  return *best;
}

struct Attempts {
  std::vector<Vote> votes;
  std::vector<Scored> tried;
  std::size_t given = 0;  // candidates that the lesions did not propose
};

double reliability_of(const AlignmentTask& task, const Scored& chosen, const std::vector<PairFit>& fits,
                      const Attempts& attempts, double runner_up) {
  const bool is_given = chosen.start.trust > 0;
  if (fits.size() < (is_given ? 1 : 2) || chosen.score <= 0) return 0;
  const Vec3 shift = chosen.centre - centre_of(task.a);
  const double p = is_given ? chance_of_given(task.a, task.b, fits, attempts.votes, shift, attempts.given)
                            : chance_of(task.a, task.b, fits, attempts.votes, shift);
  return std::clamp(-std::log10(std::max(p, 1e-300)) / kSignificanceDecades, 0.0, 1.0) *
         std::clamp(2 * (1 - runner_up / chosen.score), 0.0, 1.0);
}

Alignment assess(const AlignmentTask& task, const Scored& chosen, const Attempts& attempts) {
  Alignment result;
  result.transform = chosen.transform;
  result.before = chosen.start.before;
  result.method = chosen.start.method;
  result.score = chosen.score;
  std::vector<PairFit> fits;
  for (const Agreement& p : chosen.pairs) {
    if (p.kernel <= kConsensusKernel) continue;
    fits.push_back({p.residual_mm, std::abs(log_volume_difference(task.a[static_cast<std::size_t>(p.from)],
                                                                  task.b[static_cast<std::size_t>(p.to)]))});
    result.max_residual_mm = std::max(result.max_residual_mm, p.residual_mm);
  }
  result.consensus = static_cast<int>(fits.size());
  for (const Scored& s : attempts.tried) {
    if (is_rival(s, chosen)) result.runner_up = std::max(result.runner_up, s.score);
  }
  result.reliability = reliability_of(task, chosen, fits, attempts, result.runner_up);
  result.tested = result.reliability >= chosen.start.trust;
  const int wanted =
      std::min<int>(chosen.start.needs, static_cast<int>(std::min(task.a.size(), task.b.size())));
  if (result.consensus >= wanted) result.reliability = std::max(result.reliability, chosen.start.trust);
  return result;
}

}  // namespace

std::optional<Nodes> moved(const Nodes& nodes, const PlaceMap& map) {
  Nodes result = nodes;
  std::vector<std::optional<Vec3>> places;
  for (const Node& node : nodes)
    places.push_back(map(node.position));
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    std::size_t source = i;
    for (std::size_t j = 0; j < nodes.size() && !places[i]; ++j) {
      const bool nearer = !places[source] || distance(nodes[j].position, nodes[i].position) <
                                                 distance(nodes[source].position, nodes[i].position);
      if (places[j] && nearer) source = j;
    }
    if (!places[source]) return std::nullopt;
    result[i].position = nodes[i].position + (*places[source] - nodes[source].position);
  }
  return result;
}

Alignment align(const AlignmentTask& task) {
  Attempts attempts;
  attempts.votes = translation_votes(task.a, task.b, task.expected_shift);
  std::vector<Candidate> seeds;
  for (const Candidate& candidate : task.candidates) {
    if (candidate.trust > 0) ++attempts.given;
    if (!candidate.before) {
      seeds.push_back(candidate);
    } else if (const auto a = moved(task.a, candidate.before)) {
      for (Scored& s : try_seeds(*a, task.b, {candidate}, task.anchors))
        attempts.tried.push_back(std::move(s));
    }
  }
  for (const Vec3& shift : translation_seeds(attempts.votes))
    seeds.push_back({translation_of(shift)});
  for (Scored& s : try_seeds(task.a, task.b, seeds, task.anchors))
    attempts.tried.push_back(std::move(s));
  Alignment result = assess(task, best_of(attempts.tried), attempts);
  if (result.reliability >= kGoodReliability) return result;
  for (const Scored& s : attempts.tried) {
    if (s.start.trust <= result.reliability) continue;
    Alignment other = assess(task, s, attempts);
    if (other.reliability <= result.reliability) continue;
    if (!other.tested) other.transform = s.start.transform;
    result = other;
  }
  return result;
}

Alignment align_mirrored(const Nodes& a, const Nodes& b) {
  Nodes mirrored = b;
  for (Node& node : mirrored) {
    node.position.x = -node.position.x;
    node.laterality.clear();
  }
  return align({a, mirrored, {}, {}});
}

}  // namespace oligard::match
