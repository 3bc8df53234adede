// Body parts: DICOM codes ↔ the organ names that matching and classification use.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "oligard/base/code.h"

namespace oligard::dicom {

/// One organ. Names are lower case with underscores ("liver", "lymph_node", "soft_tissue").
struct Organ {
  std::string_view name;
  std::string_view sct;      ///< SNOMED CT code, as written
  std::string_view meaning;  ///< code meaning, as written (PS3.16 2024c spelling)
  std::string_view srt;      ///< retired SNOMED-RT twin accepted on reading; empty = none known
  bool paired;
  std::string_view region;  ///< brain, neck, chest, abdomen, pelvis, extremity; empty = anywhere
};

[[nodiscard]] const std::vector<Organ>& organs();

/// The organ of a code: exact organs, their parts (lobes, liver segments, lymph node stations, vertebrae),
/// SCT and SRT; of others the words of the meaning. Null when the code names none.
[[nodiscard]] const Organ* organ_of(const Code& code);

/// Lower case of ASCII letters; the accented Latin letters of U+00C0 to U+00FF become plain ones
/// ("Läsion" = "lasion"), other bytes stay.
[[nodiscard]] std::string folded(std::string_view text);

/// The organ of a free-text label or body part ("Liver lesion 3", "left adrenal"). Null when no organ word is
/// in it, or several different ones.
[[nodiscard]] const Organ* organ_of_label(std::string_view label);

/// By name; null when unknown.
[[nodiscard]] const Organ* organ_by_name(std::string_view name);

/// "left", "right", "bilateral" or empty for a laterality code (CID 244, SCT and SRT).
[[nodiscard]] std::string laterality_of(const Code& code);

/// The CID 244 code of "left", "right" or "bilateral"; empty code otherwise.
[[nodiscard]] Code laterality_code(std::string_view laterality);

}  // namespace oligard::dicom
