#include "match/assignment.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <queue>
#include <utility>

namespace oligard::match {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Each row owns one more column of cost 0, its place when it stays alone: columns [columns, columns + rows).
class Solver {
 public:
  explicit Solver(const AssignmentProblem& problem)
      : problem_(problem),
        rows_(static_cast<int>(problem.rows.size())),
        total_(problem.columns + rows_),
        row_price_(problem.rows.size(), 0),
        column_price_(static_cast<std::size_t>(total_), 0),
        row_of_(static_cast<std::size_t>(total_), -1),
        distance_(static_cast<std::size_t>(total_), kInfinity),
        previous_(static_cast<std::size_t>(total_), -1),
        done_(static_cast<std::size_t>(total_), false) {}

  std::vector<int> solve() {
    for (int row = 0; row < rows_; ++row)
      insert(row);
    std::vector<int> column_of(problem_.rows.size(), -1);
    for (int column = 0; column < problem_.columns; ++column) {
      if (const int row = row_of_[at(column)]; row >= 0) column_of[at(row)] = column;
    }
    return column_of;
  }

 private:
  static std::size_t at(int i) { return static_cast<std::size_t>(i); }

  void relax(int row, int column, double cost, double base) {
    if (done_[at(column)]) return;
    const double d = base + cost - row_price_[at(row)] - column_price_[at(column)];
    if (d >= distance_[at(column)]) return;
    if (distance_[at(column)] == kInfinity) touched_.push_back(column);
    distance_[at(column)] = d;
    previous_[at(column)] = row;
    queue_.emplace(d, column);
  }

  int nearest_free_column(int start) {
    int row = start;
    double base = 0;
    for (;;) {
      for (const Edge& edge : problem_.rows[at(row)])
        relax(row, edge.column, edge.cost, base);
      relax(row, problem_.columns + row, 0, base);
      while (done_[at(queue_.top().second)])
        queue_.pop();
      const auto [d, column] = queue_.top();
      done_[at(column)] = true;
      if (row_of_[at(column)] < 0) return column;
      row = row_of_[at(column)];
      base = d;
    }
  }

  void insert(int start) {
    const int sink = nearest_free_column(start);
    const double reach = distance_[at(sink)];
    row_price_[at(start)] += reach;
    for (const int column : touched_) {
      if (!done_[at(column)] || column == sink) continue;
      row_price_[at(row_of_[at(column)])] += reach - distance_[at(column)];
      column_price_[at(column)] -= reach - distance_[at(column)];
    }
    augment(start, sink);
    for (const int column : touched_) {
      distance_[at(column)] = kInfinity;
      done_[at(column)] = false;
    }
    touched_.clear();
    queue_ = {};
  }

  void augment(int start, int sink) {
    std::vector<std::pair<int, int>> moves;
    int column = sink;
    for (;;) {
      const int row = previous_[at(column)];
      moves.emplace_back(row, column);
      if (row == start) break;
      column = holds_[at(row)];
    }
    for (const auto& [row, to] : moves) {
      row_of_[at(to)] = row;
      holds_[at(row)] = to;
    }
  }

  const AssignmentProblem& problem_;
  int rows_;
  int total_;
  std::vector<double> row_price_;
  std::vector<double> column_price_;
  std::vector<int> row_of_;
  std::vector<int> holds_ = std::vector<int>(problem_.rows.size(), -1);
  std::vector<double> distance_;
  std::vector<int> previous_;
  std::vector<bool> done_;
  std::vector<int> touched_;
  using Entry = std::pair<double, int>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue_;
};

// Solves parts of a problem again.
class Margins {
 public:
  Margins(const AssignmentProblem& problem, const std::vector<int>& column_of)
      : problem_(problem),
        column_of_(column_of),
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

  double of(int row, int neighbourhood) {
    const std::vector<int> rows = nearby_rows(row, neighbourhood);
    for (const int r : rows)
      set_taken(r, false);
    AssignmentProblem local = part(rows);
    std::vector<int> present;
    present.reserve(rows.size());
    for (const int r : rows)
      present.push_back(column_of_[at(r)] < 0 ? -1 : local_column_[at(column_of_[at(r)])]);
    for (const int column : local_columns_)
      local_column_[at(column)] = -1;
    local_columns_.clear();
    for (const int r : rows)
      set_taken(r, true);

    const double before = total_cost(local, present);
    std::erase_if(local.rows.front(), [&](const Edge& e) { return e.column == present.front(); });
    return std::max(0.0, total_cost(local, assign(local)) - before);
  }

 private:
  static std::size_t at(int i) { return static_cast<std::size_t>(i); }

  void set_taken(int row, bool taken) {
    if (column_of_[at(row)] >= 0) taken_[at(column_of_[at(row)])] = taken;
  }

  // By breadth first search over shared columns, starting with `row`.
  std::vector<int> nearby_rows(int row, int limit) {
    std::vector<int> found{row};
    seen_[at(row)] = true;
    for (std::size_t next = 0; next < found.size() && static_cast<int>(found.size()) < limit; ++next) {
      for (const Edge& e : problem_.rows[at(found[next])]) {
        for (const int other : rows_of_[at(e.column)]) {
          if (seen_[at(other)] || static_cast<int>(found.size()) >= limit) continue;
          seen_[at(other)] = true;
          found.push_back(other);
        }
      }
    }
    for (const int r : found)
      seen_[at(r)] = false;
    return found;
  }

  // The rows with the columns that nobody else holds, renumbered.
  AssignmentProblem part(const std::vector<int>& rows) {
    AssignmentProblem local;
    for (const int r : rows) {
      auto& edges = local.rows.emplace_back();
      for (const Edge& e : problem_.rows[at(r)]) {
        if (taken_[at(e.column)]) continue;
        if (local_column_[at(e.column)] < 0) {
          local_column_[at(e.column)] = local.columns++;
          local_columns_.push_back(e.column);
        }
        edges.push_back({local_column_[at(e.column)], e.cost});
      }
    }
    return local;
  }

  const AssignmentProblem& problem_;
  const std::vector<int>& column_of_;
  std::vector<std::vector<int>> rows_of_;
  std::vector<bool> taken_;
  std::vector<bool> seen_;
  std::vector<int> local_column_;
  std::vector<int> local_columns_;
};

}  // namespace

std::vector<int> assign(const AssignmentProblem& problem) {
  return Solver(problem).solve();
}

double total_cost(const AssignmentProblem& problem, const std::vector<int>& column_of) {
  double sum = 0;
  for (std::size_t row = 0; row < problem.rows.size(); ++row) {
    for (const Edge& e : problem.rows[row]) {
      if (e.column == column_of[row]) sum += e.cost;
    }
  }
  return sum;
}

std::vector<double> margins(const AssignmentProblem& problem, const std::vector<int>& column_of,
                            int neighbourhood) {
  Margins solver(problem, column_of);
  std::vector<double> result(problem.rows.size(), 0);
  for (std::size_t row = 0; row < result.size(); ++row) {
    if (column_of[row] >= 0) result[row] = solver.of(static_cast<int>(row), neighbourhood);
  }
  return result;
}

}  // namespace oligard::match
