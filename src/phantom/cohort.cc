#include "oligard/phantom/cohort.h"

#include <algorithm>

namespace oligard::phantom {
namespace {

CohortSettings easy() {
  CohortSettings level;
  level.rotation_deg = 1, level.girth = 0.005, level.length = 0.002;
  level.breathing_min_mm = 0, level.breathing_max_mm = 8;
  level.organ_jitter_mm = 1, level.lesion_jitter_mm = 0.3, level.deformation_mm = 1;
  level.offset_xy_mm = 10, level.offset_z_mm = 20;
  level.slice_min_mm = level.slice_max_mm = 3;
  level.gap_mm = 14;
  return level;
}

CohortSettings medium() {
  CohortSettings level;
  level.rotation_deg = 3, level.girth = 0.02, level.length = 0.005;
  level.breathing_min_mm = 5, level.breathing_max_mm = 18;
  level.organ_jitter_mm = 2.5, level.lesion_jitter_mm = 1, level.deformation_mm = 3;
  level.offset_xy_mm = 30, level.offset_z_mm = 120;
  level.slice_min_mm = 1, level.slice_max_mm = 5;
  level.gap_mm = 6, level.clustered = 0.3;
  level.missed = 0.03, level.cropped = 0.08;
  level.site_coded = 0.7;
  return level;
}

CohortSettings hard() {
  CohortSettings level;
  level.rotation_deg = 5, level.girth = 0.04, level.length = 0.008;
  level.breathing_min_mm = 10, level.breathing_max_mm = 25;
  level.organ_jitter_mm = 5, level.lesion_jitter_mm = 2, level.deformation_mm = 5;
  level.offset_xy_mm = 60, level.offset_z_mm = 500;
  level.slice_min_mm = 0.7, level.slice_max_mm = 5, level.tilted = 0.3;
  level.gap_mm = 3, level.clustered = 0.5;
  level.missed = 0.08, level.cropped = 0.2;
  level.site_coded = 0.3, level.site_wrong = 0.03;
  return level;
}

}  // namespace

std::optional<CohortSettings> cohort_level(std::string_view name) {
  if (name == "easy") return easy();
  if (name == "medium") return medium();
  if (name == "hard") return hard();
  return std::nullopt;
}

const std::vector<std::string>& pattern_names() {
  static const std::vector<std::string> names = {"any",   "stable",  "response", "oligo",   "poly",
                                                 "mixed", "miliary", "replaced", "impostor"};
  return names;
}

std::optional<Pattern> pattern_by_name(std::string_view name) {
  const auto& names = pattern_names();
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Pattern>(found - names.begin());
}

}  // namespace oligard::phantom
