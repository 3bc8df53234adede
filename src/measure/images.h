// The images of a time point: which plane an axis lies on, and how far the scan reached.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "oligard/load/image_slice.h"
#include "oligard/load/time_point_objects.h"
#include "oligard/measure/time_point.h"

namespace oligard::measure {

/// Parallel planes of one image series without a gap, at least three.
struct Stack {
  std::string series_instance_uid;
  std::string frame_of_reference_uid;
  Vec3 normal;          ///< unit, along growing position
  double first_mm = 0;  ///< lowest and highest plane position along the normal
  double last_mm = 0;
  double spacing_mm = 0;  ///< median distance between planes
  double z_min_mm = 0;    ///< patient z of the scanned slab, half a slice beyond its outer planes
  double z_max_mm = 0;
};

/// One plane of an image object.
struct PlaneReference {
  const load::ImageObject* image = nullptr;
  const load::ImagePlane* plane = nullptr;
};

/// Keeps views of the objects: they must outlive it.
class Images {
 public:
  explicit Images(const load::TimePointObjects& objects);

  /// By SOP Instance UID; frame 0 and 1 both name the plane of a single-frame image.
  [[nodiscard]] std::optional<PlaneReference> find(const std::string& sop_instance_uid, int frame) const;

  /// The plane of the frame of reference that holds both points within a tenth of its spacing; of several the
  /// one of `series_instance_uid`, then the lowest SOP Instance UID and frame.
  [[nodiscard]] std::optional<PlaneReference> plane_through(const std::string& frame_of_reference_uid,
                                                            const std::string& series_instance_uid,
                                                            const Vec3& p1, const Vec3& p2) const;

  /// The complete stack on which the series' objects were drawn; null when the images do not show it.
  [[nodiscard]] const Stack* stack_of(const std::string& series_instance_uid,
                                      const std::string& frame_of_reference_uid) const;

  /// Spans along z of the given segmentations' source stacks, or of all stacks when no segmentation is given.
  [[nodiscard]] std::vector<Coverage> slabs(std::span<const load::Segmentation> segmentations) const;

 private:
  std::vector<PlaneReference> planes_;  ///< by SOP Instance UID and frame
  std::vector<Stack> stacks_;           ///< by series UID
};

/// True when a lesion or organ reaches the first or last plane of the stack. `low` and `high` are the
/// outermost slice centres of the mask along its grid's slice direction.
[[nodiscard]] bool reaches_end(const Stack& stack, const Vec3& low, const Vec3& high);

}  // namespace oligard::measure
