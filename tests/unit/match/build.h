// Time points by hand.
#pragma once

#include <chrono>
#include <cmath>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include "oligard/match/match.h"

namespace oligard::match::test {

inline measure::Lesion sphere(const Vec3& centre, double diameter, std::string organ = {},
                              std::string side = {}) {
  measure::Lesion lesion;
  lesion.has_position = true;
  lesion.centroid_mm = centre;
  lesion.volume_mm3 = std::numbers::pi / 6 * std::pow(diameter, 3);
  lesion.long_axis_mm = diameter;
  lesion.extent_mm = diameter;
  lesion.slice_spacing_mm = 2;
  lesion.voxel_count = 1000;
  lesion.organ = std::move(organ);
  lesion.laterality = std::move(side);
  return lesion;
}

/// A reader's length without a place.
inline measure::Lesion stated_length(double length, std::string organ = {}, std::string uid = {}) {
  measure::Lesion lesion;
  lesion.source.kind = measure::LesionSource::Kind::kReport;
  lesion.long_axis_mm = length;
  lesion.organ = std::move(organ);
  lesion.tracking_uid = std::move(uid);
  return lesion;
}

/// Time point t, 60 days after the one before; lesions are numbered as they come. Without `frame`, its own.
inline measure::TimePoint timepoint(int t, std::vector<measure::Lesion> lesions, std::string frame = {}) {
  measure::TimePoint tp;
  tp.id = "TP" + std::to_string(t);
  tp.date = Date(std::chrono::days(18000 + 60 * t));
  tp.frame_of_reference_uid = frame.empty() ? "2.25.10" + std::to_string(t) : std::move(frame);
  int number = 0;
  for (measure::Lesion& lesion : lesions) {
    lesion.source.sop_instance_uid = "2.25.50" + std::to_string(t);
    lesion.source.number = ++number;
    if (lesion.has_position) lesion.frame_of_reference_uid = tp.frame_of_reference_uid;
  }
  tp.lesions = std::move(lesions);
  return tp;
}

/// Eight lesions without symmetry.
inline std::vector<measure::Lesion> constellation(const Vec3& shift = {}) {
  std::vector<measure::Lesion> lesions;
  const double figures[8][4] = {{-60, -10, 395, 22}, {-90, 20, 420, 14}, {70, 0, 510, 30},
                                {55, 40, 560, 9},    {0, 55, 210, 18},   {80, 20, 90, 26},
                                {-20, 25, 290, 12},  {30, 30, 385, 17}};
  for (const auto& f : figures)
    lesions.push_back(sphere(Vec3{f[0], f[1], f[2]} + shift, f[3]));
  return lesions;
}

inline LesionGraph match_all(std::vector<measure::TimePoint> timepoints) {
  auto graph = match_lesions(std::move(timepoints), {"patient"});
  return graph ? std::move(*graph) : LesionGraph{};
}

/// Links as (from lesion, to lesion) of one pair of time points.
inline std::vector<std::pair<int, int>> links_between(const LesionGraph& graph, int from, int to) {
  std::vector<std::pair<int, int>> result;
  for (const Link& l : graph.links) {
    if (l.from.timepoint == from && l.to.timepoint == to) result.emplace_back(l.from.lesion, l.to.lesion);
  }
  return result;
}

}  // namespace oligard::match::test
