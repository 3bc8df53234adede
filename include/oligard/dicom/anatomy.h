// Body parts: DICOM codes ↔ the organ names that matching and classification use.
#pragma once

#include <string>
#include <string_view>

#include "oligard/base/code.h"
#include "oligard/terms/organs.h"

namespace oligard::dicom {

/// The organ of a code: those of terms/organs.h,
/// SCT and SRT; of others the words of the meaning. Null when the code names none.
[[nodiscard]] const terms::Organ* organ_of(const Code& code);

/// Lower case of ASCII letters; the accented Latin letters of U+00C0 to U+00FF become plain ones
/// ("Läsion" = "lasion"), other bytes stay.
[[nodiscard]] std::string folded(std::string_view text);

/// The organ of a free-text label or body part ("Liver lesion 3", "left adrenal"). Null when no organ word is
/// in it, or several different ones.
[[nodiscard]] const terms::Organ* organ_of_label(std::string_view label);

/// "left", "right", "bilateral" or empty for a laterality code (CID 244, SCT and SRT).
[[nodiscard]] std::string laterality_of(const Code& code);

/// The CID 244 code of "left", "right" or "bilateral"; empty code otherwise.
[[nodiscard]] Code laterality_code(std::string_view laterality);

}  // namespace oligard::dicom
