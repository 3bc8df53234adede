#include "match/displaced_group.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "match/constants.h"

namespace oligard::match {
namespace {

struct Pair {
  int from = 0;
  int to = 0;
  Vec3 shift;
  double log_volume_difference = 0;
};

std::vector<Pair> possible_pairs(const Nodes& a, const std::vector<Expected>& expected, const Nodes& b,
                                 const std::vector<int>& alone_a, const std::vector<int>& alone_b) {
  std::vector<Pair> pairs;
  for (const int i : alone_a) {
    for (const int j : alone_b) {
      const auto row = static_cast<std::size_t>(i);
      const auto column = static_cast<std::size_t>(j);
      const Vec3 shift = b[column].position - expected[row].place;
      const double size = std::abs(log_volume_difference(a[row], b[column]));
      const bool possible =
          norm(shift) <= kGroupShiftMm && size <= kGroupLogVolume && same_site_possible(a[row], b[column]);
      if (possible) pairs.push_back({i, j, shift, size});
    }
  }
  return pairs;
}

// One to one, nearest to the shift first.
Anchors agreeing(std::vector<Pair> pairs, const Vec3& shift) {
  std::stable_sort(pairs.begin(), pairs.end(), [&](const Pair& x, const Pair& y) {
    return distance(x.shift, shift) < distance(y.shift, shift);
  });
  std::set<int> rows, columns;
  Anchors group;
  for (const Pair& p : pairs) {
    if (distance(p.shift, shift) > kGroupAgreesMm) break;
    if (rows.contains(p.from) || columns.contains(p.to)) continue;
    rows.insert(p.from);
    columns.insert(p.to);
    group.emplace_back(p.from, p.to);
  }
  std::sort(group.begin(), group.end());
  return group;
}

}  // namespace

Anchors displaced_group(const Nodes& a, const std::vector<Expected>& expected, const Nodes& b,
                        const AssignmentProblem& problem, const std::vector<int>& column_of) {
  std::vector<bool> held(b.size(), false);
  std::vector<int> alone_a, alone_b;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const auto link = std::find_if(problem.rows[i].begin(), problem.rows[i].end(),
                                   [&](const Edge& e) { return e.column == column_of[i]; });
    if (link != problem.rows[i].end() && link->cost + 2 * kUnlinkedCost <= kWeakLinkCost)
      held[static_cast<std::size_t>(column_of[i])] = true;
    else
      alone_a.push_back(static_cast<int>(i));
  }
  for (std::size_t j = 0; j < b.size(); ++j) {
    if (!held[j]) alone_b.push_back(static_cast<int>(j));
  }
  const auto least = static_cast<std::size_t>(kGroupPairs);
  if (std::min(alone_a.size(), alone_b.size()) < least) return {};
  if (std::max(alone_a.size(), alone_b.size()) > kGroupLesions) return {};
  const std::vector<Pair> pairs = possible_pairs(a, expected, b, alone_a, alone_b);
  Anchors best;
  for (const Pair& p : pairs) {
    Anchors group = agreeing(pairs, p.shift);
    if (group.size() > best.size()) best = std::move(group);
  }
  const auto others = static_cast<std::size_t>(std::count(held.begin(), held.end(), true));
  return best.size() < least || best.size() > others ? Anchors{} : best;
}

}  // namespace oligard::match
