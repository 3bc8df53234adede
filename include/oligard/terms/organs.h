// The organs that lesions are in. The table is src/terms/organs.tsv: one row an organ.
#pragma once

#include <span>
#include <string_view>

namespace oligard::terms {

/// An ellipse on the schematic body that stands for an organ. Millimetres: x to the patient's left from the
/// middle, z up from the symphysis.
struct BodyArea {
  double x_mm = 0, z_mm = 0;  ///< centre; of a paired organ the left one
  double half_x_mm = 0, half_z_mm = 0;
  bool is_drawn = false;  ///< else it only places lesions
};

struct Organ {
  std::string_view name;     ///< lower case with underscores ("liver", "soft_tissue"); stable
  std::string_view sct;      ///< SNOMED CT code, as written
  std::string_view meaning;  ///< code meaning, as written (PS3.16 2024c spelling)
  std::string_view srt;      ///< retired SNOMED-RT twin accepted on reading; empty = none known
  bool paired = false;
  bool nodal = false;
  bool cns = false;         ///< counts as central nervous system (clinical-rules 1.5)
  std::string_view region;  ///< brain, neck, chest, abdomen, pelvis, extremity; empty = anywhere
  BodyArea body;
};

/// A SNOMED CT code of a part of an organ: a lobe, a vertebra, a lymph node station. Read, never written.
struct OrganPart {
  std::string_view sct;
  std::string_view meaning;
  std::string_view organ;
  std::string_view source;  ///< where code and meaning were compared: a context group or annex of PS3.16, …
};

/// Organs that rules decide by.
inline constexpr std::string_view kLymphNode = "lymph_node";
inline constexpr std::string_view kBone = "bone";

/// From head to foot, then those that are anywhere.
[[nodiscard]] std::span<const Organ> organs();
[[nodiscard]] std::span<const OrganPart> organ_parts();

/// By name; null when unknown.
[[nodiscard]] const Organ* organ_by_name(std::string_view name);
/// By a code of its own or of a part, SNOMED CT or SNOMED-RT; null when unknown.
[[nodiscard]] const Organ* organ_by_code(std::string_view value);

}  // namespace oligard::terms
