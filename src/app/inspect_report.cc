#include "app/inspect_report.h"

#include <cstdio>
#include <iostream>

namespace oligard::app {
namespace {

void print_number(const char* name, const std::optional<load::StatedNumber>& number, const char* unit) {
  if (number)
    std::printf("      %s %.4g %s%s\n", name, number->value, unit, number->line ? ", with its line" : "");
}

}  // namespace

void print_report(const load::MeasurementReport& report) {
  std::cout << "  Title              " << report.title.meaning << " (" << report.title.value << ", "
            << report.title.scheme << ")\n"
            << "  Template           "
            << (report.template_id.empty() ? "not stated" : "TID " + report.template_id)
            << (report.is_own_result ? "\n  A result of this program" : "") << "\n\n";
  for (std::size_t i = 0; i < report.measurements.size(); ++i) {
    const load::PriorMeasurement& m = report.measurements[i];
    std::cout << "  " << i + 1 << ". " << (m.tracking_id.empty() ? "(no tracking identifier)" : m.tracking_id)
              << (m.organ.empty() ? "" : ", " + m.organ) << (m.laterality.empty() ? "" : ", " + m.laterality)
              << (m.finding.empty() ? "" : ", " + m.finding.meaning) << "\n";
    print_number("long axis ", m.long_axis, "mm");
    print_number("short axis", m.short_axis, "mm");
    print_number("volume    ", m.volume, "mm3");
    if (!m.segment_sop_instance_uid.empty()) {
      std::cout << "      segment " << m.segment_number << " of " << m.segment_sop_instance_uid << "\n";
    }
    if (!m.others.empty()) std::cout << "      " << m.others.size() << " further numbers\n";
    if (!m.units_assumed.empty()) std::cout << "      taken as mm: " << m.units_assumed << "\n";
  }
}

}  // namespace oligard::app
