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

}  // namespace oligard::match
