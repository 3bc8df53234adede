// Functional groups of frames (PS3.3 C.7.6.16): what one item of a Shared or Per-frame Functional Groups
// Sequence states.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include <dcmtk/dcmdata/dcitem.h>

#include "load/bytes/element_reader.h"
#include "oligard/base/code.h"
#include "oligard/base/geometry.h"

namespace oligard::load {

/// Body part of frames, where the segment itself may not say it.
struct FrameAnatomy {
  Code region;
  Code modifier;
  std::string laterality;  ///< "left", "right", "bilateral" or empty
};

/// Pixel Measures.
struct PixelMeasures {
  std::optional<std::array<double, 2>> pixel_spacing;
  double spacing_between_slices = 0;  ///< 0 = not stated
  double slice_thickness = 0;         ///< 0 = not stated
};

/// An image that a frame was derived from.
struct SourceImage {
  std::string sop_class_uid;
  std::string sop_instance_uid;
  int frame = 0;  ///< 1-based; 0 = the whole object

  friend bool operator==(const SourceImage&, const SourceImage&) = default;
};

/// A member is empty when the item has no such group; a group that is there but lacks an attribute counts as
/// stated. Lengths beyond 10^6 mm are taken as not stated.
struct FrameGroups {
  struct Position {
    std::optional<Vec3> mm;
  };
  struct Orientation {
    std::optional<std::array<double, 6>> cosines;
  };
  std::optional<Position> position;
  std::optional<Orientation> orientation;
  std::optional<PixelMeasures> measures;
  std::optional<int> segment_number;  ///< -1 = stated, but no number from 0 to 65535
  std::optional<FrameAnatomy> anatomy;
  std::vector<SourceImage> sources;  ///< all of all Derivation Image items
  bool is_on_slide = false;          ///< Plane Position (Slide): whole-slide microscopy

  /// As new, memory kept.
  void clear();
};

/// From an item that DCMTK has parsed.
[[nodiscard]] FrameGroups read_frame_groups(DcmItem& item);

/// Reads the items of a Per-frame Functional Groups Sequence one by one from a stream that stands at its
/// header: DCMTK's tree of them costs forty times as much. O(bytes).
class FrameGroupsReader {
 public:
  FrameGroupsReader(ByteSource& source, const Encoding& encoding) : source_(source), encoding_(encoding) {}

  /// Calls visit(FrameGroups&) for each frame until it returns false. False when the structure is damaged.
  template <class Visit>
  [[nodiscard]] bool for_each_frame(Visit visit) {
    const auto header = read_element_header(source_, encoding_);
    if (!header) return false;
    SequenceWalker walker(source_);
    FrameGroups groups;
    bool goes_on = true;
    const bool is_whole = walker.for_each_item(*header, encoding_, [&](const SequenceWalker::Item& item) {
      groups.clear();
      if (!read_item(walker, item, groups)) return false;
      goes_on = visit(groups);
      return goes_on;
    });
    return is_whole || !goes_on;
  }

 private:
  static bool read_item(SequenceWalker& walker, const SequenceWalker::Item& item, FrameGroups& groups);

  ByteSource& source_;
  Encoding encoding_;
};

}  // namespace oligard::load
