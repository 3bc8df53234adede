#include <algorithm>
#include <numeric>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "match/assignment.h"

namespace oligard::match {
namespace {

double brute_force(const AssignmentProblem& problem, std::size_t row, unsigned used) {
  if (row == problem.rows.size()) return 0;
  double best = brute_force(problem, row + 1, used);
  for (const Edge& e : problem.rows[row]) {
    if ((used >> e.column & 1U) != 0) continue;
    best = std::min(best, e.cost + brute_force(problem, row + 1, used | 1U << e.column));
  }
  return best;
}

RC_GTEST_PROP(AssignmentProperty, IsOptimal, ()) {
  const int columns = *rc::gen::inRange(1, 7);
  AssignmentProblem problem{columns, std::vector<std::vector<Edge>>(*rc::gen::inRange<std::size_t>(0, 7))};
  for (auto& edges : problem.rows) {
    for (int j = 0; j < columns; ++j) {
      if (*rc::gen::arbitrary<bool>()) edges.push_back({j, static_cast<double>(*rc::gen::inRange(-20, 6))});
    }
  }
  RC_ASSERT(total_cost(problem, assign(problem)) == brute_force(problem, 0, 0));
}

}  // namespace
}  // namespace oligard::match
