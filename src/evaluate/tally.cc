#include "evaluate/tally.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

namespace oligard::evaluate {
namespace {

template <class Set>
Count compare(const Set& wanted, const Set& found) {
  Count count{0, static_cast<long>(found.size()), static_cast<long>(wanted.size())};
  for (const auto& element : found)
    count.right += wanted.contains(element) ? 1 : 0;
  return count;
}

/// A patient's links and what follows from them.
class Graph {
 public:
  Graph(const PatientTruth& truth, std::set<Link> links) : truth_(truth), links_(std::move(links)) {
    for (const Link& link : links_)
      later_[link.first].insert(link.second), earlier_[link.second].insert(link.first);
  }

  [[nodiscard]] const std::set<Link>& links() const { return links_; }

  [[nodiscard]] bool is_adjacent(const Link& link) const {
    return timepoint(link.second) == timepoint(link.first) + 1;
  }

  [[nodiscard]] std::set<Link> links_where(const auto& condition) const {
    std::set<Link> result;
    std::copy_if(links_.begin(), links_.end(), std::inserter(result, result.end()), condition);
    return result;
  }

  [[nodiscard]] std::set<Link> adjacent() const {
    return links_where([this](const Link& link) { return is_adjacent(link); });
  }
  [[nodiscard]] std::set<Link> gaps() const {
    return links_where([this](const Link& link) { return !is_adjacent(link); });
  }
  [[nodiscard]] std::set<Link> adjacent_from(int timepoint_of_first) const {
    return links_where(
        [&](const Link& link) { return is_adjacent(link) && timepoint(link.first) == timepoint_of_first; });
  }
  [[nodiscard]] std::set<Link> one_to_one() const {
    return links_where([this](const Link& link) {
      return later_.at(link.first).size() == 1 && earlier_.at(link.second).size() == 1;
    });
  }

  using Event = std::pair<int, std::set<int>>;
  [[nodiscard]] std::set<Event> splits() const { return events(later_); }
  [[nodiscard]] std::set<Event> merges() const { return events(earlier_); }

  /// Without a link to an earlier time point that imaged its place, though there is such a time point.
  [[nodiscard]] std::set<int> first_sights() const {
    return sights_without(earlier_, [](int t, int of) { return t < of; });
  }
  [[nodiscard]] std::set<int> last_sights() const {
    return sights_without(later_, [](int t, int of) { return t > of; });
  }

  /// Links lead from one node to a later one.
  [[nodiscard]] bool leads(int from, int to) const {
    std::set<int> reached{from};
    std::vector<int> open{from};
    while (!open.empty() && !reached.contains(to)) {
      const auto next = later_.find(open.back());
      open.pop_back();
      if (next == later_.end()) continue;
      for (const int node : next->second) {
        if (reached.insert(node).second) open.push_back(node);
      }
    }
    return reached.contains(to);
  }

  [[nodiscard]] std::set<std::vector<int>> families() const {
    std::vector<int> root(truth_.nodes.size());
    std::iota(root.begin(), root.end(), 0);
    const auto find = [&root](int i) {
      while (root[static_cast<std::size_t>(i)] != i)
        i = root[static_cast<std::size_t>(i)];
      return i;
    };
    for (const Link& link : links_)
      root[static_cast<std::size_t>(std::max(find(link.first), find(link.second)))] =
          std::min(find(link.first), find(link.second));
    std::map<int, std::vector<int>> members;
    for (int i = 0; i < static_cast<int>(root.size()); ++i)
      members[find(i)].push_back(i);
    std::set<std::vector<int>> result;
    for (auto& [first, family] : members)
      result.insert(std::move(family));
    return result;
  }

  [[nodiscard]] std::vector<std::string> classes() const {
    return phantom::patient_classes(static_cast<int>(truth_.study_uids.size()), truth_.nodes,
                                    {links_.begin(), links_.end()});
  }

 private:
  [[nodiscard]] int timepoint(int node) const {
    return truth_.nodes[static_cast<std::size_t>(node)].timepoint;
  }

  [[nodiscard]] static std::set<Event> events(const std::map<int, std::set<int>>& ends) {
    std::set<Event> result;
    for (const auto& [node, others] : ends) {
      if (others.size() > 1) result.emplace(node, others);
    }
    return result;
  }

  [[nodiscard]] std::set<int> sights_without(const std::map<int, std::set<int>>& links,
                                             bool (*is_beyond)(int, int)) const {
    std::set<int> result;
    for (int i = 0; i < static_cast<int>(truth_.nodes.size()); ++i) {
      const phantom::ClassNode& node = truth_.nodes[static_cast<std::size_t>(i)];
      if (links.contains(i)) continue;
      for (int t = 0; t < static_cast<int>(node.covered.size()); ++t) {
        if (is_beyond(t, node.timepoint) && node.covered[static_cast<std::size_t>(t)]) result.insert(i);
      }
    }
    return result;
  }

