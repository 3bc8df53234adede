// The phantom's body: organs as simple shapes. Body frame: LPS axes, mm; x = 0 mid-sagittal, y = 0 half-way
// between front and back, z = 0 at the symphysis, about 640 at the lung apex.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "oligard/base/code.h"
#include "phantom/shape.h"

namespace oligard::phantom {

/// A place in the body. Later structures lie over earlier ones.
struct Structure {
  std::string name;               ///< "right lung", "T11 vertebra"
  std::string organ;              ///< name of terms/organs.h; empty for what holds no lesions
  std::string laterality;         ///< "left", "right" or empty
  Code region;                    ///< anatomic region of lesions in it
  Shape shape;                    ///< at rest
  double breathing = 0;           ///< share of the diaphragm's way that it follows
  std::optional<int> hounsfield;  ///< empty = not drawn (a lymph node station)
  int lesion_hounsfield = 0;
  double max_lesion_mm = 0;  ///< largest lesion placed here; 0 = none
  bool is_organ = false;     ///< has a mask of its own when organ masks are asked for
};

[[nodiscard]] const std::vector<Structure>& structures();

/// Index by name; the name exists.
[[nodiscard]] std::size_t structure_index(const std::string& name);

/// The last drawn structure that holds a point of the body at rest; empty outside the body.
[[nodiscard]] std::optional<std::size_t> topmost_structure(const Vec3& point);

/// How a point of a structure moves when the diaphragm goes down by `breath_mm`: downwards and a quarter of
/// it to the front. Inside the lung the share grows from 0 at the apex to 1 at the base.
[[nodiscard]] Vec3 breathing_shift(const Structure& structure, const Vec3& point, double breath_mm);

}  // namespace oligard::phantom
