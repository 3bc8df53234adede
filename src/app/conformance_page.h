// The generated sections of docs/conformance.md: tables of what negotiates and of what writes.
#pragma once

#include <map>
#include <string>

#include "oligard/base/result.h"

namespace oligard::app {

/// Markdown by the name in the page's markers. Writes an example of each object: it takes a second and a
/// temporary folder. Errors of phantom, pipeline and report.
[[nodiscard]] Result<std::map<std::string, std::string>> conformance_sections();

/// The page with the text between "<!-- generated: NAME -->" and "<!-- end -->" replaced. Error
/// CONFORMANCE_PAGE: a marker has no section, or a section no marker.
[[nodiscard]] Result<std::string> with_sections(const std::string& page,
                                                const std::map<std::string, std::string>& sections);

}  // namespace oligard::app
