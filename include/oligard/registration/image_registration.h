// The images of two time points laid over each other: where a place of one lies in the other, and how far
// that can be trusted (method and limits: docs/matching.md, "Images").
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <utility>

#include "oligard/base/geometry.h"
#include "oligard/base/result.h"
#include "oligard/registration/coarse_volume.h"

namespace oligard::registration {

/// What of a pair of volumes was measured to judge it.
struct ImageAgreement {
  double common_share = 0;  ///< of the smaller body: how much of it both volumes show
  double dice = 0;          ///< of the bodies, within what both show
  double information = 0;   ///< Mattes mutual information of the rigid map, nats
  double gain = 0;          ///< by how much it is above that of the best place elsewhere, as a share of it
  double correlation = 0;   ///< of the values inside both bodies, after all steps; of one modality alone
  double inverse_mm = 0;    ///< median of |T_ba(T_ab(x)) − x| over the places, of independent runs
  bool deformable = false;  ///< demons refined the rigid map
};

struct ImageMap {
  /// A place of the first volume (LPS mm) in the second; nothing outside the first, nor where registering
  /// either way gives answers 12 mm and more apart. Pure, callable from any thread.
  std::function<std::optional<Vec3>(const Vec3&)> map;
  double quality = 0;  ///< 0 … 1
  ImageAgreement agreement;
};

struct ImageRegistrationOptions {
  /// Where the map will be asked: lesions of the first time point. None: places all over the body.
  std::vector<Vec3> places;
  /// Places known in both, e.g. centres of organs: a start, no more.
  std::vector<std::pair<Vec3, Vec3>> anchors;
};

/// Registers `from` onto `to`: rigid with a search along the body, and between two CT or two MR volumes
/// demons for what moved on its own. Both ways at once in two threads; equal input gives equal bits. Some
/// seconds of processor time. Errors, all unsupported: IMAGE_REGISTRATION_NO_OVERLAP,
/// IMAGE_REGISTRATION_BODIES_DIFFER, IMAGE_REGISTRATION_NO_AGREEMENT, IMAGE_REGISTRATION_MIRRORED,
/// IMAGE_REGISTRATION_INCONSISTENT, IMAGE_REGISTRATION_FAILED.
[[nodiscard]] Result<ImageMap> register_images(const CoarseVolume& from, const CoarseVolume& to,
                                               const ImageRegistrationOptions& options);

}  // namespace oligard::registration
