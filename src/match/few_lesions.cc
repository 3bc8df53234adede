#include "match/few_lesions.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "match/constants.h"

namespace oligard::match {
namespace {

bool within_ratio(double a, double b, double ratio) {
  return std::abs(std::log(a / b)) < std::log(ratio);
}

bool lone_sizes_agree(const Node& a, const Node& b) {
  if (!a.sized || !b.sized) return true;
  if (!a.name.empty() && a.name == b.name) return within_ratio(a.radius, b.radius, kNamedLengthRatio);
  if (a.volume_known && b.volume_known) {
    return std::abs(a.log_volume - b.log_volume) < std::log(kLoneVolumeRatio);
  }
  return within_ratio(a.radius, b.radius, kLoneLengthRatio);
}

PairLink uncertain_link(const Node& a, const Node& b, double probability, NoteCode doubt) {
  PairLink link;
  link.from = a.lesion;
  link.to = b.lesion;
  link.probability = probability;
  link.ambiguous = true;
  link.doubt = Note{doubt};
  return link;
}

bool possible(const Node& a, const Node& b) {
  if (a.placed && b.placed) return false;
  if ((a.uid_trusted || b.uid_trusted) && a.uid != b.uid) return false;
  if (a.organ != b.organ || !same_site_possible(a, b)) return false;
  return !a.sized || !b.sized || within_ratio(a.radius, b.radius, kUnplacedLengthRatio);
}

}  // namespace

std::optional<PairLink> lone_link(const Node& a, const Node& b) {
  if (!same_site_possible(a, b) || !lone_sizes_agree(a, b)) return std::nullopt;
  const bool same_organ = !a.organ.empty() && a.organ == b.organ;
  return uncertain_link(a, b, same_organ ? kLoneSameOrganProbability : kLoneProbability,
                        NoteCode::kOnlyLesion);
}

std::vector<PairLink> unplaced_links(const Nodes& a, const Nodes& b, const std::vector<PairLink>& links) {
  std::set<int> used_a, used_b;
  for (const PairLink& l : links) {
    used_a.insert(l.from);
    used_b.insert(l.to);
  }
  const auto partners = [](const Node& node, const Nodes& others, const std::set<int>& used, bool node_is_a) {
    std::vector<int> found;
    for (std::size_t j = 0; j < others.size(); ++j) {
      if (used.contains(others[j].lesion) || others[j].bound) continue;
      if (node_is_a ? possible(node, others[j]) : possible(others[j], node))
        found.push_back(static_cast<int>(j));
    }
    return found;
  };
  std::vector<PairLink> result;
  for (const Node& node : a) {
    if (used_a.contains(node.lesion) || node.bound) continue;
    const std::vector<int> found = partners(node, b, used_b, true);
    if (found.size() != 1) continue;
    const Node& other = b[static_cast<std::size_t>(found.front())];
    if (partners(other, a, used_a, false).size() == 1) {
      result.push_back(uncertain_link(node, other, kUnplacedProbability, NoteCode::kWithoutPlace));
    }
  }
  return result;
}

}  // namespace oligard::match
