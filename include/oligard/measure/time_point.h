// All lesions of one patient at one date, and what was imaged then.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "oligard/base/baseline_claim.h"
#include "oligard/base/date.h"
#include "oligard/base/reader_copy.h"
#include "oligard/base/statement.h"
#include "oligard/measure/lesion.h"

namespace oligard::measure {

/// An organ mask's figures, as registration anchors and to place lesions.
struct Organ {
  std::string name;
  std::string laterality;
  Vec3 centroid_mm;
  double volume_mm3 = 0;
  bool cut = false;                   ///< touches the first or last slice
  std::vector<Vec3> surface_mm = {};  ///< at most 300 boundary voxel centres, evenly taken
  std::string label = {};             ///< Segment Label: tells vertebrae apart
  std::string frame_of_reference_uid = {};
};

/// What was imaged along the body, when it is known.
struct Coverage {
  double z_min_mm = 0;
  double z_max_mm = 0;
};

/// What the coverage was taken from. All but images are lower bounds: the scan reached at least that far.
enum class CoverageEvidence {
  kNone,              ///< coverage is unknown
  kImages,            ///< a complete stack of received images
  kReferencedSeries,  ///< the instances that a SEG names, placed by those that its frames were drawn on
  kSegments,          ///< slices that hold a voxel of a lesion or organ
};

/// "", "images", "referenced_series" or "segments".
[[nodiscard]] const char* name_of(CoverageEvidence evidence);

/// What one group of a report states of a lesion beside its size.
struct ReaderSays {
  std::string sop_instance_uid;             ///< the report
  std::string tracking_uid;                 ///< of the lesion or its piece; empty when the group has none
  std::string whole_lesion_uid = {};        ///< of a piece of a lesion in several
  std::optional<LesionSource> lesion = {};  ///< the measured lesion it speaks of, when one was found
  Statement statement = Statement::kNone;
  std::optional<bool> is_target = {};  ///< RECIST role: else non-target; empty when none is stated
  GroupChange change = {};             ///< of a reader's copy of our result
};

struct TimePoint {
  std::string id;  ///< TP0, TP1, … by date
  Date date;
  std::vector<std::string> study_instance_uids;
  std::string modality;
  double slice_thickness_mm = 0;  ///< 0 = unknown
  std::string frame_of_reference_uid;
  bool segmentation_exhaustive = false;  ///< the source declares that every lesion is segmented
  std::optional<Coverage> coverage;      ///< what was imaged; empty = unknown
  CoverageEvidence coverage_evidence = CoverageEvidence::kNone;
  /// Slabs that were imaged for certain: whole image stacks, and slices between the outermost ones that hold
  /// a voxel. `coverage` may reach farther.
  std::vector<Coverage> imaged;
  /// Regions that were imaged at least in part, by Body Part Examined: brain, neck, chest, abdomen, pelvis,
  /// extremity. Others may have been, too.
  std::vector<std::string> regions;
  /// Centre of the reconstruction in x and y (z is 0), as the segmentations' grids show it; empty = unknown.
  std::optional<Vec3> field_of_view_centre_mm;
  std::vector<Organ> organs;
  std::vector<ReaderSays> says;                          ///< by rank of the report, then group
  std::vector<ReaderCopy> copies;                        ///< by SOP Instance UID
  BaselineClaim header_baseline = BaselineClaim::kNone;  ///< whether headers call it the baseline
  BaselineClaim report_baseline = BaselineClaim::kNone;  ///< whether reports do
  std::vector<Lesion> lesions;  ///< ordered by source: SOP Instance UID, number, component
};

}  // namespace oligard::measure
