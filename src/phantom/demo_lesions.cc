#include <cmath>

#include "phantom/anatomy.h"
#include "phantom/patient_plan.h"

namespace oligard::phantom {
namespace {

struct DemoLesion {
  const char* structure;
  Vec3 position;
  double short_share;
  double diameters[3];
  const char* behaviour;
};

// Five organs, so that RECIST 1.1 takes the largest lesion of each as its target. Steps are far from every
// threshold: responders at or below 0.62 of baseline, then slowly on; the escaping lesion doubles from nadir.
constexpr DemoLesion kLesions[] = {
    {"liver", {-100, -20, 385}, 0.88, {38, 22, 20}, "shrink"},
    {"liver", {-40, -25, 395}, 0.90, {24, 14, 27}, "respond_then_grow"},
    {"liver", {-95, 15, 345}, 0.92, {22, 13, 12}, "shrink"},
    {"right lung", {-85, 5, 490}, 0.90, {27, 16, 14}, "shrink"},
    {"left lung", {85, 20, 470}, 0.94, {20, 12, 11}, "shrink"},
    {"right lung", {-70, -35, 505}, 0.92, {18, 11, 10.5}, "shrink"},
    {"left adrenal", {36, 28, 360}, 0.85, {30, 18, 16}, "shrink"},
    {"retroperitoneal nodes", {26, 30, 205}, 0.75, {32, 19, 17.5}, "shrink"},
    {"mediastinal nodes", {2, 5, 508}, 0.78, {25, 15.5, 15}, "shrink"},
    {"T11 vertebra", {0, 62, 324}, 0.90, {22, 13.5, 12.5}, "shrink"},
    {"right ilium", {-88, 40, 125}, 0.90, {0, 0, 20}, "new"},
};

}  // namespace

std::vector<PlannedLesion> demo_lesions() {
  std::vector<PlannedLesion> lesions;
  for (const DemoLesion& row : kLesions) {
    PlannedLesion lesion;
    const std::size_t number = lesions.size() + 1;
    lesion.id = (number < 10 ? "T0" : "T") + std::to_string(number);
    lesion.structure = structure_index(row.structure);
    lesion.position = row.position;
    const double slope = 0.15 * static_cast<double>(number);
    lesion.long_direction = 1 / std::sqrt(1 + slope * slope) * Vec3{1, slope, 0};
    lesion.short_share = row.short_share;
    lesion.axial_share = 0.92;
    lesion.diameter_mm.assign(std::begin(row.diameters), std::end(row.diameters));
    lesion.behaviour = row.behaviour;
    lesions.push_back(lesion);
  }
  return lesions;
}

}  // namespace oligard::phantom
