// A loaded Segmentation object, or an RT Structure Set made one: values only, no DCMTK type.
#pragma once

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

/// One item of the Segment Sequence, or one ROI, with its voxels. Overlapping segments each keep all of
/// theirs.
