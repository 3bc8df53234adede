// What an assignment would be if one decision of it were forbidden.
#pragma once

#include <utility>
#include <vector>

#include "match/assignment.h"

namespace oligard::match {

/// The best assignment under a constraint, by what differs from the optimum.
struct Revision {
  double loss = 0;                           ///< rise of the total cost, at least 0
  std::vector<std::pair<int, int>> added;    ///< row to column
  std::vector<std::pair<int, int>> removed;  ///< without the forbidden one
};

/// Solves parts of a problem again: the `neighbourhood` rows nearest in the graph of edges, so in larger
/// components a loss is an upper bound. Problem and optimum must outlive it. Not for several threads.
class Revisions {
 public:
  Revisions(const AssignmentProblem& problem, const std::vector<int>& column_of, int neighbourhood = 30);

  /// The edge of a row that has one is forbidden.
  [[nodiscard]] Revision without_link(int row);
  /// A row that stays alone has to have a column; it has an edge.
  [[nodiscard]] Revision with_row(int row);
  /// A column that nobody holds has to be held; some row has an edge to it.
  [[nodiscard]] Revision with_column(int column);

  [[nodiscard]] bool has_edge(int column) const {
    return !rows_of_[static_cast<std::size_t>(column)].empty();
  }

 private:
  struct Part {
    std::vector<int> rows;
    std::vector<int> columns;
    AssignmentProblem problem;
    std::vector<int> present;
  };
  [[nodiscard]] std::vector<int> nearby_rows(std::vector<int> found);
  [[nodiscard]] Part part(std::vector<int> start);
  [[nodiscard]] Revision revised(const Part& part, const AssignmentProblem& changed, double credit) const;

  const AssignmentProblem& problem_;
  const std::vector<int>& column_of_;
  int neighbourhood_;
  std::vector<std::vector<int>> rows_of_;
  std::vector<bool> taken_;
  std::vector<bool> seen_;
  std::vector<int> local_column_;
};

}  // namespace oligard::match
