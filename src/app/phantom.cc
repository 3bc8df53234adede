// `oligard phantom`: synthetic patients with known truth.
#include "oligard/phantom/phantom.h"

#include <iostream>
#include <memory>
#include <utility>
#include <vector>

#include "app/commands.h"

namespace oligard::app {
namespace {

using phantom::CohortSettings;

constexpr int kLeastCohortLesions = 5;
constexpr int kMostCohortLesions = 20;
constexpr int kCohortTimepoints = 4;

struct Arguments {
  phantom::PhantomOptions options;
  std::string out, level, pattern, tracking = "none";
  bool mirrored = false, tracking_uids = false, no_image_references = false;
  std::vector<std::pair<double CohortSettings::*, double>> figures;  ///< that replace those of the level
};

struct FigureOption {
  const char* name;
  double CohortSettings::*member;
  const char* help;
};

constexpr FigureOption kFigures[] = {
    {"--missed", &CohortSettings::missed, "share of lesions that a segmentation lacks"},
    {"--cropped", &CohortSettings::cropped, "share of time points that show a part of the body"},
    {"--tilted", &CohortSettings::tilted, "share of time points with an oblique stack"},
    {"--melting", &CohortSettings::melting, "pairs that melt or part, per lesion"},
    {"--gap", &CohortSettings::gap_mm, "mm between the surfaces of two lesions"},
    {"--clustered", &CohortSettings::clustered, "share of lesions put into an organ that has one"},
    {"--site-coded", &CohortSettings::site_coded, "share of segments that name their site"},
    {"--site-wrong", &CohortSettings::site_wrong, "share of them that name a wrong one"},
    {"--rotation", &CohortSettings::rotation_deg, "degrees, sd"},
    {"--girth", &CohortSettings::girth, "change across the body, sd"},
    {"--length", &CohortSettings::length, "change along the body, sd"},
    {"--organ-jitter", &CohortSettings::organ_jitter_mm, "mm, sd an axis"},
    {"--lesion-jitter", &CohortSettings::lesion_jitter_mm, "mm, sd an axis"},
    {"--deformation", &CohortSettings::deformation_mm, "mm, sd of each of three waves"},
    {"--breathing-min", &CohortSettings::breathing_min_mm, "mm, least way of the diaphragm"},
    {"--breathing-max", &CohortSettings::breathing_max_mm, "mm, longest way of the diaphragm"},
    {"--offset-xy", &CohortSettings::offset_xy_mm, "mm, sd of the table's zero across"},
    {"--offset-z", &CohortSettings::offset_z_mm, "mm, sd of the table's zero along"},
    {"--slice-min", &CohortSettings::slice_min_mm, "mm, least distance of slices"},
    {"--slice-max", &CohortSettings::slice_max_mm, "mm, largest distance of slices"},
};

void add_cohort_options(Command& command, Arguments& arguments) {
  const Option level = command.option("--level", arguments.level, "a patient of a cohort of this difficulty")
                           .one_of({"easy", "medium", "hard"});
  command
      .option("--max-lesions", arguments.options.max_lesions,
              "at baseline as many as --lesions to this, by seed")
      .needs(level);
  command.option("--pattern", arguments.pattern, "course of the disease; any = by the seed")
      .one_of(phantom::pattern_names())
      .needs(level);
  command.flag("--mirrored", arguments.mirrored, "left and right exchanged at the last time point")
      .needs(level);
  for (const FigureOption& figure : kFigures) {
    command
        .option(
            figure.name,
            [&arguments, member = figure.member](double value) {
              arguments.figures.emplace_back(member, value);
            },
            std::string(figure.help) + " (with --level)")
        .needs(level);
  }
}

/// The options as write_phantom takes them. A level brings its own defaults.
phantom::PhantomOptions options_of(const Arguments& arguments, const Command& command) {
  phantom::PhantomOptions options = arguments.options;
  options.image_references = !arguments.no_image_references;
  if (arguments.tracking == "true" || arguments.tracking_uids) options.tracking = phantom::Tracking::kTrue;
  if (arguments.tracking == "misleading") options.tracking = phantom::Tracking::kMisleading;
  options.cohort = phantom::cohort_level(arguments.level);
  if (!options.cohort) return options;
  if (!command.has("--lesions")) {
    options.lesions = kLeastCohortLesions;
    if (options.max_lesions == 0) options.max_lesions = kMostCohortLesions;
  }
  if (!command.has("--timepoints")) options.timepoints = kCohortTimepoints;
  for (const auto& [member, value] : arguments.figures)
    (*options.cohort).*member = value;
  if (!arguments.pattern.empty()) options.cohort->pattern = *phantom::pattern_by_name(arguments.pattern);
  options.cohort->mirrored = arguments.mirrored;
  return options;
}

}  // namespace

void add_phantom(CommandLine& line) {
  auto arguments = std::make_shared<Arguments>();
  phantom::PhantomOptions& options = arguments->options;
  Command command = line.command("phantom", "Write synthetic patients with known truth");
  command.option("--out", arguments->out, "folder for the patients").required();
  command.option("--seed", options.seed, "same seed, same bytes");
  command.option("--patients", options.patients, "how many").within(1, 10000);
  command.option("--timepoints", options.timepoints, "studies a patient").within(1, 50);
  command.option("--lesions", options.lesions, "lesions at baseline").within(1, 3000);
  command.flag("--demo", options.demo,
               "the demonstration patient: one liver lesion escapes, one bone lesion is new");
  command.flag("--ct", options.with_ct, "also write the CT slices");
  const Option tracking =
      command.option("--tracking", arguments->tracking, "Tracking UIDs; misleading = counters of segments")
          .one_of({"none", "true", "misleading"});
  command.flag("--tracking-uids", arguments->tracking_uids, "as --tracking true").excludes(tracking);
  command.flag("--same-frame", options.same_frame_of_reference, "one Frame of Reference for all studies");
  command.flag("--organ-masks", options.organ_masks, "also write the organs as a segmentation of their own");
  command.flag("--no-image-references", arguments->no_image_references,
               "segmentations name no images: what was imaged stays unknown");
  command.option("--slice-spacing", options.slice_spacing_mm, "mm; 0 = chosen by the seed");
  command.option("--matrix", options.matrix, "rows and columns; 0 = chosen");
  command.option("--patient-id", options.patient_id, "instead of one derived from the seed");
  command.option("--patient-name", options.patient_name, "instead of one derived from the seed");
  add_cohort_options(command, *arguments);
  command.runs([arguments, command] {
    const auto files = phantom::write_phantom(arguments->out, options_of(*arguments, command));
    if (!files) return print_error(files.error());
    std::cout << files->size() << " DICOM files in " << arguments->out << "\n";
    return int{kDone};
  });
}

}  // namespace oligard::app
