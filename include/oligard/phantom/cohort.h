// How hard a cohort of phantom patients is to follow: movement of the body, sampling, and what a segmentation
// leaves out.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace oligard::phantom {

/// The course of the disease.
enum class Pattern {
  kAny,       ///< one of the next five by the seed
  kStable,    ///< most lesions stay as they are
  kResponse,  ///< most shrink or resolve
  kOligo,     ///< most shrink or stay, one to three escape
  kPoly,      ///< most grow
  kMixed,     ///< each lesion on its own
  kMiliary,   ///< small, alike, in the lungs
  kReplaced,  ///< from one time point on every old lesion is gone and as many others are there
  kImpostor,  ///< the last time point shows the lesions and the build of another patient
};

enum class Tracking {
  kNone,
  kTrue,        ///< SEGs carry true Tracking UIDs
  kMisleading,  ///< Tracking UIDs that count the segments of a time point, by number or by height
};

/// One level of difficulty. Changes are drawn anew for each time point; "sd" is a standard deviation.
struct CohortSettings {
  double rotation_deg = 0;                            ///< sd of two time points, about any axis
  double girth = 0, length = 0;                       ///< sd of the scale across and along the body
  double breathing_min_mm = 0, breathing_max_mm = 0;  ///< way of the diaphragm between two time points
  double organ_jitter_mm = 0;                         ///< sd an axis; a tenth of it for bones
  double lesion_jitter_mm = 0;                        ///< sd an axis of two time points
  double deformation_mm = 0;                          ///< sd of each of three smooth waves
  double offset_xy_mm = 0, offset_z_mm = 0;           ///< sd of the table's zero
  double slice_min_mm = 0, slice_max_mm = 0;
  double tilted = 0;      ///< share of time points whose slice normal is up to 12 degrees off the body axis
  double gap_mm = 0;      ///< least distance of the surfaces of two lesions
  double clustered = 0;   ///< share of lesions put into an organ that has one
  double melting = 0.05;  ///< pairs of spheres that melt or part, per lesion at baseline
  double missed = 0;      ///< share of sights that the segmentation lacks
  double cropped = 0;     ///< share of time points that show a part of the body
  double site_coded = 1, site_wrong = 0;  ///< share of segments with a site; of those, with a wrong one
  Pattern pattern = Pattern::kAny;
  bool mirrored = false;  ///< left and right are exchanged at the last time point
};

/// "easy", "medium" or "hard"; else nothing.
[[nodiscard]] std::optional<CohortSettings> cohort_level(std::string_view name);

/// "any", "stable", "response", "oligo", "poly", "mixed", "miliary", "replaced" or "impostor".
[[nodiscard]] std::optional<Pattern> pattern_by_name(std::string_view name);
[[nodiscard]] const std::vector<std::string>& pattern_names();

}  // namespace oligard::phantom
