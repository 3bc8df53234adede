// The class of a patient from linked lesions by one simple rule, so that links can be scored by what they
// lead to. It is no part of the rule book: the same rule is applied to true and to found links.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace oligard::phantom {

struct ClassRule {
  double growth = 1.2;         ///< progressing: diameter at least this share of the nadir …
  double least_growth_mm = 5;  ///< … and this much more
  double response = 0.7;       ///< responding: at most this share of the first diameter, or not seen
  double responding_share = 0.5;
  int most_progressing = 5;  ///< oligoprogression: 1 to this many …
  double most_share = 0.5;   ///< … and at most this share of the lesions that count
};

/// One segment.
struct ClassNode {
  int timepoint = 0;
  double volume_mm3 = 0;
  bool cut = false;  ///< its size is a minimum: it neither progresses nor responds
  /// One a time point: its place was imaged.
  std::vector<bool> covered;
};

/// "baseline" for the first time point, then "stable", "response", "oligoprogression", "polyprogression" or
/// "not_assessable" for each of `timepoints`. Families are what links join up to a time point; the size of a
/// family is the diameter of a sphere of its summed volume. First seen where the time point before covered
/// its place is progression; not seen where its place is covered is response. `links` are indices of nodes.
[[nodiscard]] std::vector<std::string> patient_classes(int timepoints, const std::vector<ClassNode>& nodes,
                                                       const std::vector<std::pair<int, int>>& links,
                                                       const ClassRule& rule = {});

}  // namespace oligard::phantom
