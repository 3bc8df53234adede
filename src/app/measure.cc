// `oligard measure`: one SEG, every segment and lesion with its figures.
#include "oligard/measure/measure.h"

#include <cstdio>
#include <iostream>
#include <memory>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/commands.h"
#include "oligard/load/components.h"
#include "oligard/load/loaded_object.h"
#include "oligard/report/assessment_json.h"

namespace oligard::app {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::string file;
  std::string config;
  std::string format = "text";
  std::string convention = "calibrated";
  bool all_segments = false;
};

struct Measured {
  load::Segmentation segmentation;
  std::vector<measure::Lesion> lesions;
};

Result<Measured> measured(const Options& options, const config::Settings& settings) {
  Result<load::LoadedObject> object = load::load_object(options.file, settings.sources);
  if (!object) return fail(object);
  auto* segmentation = std::get_if<load::Segmentation>(&*object);
  if (segmentation == nullptr) {
    return fail(ErrorKind::kUnsupported, "NOT_A_SEGMENTATION",
                "the object is no segmentation; see oligard inspect");
  }
  measure::MeasureOptions how;
  how.all_segments_are_lesions = options.all_segments;
  if (options.convention == "centre") how.convention = measure::Convention::kCentre;
  if (options.convention == "edge") how.convention = measure::Convention::kEdge;
  Result<std::vector<measure::Lesion>> lesions = measure::measure_segmentation(*segmentation, how);
  if (!lesions) return fail(lesions);
  return Measured{std::move(*segmentation), std::move(*lesions)};
}

void print_json(const Measured& measured) {
  Json segments = Json::array();
  for (const load::Segment& segment : measured.segmentation.segments) {
    const std::int64_t voxels = voxel_count(segment.mask);
    segments.push_back({{"number", segment.number},
                        {"label", segment.label},
                        {"role", load::name_of(segment.role)},
                        {"voxel_count", voxels},
                        {"volume_mm3", volume_mm3(segment.mask)},
                        {"components", load::connected_components(segment.mask).size()}});
  }
  Json lesions = Json::array();
  for (const measure::Lesion& lesion : measured.lesions)
    lesions.push_back(Json::parse(report::lesion_json(lesion)));
  const Json json = {{"segments", segments}, {"lesions", lesions}};
  std::cout << json.dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
}

std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text)
    quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

/// One row a lesion; `row` gets number, component, label, organ and the four figures.
template <class Row>
void for_each_row(const Measured& measured, Row&& row) {
  for (const measure::Lesion& lesion : measured.lesions) {
    row(lesion.source.number, lesion.source.component, lesion.source.label, lesion.organ,
        lesion.volume_mm3.value_or(0), lesion.long_axis_mm.value_or(0), lesion.short_axis_mm.value_or(0),
        lesion.max_3d_diameter_mm.value_or(0), lesion.truncated);
  }
}

void print_csv(const Measured& measured) {
  std::printf(
      "segment,component,label,organ,volume_mm3,long_axis_mm,short_axis_mm,max_3d_diameter_mm,truncated\n");
  for_each_row(
      measured, [](int number, int component, const std::string& label, const std::string& organ,
                   double volume, double long_axis, double short_axis, double diameter, bool truncated) {
        std::printf("%d,%d,%s,%s,%.3f,%.3f,%.3f,%.3f,%s\n", number, component, csv_field(label).c_str(),
                    organ.c_str(), volume, long_axis, short_axis, diameter, truncated ? "true" : "false");
      });
}

void print_text(const Measured& measured) {
  std::printf("%4s %4s  %-24s %-12s %12s %9s %9s %9s\n", "seg.", "part", "label", "organ", "volume cm3",
              "long mm", "short mm", "3-D mm");
  for_each_row(measured,
               [](int number, int component, const std::string& label, const std::string& organ,
                  double volume, double long_axis, double short_axis, double diameter, bool truncated) {
                 std::printf("%4d %4s  %-24.24s %-12.12s %12.3f %9.1f %9.1f %9.1f%s\n", number,
                             component == 0 ? "-" : std::to_string(component).c_str(), label.c_str(),
                             organ.empty() ? "-" : organ.c_str(), volume / 1000, long_axis, short_axis,
                             diameter, truncated ? "  cut by the border" : "");
               });
  if (measured.lesions.empty())
    std::printf("no segment is a lesion; --all-segments measures every segment\n");
}

int measure_file(const Options& options) {
  const Result<config::Settings> settings = settings_from(options.config);
  if (!settings) return print_error(settings.error());
  const Result<Measured> result = measured(options, *settings);
  if (!result) return print_refusal(options.file, result.error());
  if (options.format == "json") {
    print_json(*result);
  } else if (options.format == "csv") {
    print_csv(*result);
  } else {
    print_text(*result);
  }
  return kDone;
}

}  // namespace

void add_measure(CLI::App& app, Outcome& outcome) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("measure", "Measure the lesions of one segmentation");
  command->add_option("file", options->file, "DICOM SEG or RTSTRUCT")->required();
  command->add_option("--format", options->format, "json, csv or text")
      ->check(CLI::IsMember({"json", "csv", "text"}));
  command->add_option("--convention", options->convention, "boundary rule: calibrated, centre or edge")
      ->check(CLI::IsMember({"calibrated", "centre", "edge"}));
  command->add_flag("--all-segments", options->all_segments, "measure every segment as a lesion");
  command->add_option("--config", options->config, "settings file (TOML), for its source rules");
  command->callback([options, &outcome] { outcome.exit_code = measure_file(*options); });
}

}  // namespace oligard::app
