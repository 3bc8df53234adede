// `oligard inspect` of a report.
#include <optional>
#include <string>

#include "app/inspect.h"
#include "app/text.h"

namespace oligard::app {
namespace {

std::string in_words(Statement statement) {
  switch (statement) {
    case Statement::kNone:
      return {};
    case Statement::kPresent:
      return "present";
    case Statement::kAbsent:
      return "absent";
    case Statement::kTooSmall:
      return "too small to measure";
    case Statement::kNotEvaluable:
      return "not evaluable";
    case Statement::kIncreasedEquivocal:
      return "equivocal increase";
    case Statement::kUnequivocalProgression:
      return "unequivocal progression";
  }
  return {};
}

std::string in_words(const Code& code) {
  return code.meaning + " (" + code.value + ", " + code.scheme + ")";
}

std::string drawn(const load::StatedLine& line) {
  if (line.in_patient_space)
    return text(", from (%.1f, %.1f, %.1f) to (%.1f, %.1f, %.1f) mm", line.p1_mm.x, line.p1_mm.y,
                line.p1_mm.z, line.p2_mm.x, line.p2_mm.y, line.p2_mm.z);
  const std::string& image = line.image.sop_instance_uid;
  return text(", from (%.1f, %.1f) to (%.1f, %.1f) on image ", line.column1, line.row1, line.column2,
              line.row2) +
         (image.empty() ? "not stated" : image) +
         (line.image.frame > 0 ? " frame " + std::to_string(line.image.frame) : "");
}

/// The rows of one group; empty ones are left out.
class GroupPrinter {
 public:
  explicit GroupPrinter(std::ostream& out) : out_(out) {}

  void row(const char* name, const std::string& value) {
    if (!value.empty()) out_ << text("      %-12s ", name) << printable(value) << "\n";
  }
  void number(const char* name, const std::optional<load::StatedNumber>& number, const char* unit) {
    if (number) row(name, text("%.4g %s", number->value, unit) + (number->line ? drawn(*number->line) : ""));
  }

 private:
  std::ostream& out_;
};

std::string with(const std::string& before, const std::string& value) {
  return value.empty() ? before : before + ", " + value;
}

void print_group(const load::PriorMeasurement& m, std::ostream& out) {
  const std::string name = m.tracking_id.empty() ? "(no tracking identifier)" : m.tracking_id;
  const std::string title = with(with(with(name, m.organ), m.laterality), m.finding.meaning);
  out << "  " << m.number << ". " << printable(title) << "\n";
  GroupPrinter print(out);
  print.row("tracking UID", m.tracking_uid);
  print.number("long axis", m.long_axis, "mm");
  print.number("short axis", m.short_axis, "mm");
  print.number("3-D diameter", m.max_3d_diameter, "mm");
  print.number("volume", m.volume, "mm3");
  for (const load::StatedNumber& number : m.others)
    print.row("also", in_words(number.concept_name) + text(": %.6g ", number.value) + number.unit);
  print.row("says", in_words(m.statement));
  print.row("role", m.recist_role);
  print.row("site", m.finding_site.empty() ? "" : in_words(m.finding_site));
  print.row("time point", m.time_point);
  if (!m.segment_sop_instance_uid.empty())
    print.row("segment", (m.segment_number > 0 ? std::to_string(m.segment_number) : "all") + " of " +
                             m.segment_sop_instance_uid);
  for (const load::StatedRegion& region : m.regions)
    print.row("drawn", region.graphic_type + text(" of %zu points", region.points.size()) +
                           (region.in_patient_space ? " in patient space" : ""));
  for (const auto& [concept_name, value] : m.texts)
    print.row("text", concept_name.meaning + ": " + value);
  print.row("taken as mm", m.units_assumed);
  print.row("not used", m.not_used);
  print.row("set aside", m.other_time_point);
}

}  // namespace

void describe(const load::MeasurementReport& report, std::ostream& out) {
  print_fact(out, "Title", in_words(report.title));
  print_fact(out, "Template", report.template_id.empty() ? "not stated" : "TID " + report.template_id);
  print_fact(out, "Reader", report.reader.empty() ? "not stated" : report.reader);
  if (!report.time_point.empty()) print_fact(out, "Time point", report.time_point);
  if (!report.rule.name.empty()) print_fact(out, "Source rule", report.rule.name);
  if (report.rule.reader_outranks) out << "  Its sizes outrank measured ones\n";
  if (report.is_own_result) out << "  A result of this program\n";
  if (report.is_reader_copy()) out << "  A result of this program as a person stored it again\n";
  out << "\n";
  for (const load::PriorMeasurement& group : report.measurements)
    print_group(group, out);
}

}  // namespace oligard::app
