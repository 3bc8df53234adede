// From bytes to values: one DICOM file in, one typed value out, or a refusal with code and reason.
#pragma once

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "oligard/base/result.h"
#include "oligard/base/source_rule.h"
#include "oligard/load/image_slice.h"
#include "oligard/load/measurement_report.h"
#include "oligard/load/registration.h"
#include "oligard/load/segmentation.h"

namespace oligard::load {

/// A valid object that the analysis does not use; named so that people see it was not lost.
struct IgnoredObject {
  ObjectHeader header;
  std::string code;  ///< stable, e.g. "KEY_OBJECT_IGNORED"
  std::string reason;
};

/// An RT Structure Set is a Segmentation.
using LoadedObject = std::variant<Segmentation, MeasurementReport, ImageObject, Registration, IgnoredObject>;

/// Bounds on what one object may cost; with these defaults reading and measuring any file stays below 2 GiB
/// (docs/operations.md).
struct LoadLimits {
  std::size_t max_file_bytes = std::size_t{2} << 30U;
  std::size_t max_inflated_bytes = std::size_t{4} << 30U;  ///< streamed, not held
  std::size_t max_parsed_bytes = std::size_t{1} << 30U;    ///< memory of the data set without Pixel Data
  std::size_t max_voxels_per_frame = std::size_t{1} << 26U;
  std::size_t max_runs = std::size_t{1} << 24U;            ///< of all segments of one SEG or structure set
  std::size_t max_contour_points = std::size_t{1} << 23U;  ///< of one structure set
  std::size_t max_deformation_vectors = std::size_t{1} << 24U;  ///< of all grids of one registration
};

/// Reads one file. Errors: FILE_UNREADABLE, FILE_NOT_DICOM, FILE_TRUNCATED, FILE_TOO_LARGE, SEG_*,
/// RTSTRUCT_*, SR_*, IMAGE_*, each listed in docs/operations.md. The header's digest, path and calling_ae are
/// left to the caller.
[[nodiscard]] Result<LoadedObject> load_object(const std::filesystem::path& path,
                                               const std::vector<SourceRule>& rules = {},
                                               const LoadLimits& limits = {},
                                               const std::string& calling_ae = {});

/// The header of any kind of loaded object.
[[nodiscard]] const ObjectHeader& header_of(const LoadedObject& object);
[[nodiscard]] ObjectHeader& header_of(LoadedObject& object);

/// Reads identity alone, for an object that `load_object` refused: what can be said about whose it is.
[[nodiscard]] Result<ObjectHeader> load_header(const std::filesystem::path& path);

}  // namespace oligard::load
