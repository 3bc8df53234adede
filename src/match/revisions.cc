#include "match/revisions.h"

#include <algorithm>

namespace oligard::match {
namespace {

constexpr double kForced = 1e6;  // larger than any sum of costs of a part

std::size_t at(int i) {
  return static_cast<std::size_t>(i);
}

}  // namespace

Revisions::Revisions(const AssignmentProblem& problem, const std::vector<int>& column_of, int neighbourhood)
    : problem_(problem),
      column_of_(column_of),
      neighbourhood_(neighbourhood),
      rows_of_(at(problem.columns)),
      taken_(at(problem.columns), false),
      seen_(problem.rows.size(), false),
      local_column_(at(problem.columns), -1) {
  for (std::size_t row = 0; row < problem.rows.size(); ++row) {
    for (const Edge& e : problem.rows[row])
      rows_of_[at(e.column)].push_back(static_cast<int>(row));
    if (column_of[row] >= 0) taken_[at(column_of[row])] = true;
  }
}

Revision Revisions::without_link(int row) {
  const auto& edges = problem_.rows[at(row)];
  if (edges.size() == 1 && rows_of_[at(edges.front().column)].size() == 1)
    return {-edges.front().cost, {}, {}};
  const Part local = part({row});
  AssignmentProblem changed = local.problem;
  std::erase_if(changed.rows.front(), [&](const Edge& e) { return e.column == local.present.front(); });
  Revision result = revised(local, changed, 0);
  std::erase(result.removed, std::pair(row, column_of_[at(row)]));
  return result;
}

Revision Revisions::with_row(int row) {
  const Part local = part({row});
  AssignmentProblem changed = local.problem;
  for (Edge& e : changed.rows.front())
    e.cost -= kForced;
  return revised(local, changed, kForced);
}

Revision Revisions::with_column(int column) {
  const Part local = part(rows_of_[at(column)]);
  AssignmentProblem changed = local.problem;
  for (auto& row : changed.rows) {
    for (Edge& e : row) {
      if (local.columns[at(e.column)] == column) e.cost -= kForced;
    }
  }
  return revised(local, changed, kForced);
}

// By breadth first search over shared columns.
std::vector<int> Revisions::nearby_rows(std::vector<int> found) {
  if (static_cast<int>(found.size()) > neighbourhood_) found.resize(at(neighbourhood_));
  for (const int row : found)
    seen_[at(row)] = true;
  for (std::size_t next = 0; next < found.size() && static_cast<int>(found.size()) < neighbourhood_; ++next) {
    for (const Edge& e : problem_.rows[at(found[next])]) {
      for (const int other : rows_of_[at(e.column)]) {
        if (seen_[at(other)] || static_cast<int>(found.size()) >= neighbourhood_) continue;
        seen_[at(other)] = true;
        found.push_back(other);
      }
    }
  }
  for (const int row : found)
    seen_[at(row)] = false;
  return found;
}

// The rows around `start` with the columns that nobody else holds, renumbered.
Revisions::Part Revisions::part(std::vector<int> start) {
  Part result;
  result.rows = nearby_rows(std::move(start));
  const auto set_taken = [&](bool taken) {
    for (const int row : result.rows) {
      if (column_of_[at(row)] >= 0) taken_[at(column_of_[at(row)])] = taken;
    }
  };
  set_taken(false);
  for (const int row : result.rows) {
    auto& edges = result.problem.rows.emplace_back();
    for (const Edge& e : problem_.rows[at(row)]) {
      if (taken_[at(e.column)]) continue;
      if (local_column_[at(e.column)] < 0) {
        local_column_[at(e.column)] = result.problem.columns++;
        result.columns.push_back(e.column);
      }
      edges.push_back({local_column_[at(e.column)], e.cost});
    }
  }
  result.present.reserve(result.rows.size());
  for (const int row : result.rows)
    result.present.push_back(column_of_[at(row)] < 0 ? -1 : local_column_[at(column_of_[at(row)])]);
  for (const int column : result.columns)
    local_column_[at(column)] = -1;
  set_taken(true);
  return result;
}

Revision Revisions::revised(const Part& part, const AssignmentProblem& changed, double credit) const {
  const std::vector<int> next = assign(changed);
  Revision result;
  result.loss = std::max(0.0, total_cost(changed, next) + credit - total_cost(part.problem, part.present));
  for (std::size_t i = 0; i < part.rows.size(); ++i) {
    if (next[i] == part.present[i]) continue;
    if (part.present[i] >= 0) result.removed.emplace_back(part.rows[i], part.columns[at(part.present[i])]);
    if (next[i] >= 0) result.added.emplace_back(part.rows[i], part.columns[at(next[i])]);
  }
  return result;
}

}  // namespace oligard::match
