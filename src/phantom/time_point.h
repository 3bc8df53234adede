// One time point of a plan as objects: identifiers, digitised lesions, SEGs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "oligard/base/mask.h"
#include "oligard/base/result.h"
#include "oligard/phantom/phantom.h"
#include "phantom/patient_plan.h"

namespace oligard::phantom {

struct TimePointIdentity {
  std::string id;  ///< "TP0"
  std::string study_uid, frame_of_reference_uid;
  std::string ct_series_uid, seg_series_uid, seg_uid, organs_series_uid, organs_uid;
  std::vector<std::string> ct_uids;  ///< one a grid slice
};
[[nodiscard]] TimePointIdentity identity_of(const PatientPlan& plan, std::size_t timepoint,
                                            bool same_frame_of_reference);

/// A lesion that has voxels at a time point.
struct SegmentedLesion {
  std::size_t lesion = 0;  ///< index in the plan
  int number = 0;          ///< Segment Number
  std::string label;
  Shape shape;  ///< patient coordinates
  Mask mask;
  std::optional<std::size_t> joined;  ///< the other lesion that is part of the same object
  bool cut = false;                   ///< reaches over the border of the grid
};

/// Why a lesion has no segment.
enum class Absence {
  kNotYet,
  kGone,
  kNotCovered,       ///< there, but its centre lies outside the grid
  kMissed,           ///< there and in the grid, but not segmented
  kBelowResolution,  ///< there and in the grid, but between the voxel centres
};
[[nodiscard]] Absence absence_of(const PatientPlan& plan, const PlannedLesion& lesion, std::size_t timepoint);

/// The centre of a lesion, there or not, lies in the grid.
[[nodiscard]] bool is_covered(const PatientPlan& plan, const PlannedLesion& lesion, std::size_t timepoint);

/// In the order of their Segment Numbers, which is shuffled anew at each time point.
[[nodiscard]] std::vector<SegmentedLesion> segment_lesions(const PatientPlan& plan, std::size_t timepoint,
                                                           Tracking tracking);

/// The voxels of a lesion that is there, segmented or not; both spheres and their bridge when it is joined.
[[nodiscard]] Mask lesion_mask(const PatientPlan& plan, std::size_t lesion, std::size_t timepoint);

/// The voxels of a structure of the body.
[[nodiscard]] Mask structure_mask(const PatientPlan& plan, std::size_t structure, std::size_t timepoint);

/// The SEG of the lesions; there is at least one. Errors as dicom::make_segmentation.
[[nodiscard]] Result<std::string> lesion_segmentation(const PatientPlan& plan, std::size_t timepoint,
                                                      const PhantomOptions& options,
                                                      const std::vector<SegmentedLesion>& lesions);

/// The SEG of the organs. Errors as dicom::make_segmentation.
[[nodiscard]] Result<std::string> organ_segmentation(const PatientPlan& plan, std::size_t timepoint,
                                                     const PhantomOptions& options);

/// The Tracking UID of a segment; empty without tracking.
[[nodiscard]] std::string tracking_uid(const PatientPlan& plan, const PhantomOptions& options,
                                       const SegmentedLesion& lesion);

}  // namespace oligard::phantom
