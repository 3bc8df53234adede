#include "draw/page/body_places.h"

#include <algorithm>
#include <cmath>
#include <map>

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

const BodyOrgan* organ_named(const std::string& name) {
  const std::vector<BodyOrgan>& all = body_organs();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const BodyOrgan& o) { return name == o.organ; });
  return found == all.end() ? nullptr : &*found;
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
    const BodyOrgan* organ = organ_named(row.organ);
    if (organ == nullptr || organ->half_z > kAnchorHalf || seen.lesion == nullptr ||
        !seen.lesion->has_position || !std::isfinite(seen.lesion->centroid_mm.z))
      return;
    anchors_[seen.timepoint].push_back(organ->z - seen.lesion->centroid_mm.z);
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
    const BodyOrgan* organ = organ_named(row.organ);
    if (organ == nullptr) return area_of_region(row.region);
    Area area{organ->x, organ->z, organ->half_x, organ->half_z};
    if (!organ->is_paired || seen.lesion == nullptr) return area;
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

const std::vector<BodyOrgan>& body_organs() {
  static const std::vector<BodyOrgan> table = {
      {"brain", 0, 865, 52, 62, false, true},
      {"leptomeninges", 0, 865, 55, 65, false, false},
      {"larynx", 0, 715, 15, 20, false, false},
      {"thyroid", 0, 690, 25, 18, false, false},
      {"lung", 70, 520, 46, 110, true, true},
      {"pleura", 75, 510, 50, 115, true, false},
      {"mediastinum", 0, 530, 20, 70, false, false},
      {"esophagus", 5, 540, 8, 100, false, false},
      {"heart", 18, 450, 40, 40, false, false},
      {"breast", 85, 500, 35, 35, true, false},
      {"chest_wall", 0, 500, 145, 120, false, false},
      {"liver", -62, 375, 68, 50, false, true},
      {"gallbladder", -50, 335, 12, 14, false, false},
      {"spleen", 98, 370, 22, 36, false, true},
      {"stomach", 50, 370, 30, 40, false, false},
      {"pancreas", 15, 325, 45, 12, false, false},
      {"adrenal", 34, 356, 12, 14, true, false},
      {"kidney", 66, 290, 24, 48, true, true},
      {"retroperitoneum", 0, 260, 60, 110, false, false},
      {"peritoneum", 0, 230, 110, 110, false, false},
      {"small_bowel", 0, 220, 80, 70, false, false},
      {"colon", 0, 220, 105, 110, false, false},
      {"bladder", 0, 25, 30, 24, false, true},
      {"prostate", 0, -8, 18, 14, false, false},
      {"uterus", 0, 55, 28, 28, false, false},
      {"ovary", 42, 60, 16, 14, true, false},
      {"rectum", 0, 45, 14, 45, false, false},
      {"testis", 16, -50, 10, 12, true, false},
      {"spinal_cord", 0, 430, 8, 260, false, false},
      {"bone", 0, 320, 150, 400, false, false},
      {"lymph_node", 0, 340, 110, 370, false, false},
      {"soft_tissue", 0, 320, 150, 420, false, false},
      {"muscle", 0, 320, 150, 420, false, false},
      {"skin", 0, 320, 155, 420, false, false},
  };
  return table;
}

std::vector<std::optional<BodyPlace>> body_places(const std::vector<const Row*>& rows,
                                                  const match::LesionGraph& graph) {
  return Placer(rows, graph).place();
}

}  // namespace oligard::draw
