#include "load/sr/collect.h"

#include <algorithm>
#include <set>

#include "load/sr/codes.h"
#include "load/sr/group.h"
#include "load/sr/line.h"
#include "load/sr/number.h"

namespace oligard::load {
namespace {

bool is_drawn(const ContentItem& number) {
  return std::any_of(number.children.begin(), number.children.end(), is_graphic);
}

bool is_drawn_size(const ContentItem& item) {
  return item.value_type == "NUM" && is_size(concept_of(item.name)) && is_drawn(item);
}

bool is_passed_over(Concept kind) {
  return kind == Concept::kDerivedMeasurements || kind == Concept::kImageLibrary ||
         kind == Concept::kPreviousFindings;
}

/// What says which lesion is meant; an inner group has it from the outer one.
bool is_identity(const ContentItem& item) {
  switch (concept_of(item.name)) {
    case Concept::kTrackingIdentifier:
    case Concept::kTrackingUid:
    case Concept::kFinding:
    case Concept::kFindingSite:
    case Concept::kLaterality:
    case Concept::kTimePoint:
    case Concept::kTimePointType:
    case Concept::kTimePointOrder:
    case Concept::kTimeOffset:
    case Concept::kReferencedSegment:
    case Concept::kReferencedSegmentationFrame:
      return true;
    default:
      return false;
  }
}

bool is_group(const ContentItem& item) {
  return item.value_type == "CONTAINER" && concept_of(item.name) == Concept::kMeasurementGroup;
}

ContentItem with_identity(const ContentItem& inner, const ContentItem& outer) {
  ContentItem group = inner;
  for (const ContentItem& item : outer.children)
    if (is_identity(item)) group.children.push_back(item);
  return group;
}

class Collector {
 public:
  explicit Collector(bool with_own_codes) : with_own_codes_(with_own_codes) {}

  void visit(const ContentItem& item) {
    if (is_group(item)) return take_group(item);
    if (item.value_type == "CONTAINER" && concept_of(item.name) == Concept::kAimAnnotation) {
      groups_.push_back(read_aim_annotation(item));
      return;
    }
    if (is_passed_over(concept_of(item.name))) return;
    take_section(item);
    for (const ContentItem& child : item.children)
      if (child.value_type != "NUM") visit(child);
  }

  [[nodiscard]] std::vector<PriorMeasurement> take() { return std::move(groups_); }

 private:
  /// A group that holds nothing but groups says nothing of its own.
  void take_group(const ContentItem& group) {
    const bool has_groups = std::any_of(group.children.begin(), group.children.end(), is_group);
    const bool has_content =
        std::any_of(group.children.begin(), group.children.end(),
                    [](const ContentItem& item) { return !is_group(item) && !is_identity(item); });
    if (!has_groups || has_content) groups_.push_back(read_measurement_group(group, with_own_codes_));
    for (const ContentItem& child : group.children)
      if (is_group(child)) take_group(with_identity(child, group));
  }

  /// Sizes that stand directly below an item that is no measurement group.
  void take_section(const ContentItem& section) {
    std::vector<const ContentItem*> sizes;
    std::set<Concept> kinds;
    for (const ContentItem& child : section.children) {
      if (!is_drawn_size(child)) continue;
      sizes.push_back(&child);
      kinds.insert(concept_of(child.name));
    }
    if (sizes.empty()) return;
    const std::size_t before = groups_.size();
    if (kinds.size() == sizes.size())
      groups_.push_back(read_measurement_group(as_group(section)));
    else
      for (const ContentItem* size : sizes)
        groups_.push_back(read_measurement_group(alone(*size, section)));
    if (section.value_type != "CODE") return;
    for (std::size_t i = before; i < groups_.size(); ++i)
      if (groups_[i].finding.empty()) groups_[i].finding = section.code;
  }

  /// The section's own items, and what the numbers say about themselves.
  static ContentItem as_group(const ContentItem& section) {
    ContentItem group;
    group.value_type = "CONTAINER";
    for (const ContentItem& child : section.children) {
      if (child.value_type == "CONTAINER") continue;
      group.children.push_back(child);
      if (is_drawn_size(child)) add_identity(child, group);
    }
    return group;
  }

  static ContentItem alone(const ContentItem& size, const ContentItem& section) {
    ContentItem group;
    group.value_type = "CONTAINER";
    group.children.push_back(size);
    add_identity(size, group);
    for (const ContentItem& item : section.children)
      if (concept_of(item.name) == Concept::kFindingSite || concept_of(item.name) == Concept::kTimePoint)
        group.children.push_back(item);
    return group;
  }

  static void add_identity(const ContentItem& number, ContentItem& group) {
    for (const ContentItem& item : number.children)
      if (is_identity(item)) group.children.push_back(item);
  }

  bool with_own_codes_;
  std::vector<PriorMeasurement> groups_;
};

const ContentItem* find_container(const ContentItem& item, Concept kind) {
  if (concept_of(item.name) == kind) return &item;
  for (const ContentItem& child : item.children)
    if (const ContentItem* found = find_container(child, kind)) return found;
  return nullptr;
}

}  // namespace

std::vector<PriorMeasurement> collect_groups(const ContentItem& root, bool with_own_codes) {
  const ContentItem* measurements = find_container(root, Concept::kImagingMeasurements);
  Collector collector(with_own_codes);
  collector.visit(measurements != nullptr ? *measurements : root);
  return collector.take();
}

}  // namespace oligard::load
