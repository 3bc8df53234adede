#include "oligard/match/lesion_graph.h"

namespace oligard::match {

std::string to_string(LinkKind kind) {
  switch (kind) {
    case LinkKind::kSame:
      return "same";
    case LinkKind::kSplit:
      return "split";
    case LinkKind::kMerge:
      return "merge";
  }
  return {};
}

std::string to_string(Evidence evidence) {
  switch (evidence) {
    case Evidence::kReader:
      return "reader";
    case Evidence::kTrackingUid:
      return "tracking_uid";
    case Evidence::kFrameOfReference:
      return "frame_of_reference";
    case Evidence::kRegistrationObject:
      return "registration_object";
    case Evidence::kImageRegistration:
      return "image_registration";
    case Evidence::kOrganMasks:
      return "organ_masks";
    case Evidence::kMaskRegistration:
      return "mask_registration";
  }
  return {};
}

}  // namespace oligard::match
