// `oligard inspect`, one file for each kind of object.
#pragma once

#include <ostream>
#include <string>
#include <string_view>

#include "app/terminal.h"
#include "oligard/base/result.h"
#include "oligard/load/loaded_object.h"

namespace oligard::app {

/// "  Name               value": one fact, in the column that all facts share. What the object's sender wrote
/// cannot move the terminal: see printable.
void print_fact(std::ostream& out, std::string_view name, const std::string& value);
/// The same, the value in the colour of a warning.
void print_warning(std::ostream& out, std::string_view name, const std::string& value, const Layout& layout);

/// Whose object it is, from when, and by which program.
void print_header(const load::ObjectHeader& header, std::ostream& out, const Layout& layout);

/// "lesion (type)": a role or organ with what it was taken from.
[[nodiscard]] std::string with_evidence(const std::string& value, load::SegmentEvidence evidence);

/// What an object holds, in words; identity and producer are printed before.
void describe(const load::Segmentation& segmentation, std::ostream& out, const Layout& layout);
void describe(const load::MeasurementReport& report, std::ostream& out);
void describe_structure_set(const load::Segmentation& structures, std::ostream& out, const Layout& layout);
void describe(const load::ImageObject& image, std::ostream& out);
void describe(const load::Registration& registration, std::ostream& out);

/// What `oligard analyze` makes of the object when it is given nothing else: used and as what, or why not and
/// what to do about it.
void print_use(const load::LoadedObject& object, const std::vector<SourceRule>& rules, std::ostream& out,
               const Layout& layout);

/// Code, reason, cause and what the sender must change of an object that is refused.
void print_refused(const std::string& path, const Error& error, std::ostream& out, const Layout& layout);

}  // namespace oligard::app
