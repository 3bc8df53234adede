#include "match/node.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <string_view>

#include "match/constants.h"
#include "oligard/terms/organs.h"

namespace oligard::match {
namespace {

constexpr std::string_view kBones[] = {"bone", "vertebra", "spine", "rib", "pelvis", "sacrum", "skull"};
constexpr double kSphere = 4 * std::numbers::pi / 3;

std::optional<double> volume_of(const measure::Lesion& lesion) {
  if (lesion.volume_mm3 && *lesion.volume_mm3 > 0) return lesion.volume_mm3;
  for (const auto& length : {lesion.long_axis_mm, lesion.max_3d_diameter_mm, lesion.short_axis_mm}) {
    if (length && *length > 0) return kSphere * std::pow(*length / 2, 3);
  }
  return std::nullopt;
}

double shape_cost(const Node& a, const Node& b) {
  if (!a.shaped || !b.shaped) return 0;
  const auto squared_log = [](double p, double q) { return std::pow(std::log(p / q), 2); };
  const double total_a = a.moments.x + a.moments.y + a.moments.z;
  const double total_b = b.moments.x + b.moments.y + b.moments.z;
  const double sum = squared_log(a.moments.x / total_a, b.moments.x / total_b) +
                     squared_log(a.moments.y / total_a, b.moments.y / total_b) +
                     squared_log(a.moments.z / total_a, b.moments.z / total_b);
  return std::min(1.0, 0.5 * sum);
}

Tissue tissue_of(const std::string& organ) {
  if (organ.empty() || organ == terms::kLymphNode) return Tissue::kUnknown;
  const bool bone = std::find(std::begin(kBones), std::end(kBones), organ) != std::end(kBones);
  return bone ? Tissue::kBone : Tissue::kSoft;
}

Node node_of(const measure::Lesion& lesion, int index, const std::string& frame) {
  Node node;
  node.lesion = index;
  node.placed = lesion.has_position && (lesion.frame_of_reference_uid.empty() || frame.empty() ||
                                        lesion.frame_of_reference_uid == frame);
  node.position = lesion.centroid_mm;
  if (const auto volume = volume_of(lesion)) {
    node.sized = true;
    node.log_volume = std::log(*volume);
    node.radius = std::cbrt(*volume / kSphere);
  }
  node.volume_known = lesion.volume_mm3 && *lesion.volume_mm3 > 0;
  node.extent = lesion.extent_mm > 0 ? lesion.extent_mm : lesion.max_3d_diameter_mm.value_or(0);
  node.slice_spacing = lesion.slice_spacing_mm;
  node.moments = lesion.principal_moments_mm2;
  node.shaped =
      lesion.voxel_count > kShapeVoxels && node.moments.x > 0 && node.moments.y > 0 && node.moments.z > 0;
  node.truncated = lesion.truncated;
  node.boundary = lesion.boundary_mm;
  node.boundary_centre = lesion.centroid_mm;
  node.organ = lesion.organ;
  node.laterality = lesion.laterality;
  node.tissue = tissue_of(lesion.organ);
  node.name = lesion.tracking_id;
  node.uid = lesion.tracking_uid;
  return node;
}

}  // namespace

std::string main_frame(const measure::TimePoint& timepoint) {
  std::map<std::string, int> count;
  for (const auto& lesion : timepoint.lesions) {
    if (lesion.has_position && !lesion.frame_of_reference_uid.empty()) ++count[lesion.frame_of_reference_uid];
  }
  if (count.empty() || count.contains(timepoint.frame_of_reference_uid))
    return timepoint.frame_of_reference_uid;
  return std::max_element(count.begin(), count.end(),
                          [](const auto& a, const auto& b) { return a.second < b.second; })
      ->first;
}

Nodes nodes_of(const measure::TimePoint& timepoint) {
  const std::string frame = main_frame(timepoint);
  Nodes nodes;
  for (std::size_t i = 0; i < timepoint.lesions.size(); ++i) {
    nodes.push_back(node_of(timepoint.lesions[i], static_cast<int>(i), frame));
  }
  return nodes;
}

Nodes placed_nodes(const Nodes& nodes) {
  Nodes placed;
  std::copy_if(nodes.begin(), nodes.end(), std::back_inserter(placed),
               [](const Node& n) { return n.placed; });
  return placed;
}

std::vector<Vec3> positions_of(const Nodes& nodes) {
  std::vector<Vec3> positions;
  positions.reserve(nodes.size());
  for (const Node& node : nodes)
    positions.push_back(node.position);
  return positions;
}

double log_volume_difference(const Node& a, const Node& b) {
  return a.sized && b.sized ? a.log_volume - b.log_volume : 0;
}

double site_cost(const Node& a, const Node& b) {
  double cost = 0;
  if (!a.organ.empty() && !b.organ.empty() && a.organ != b.organ) cost += kOrganPenalty;
  if (!a.laterality.empty() && !b.laterality.empty() && a.laterality != b.laterality) cost += kSidePenalty;
  return cost;
}

bool same_site_possible(const Node& a, const Node& b) {
  return site_cost(a, b) == 0;
}

double centre_variance(const Node& a, const Node& b) {
  const double size = kSizeShareOfSigma * std::max(a.radius, b.radius);
  return kLinkNoiseMm * kLinkNoiseMm + size * size;
}

double link_cost(const Node& a, const Expected& expected, const Node& b) {
  const double centre = centre_variance(a, b);
  const double slices =
      (a.slice_spacing * a.slice_spacing + b.slice_spacing * b.slice_spacing) / kSliceVarianceShare;
  const Vec3 variance = expected.variance + Vec3{centre, centre, centre + slices};
  const Vec3 d = expected.place - b.position;
  const double place = d.x * d.x / variance.x + d.y * d.y / variance.y + d.z * d.z / variance.z;
  const double vagueness = std::log(variance.x * variance.y * variance.z) - 6 * std::log(kSigmaPlaceMm);
  double volume = std::pow(log_volume_difference(a, b) / kSigmaLogVolume, 2);
  if (a.truncated || b.truncated || a.volume_known != b.volume_known) volume *= kTruncatedVolumeFactor;
  return place + vagueness + volume + site_cost(a, b) + shape_cost(a, b);
}

}  // namespace oligard::match
