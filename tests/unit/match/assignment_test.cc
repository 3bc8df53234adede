#include "match/assignment.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "match/revisions.h"

#ifdef OLIGARD_HAVE_LEMON
#include "unit/match/lemon_oracle.h"
#endif

namespace oligard::match {
namespace {

AssignmentProblem random_problem(std::mt19937_64& engine, int rows, int columns, double density) {
  AssignmentProblem problem{columns, std::vector<std::vector<Edge>>(static_cast<std::size_t>(rows))};
  for (auto& edges : problem.rows) {
    for (int j = 0; j < columns; ++j) {
      if (static_cast<double>(engine() % 1000) < 1000 * density) {
        edges.push_back({j, static_cast<double>(static_cast<int>(engine() % 2000) - 1500)});
      }
    }
  }
  return problem;
}

double brute_force(const AssignmentProblem& problem, std::size_t row, std::vector<bool>& used) {
  if (row == problem.rows.size()) return 0;
  double best = brute_force(problem, row + 1, used);
  for (const Edge& e : problem.rows[row]) {
    if (used[static_cast<std::size_t>(e.column)]) continue;
    used[static_cast<std::size_t>(e.column)] = true;
    best = std::min(best, e.cost + brute_force(problem, row + 1, used));
    used[static_cast<std::size_t>(e.column)] = false;
  }
  return best;
}

bool is_one_to_one(const std::vector<int>& column_of) {
  std::vector<int> taken;
  std::copy_if(column_of.begin(), column_of.end(), std::back_inserter(taken), [](int c) { return c >= 0; });
  std::sort(taken.begin(), taken.end());
  return std::adjacent_find(taken.begin(), taken.end()) == taken.end();
}

TEST(Assignment, IsOptimalForUpToSevenRows) {
  std::mt19937_64 engine(1);
  for (int round = 0; round < 3000; ++round) {
    const int rows = static_cast<int>(engine() % 8);
    const int columns = static_cast<int>(engine() % 8);
    const AssignmentProblem problem =
        random_problem(engine, rows, columns, 0.2 + 0.1 * static_cast<double>(round % 9));
    const std::vector<int> found = assign(problem);
    std::vector<bool> used(static_cast<std::size_t>(columns), false);
    ASSERT_TRUE(is_one_to_one(found));
    ASSERT_DOUBLE_EQ(total_cost(problem, found), brute_force(problem, 0, used)) << "round " << round;
  }
}

TEST(Assignment, MarginIsTheLossWithoutTheEdge) {
  std::mt19937_64 engine(2);
  for (int round = 0; round < 500; ++round) {
    const AssignmentProblem problem = random_problem(engine, 6, 6, 0.6);
    const std::vector<int> found = assign(problem);
    Revisions revisions(problem, found);
    for (int row = 0; row < 6; ++row) {
      const int column = found[static_cast<std::size_t>(row)];
      if (column < 0) continue;
      AssignmentProblem without = problem;
      std::erase_if(without.rows[static_cast<std::size_t>(row)],
                    [&](const Edge& e) { return e.column == column; });
      std::vector<bool> used(6, false);
      const double loss = brute_force(without, 0, used) - total_cost(problem, found);
      EXPECT_NEAR(revisions.without_link(row).loss, loss, 1e-9);
    }
  }
}

TEST(Assignment, ARevisionIsTheBestAssignmentThatLinksWhatStayedAlone) {
  std::mt19937_64 engine(4);
  int tried = 0;
  for (int round = 0; round < 500; ++round) {
    const AssignmentProblem problem = random_problem(engine, 6, 6, 0.4);
    const std::vector<int> found = assign(problem);
    Revisions revisions(problem, found);
    for (int row = 0; row < 6; ++row) {
      const auto& edges = problem.rows[static_cast<std::size_t>(row)];
      if (found[static_cast<std::size_t>(row)] >= 0 || edges.empty()) continue;
      double best = 1e9;
      for (const Edge& e : edges) {
        std::vector<bool> used(6, false);
        used[static_cast<std::size_t>(e.column)] = true;
        AssignmentProblem rest = problem;
        rest.rows[static_cast<std::size_t>(row)].clear();
        best = std::min(best, e.cost + brute_force(rest, 0, used));
      }
      const Revision revision = revisions.with_row(row);
      EXPECT_NEAR(revision.loss, best - total_cost(problem, found), 1e-6);
      std::vector<int> changed = found;
      for (const auto& [r, c] : revision.removed)
        changed[static_cast<std::size_t>(r)] = -1;
      for (const auto& [r, c] : revision.added)
        changed[static_cast<std::size_t>(r)] = c;
      EXPECT_TRUE(is_one_to_one(changed));
      EXPECT_NEAR(total_cost(problem, changed), best, 1e-6);
      ++tried;
    }
  }
  EXPECT_GT(tried, 50);
}

TEST(Assignment, LeavesAloneWhatCostsMore) {
  const AssignmentProblem problem{2, {{{0, 1.0}, {1, 2.0}}, {{0, -1.0}}}};
  EXPECT_EQ(assign(problem), (std::vector<int>{-1, 0}));
}

#ifdef OLIGARD_HAVE_LEMON
TEST(Assignment, AgreesWithNetworkSimplexOnLargeProblems) {
  std::mt19937_64 engine(3);
  for (const auto& [size, density] :
       {std::pair{40, 0.5}, {80, 0.2}, {300, 0.05}, {600, 0.02}, {1000, 0.01}}) {
    const AssignmentProblem problem = random_problem(engine, size, size - size / 10, density);
    std::vector<test::OracleEdge> edges;
    for (std::size_t row = 0; row < problem.rows.size(); ++row) {
      for (const Edge& e : problem.rows[row]) {
        edges.push_back({static_cast<int>(row), e.column, static_cast<long long>(e.cost)});
      }
    }
    const std::vector<int> found = assign(problem);
    ASSERT_TRUE(is_one_to_one(found));
    EXPECT_DOUBLE_EQ(total_cost(problem, found),
                     static_cast<double>(test::lemon_assignment_cost(size, problem.columns, edges)));
  }
}
#endif

}  // namespace
}  // namespace oligard::match
