// The same assignment problem solved as a flow by LEMON, to test ours against.
#pragma once

#include <vector>

namespace oligard::match::test {

struct OracleEdge {
  int row;
  int column;
  long long cost;
};

/// Least total cost when rows and columns may stay alone at cost 0.
long long lemon_assignment_cost(int rows, int columns, const std::vector<OracleEdge>& edges);

}  // namespace oligard::match::test
