#include "match/significance.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "match/constants.h"
#include "match/point_grid.h"

namespace oligard::match {
namespace {

constexpr double kRadiiMm[] = {5, 8, 12, 20};
constexpr std::size_t kProbes = 150;
constexpr double kOtherShiftMm = 40;
constexpr double kSizeWindows[] = {0.5, 1, 2};  // |ln V| of lesions that pass for each other

constexpr double kWindowsTried = std::size(kRadiiMm) * std::size(kSizeWindows);

double box_volume(const Nodes& nodes) {
  Vec3 low = nodes.front().position;
  Vec3 high = low;
  for (const Node& n : nodes) {
    low = {std::min(low.x, n.position.x), std::min(low.y, n.position.y), std::min(low.z, n.position.z)};
    high = {std::max(high.x, n.position.x), std::max(high.y, n.position.y), std::max(high.z, n.position.z)};
  }
  const Vec3 size = high - low + Vec3{2 * kBoxMarginMm, 2 * kBoxMarginMm, 2 * kBoxMarginMm};
  return std::max(kMinBoxMm3, size.x * size.y * size.z);
}

// Share of lesion pairs that are alike in size within a window.
double size_share(const std::vector<Vote>& votes, double window) {
  const auto alike = std::count_if(votes.begin(), votes.end(),
                                   [&](const Vote& v) { return v.log_volume_difference <= window; });
  return static_cast<double>(alike) / static_cast<double>(votes.size());
}

double hit_rate_of_density(const Nodes& b, double radius, double alike) {
  const double sphere = 4 * std::numbers::pi / 3 * radius * radius * radius;
  return 1 - std::exp(-static_cast<double>(b.size()) * alike * sphere / box_volume(b));
}

bool hits(const Node& node, const Vec3& place, const Nodes& b, const PointGrid& grid, double radius,
          double window) {
  for (const int j : grid.within(place, radius)) {
    const Node& other = b[static_cast<std::size_t>(j)];
    if (std::abs(log_volume_difference(node, other)) <= window && same_site_possible(node, other))
      return true;
  }
  return false;
}

double hit_rate_of_other_shifts(const Nodes& a, const Nodes& b, const std::vector<Vote>& votes,
                                const Vec3& chosen, double radius, double window) {
  const PointGrid grid(positions_of(b), radius);
  const std::vector<int> of_a = voters(a);
  const std::size_t step = std::max<std::size_t>(1, votes.size() / kProbes);
  double tried = 0;
  double hit = 0;
  for (std::size_t v = 0; v < votes.size(); v += step) {
    if (distance(votes[v].shift, chosen) < kOtherShiftMm) continue;
    for (const int i : of_a) {
      const Node& node = a[static_cast<std::size_t>(i)];
      tried += 1;
      hit += hits(node, node.position + votes[v].shift, b, grid, radius, window) ? 1 : 0;
    }
    hit -= 1;
    tried -= 1;
  }
  return tried < 1 ? 0 : std::clamp(hit / tried, 0.0, 1.0);
}

double hit_rate(const Nodes& a, const Nodes& b, const std::vector<Vote>& votes, const Vec3& chosen,
                double radius, double window) {
  return std::max(hit_rate_of_density(b, radius, size_share(votes, window)),
                  hit_rate_of_other_shifts(a, b, votes, chosen, radius, window));
}

// Translations that could have been chosen: those that bring two lesions of like size together, each by how
// likely the fields of view make it.
double plausible_votes(const std::vector<Vote>& votes, double window) {
  double sum = 0;
  for (const Vote& v : votes)
    sum += v.log_volume_difference <= window ? v.plausibility : 0;
  return sum;
}

int agreeing(const std::vector<PairFit>& pairs, double radius, double window) {
  return static_cast<int>(std::count_if(pairs.begin(), pairs.end(), [&](const PairFit& p) {
    return p.residual_mm <= radius && p.log_volume_difference <= window;
  }));
}

}  // namespace

double binomial_tail(int n, int k, double q) {
  if (k <= 0) return 1;
  if (k > n || q <= 0) return 0;
  if (q >= 1) return 1;
  double sum = 0;
  for (int i = k; i <= n; ++i) {
    sum += std::exp(std::lgamma(n + 1) - std::lgamma(i + 1) - std::lgamma(n - i + 1) + i * std::log(q) +
                    (n - i) * std::log1p(-q));
  }
  return std::min(1.0, sum);
}

double chance_of(const Nodes& a, const Nodes& b, const std::vector<PairFit>& pairs,
                 const std::vector<Vote>& votes, const Vec3& chosen_shift) {
  const int n = static_cast<int>(std::min(a.size(), b.size()));
  double best = 1;
  for (const double window : kSizeWindows) {
    const double trials = std::max(1.0, plausible_votes(votes, window));
    for (const double radius : kRadiiMm) {
      const int k = agreeing(pairs, radius, window);
      if (k < 2) continue;
      // The fit took the pairs' common part away: what one pair misses by chance is k / (k - 1) of what is
      // left.
      const double reach = radius * k / (k - 1);
      const double q = hit_rate(a, b, votes, chosen_shift, reach, window);
      best = std::min(best, trials * binomial_tail(n - 1, k - 1, q));
    }
  }
  return std::min(1.0, best * kWindowsTried);
}

double chance_of_given(const Nodes& a, const Nodes& b, const std::vector<PairFit>& pairs,
                       const std::vector<Vote>& votes, const Vec3& chosen_shift, std::size_t given) {
  const int n = static_cast<int>(std::min(a.size(), b.size()));
  double best = 1;
  for (const double window : kSizeWindows) {
    for (const double radius : kRadiiMm) {
      const int k = agreeing(pairs, radius, window);
      if (k < 1) continue;
      const double q = hit_rate(a, b, votes, chosen_shift, radius, window);
      best = std::min(best, binomial_tail(n, k, q));
    }
  }
  return std::min(1.0, best * kWindowsTried * static_cast<double>(given));
}

}  // namespace oligard::match
