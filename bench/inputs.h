// Generated SEG files to measure with: the cases of docs/performance.md.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "oligard/base/mask.h"

namespace oligard::bench {

/// A grid and what lies on it. Ellipsoids with random centre, axes and turn, one a segment.
struct Case {
  std::string name;
  int columns, rows, slices;
  double pixel_mm, slice_mm;
  int segments;
  double smallest_mm, largest_mm;  ///< diameters; sizes in between are log-uniform
};

/// a: typical, odd: frames that do not end on byte boundaries, b: heavy, c: organs, d: 1000 small lesions.
[[nodiscard]] const std::vector<Case>& cases();
/// A case by name; ends the program with a message when there is none.
[[nodiscard]] const Case& case_named(const std::string& name);

/// The masks of a case, the same every time.
[[nodiscard]] std::vector<Mask> masks_of(const Case& which);

/// Writes the case as a BINARY SEG to `folder` unless the file is there; its path. With derivation references
/// for each frame and a Referenced Series.
std::filesystem::path write_case(const Case& which, const std::filesystem::path& folder);

/// Where inputs lie: $OLIGARD_BENCH_DIR, else "oligard-bench" in the temporary folder.
[[nodiscard]] std::filesystem::path input_folder();

}  // namespace oligard::bench
