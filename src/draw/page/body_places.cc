#include "draw/page/body_places.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "oligard/terms/organs.h"

namespace oligard::draw {
namespace {

/// Organs whose place says where the scan lies.
constexpr double kAnchorHalf = 120;

struct Area {
  double x = 0, z = 0;
  double half_x = 0, half_z = 0;

  [[nodiscard]] BodyPlace nearest(BodyPlace place) const {
    return {std::clamp(place.x, x - half_x, x + half_x), std::clamp(place.z, z - half_z, z + half_z)};
  }
};

constexpr Area kTrunk = {0, 320, 120, 330};

std::optional<Area> area_of_region(const std::string& region) {
  static const std::map<std::string, Area> kRegions = {
      {"brain", {0, 850, 45, 60}},     {"neck", {0, 710, 35, 35}},   {"chest", {0, 520, 110, 110}},
      {"abdomen", {0, 310, 110, 100}}, {"pelvis", {0, 70, 100, 80}}, {"extremity", {0, -120, 120, 80}}};
  const auto found = kRegions.find(region);
  if (found == kRegions.end()) return std::nullopt;
  return found->second;
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// A row's lesion: at its last time point that has one.
struct Seen {
  const measure::Lesion* lesion = nullptr;
  int timepoint = 0;
};

class Placer {
 public:
  Placer(const std::vector<const Row*>& rows, const match::LesionGraph& graph) : rows_(rows), graph_(graph) {
    for (const Row* row : rows)
      seen_.push_back(last_seen(row->id));
    for (std::size_t i = 0; i < rows.size(); ++i)
      add_anchor(*rows[i], seen_[i]);
  }

  [[nodiscard]] std::vector<std::optional<BodyPlace>> place() const {
    std::vector<std::optional<BodyPlace>> places;
    for (std::size_t i = 0; i < rows_.size(); ++i)
      places.push_back(place_of(*rows_[i], seen_[i]));
    return places;
  }

 private:
  [[nodiscard]] Seen last_seen(const std::string& track) const {
    Seen seen;
    for (const match::Track& candidate : graph_.tracks) {
      if (candidate.id != track) continue;
      for (const match::LesionRef ref : candidate.lesions)
        if (seen.lesion == nullptr || ref.timepoint > seen.timepoint)
          seen = {&graph_.lesion(ref), ref.timepoint};
    }
    return seen;
  }

  /// Middle of the body along x at a time point, in the patient's coordinates.
  [[nodiscard]] double middle_x(int timepoint) const {
    const auto& centre = graph_.timepoints[static_cast<std::size_t>(timepoint)].field_of_view_centre_mm;
    return centre ? centre->x : 0;
  }

  void add_anchor(const Row& row, const Seen& seen) {
    const terms::Organ* organ = terms::organ_by_name(row.organ);
    if (organ == nullptr || organ->body.half_z_mm > kAnchorHalf || seen.lesion == nullptr ||
        !seen.lesion->has_position || !std::isfinite(seen.lesion->centroid_mm.z))
      return;
    anchors_[seen.timepoint].push_back(organ->body.z_mm - seen.lesion->centroid_mm.z);
  }

  /// The coordinates on the schematic body, when an organ tells how high the scan lies.
  [[nodiscard]] std::optional<BodyPlace> moved(const Seen& seen) const {
    if (seen.lesion == nullptr || !seen.lesion->has_position) return std::nullopt;
    const Vec3& at = seen.lesion->centroid_mm;
    const auto anchors = anchors_.find(seen.timepoint);
    if (anchors == anchors_.end() || !std::isfinite(at.x) || !std::isfinite(at.z)) return std::nullopt;
    return BodyPlace{at.x - middle_x(seen.timepoint), at.z + median(anchors->second)};
  }

  [[nodiscard]] std::optional<Area> area_of(const Row& row, const Seen& seen) const {
    const terms::Organ* organ = terms::organ_by_name(row.organ);
    if (organ == nullptr) return area_of_region(row.region);
    Area area{organ->body.x_mm, organ->body.z_mm, organ->body.half_x_mm, organ->body.half_z_mm};
    if (!organ->paired || seen.lesion == nullptr) return area;
    const bool is_stated = !seen.lesion->laterality.empty();
    const bool is_right =
        is_stated ? seen.lesion->laterality == "right"
                  : seen.lesion->has_position && seen.lesion->centroid_mm.x < middle_x(seen.timepoint);
    if (is_right) area.x = -area.x;
    return area;
  }

  [[nodiscard]] std::optional<BodyPlace> place_of(const Row& row, const Seen& seen) const {
    const std::optional<BodyPlace> at = moved(seen);
    const std::optional<Area> area = area_of(row, seen);
    if (at) return area ? area->nearest(*at) : kTrunk.nearest(*at);
    if (!area) return std::nullopt;
    return BodyPlace{area->x, area->z};
  }

  const std::vector<const Row*>& rows_;
  const match::LesionGraph& graph_;
  std::vector<Seen> seen_;
  std::map<int, std::vector<double>> anchors_;
};

}  // namespace

std::vector<std::optional<BodyPlace>> body_places(const std::vector<const Row*>& rows,
                                                  const match::LesionGraph& graph) {
  return Placer(rows, graph).place();
}

}  // namespace oligard::draw
