#include "match/significance.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "match/constants.h"
#include "match/point_grid.h"

namespace oligard::match {
namespace {

constexpr double kRadiiMm[] = {5, 8, 12, 20};
constexpr std::size_t kProbes = 60;
constexpr double kLargestReachMm = 40;  // of the largest radius with two pairs
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

/// How often lesions hit a compatible one by chance, for each radius and size window.
class HitRates {
 public:
  HitRates(const Nodes& a, const Nodes& b, const std::vector<Vote>& votes, const Vec3& chosen)
      : b_(b), votes_(votes), box_volume_(box_volume(b)) {
    const PointGrid grid(positions_of(b), kLargestReachMm / 2);
    const std::vector<int> of_a = voters(a);
    const std::size_t step = std::max<std::size_t>(1, votes.size() / kProbes);
    std::vector<int> near;
    for (std::size_t v = 0; v < votes.size(); v += step) {
      if (distance(votes[v].shift, chosen) < kOtherShiftMm) continue;
      probes_ += 1;
      for (const int i : of_a)
        probe(a[static_cast<std::size_t>(i)], votes[v].shift, grid, near);
    }
    lesions_ = static_cast<double>(of_a.size());
  }

  /// The less favourable of the density of b's box and of what other translations hit. The pair that a
  /// translation was taken from hits of itself.
  [[nodiscard]] double of(double radius, double window) const {
    const double sphere = 4 * std::numbers::pi / 3 * radius * radius * radius;
    const double by_density =
        1 - std::exp(-static_cast<double>(b_.size()) * size_share(votes_, window) * sphere / box_volume_);
    const double tried = probes_ * (lesions_ - 1);
    if (tried < 1) return by_density;
    double hit = 0;
    for (const Nearest& n : nearest_)
      hit += n.distance[window_index(window)] <= radius ? 1 : 0;
    const double own = probes_ * size_share(votes_, window);
    return std::max(by_density, std::clamp((hit - own) / tried, 0.0, 1.0));
  }

 private:
  struct Nearest {
    std::array<double, std::size(kSizeWindows)> distance;
  };

  static std::size_t window_index(double window) {
    return static_cast<std::size_t>(std::find(std::begin(kSizeWindows), std::end(kSizeWindows), window) -
                                    std::begin(kSizeWindows));
  }

  void probe(const Node& node, const Vec3& shift, const PointGrid& grid, std::vector<int>& near) {
    Nearest nearest{};
    nearest.distance.fill(std::numeric_limits<double>::infinity());
    const Vec3 place = node.position + shift;
    grid.within(place, kLargestReachMm, near);
    for (const int j : near) {
      const Node& other = b_[static_cast<std::size_t>(j)];
      if (!same_site_possible(node, other)) continue;
      const double size = std::abs(log_volume_difference(node, other));
      for (std::size_t w = 0; w < std::size(kSizeWindows); ++w) {
        if (size <= kSizeWindows[w])
          nearest.distance[w] = std::min(nearest.distance[w], distance(place, other.position));
      }
    }
    if (std::isfinite(nearest.distance.back())) nearest_.push_back(nearest);
  }

  const Nodes& b_;
  const std::vector<Vote>& votes_;
  double box_volume_;
  double probes_ = 0;
  double lesions_ = 0;
  std::vector<Nearest> nearest_;
};

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
  const HitRates rates(a, b, votes, chosen_shift);
  double best = 1;
  for (const double window : kSizeWindows) {
    const double trials = std::max(1.0, plausible_votes(votes, window));
    for (const double radius : kRadiiMm) {
      const int k = agreeing(pairs, radius, window);
      if (k < 2) continue;
      // The fit took the pairs' common part away: what one pair misses by chance is k / (k - 1) of what is
      // left.
      const double reach = radius * k / (k - 1);
      const double q = rates.of(reach, window);
      best = std::min(best, trials * binomial_tail(n - 1, k - 1, q));
    }
  }
  return std::min(1.0, best * kWindowsTried);
}

double chance_of_given(const Nodes& a, const Nodes& b, const std::vector<PairFit>& pairs,
                       const std::vector<Vote>& votes, const Vec3& chosen_shift, std::size_t given) {
  const int n = static_cast<int>(std::min(a.size(), b.size()));
  const HitRates rates(a, b, votes, chosen_shift);
  double best = 1;
  for (const double window : kSizeWindows) {
    for (const double radius : kRadiiMm) {
      const int k = agreeing(pairs, radius, window);
      if (k < 1) continue;
      const double q = rates.of(radius, window);
      best = std::min(best, binomial_tail(n, k, q));
    }
  }
  return std::min(1.0, best * kWindowsTried * static_cast<double>(given));
}

}  // namespace oligard::match
