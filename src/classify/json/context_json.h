// The clinical context from JSON.
#pragma once

#include <optional>

#include "classify/json/json_reader.h"
#include "oligard/classify/context.h"

namespace oligard::classify {

/// The document, or the byte at which it stops being JSON. The text itself is not repeated.
[[nodiscard]] Result<Json> parse_json(std::string_view text, std::string_view code);

/// {"date", "modality"}
[[nodiscard]] std::optional<LocalTherapy> read_local_therapy(const JsonReader& reader);

/// The fields of a context; what is missing or null stays unknown. Keys that are none of them are not looked
/// at.
void read_context(const JsonReader& reader, ClinicalContext& context);

}  // namespace oligard::classify
