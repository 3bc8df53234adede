#include "load/rtstruct/role.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "load/seg/segment_role.h"
#include "oligard/base/text.h"
#include "oligard/dicom/anatomy.h"

namespace oligard::load {
namespace {

/// Interpreted types that say what the ROI is, and that it is neither a lesion nor an organ. All others leave
/// it open: programs write ORGAN for whatever a user draws, or words of their own.
constexpr std::array<std::string_view, 21> kOtherTypes{"EXTERNAL",
                                                       "PTV",
                                                       "CTV",
                                                       "TREATED_VOLUME",
                                                       "IRRAD_VOLUME",
                                                       "BOLUS",
                                                       "MARKER",
                                                       "REGISTRATION",
                                                       "ISOCENTER",
                                                       "CONTRAST_AGENT",
                                                       "CAVITY",
                                                       "BRACHY_CHANNEL",
                                                       "BRACHY_ACCESSORY",
                                                       "BRACHY_SRC_APP",
                                                       "BRACHY_CHNL_SHLD",
                                                       "SUPPORT",
                                                       "FIXATION",
                                                       "DOSE_REGION",
                                                       "CONTROL",
                                                       "DOSE_MEASUREMENT",
                                                       "DEVICE"};

/// Starts of names for volumes with margins (ICRU 50, 62, 83) and for aids of a plan.
constexpr std::array<std::string_view, 4> kMarginNames{"ctv", "ptv", "itv", "prv"};
constexpr std::array<std::string_view, 4> kAidNames{"ring", "body", "external", "skin"};

/// Clinical and planning target volume, as codes.
constexpr std::array<std::string_view, 2> kTargetCodes{"228792002", "228793007"};

std::string upper(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return result;
}

/// From the first letter on, in lower case: "1_GTV-p" → "gtv-p".
std::string from_first_letter(std::string_view label) {
  std::string text = lower_case(label);
  const auto start = std::find_if(text.begin(), text.end(),
                                  [](unsigned char c) { return std::isalpha(c) != 0 || c >= 128; });
  text.erase(text.begin(), start);
  return text;
}

bool starts_with(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

bool starts_with_any(std::string_view name, const std::array<std::string_view, 4>& starts) {
  return std::any_of(starts.begin(), starts.end(),
                     [name](std::string_view start) { return starts_with(name, start); });
}

SegmentRole role_by_name(std::string_view label, bool names_lesion) {
  const std::string name = from_first_letter(label);
  if (starts_with_any(name, kMarginNames)) return SegmentRole::kOther;
  if (names_lesion) return SegmentRole::kLesion;
  if (starts_with_any(name, kAidNames)) return SegmentRole::kOther;
  return dicom::organ_of_label(label) != nullptr ? SegmentRole::kOrgan : SegmentRole::kOther;
}

void set(Segment& roi, SegmentRole role, SegmentEvidence evidence) {
  roi.role = role;
  roi.role_evidence = evidence;
}

}  // namespace

void set_role_of_roi(Segment& roi, std::string_view interpreted_type, const SourceRule& rule) {
  set_role(roi, rule);
  if (roi.role_evidence == SegmentEvidence::kSourceRule) return;
  const std::string type = upper(interpreted_type);
  if (type == "GTV") return set(roi, SegmentRole::kLesion, SegmentEvidence::kInterpretedType);
  if (std::find(kOtherTypes.begin(), kOtherTypes.end(), type) != kOtherTypes.end())
    return set(roi, SegmentRole::kOther, SegmentEvidence::kInterpretedType);
  if (std::find(kTargetCodes.begin(), kTargetCodes.end(), roi.type.value) != kTargetCodes.end())
    return set(roi, SegmentRole::kOther, SegmentEvidence::kTypeCode);
  const bool is_named = roi.role_evidence == SegmentEvidence::kLabel;
  if (!is_named && roi.role_evidence != SegmentEvidence::kNone) return;
  const SegmentRole role = role_by_name(roi.label, is_named);
  set(roi, role, role == SegmentRole::kOther ? SegmentEvidence::kNone : SegmentEvidence::kLabel);
}

}  // namespace oligard::load
