// Sparse minimum-cost assignment in which every row and every column may stay alone.
#pragma once

#include <vector>

namespace oligard::match {

/// Row to column. The cost is relative to leaving both alone: negative = worth pairing.
struct Edge {
  int column = 0;
  double cost = 0;
};

struct AssignmentProblem {
  int columns = 0;
  std::vector<std::vector<Edge>> rows;  ///< a column at most once per row
};

/// The column of each row, -1 = alone; each column at most once; the sum of costs is minimal. Shortest
/// augmenting paths with dual prices (Jonker and Volgenant, Computing 38, 1987) on the edges alone: O(rows ·
/// edges · log), and a row never sees more than its connected component. Among equal optima the result
/// depends on the order of rows and columns only.
[[nodiscard]] std::vector<int> assign(const AssignmentProblem& problem);

/// Sum of the costs of the chosen edges.
[[nodiscard]] double total_cost(const AssignmentProblem& problem, const std::vector<int>& column_of);

}  // namespace oligard::match
