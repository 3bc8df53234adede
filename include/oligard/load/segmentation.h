// A loaded Segmentation object, or an RT Structure Set made one: values only, no DCMTK type.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "oligard/base/code.h"
#include "oligard/base/mask.h"
#include "oligard/base/source_rule.h"
#include "oligard/load/object_header.h"

namespace oligard::load {

/// What a segment is for us (architecture decision 7).
enum class SegmentRole { kLesion, kOrgan, kOther };

/// "lesion", "organ" or "other".
[[nodiscard]] const char* name_of(SegmentRole role);

/// What the role or the organ of a segment was taken from.
enum class SegmentEvidence {
  kNone,
  kSourceRule,
  kInterpretedType,  ///< RT ROI Interpreted Type (3006,00A4)
  kCategoryCode,
  kTypeCode,
  kRegionCode,
  kLabel
};

/// The values of a FRACTIONAL segment.
struct Fractions {
  std::vector<Run> runs;             ///< voxels of a value above 0, ordered as in a Mask
  std::vector<std::uint8_t> values;  ///< of these voxels, run after run
  int maximum = 0;                   ///< Maximum Fractional Value (0062,000E): the whole voxel
};

/// One item of the Segment Sequence, or one ROI, with its voxels. Overlapping segments each keep all of
/// theirs.
struct Segment {
  int number = 0;     ///< Segment Number (0062,0004) or ROI Number (3006,0022)
  std::string label;  ///< Segment Label (0062,0005) or ROI Name (3006,0026)
  SegmentRole role = SegmentRole::kOther;
  SegmentEvidence role_evidence = SegmentEvidence::kNone;
  Code category;      ///< Segmented Property Category
  Code type;          ///< Segmented Property Type
  std::string organ;  ///< organ name of terms/organs.h, from codes or a source rule; empty = not stated
  SegmentEvidence organ_evidence = SegmentEvidence::kNone;
  std::string laterality;      ///< "left", "right", "bilateral" or empty
  std::string tracking_id;     ///< Tracking ID (0062,0020)
  std::string tracking_uid;    ///< Tracking UID (0062,0021)
  std::string algorithm_type;  ///< Segment Algorithm Type (0062,0008); empty = not stated
  std::string algorithm_name;  ///< Segment Algorithm Name (0062,0009)
  Mask mask;                   ///< on the grid of the segmentation; empty when no frame has a voxel of it
  std::string left_out;        ///< code of docs/operations.md when what is stored could not be made a mask
  Fractions fractions;         ///< of a FRACTIONAL segment; else empty
};

/// A whole SEG instance, or a structure set, on one grid. A structure set has no pixels: the grid's columns
/// and rows are chosen on loading and are not those of the images it was drawn on. The grid's slice 0 is the
/// lowest along slice_direction; empty slices at either end are not part of it, so the grid does not show
/// what was imaged.
struct Segmentation {
  ObjectHeader header;
  std::string segmentation_type;  ///< Segmentation Type (0062,0001); empty = structure set
  std::string fractional_type;    ///< Segmentation Fractional Type (0062,0010); empty = none, or not stated
  std::string frame_of_reference_uid;
  Grid grid;
  std::vector<Segment> segments;
  double slice_thickness_mm = 0;  ///< Slice Thickness of the frames; 0 = not stated
  bool missing_slices = false;    ///< a slice inside the grid has no frame at all
  std::string source_series_uid;  ///< Referenced Series; empty when not stated
  /// Source image of each grid slice, from the frames' derivation references; an entry's UID is empty where
  /// the object does not say.
  std::vector<InstanceReference> slice_images;
  /// All instances of the Referenced Series Sequence and the derivation references, without repetition.
  std::vector<InstanceReference> source_images;
  SourceRule rule;  ///< the source rule that applied, or the default one
};

}  // namespace oligard::load
