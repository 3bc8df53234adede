// Which series an object refers to.
#pragma once

#include <filesystem>
#include <set>
#include <string>

#include "oligard/config/settings.h"

namespace oligard::pipeline {

/// Series Instance UIDs of the images that a SEG, RTSTRUCT or SR names, as far as it states them; empty for
/// other objects and for files that cannot be used.
[[nodiscard]] std::set<std::string> referenced_series(const std::filesystem::path& file,
                                                      const config::Settings& settings);

}  // namespace oligard::pipeline
