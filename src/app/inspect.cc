// `oligard inspect`: what one object holds, in words; for a refused one: why, and what its sender must
// change.
#include <cstdio>
#include <iostream>
#include <memory>

#include "app/commands.h"
#include "app/inspect_report.h"
#include "oligard/dicom/sop_classes.h"
#include "oligard/load/components.h"
#include "oligard/load/loaded_object.h"
#include "oligard/pipeline/analysis.h"

namespace oligard::app {
namespace {

std::string class_name(const std::string& uid) {
  const dicom::SopClass* known = dicom::sop_class(uid);
  return known == nullptr ? uid : std::string(known->name);
}

void print_header(const load::ObjectHeader& header) {
  std::cout << class_name(header.sop_class_uid) << "\n"
            << "  Patient key        " << pipeline::patient_key(header.patient) << "\n"
            << "  SOP Instance UID   " << header.sop_instance_uid << "\n"
            << "  Study / Series     " << header.study_instance_uid << " / " << header.series_instance_uid
            << "\n"
            << "  Study Date         " << (header.study_date ? to_iso(*header.study_date) : "not stated")
            << "\n"
            << "  Made by            " << header.manufacturer << " " << header.model << "\n"
            << "  Series Description " << header.series_description << "\n";
}

void print(const load::Segmentation& seg) {
  const Grid& grid = seg.grid;
  std::printf("  Grid               %d columns x %d rows x %d slices, %.4g x %.4g x %.4g mm\n", grid.columns,
              grid.rows, grid.slices, grid.column_spacing, grid.row_spacing, grid.slice_spacing);
  std::printf("  Source series      %s\n",
              seg.source_series_uid.empty() ? "not stated" : seg.source_series_uid.c_str());
  if (seg.missing_slices) std::printf("  Slices are missing inside the grid\n");
  std::printf("\n  %4s  %-28s %-7s %-14s %10s %6s\n", "no.", "label", "role", "organ", "voxels", "parts");
  for (const load::Segment& segment : seg.segments) {
    std::printf("  %4d  %-28.28s %-7s %-14s %10lld %6zu\n", segment.number, segment.label.c_str(),
                load::name_of(segment.role), segment.organ.empty() ? "-" : segment.organ.c_str(),
                static_cast<long long>(voxel_count(segment.mask)),
                load::connected_components(segment.mask).size());
  }
}

void print(const load::MeasurementReport& report) {
  print_report(report);
}

void print(const load::ImageObject& image) {
  std::cout << "  Planes             " << image.planes.size() << "\n";
  if (!image.planes.empty()) {
    const Grid& grid = image.planes.front().grid;
    std::printf("  First plane        %d columns x %d rows, %.4g x %.4g mm, slice thickness %.4g mm\n",
                grid.columns, grid.rows, grid.column_spacing, grid.row_spacing, image.slice_thickness_mm);
  }
}

void print(const load::IgnoredObject& ignored) {
  std::cout << "  Not used: " << ignored.code << ": " << ignored.reason << "\n";
}

int inspect(const std::string& path, const std::string& config_file) {
  const Result<config::Settings> settings = settings_from(config_file);
  if (!settings) return print_error(settings.error());
  const Result<load::LoadedObject> object = load::load_object(path, settings->sources);
  if (!object) return print_refusal(path, object.error());
  print_header(load::header_of(*object));
  std::visit([](const auto& value) { print(value); }, *object);
  return kDone;
}

}  // namespace

void add_inspect(CLI::App& app, Outcome& outcome) {
  auto path = std::make_shared<std::string>();
  auto config_file = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("inspect", "Say what one object holds, or why it is refused");
  command->add_option("file", *path, "DICOM file")->required();
  command->add_option("--config", *config_file, "settings file (TOML), for its source rules");
  command->callback([=, &outcome] { outcome.exit_code = inspect(*path, *config_file); });
}

}  // namespace oligard::app
