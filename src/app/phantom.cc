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

void add_cohort_options(CLI::App& command, Arguments& arguments) {
  CLI::Option* level =
      command.add_option("--level", arguments.level, "a patient of a cohort of this difficulty")
          ->check(CLI::IsMember({"easy", "medium", "hard"}));
  command
      .add_option("--max-lesions", arguments.options.max_lesions,
                  "at baseline as many as --lesions to this, by seed")
      ->needs(level);
  command.add_option("--pattern", arguments.pattern, "course of the disease; any = by the seed")
      ->check(CLI::IsMember(phantom::pattern_names()))
      ->needs(level);
  command.add_flag("--mirrored", arguments.mirrored, "left and right exchanged at the last time point")
      ->needs(level);
  for (const FigureOption& figure : kFigures) {
    command
        .add_option_function<double>(
            figure.name,
            [&arguments, member = figure.member](double value) {
              arguments.figures.emplace_back(member, value);
            },
            std::string(figure.help) + " (with --level)")
        ->needs(level);
  }
}

/// The options as write_phantom takes them. A level brings its own defaults.
phantom::PhantomOptions options_of(const Arguments& arguments, const CLI::App& command) {
  phantom::PhantomOptions options = arguments.options;
  options.image_references = !arguments.no_image_references;
  if (arguments.tracking == "true" || arguments.tracking_uids) options.tracking = phantom::Tracking::kTrue;
  if (arguments.tracking == "misleading") options.tracking = phantom::Tracking::kMisleading;
  options.cohort = phantom::cohort_level(arguments.level);
  if (!options.cohort) return options;
  if (command.count("--lesions") == 0) {
    options.lesions = kLeastCohortLesions;
    if (options.max_lesions == 0) options.max_lesions = kMostCohortLesions;
  }
  if (command.count("--timepoints") == 0) options.timepoints = kCohortTimepoints;
  for (const auto& [member, value] : arguments.figures)
    (*options.cohort).*member = value;
  if (!arguments.pattern.empty()) options.cohort->pattern = *phantom::pattern_by_name(arguments.pattern);
  options.cohort->mirrored = arguments.mirrored;
  return options;
}

}  // namespace

void add_phantom(CLI::App& app, Outcome& outcome) {
  auto arguments = std::make_shared<Arguments>();
  phantom::PhantomOptions& options = arguments->options;
  CLI::App* command = app.add_subcommand("phantom", "Write synthetic patients with known truth");
  command->add_option("--out", arguments->out, "folder for the patients")->required();
  command->add_option("--seed", options.seed, "same seed, same bytes");
  command->add_option("--patients", options.patients, "how many")->check(CLI::Range(1, 10000));
  command->add_option("--timepoints", options.timepoints, "studies a patient")->check(CLI::Range(1, 50));
  command->add_option("--lesions", options.lesions, "lesions at baseline")->check(CLI::Range(1, 3000));
  command->add_flag("--demo", options.demo,
                    "the demonstration patient: one liver lesion escapes, one bone lesion is new");
  command->add_flag("--ct", options.with_ct, "also write the CT slices");
  command->add_option("--tracking", arguments->tracking, "Tracking UIDs; misleading = counters of segments")
      ->check(CLI::IsMember({"none", "true", "misleading"}));
  command->add_flag("--tracking-uids", arguments->tracking_uids, "as --tracking true")
      ->excludes("--tracking");
  command->add_flag("--same-frame", options.same_frame_of_reference,
                    "one Frame of Reference for all studies");
  command->add_flag("--organ-masks", options.organ_masks,
                    "also write the organs as a segmentation of their own");
  command->add_flag("--no-image-references", arguments->no_image_references,
                    "segmentations name no images: what was imaged stays unknown");
  command->add_option("--slice-spacing", options.slice_spacing_mm, "mm; 0 = chosen by the seed");
  command->add_option("--matrix", options.matrix, "rows and columns; 0 = chosen");
  command->add_option("--patient-id", options.patient_id, "instead of one derived from the seed");
  command->add_option("--patient-name", options.patient_name, "instead of one derived from the seed");
  add_cohort_options(*command, *arguments);
  command->callback([arguments, command, &outcome] {
    const auto files = phantom::write_phantom(arguments->out, options_of(*arguments, *command));
    if (!files) {
      outcome.exit_code = print_error(files.error());
      return;
    }
    std::cout << files->size() << " DICOM files in " << arguments->out << "\n";
  });
}

}  // namespace oligard::app
