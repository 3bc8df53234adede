#include "app/inspect_report.h"

#include <cstdio>
#include <iostream>
#include <string>

#include "app/terminal.h"

namespace oligard::app {
namespace {

std::string in_words(load::Statement statement) {
  switch (statement) {
    case load::Statement::kNone:
      return {};
    case load::Statement::kPresent:
      return "present";
    case load::Statement::kAbsent:
      return "absent";
    case load::Statement::kTooSmall:
      return "too small to measure";
    case load::Statement::kNotEvaluable:
      return "not evaluable";
    case load::Statement::kIncreasedEquivocal:
      return "equivocal increase";
    case load::Statement::kUnequivocalProgression:
      return "unequivocal progression";
  }
  return {};
}

std::string in_words(const Code& code) {
  return printable(code.meaning + " (" + code.value + ", " + code.scheme + ")");
}

void print_line(const load::StatedLine& line) {
  if (line.in_patient_space) {
    std::printf(", from (%.1f, %.1f, %.1f) to (%.1f, %.1f, %.1f) mm", line.p1_mm.x, line.p1_mm.y,
                line.p1_mm.z, line.p2_mm.x, line.p2_mm.y, line.p2_mm.z);
    return;
  }
  std::printf(
      ", from (%.1f, %.1f) to (%.1f, %.1f) on image %s", line.column1, line.row1, line.column2, line.row2,
      line.image.sop_instance_uid.empty() ? "not stated" : printable(line.image.sop_instance_uid).c_str());
  if (line.image.frame > 0) std::printf(" frame %d", line.image.frame);
}

void print_number(const char* name, const std::optional<load::StatedNumber>& number, const char* unit) {
  if (!number) return;
  std::printf("      %-12s %.4g %s", name, number->value, unit);
  if (number->line) print_line(*number->line);
  std::printf("\n");
}

void print_row(const char* name, const std::string& text) {
  if (!text.empty()) std::printf("      %-12s %s\n", name, printable(text).c_str());
}

void print_group(const load::PriorMeasurement& m) {
  std::printf("  %d. %s%s%s%s\n", m.number,
              m.tracking_id.empty() ? "(no tracking identifier)" : printable(m.tracking_id).c_str(),
              m.organ.empty() ? "" : (", " + m.organ).c_str(),
              m.laterality.empty() ? "" : (", " + m.laterality).c_str(),
              m.finding.empty() ? "" : (", " + printable(m.finding.meaning)).c_str());
  print_row("tracking UID", m.tracking_uid);
  print_number("long axis", m.long_axis, "mm");
  print_number("short axis", m.short_axis, "mm");
  print_number("3-D diameter", m.max_3d_diameter, "mm");
  print_number("volume", m.volume, "mm3");
  for (const load::StatedNumber& number : m.others)
    std::printf("      %-12s %s: %.6g %s\n", "also", in_words(number.concept_name).c_str(), number.value,
                printable(number.unit).c_str());
  print_row("says", in_words(m.statement));
  print_row("role", m.recist_role);
  print_row("site", m.finding_site.empty() ? "" : in_words(m.finding_site));
  print_row("time point", m.time_point);
  if (!m.segment_sop_instance_uid.empty())
    print_row("segment", (m.segment_number > 0 ? std::to_string(m.segment_number) : "all") + " of " +
                             m.segment_sop_instance_uid);
  for (const load::StatedRegion& region : m.regions)
    std::printf("      %-12s %s of %zu points%s\n", "drawn", printable(region.graphic_type).c_str(),
                region.points.size(), region.in_patient_space ? " in patient space" : "");
  for (const auto& [name, text] : m.texts)
    print_row("text", name.meaning + ": " + text);
  print_row("taken as mm", m.units_assumed);
  print_row("not used", m.not_used);
  print_row("set aside", m.other_time_point);
}

}  // namespace

void print_report(const load::MeasurementReport& report) {
  std::cout << "  Title              " << in_words(report.title) << "\n"
            << "  Template           "
            << (report.template_id.empty() ? "not stated" : "TID " + printable(report.template_id)) << "\n"
            << "  Reader             " << (report.reader.empty() ? "not stated" : printable(report.reader))
            << "\n";
  if (!report.time_point.empty())
    std::cout << "  Time point         " << printable(report.time_point) << "\n";
  if (!report.rule.name.empty()) std::cout << "  Source rule        " << report.rule.name << "\n";
  if (report.rule.reader_outranks) std::cout << "  Its sizes outrank measured ones\n";
  if (report.is_own_result) std::cout << "  A result of this program\n";
  std::cout << std::endl;
  for (const load::PriorMeasurement& group : report.measurements)
    print_group(group);
}

}  // namespace oligard::app
