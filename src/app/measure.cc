// `oligard measure`: one SEG, every segment and lesion with its figures.
#include "oligard/measure/measure.h"

#include <iostream>
#include <memory>
#include <utility>
#include <vector>

#include "app/commands.h"
#include "app/measure_text.h"
#include "oligard/load/loaded_object.h"

namespace oligard::app {
namespace {

struct Options {
  std::string file;
  std::string config;
  std::string format = "text";
  std::string convention = "calibrated";
  bool all_segments = false;
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
  return Measured{std::move(*segmentation), std::move(*lesions), options.convention};
}

int measure_file(const Options& options) {
  const Result<config::Settings> settings = settings_from(options.config);
  if (!settings) return print_settings_error(settings.error());
  const Result<Measured> result = measured(options, *settings);
  if (!result) return print_refusal(options.file, result.error());
  if (options.format == "json") {
    print_measured_json(*result, std::cout);
  } else if (options.format == "csv") {
    print_measured_csv(*result, std::cout);
  } else {
    print_measured_text(*result, std::cout, standard_output());
  }
  return kDone;
}

}  // namespace

void add_measure(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Command command = line.command("measure", "Measure the lesions of one segmentation");
  command.option("file", options->file, "DICOM SEG or RTSTRUCT").required();
  command.option("--format", options->format, "json, csv or text").one_of({"json", "csv", "text"});
  command.option("--convention", options->convention, "boundary rule: calibrated, centre or edge")
      .one_of({"calibrated", "centre", "edge"});
  command.flag("--all-segments", options->all_segments, "measure every segment as a lesion");
  command.option("--config", options->config, "settings file (TOML), for its source rules");
  command.runs([options] { return measure_file(*options); });
}

}  // namespace oligard::app
