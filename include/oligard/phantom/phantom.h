// A synthetic patient with known truth: DICOM SEG studies over k time points, optionally with CT slices.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "oligard/base/result.h"

namespace oligard::phantom {

struct PhantomOptions {
  std::uint64_t seed = 1;
  int patients = 1;
  int timepoints = 3;
  int lesions = 10;   ///< at baseline
  bool demo = false;  ///< the demonstration patient: nine lesions respond, one liver lesion grows, one bone
                      ///< lesion is new
  bool with_ct = false;        ///< also the CT slices that the SEGs refer to
  bool tracking_uids = false;  ///< SEGs carry true Tracking UIDs
  bool same_frame_of_reference = false;
  std::string patient_id;    ///< empty = derived from the seed
  std::string patient_name;  ///< empty = derived from the seed
};

/// One written file.
struct PhantomFile {
  std::filesystem::path path;
  std::string kind;  ///< "SEG" or "CT"
  int timepoint = 0;
};

/// Writes DIR/<patient id>/TPn/*.dcm and DIR/<patient id>/truth.json. The same options give the same bytes.
/// Errors: PHANTOM_OPTIONS, FILE_UNWRITABLE.
[[nodiscard]] Result<std::vector<PhantomFile>> write_phantom(const std::filesystem::path& directory,
                                                             const PhantomOptions& options);

}  // namespace oligard::phantom