  const PatientTruth& truth_;
  std::set<Link> links_;
  std::map<int, std::set<int>> later_, earlier_;  // of each node
};

std::set<Link> ends_of(const std::map<Link, FoundLink>& links) {
  std::set<Link> ends;
  for (const auto& [link, said] : links)
    ends.insert(link);
  return ends;
}

// A link says that its ends are one lesion; sights in between that it passes over do not make it wrong.
void tally_probabilities(const Graph& truth, const PatientFound& found, Tally& tally) {
  for (const auto& [link, said] : found.links) {
    const long is_right = truth.leads(link.first, link.second) ? 1 : 0;
    const double place = std::clamp(said.probability, 0.0, 1.0) * static_cast<double>(kBins);
    Bin& bin = tally.bins[std::min(static_cast<std::size_t>(place), kBins - 1)];
    ++bin.links;
    bin.right += is_right;
    bin.probability += said.probability;
    ++tally[Item::kFlaggedLinks].found;
    tally[Item::kFlaggedLinks].right += said.is_ambiguous ? 1 : 0;
    if (said.is_ambiguous) continue;
    ++tally[Item::kSureLinks].found;
    tally[Item::kSureLinks].right += is_right;
  }
}

void tally_pairs(const Graph& truth, const Graph& found, int timepoints, const std::set<int>& accepted,
                 Tally& tally) {
  for (int t = 0; t + 1 < timepoints; ++t) {
    const Count links = compare(truth.adjacent_from(t), found.adjacent_from(t));
    const bool is_accepted = accepted.contains(t);
    if (links.wanted == 0) {
      ++tally[Item::kStrangePairs].found;
      tally[Item::kStrangePairs].right += !is_accepted || links.found == 0 ? 1 : 0;
    } else {
      ++tally[Item::kRefusedPairs].found;
      tally[Item::kRefusedPairs].right += is_accepted ? 0 : 1;
    }
    if (!is_accepted || links.wanted + links.found == 0) continue;
    ++tally[Item::kWrongPairs].found;
    tally[Item::kWrongPairs].right += 4 * links.right < links.found + links.wanted ? 1 : 0;
  }
}

}  // namespace

void Tally::add(const Tally& other) {
  for (std::size_t i = 0; i < kItems; ++i) {
    counts[i].right += other.counts[i].right;
    counts[i].found += other.counts[i].found;
    counts[i].wanted += other.counts[i].wanted;
  }
  for (std::size_t i = 0; i < kBins; ++i) {
    bins[i].links += other.bins[i].links;
    bins[i].right += other.bins[i].right;
    bins[i].probability += other.bins[i].probability;
  }
}

bool corresponds(std::string_view patient_class, std::string_view category) {
  if (patient_class == "stable") return category == "STABLE";
  if (patient_class == "response") return category == "RESPONSE";
  if (patient_class == "oligoprogression")
    return category == "OLIGOPROGRESSION" || category == "LIMITED_PROGRESSION";
  if (patient_class == "polyprogression")
    return category == "POLYPROGRESSION" || category == "MIXED_RESPONSE";
  return patient_class == "not_assessable" && category == "INDETERMINATE";
}

Tally tally_of(const PatientTruth& truth, const PatientFound& found) {
  const Graph wanted(truth, truth.links);
  const Graph made(truth, ends_of(found.links));
  Tally tally{};
  tally[Item::kLinks] = compare(wanted.adjacent(), made.adjacent());
  tally[Item::kGapLinks] = compare(wanted.gaps(), made.gaps());
  tally[Item::kOneToOne] = compare(wanted.one_to_one(), made.one_to_one());
  tally[Item::kSplits] = compare(wanted.splits(), made.splits());
  tally[Item::kMerges] = compare(wanted.merges(), made.merges());
  std::set<int> first_sights = wanted.first_sights();
  for (const int node : found.left_open)
    first_sights.erase(node);
  tally[Item::kNew] = compare(first_sights, found.seen_new);
  const auto open = static_cast<long>(found.left_open.size());
  tally[Item::kOpen] = {open, open + static_cast<long>(found.seen_new.size()), 0};
  tally[Item::kResolved] = compare(wanted.last_sights(), found.seen_resolved);
  tally_probabilities(wanted, found, tally);
  const Count families = compare(wanted.families(), made.families());
  tally[Item::kHistories] = {families.right, families.wanted, 0};
  tally[Item::kPatients] = {families.right == families.wanted ? 1 : 0, 1, 0};
  tally_pairs(wanted, made, static_cast<int>(truth.study_uids.size()), found.accepted_pairs, tally);
  const std::vector<std::string> true_classes = wanted.classes();
  const std::vector<std::string> found_classes = made.classes();
  for (std::size_t t = 1; t < true_classes.size(); ++t) {
    ++tally[Item::kClasses].found;
    tally[Item::kClasses].right += true_classes[t] == found_classes[t] ? 1 : 0;
    ++tally[Item::kCategories].found;
    const bool has_category = t < found.categories.size();
    tally[Item::kCategories].right +=
        has_category && corresponds(true_classes[t], found.categories[t]) ? 1 : 0;
  }
  return tally;
}

}  // namespace oligard::evaluate
