// A synthetic patient with known truth: DICOM SEG studies over k time points, optionally with CT slices.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "oligard/base/result.h"
#include "oligard/phantom/cohort.h"

namespace oligard::phantom {

/// What to make. Patient k (from 0) is the patient of seed + k, so that each can be made alone.
struct PhantomOptions {
  std::uint64_t seed = 1;
  int patients = 1;
  int timepoints = 3;
  int lesions = 10;     ///< at baseline; at most 300, of a cohort 3000
  int max_lesions = 0;  ///< of a cohort: a number from `lesions` to this one is drawn; 0 = `lesions`
  /// The demonstration patient: nine lesions respond, one liver lesion responds and then grows, one bone
  /// lesion is new at the third time point. Takes three time points and ten lesions.
  bool demo = false;
  /// A patient of a cohort: the body moves, segmentations are incomplete. Empty = a patient whose organs only
  /// breathe and whose lesions are all seen.
  std::optional<CohortSettings> cohort;
  bool with_ct = false;  ///< also the CT slices that the SEGs refer to; the SEGs are the same without
  Tracking tracking = Tracking::kNone;
  bool same_frame_of_reference = false;
  bool organ_masks = false;      ///< also a SEG of the organs at each time point
  bool image_references = true;  ///< SEGs name the CT images they were drawn on, written or not
  double slice_spacing_mm = 0;   ///< 0 = 4 mm for the demonstration, else 1 to 5 mm by seed and time point
  double pixel_spacing_mm = 0;   ///< 0 = 409.6 mm / matrix
  int matrix = 0;                ///< rows and columns; 0 = 256 for the demonstration or with CT, else 512
  std::string patient_id;        ///< empty = "PHANTOM-<seed>"; only for one patient
  std::string patient_name;      ///< empty = "Phantom^Seed<seed>"
  std::string issuer;            ///< Issuer of Patient ID; empty = none
};

/// One written file.
struct PhantomFile {
  std::filesystem::path path;
  std::string kind;  ///< "SEG" (lesions), "ORGANS" (a SEG of organs) or "CT"
  int timepoint = 0;
};

/// Writes DIR/<patient id>/TPn/seg.dcm, organs.seg.dcm, ct/0001.dcm … and DIR/<patient id>/truth.json. The
/// same options give the same bytes; options that change the content of an object change its UIDs. A time
/// point at which no lesion has a voxel has no SEG. Characters of the patient ID that are unsafe in a folder
/// name become "_". Errors: PHANTOM_OPTIONS, FILE_UNWRITABLE, and those of dicom::make_segmentation.
[[nodiscard]] Result<std::vector<PhantomFile>> write_phantom(const std::filesystem::path& directory,
                                                             const PhantomOptions& options);

}  // namespace oligard::phantom
