#include "match/reader_pair.h"

#include <algorithm>
#include <utility>

#include "match/constants.h"

namespace oligard::match {
namespace {

const Node& node(const Nodes& nodes, LesionRef ref) {
  return nodes[static_cast<std::size_t>(ref.lesion)];
}

}  // namespace

std::vector<ReaderLink> set_apart(const std::vector<ReaderLink>& links, int from, int to, Nodes& a,
                                  Nodes& b) {
  std::vector<ReaderLink> here;
  const auto mark = [](Node& node) {
    node.bound = true;
    node.placed = false;
    node.uid.clear();
  };
  for (const ReaderLink& link : links) {
    if (link.from.timepoint == from) mark(a[static_cast<std::size_t>(link.from.lesion)]);
    if (link.to.timepoint == to) mark(b[static_cast<std::size_t>(link.to.lesion)]);
    if (link.from.timepoint == from && link.to.timepoint == to) here.push_back(link);
  }
  return here;
}

std::optional<Candidate> reader_candidate(const std::vector<ReaderLink>& links, const Nodes& a,
                                          const Nodes& b) {
  std::vector<PointPair> points;
  for (const ReaderLink& link : links) {
    const Node& from = node(a, link.from);
    const Node& to = node(b, link.to);
    if (from.placed && to.placed) points.push_back({from.position, to.position, 1});
  }
  if (points.empty()) return std::nullopt;
  return Candidate{fit_rigid(points, kRidgeMm2, {}), Evidence::kReader, kAnchorBonus,
                   points.size() > 1 ? kAnchorsTrust : kOneAnchorTrust};
}

void add_reader_links(const std::vector<ReaderLink>& links, const Nodes& a, const Nodes& b,
                      PairMatch& match) {
  for (const ReaderLink& link : links) {
    PairLink made;
    made.from = link.from.lesion;
    made.to = link.to.lesion;
    made.kind = link.kind;
    made.probability = kReaderProbability;
    made.evidence = Evidence::kReader;
    const Node& from = node(a, link.from);
    const Node& to = node(b, link.to);
    const std::optional<Vec3> place = match.map(from.position);
    if (match.registration.accepted && from.placed && to.placed && place)
      made.residual_mm = distance(*place, to.position);
    match.links.push_back(std::move(made));
  }
  std::sort(match.links.begin(), match.links.end(), [](const PairLink& x, const PairLink& y) {
    return std::pair(x.from, x.to) < std::pair(y.from, y.to);
  });
}

}  // namespace oligard::match
