// A patient for tests of the page, judged by the rule book; dates 60 days apart from 3 Feb 2025 on.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "oligard/classify/classify.h"
#include "oligard/draw/page.h"

namespace oligard::draw::test {

class PagePatient {
 public:
  explicit PagePatient(std::size_t timepoints) {
    for (std::size_t t = 0; t < timepoints; ++t) {
      measure::TimePoint timepoint;
      timepoint.id = "TP" + std::to_string(t);
      timepoint.date = Date(std::chrono::year(2025) / 2 / 3) + std::chrono::days(60 * t);
      timepoint.modality = "CT";
      timepoint.slice_thickness_mm = 2;
      timepoint.segmentation_exhaustive = true;
      timepoint.regions = {"chest", "abdomen", "pelvis"};
      timepoint.imaged = {{0, 900}};
      timepoint.coverage = measure::Coverage{0, 900};
      graph_.timepoints.push_back(timepoint);
    }
  }

  /// Sizes by time point; 0 = nothing is there.
  void add(const std::string& id, const std::string& organ, const std::vector<double>& sizes_mm,
           bool nodal = false) {
    match::Track track;
    track.id = id;
    track.tracking_uid = "2.25.77" + id.substr(1);
    track.absence.assign(sizes_mm.size(), match::Absence::kUnlinked);
    for (std::size_t t = 0; t < sizes_mm.size(); ++t) {
      if (sizes_mm[t] <= 0) continue;
      auto& lesions = graph_.timepoints[t].lesions;
      track.lesions.push_back({static_cast<int>(t), static_cast<int>(lesions.size())});
      lesions.push_back(lesion(id, organ, sizes_mm[t], nodal));
    }
    graph_.tracks.push_back(track);
  }

  /// `n` lesions of many organs, of which every `growing`-th grows (0 = none); the others stay or shrink.
  void add_many(std::size_t n, std::size_t growing) {
    constexpr std::array<const char*, 9> kOrgans = {
        "liver", "lung", "bone", "lymph_node", "adrenal", "peritoneum", "brain", "kidney", "retroperitoneum"};
    for (std::size_t i = 0; i < n; ++i) {
      const bool grows = growing > 0 && i % growing == 0;
      const double start = 11.0 + static_cast<double>(i % 17);
      std::vector<double> sizes;
      for (std::size_t t = 0; t < graph_.timepoints.size(); ++t) {
        const auto step = static_cast<double>(t);
        sizes.push_back(grows ? start * (1 + 0.4 * step)
                              : start * (1 - 0.02 * step * static_cast<double>(i % 5)));
      }
      const std::string digits = std::to_string(i + 1);
      add("L" + std::string(digits.size() < 2 ? "0" : "") + digits, kOrgans[i % kOrgans.size()], sizes);
    }
  }

  /// Judges what was added; the request refers to this patient.
  PageRequest request() {
    classify::ClinicalContext context;
    context.on_systemic_therapy = true;
    context.initial_control = true;
    assessment = *classify::assess(graph_, context, {"default_5"});
    PageRequest request;
    request.assessment = &assessment;
    request.timepoint = assessment.timepoints.size() - 1;
    request.profiles = {"default_5"};
    request.header = {"Doe^Jane", "4711", "19570312", "F", "CT chest abdomen pelvis", "A-1"};
    request.program = "Oligard 1.2.3";
    request.reference = "0123456789ab";
    request.analysed_at = UnixTime(std::chrono::seconds(1756728000));
    return request;
  }

  /// A round lesion in a square slice, with or without an image.
  static KeySlice slice(const std::string& id, std::size_t timepoint, bool has_image) {
    KeySlice slice;
    slice.lesion = id;
    slice.timepoint = timepoint;
    slice.width_mm = slice.height_mm = 60;
    slice.columns = slice.rows = 32;
    if (has_image) slice.grey.assign(32 * 32, 120);
    slice.outlines = {{{20, 20}, {40, 20}, {40, 40}, {20, 40}}};
    return slice;
  }

  classify::Assessment assessment;

 private:
  measure::Lesion lesion(const std::string& id, const std::string& organ, double size_mm, bool nodal) {
    measure::Lesion lesion;
    lesion.source.sop_instance_uid = "2.25.5";
    lesion.source.number = std::stoi(id.substr(1));
    lesion.organ = organ;
    lesion.nodal = nodal || organ == "lymph_node";
    lesion.has_position = true;
    const double at = 7.0 * lesion.source.number;
    lesion.centroid_mm = {std::fmod(at, 130) - 65, 0, 100 + std::fmod(3 * at, 500)};
    lesion.bbox_mm = {lesion.centroid_mm - Vec3{5, 5, 5}, lesion.centroid_mm + Vec3{5, 5, 5}};
    lesion.voxel_count = 100;
    lesion.long_axis_mm = size_mm;
    lesion.short_axis_mm = lesion.nodal ? size_mm : 0.8 * size_mm;
    lesion.uncertainty.long_axis_mm = lesion.uncertainty.short_axis_mm = 0.5;
    return lesion;
  }

  match::LesionGraph graph_;
};

}  // namespace oligard::draw::test
