// A lesion as the matcher sees it, and what two of them have in common.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "oligard/measure/time_point.h"

namespace oligard::match {

/// Bones keep their places; soft organs follow the breath.
enum class Tissue { kUnknown, kBone, kSoft };

struct Node {
  int lesion = 0;       ///< index into the time point's lesions
  bool placed = false;  ///< `position` lies in the time point's own frame of reference
  Vec3 position;
  bool sized = false;         ///< log_volume and radius are known
  bool volume_known = false;  ///< measured; otherwise of the sphere with the long axis as diameter
  double log_volume = 0;      ///< ln mm3
  double radius = 0;          ///< of the sphere of that volume, mm
  double extent = 0;          ///< longest extent, mm; 0 = unknown
  double slice_spacing = 0;
  Vec3 moments;         ///< all 0 = unknown
  bool shaped = false;  ///< has enough voxels for its moments to mean something
  bool truncated = false;
  std::span<const Vec3> boundary;  ///< of the lesion itself; the time point outlives the node
  Vec3 boundary_centre;            ///< `position` before a map moved it: what the boundary surrounds
  std::string organ;
  std::string laterality;
  Tissue tissue = Tissue::kUnknown;
  std::string name;  ///< Tracking Identifier; a label, never an identity by itself
  std::string uid;
  bool bound = false;  ///< a reader links it: no other link may
  bool uid_trusted =
      false;  ///< recurs at other time points, and nothing contradicts the UIDs of this patient
};

using Nodes = std::vector<Node>;

/// The frame of reference that most lesions of a time point are in; empty when none is stated.
[[nodiscard]] std::string main_frame(const measure::TimePoint& timepoint);

/// All lesions of a time point, in its order.
[[nodiscard]] Nodes nodes_of(const measure::TimePoint& timepoint);

/// The placed ones.
[[nodiscard]] Nodes placed_nodes(const Nodes& nodes);

[[nodiscard]] std::vector<Vec3> positions_of(const Nodes& nodes);

/// ln V of a minus ln V of b; 0 when either is unknown.
[[nodiscard]] double log_volume_difference(const Node& a, const Node& b);

/// Organ and side penalties of design rule 3.3, in cost units.
[[nodiscard]] double site_cost(const Node& a, const Node& b);

/// Neither organ nor side contradict.
[[nodiscard]] bool same_site_possible(const Node& a, const Node& b);

/// Where a lesion is expected, with variances along the axes (mm, mm²).
struct Expected {
  Vec3 place;
  Vec3 variance;
};

/// Cost of a being b when a is expected at `expected` in b's space: -2 ln of the likelihood, in units in
/// which a place known to kSigmaPlaceMm has none.
[[nodiscard]] double link_cost(const Node& a, const Expected& expected, const Node& b);

/// Variance of a lesion's centre between two visits beside the field: segmentation, slices, change of size.
[[nodiscard]] double centre_variance(const Node& a, const Node& b);

}  // namespace oligard::match
