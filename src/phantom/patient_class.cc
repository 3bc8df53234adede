#include "oligard/phantom/patient_class.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <numeric>

namespace oligard::phantom {
namespace {

/// What links join, as lists of nodes, of those up to a time point.
std::vector<std::vector<int>> families_until(int timepoint, const std::vector<ClassNode>& nodes,
                                             const std::vector<std::pair<int, int>>& links) {
  std::vector<int> root(nodes.size());
  std::iota(root.begin(), root.end(), 0);
  const auto find = [&root](int i) {
    while (root[static_cast<std::size_t>(i)] != i)
      i = root[static_cast<std::size_t>(i)] =
          root[static_cast<std::size_t>(root[static_cast<std::size_t>(i)])];
    return i;
  };
  const auto is_past = [&](int i) { return nodes[static_cast<std::size_t>(i)].timepoint <= timepoint; };
  for (const auto& [a, b] : links) {
    if (is_past(a) && is_past(b)) root[static_cast<std::size_t>(find(a))] = find(b);
  }
  std::map<int, std::vector<int>> families;
  for (int i = 0; i < static_cast<int>(nodes.size()); ++i) {
    if (is_past(i)) families[find(i)].push_back(i);
  }
  std::vector<std::vector<int>> result;
  result.reserve(families.size());
  for (auto& [at, members] : families)
    result.push_back(std::move(members));
  return result;
}

enum class Course { kNone, kProgressing, kResponding, kControlled };

Course course_of(int timepoint, const std::vector<int>& family, const std::vector<ClassNode>& nodes,
                 const ClassRule& rule) {
  std::map<int, double> volumes;
  bool cut_now = false;
  bool cut_before = false;
  for (const int i : family) {
    const ClassNode& node = nodes[static_cast<std::size_t>(i)];
    volumes[node.timepoint] += node.volume_mm3;
    (node.timepoint == timepoint ? cut_now : cut_before) |= node.cut;
  }
  const ClassNode& any = nodes[static_cast<std::size_t>(family.front())];
  const auto now = volumes.find(timepoint);
  if (now == volumes.end()) {
    return any.covered[static_cast<std::size_t>(timepoint)] ? Course::kResponding : Course::kNone;
  }
  if (volumes.size() == 1) {
    return any.covered[static_cast<std::size_t>(timepoint) - 1] ? Course::kProgressing : Course::kNone;
  }
  if (cut_now || cut_before) return Course::kControlled;
  const auto diameter = [](double volume) { return std::cbrt(6 * volume / std::numbers::pi); };
  const double size = diameter(now->second);
  const double first = diameter(volumes.begin()->second);
  double nadir = first;
  for (const auto& [t, volume] : volumes) {
    if (t < timepoint) nadir = std::min(nadir, diameter(volume));
  }
  if (size >= rule.growth * nadir && size - nadir >= rule.least_growth_mm) return Course::kProgressing;
  return size <= rule.response * first ? Course::kResponding : Course::kControlled;
}

std::string class_at(int timepoint, const std::vector<ClassNode>& nodes,
                     const std::vector<std::pair<int, int>>& links, const ClassRule& rule) {
  int progressing = 0;
  int responding = 0;
  int all = 0;
  for (const std::vector<int>& family : families_until(timepoint, nodes, links)) {
    const Course course = course_of(timepoint, family, nodes, rule);
    all += course != Course::kNone ? 1 : 0;
    progressing += course == Course::kProgressing ? 1 : 0;
    responding += course == Course::kResponding ? 1 : 0;
  }
  if (all == 0) return "not_assessable";
  if (progressing == 0) return responding >= rule.responding_share * all ? "response" : "stable";
  const bool is_few = progressing <= rule.most_progressing && progressing <= rule.most_share * all;
  return is_few ? "oligoprogression" : "polyprogression";
}

}  // namespace

std::vector<std::string> patient_classes(int timepoints, const std::vector<ClassNode>& nodes,
                                         const std::vector<std::pair<int, int>>& links,
                                         const ClassRule& rule) {
  std::vector<std::string> classes;
  classes.reserve(static_cast<std::size_t>(timepoints));
  for (int t = 0; t < timepoints; ++t)
    classes.push_back(t == 0 ? "baseline" : class_at(t, nodes, links, rule));
  return classes;
}

}  // namespace oligard::phantom
