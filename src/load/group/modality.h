// Modality of an image that only its SOP class is known of.
#pragma once

#include <string>
#include <string_view>

namespace oligard::load {

/// "CT", "MR" or "PT" for the image classes the service knows (PS3.6 annex A); empty for any other.
[[nodiscard]] inline std::string modality_of(std::string_view sop_class_uid) {
  constexpr std::string_view kRoot = "1.2.840.10008.5.1.4.1.1.";
  if (sop_class_uid.substr(0, kRoot.size()) != kRoot) return {};
  const std::string_view rest = sop_class_uid.substr(kRoot.size());
  if (rest == "2" || rest == "2.1" || rest == "2.2") return "CT";
  if (rest == "4" || rest == "4.1" || rest == "4.3" || rest == "4.4") return "MR";
  if (rest == "128" || rest == "128.1" || rest == "130") return "PT";
  return {};
}

}  // namespace oligard::load
