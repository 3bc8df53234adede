#include "match/organ_pairs.h"

#include <algorithm>
#include <cctype>
#include <limits>
#include <map>
#include <set>
#include <string_view>
#include <tuple>

#include "match/constants.h"

namespace oligard::match {
namespace {

using measure::Organ;
using Organs = std::vector<const Organ*>;

double weight_of(const Organ& organ) {
  if (organ.name == "bone") return kBoneWeight;
  return organ.name == "lung" ? kLungWeight : kSolidOrganWeight;
}

bool alike(const Organ& a, const Organ& b) {
  if (a.name != b.name) return false;
  if (!a.laterality.empty() && !b.laterality.empty() && a.laterality != b.laterality) return false;
  const double ratio = a.volume_mm3 / b.volume_mm3;
  return ratio >= kOrganVolumeRatioMin && ratio <= kOrganVolumeRatioMax;
}

/// Letters alone, lower case.
std::string word_of(std::string_view label) {
  std::string word;
  for (const char c : label) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalpha(byte) != 0) word.push_back(static_cast<char>(std::tolower(byte)));
  }
  return word;
}

/// "Segment 7", "bone 3": a number of whoever wrote it.
bool is_counter(const Organ& organ) {
  constexpr std::string_view kNothing[] = {"",          "segment",   "bone",   "bones", "vertebra",
                                           "vertebrae", "label",     "region", "mask",  "organ",
                                           "object",    "structure", "roi",    "rib",   "ribs"};
  const std::string word = word_of(organ.label);
  return word == word_of(organ.name) ||
         std::find(std::begin(kNothing), std::end(kNothing), word) != std::end(kNothing);
}

using Key = std::tuple<std::string, std::string, std::string>;

Key by_name(const Organ& organ) {
  return {organ.name, organ.laterality, ""};
}

/// With a name, voxels and the right frame of reference, in an order that does not depend on theirs.
Organs usable(std::span<const Organ> organs, const std::string& frame) {
  Organs result;
  for (const Organ& organ : organs) {
    const bool elsewhere =
        !frame.empty() && !organ.frame_of_reference_uid.empty() && organ.frame_of_reference_uid != frame;
    if (elsewhere || organ.name.empty() || organ.volume_mm3 <= 0 || organ.surface_mm.empty()) continue;
    result.push_back(&organ);
  }
  std::sort(result.begin(), result.end(), [](const Organ* a, const Organ* b) {
    const auto rank = [](const Organ& o) {
      return std::tie(o.name, o.laterality, o.label, o.centroid_mm.z, o.centroid_mm.y, o.centroid_mm.x,
                      o.volume_mm3);
    };
    return rank(*a) < rank(*b);
  });
  return result;
}

/// Organs that are the only one of their key.
template <class KeyOf>
std::map<Key, const Organ*> single(const Organs& organs, const std::set<const Organ*>& used, KeyOf key_of) {
  std::map<Key, const Organ*> result;
  std::set<Key> repeated;
  for (const Organ* organ : organs) {
    if (used.contains(organ)) continue;
    const Key key = key_of(*organ);
    if (!result.emplace(key, organ).second) repeated.insert(key);
  }
  for (const Key& key : repeated)
    result.erase(key);
  return result;
}

template <class KeyOf>
void pair_by(KeyOf key_of, const Organs& from, const Organs& to, std::set<const Organ*>& used,
             std::vector<OrganPair>& pairs) {
  const auto a = single(from, used, key_of);
  const auto b = single(to, used, key_of);
  for (const auto& [key, organ] : a) {
    const auto other = b.find(key);
    if (other == b.end() || std::get<0>(key).empty() || !alike(*organ, *other->second)) continue;
    pairs.push_back({organ, other->second, weight_of(*organ)});
    used.insert({organ, other->second});
  }
}

struct Nearest {
  const Organ* organ = nullptr;
  double distance_mm = std::numeric_limits<double>::infinity();
  double next_mm = std::numeric_limits<double>::infinity();

  void offer(const Organ* other, double mm) {
    if (mm < distance_mm) {
      next_mm = distance_mm;
      distance_mm = mm;
      organ = other;
    } else {
      next_mm = std::min(next_mm, mm);
    }
  }
  [[nodiscard]] bool is_clear() const {
    return organ != nullptr && distance_mm <= kNearestOrganMm && distance_mm <= kNearestOrganShare * next_mm;
  }
};

}  // namespace

std::vector<const Organ*> whole_organs(std::span<const Organ> organs, const std::string& frame) {
  Organs whole = usable(organs, frame);
  std::erase_if(whole, [](const Organ* organ) { return organ->cut; });
  return whole;
}

std::vector<OrganPair> cut_pairs(std::span<const Organ> from, const std::string& from_frame,
                                 std::span<const Organ> to, const std::string& to_frame) {
  const auto b = single(usable(to, to_frame), {}, by_name);
  std::vector<OrganPair> pairs;
  for (const auto& [key, organ] : single(usable(from, from_frame), {}, by_name)) {
    const auto other = b.find(key);
    if (other == b.end() || !(organ->cut || other->second->cut)) continue;
    pairs.push_back({organ, other->second, weight_of(*organ)});
  }
  return pairs;
}

std::vector<OrganPair> named_pairs(const Organs& from, const Organs& to) {
  std::vector<OrganPair> pairs;
  std::set<const Organ*> used;
  pair_by(by_name, from, to, used, pairs);
  const auto by_label = [](const Organ& o) {
    return is_counter(o) ? Key{"", "", ""} : Key{o.name, o.laterality, o.label};
  };
  pair_by(by_label, from, to, used, pairs);
  return pairs;
}

std::vector<OrganPair> with_nearest_pairs(std::vector<OrganPair> pairs, const Organs& from, const Organs& to,
                                          const AffineMap& registration) {
  std::set<const Organ*> used;
  for (const OrganPair& pair : pairs)
    used.insert({pair.from, pair.to});
  std::map<const Organ*, Nearest> of_from, of_to;
  for (const Organ* a : from) {
    for (const Organ* b : to) {
      if (used.contains(a) || used.contains(b) || a->name != b->name) continue;
      const double mm = distance(registration.apply(a->centroid_mm), b->centroid_mm);
      of_from[a].offer(b, mm);
      of_to[b].offer(a, mm);
    }
  }
  for (const Organ* a : from) {
    const auto nearest = of_from.find(a);
    if (nearest == of_from.end() || !nearest->second.is_clear()) continue;
    const Organ* b = nearest->second.organ;
    const Nearest& back = of_to.at(b);
    if (back.organ == a && back.is_clear() && alike(*a, *b)) pairs.push_back({a, b, weight_of(*a)});
  }
  return pairs;
}

}  // namespace oligard::match
