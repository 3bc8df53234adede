#include "unit/match/lemon_oracle.h"

#include <lemon/list_graph.h>
#include <lemon/network_simplex.h>

namespace oligard::match::test {

long long lemon_assignment_cost(int rows, int columns, const std::vector<OracleEdge>& edges) {
  using Graph = lemon::ListDigraph;
  Graph graph;
  Graph::ArcMap<long long> cost(graph), capacity(graph);
  const auto add = [&](Graph::Node from, Graph::Node to, long long price, long long limit) {
    const Graph::Arc arc = graph.addArc(from, to);
    cost[arc] = price;
    capacity[arc] = limit;
  };
  const Graph::Node source = graph.addNode();
  const Graph::Node sink = graph.addNode();
  std::vector<Graph::Node> row, column;
  for (int i = 0; i < rows; ++i) {
    row.push_back(graph.addNode());
    add(source, row.back(), 0, 1);
  }
  for (int j = 0; j < columns; ++j) {
    column.push_back(graph.addNode());
    add(column.back(), sink, 0, 1);
  }
  for (const OracleEdge& e : edges) {
    add(row[static_cast<std::size_t>(e.row)], column[static_cast<std::size_t>(e.column)], e.cost, 1);
  }
  add(source, sink, 0, rows);
  lemon::NetworkSimplex<Graph, long long, long long> solver(graph);
  solver.upperMap(capacity).costMap(cost).stSupply(source, sink, rows);
  solver.run();
  return solver.totalCost();
}

}  // namespace oligard::match::test
