// Which organ of one time point is which of another (docs/matching.md, "Organ masks").
#pragma once

#include <span>
#include <string>
#include <vector>

#include "oligard/match/lesion_graph.h"
#include "oligard/measure/time_point.h"

namespace oligard::match {

struct OrganPair {
  const measure::Organ* from = nullptr;
  const measure::Organ* to = nullptr;
  double weight = 0;  ///< bone 1, solid organs 0.7, lungs 0.4: how little they move against the body
};

/// Whole organs of one frame of reference; `frame` empty = all.
[[nodiscard]] std::vector<const measure::Organ*> whole_organs(std::span<const measure::Organ> organs,
                                                              const std::string& frame);

/// Pairs of the same name and side (where both state one) and of like volume, each organ in at most one. Of
/// several such organs at a time point those with the same label are paired, unless labels are mere numbers.
[[nodiscard]] std::vector<OrganPair> named_pairs(const std::vector<const measure::Organ*>& from,
                                                 const std::vector<const measure::Organ*>& to);

/// Pairs of organs that are the only one of their name and side at both time points and that the field of
/// view cuts at one of them at least. Their volumes say nothing.
[[nodiscard]] std::vector<OrganPair> cut_pairs(std::span<const measure::Organ> from,
                                               const std::string& from_frame,
                                               std::span<const measure::Organ> to,
                                               const std::string& to_frame);

/// `pairs`, and those that a registration tells among organs of one name: each nearest to the other and much
/// nearer than the next one.
[[nodiscard]] std::vector<OrganPair> with_nearest_pairs(std::vector<OrganPair> pairs,
                                                        const std::vector<const measure::Organ*>& from,
                                                        const std::vector<const measure::Organ*>& to,
                                                        const AffineMap& registration);

}  // namespace oligard::match
