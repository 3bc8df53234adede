#include "match/reader_pair.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "match/constants.h"

namespace oligard::match {
namespace {

const Node& node(const Nodes& nodes, LesionRef ref) {
  return nodes[static_cast<std::size_t>(ref.lesion)];
}

void bind(Node& node) {
  node.bound = true;
  node.uid.clear();
}

bool helps(const ReaderLink& link, const PairMatch& by_place, const Node& from, const Node& to) {
  if (link.kind != LinkKind::kSame || !from.placed || !to.placed) return false;
  if (!by_place.registration.accepted) return true;
  const std::optional<Vec3> place = by_place.map(from.position);
  return place && distance(*place, to.position) <= kReaderAnchorMm + from.radius + to.radius;
}

}  // namespace

std::vector<ReaderLink> links_of_pair(const std::vector<ReaderLink>& links, int from, int to) {
  std::vector<ReaderLink> here;
  std::copy_if(links.begin(), links.end(), std::back_inserter(here), [=](const ReaderLink& link) {
    return link.from.timepoint == from && link.to.timepoint == to;
  });
  return here;
}

Anchors set_apart(const std::vector<ReaderLink>& links, int from, int to, const PairMatch& by_place, Nodes& a,
                  Nodes& b) {
  Anchors anchors;
  for (const ReaderLink& link : links) {
    const bool leaves = link.from.timepoint == from;
    const bool arrives = link.to.timepoint == to;
    if (leaves && arrives && helps(link, by_place, node(a, link.from), node(b, link.to))) {
      anchors.emplace_back(link.from.lesion, link.to.lesion);
    } else {
      if (leaves) a[static_cast<std::size_t>(link.from.lesion)].placed = false;
      if (arrives) b[static_cast<std::size_t>(link.to.lesion)].placed = false;
    }
    if (leaves) bind(a[static_cast<std::size_t>(link.from.lesion)]);
    if (arrives) bind(b[static_cast<std::size_t>(link.to.lesion)]);
  }
  return anchors;
}

void add_reader_links(const std::vector<ReaderLink>& links, const Nodes& a, const Nodes& b,
                      PairMatch& match) {
  for (const ReaderLink& link : links) {
    std::erase_if(match.links,
                  [&](const PairLink& l) { return l.from == link.from.lesion && l.to == link.to.lesion; });
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
