#include "draw/plots/alignment.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace oligard::draw {
namespace {

using match::LesionGraph;

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// Places of linked lesions: at the earlier and at the later time point.
using Pairs = std::vector<std::pair<Vec3, Vec3>>;

Pairs linked_places(const LesionGraph& graph, int from, int to) {
  Pairs pairs;
  for (const match::Link& link : graph.links) {
    if (link.from.timepoint != from || link.to.timepoint != to) continue;
    const measure::Lesion& earlier = graph.lesion(link.from);
    const measure::Lesion& later = graph.lesion(link.to);
    if (earlier.has_position && later.has_position)
      pairs.emplace_back(earlier.centroid_mm, later.centroid_mm);
  }
  return pairs;
}

double residual(const Pairs& pairs, const AffineMap& back) {
  std::vector<double> distances;
  distances.reserve(pairs.size());
  for (const auto& [earlier, later] : pairs)
    distances.push_back(distance(earlier, back.apply(later)));
  return median(std::move(distances));
}

Vec3 median_shift(const Pairs& pairs) {
  std::vector<double> x, y, z;
  for (const auto& [earlier, later] : pairs) {
    x.push_back(earlier.x - later.x);
    y.push_back(earlier.y - later.y);
    z.push_back(earlier.z - later.z);
  }
  return {median(std::move(x)), median(std::move(y)), median(std::move(z))};
}

/// From time point `to` back to the earlier `from`; nothing when nothing connects them.
std::optional<AffineMap> way_back(const LesionGraph& graph, int from, int to) {
  std::vector<AffineMap> candidates;
  for (const match::Registration& registration : graph.registrations) {
    if (registration.accepted && registration.from == from && registration.to == to)
      candidates.push_back(inverse(registration.transform));
  }
  const std::string& frame = graph.timepoints[static_cast<std::size_t>(from)].frame_of_reference_uid;
  if (!frame.empty() && frame == graph.timepoints[static_cast<std::size_t>(to)].frame_of_reference_uid)
    candidates.emplace_back();
  const Pairs pairs = linked_places(graph, from, to);
  if (!pairs.empty()) candidates.push_back(translation_of(median_shift(pairs)));
  const auto best = std::min_element(candidates.begin(), candidates.end(), [&](const auto& a, const auto& b) {
    return residual(pairs, a) < residual(pairs, b);
  });
  if (best == candidates.end()) return std::nullopt;
  return *best;
}

Vec3 centre_of(const measure::TimePoint& timepoint) {
  std::vector<double> x, y, z;
  for (const measure::Lesion& lesion : timepoint.lesions) {
    if (!lesion.has_position) continue;
    x.push_back(lesion.centroid_mm.x);
    y.push_back(lesion.centroid_mm.y);
    z.push_back(lesion.centroid_mm.z);
  }
  return {median(std::move(x)), median(std::move(y)), median(std::move(z))};
}

}  // namespace

std::vector<Alignment> aligned(const LesionGraph& graph) {
  std::vector<Alignment> all(graph.timepoints.size());
  for (int t = 1; t < static_cast<int>(all.size()); ++t) {
    Alignment& here = all[static_cast<std::size_t>(t)];
    std::optional<AffineMap> back;
    for (int earlier = t; earlier-- > 0 && !back;) {
      back = way_back(graph, earlier, t);
      if (back) here.to_first = compose(all[static_cast<std::size_t>(earlier)].to_first, *back);
    }
    if (back) continue;
    here.is_known = false;
    here.to_first = translation_of(centre_of(graph.timepoints[0]) -
                                   centre_of(graph.timepoints[static_cast<std::size_t>(t)]));
  }
  return all;
}

}  // namespace oligard::draw
