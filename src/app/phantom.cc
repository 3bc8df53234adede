// `oligard phantom`: synthetic patients with known truth.
#include "oligard/phantom/phantom.h"

#include <iostream>
#include <memory>

#include "app/commands.h"

namespace oligard::app {

void add_phantom(CLI::App& app, Outcome& outcome) {
  struct Arguments {
    phantom::PhantomOptions options;
    std::string out;
  };
  auto arguments = std::make_shared<Arguments>();
  phantom::PhantomOptions& options = arguments->options;
  CLI::App* command = app.add_subcommand("phantom", "Write synthetic patients with known truth");
  command->add_option("--out", arguments->out, "folder for the patients")->required();
  command->add_option("--seed", options.seed, "same seed, same bytes");
  command->add_option("--patients", options.patients, "how many")->check(CLI::Range(1, 10000));
  command->add_option("--timepoints", options.timepoints, "studies a patient")->check(CLI::Range(1, 50));
  command->add_option("--lesions", options.lesions, "lesions at baseline")->check(CLI::Range(1, 300));
  command->add_flag("--demo", options.demo,
                    "the demonstration patient: one liver lesion escapes, one bone lesion is new");
  command->add_flag("--ct", options.with_ct, "also write the CT slices");
  command->add_flag("--tracking-uids", options.tracking_uids, "segments carry true Tracking UIDs");
  command->add_flag("--same-frame", options.same_frame_of_reference,
                    "one Frame of Reference for all studies");
  command->add_flag("--organ-masks", options.organ_masks,
                    "also write the organs as a segmentation of their own");
  command->add_option("--slice-spacing", options.slice_spacing_mm, "mm; 0 = chosen by the seed");
  command->add_option("--patient-id", options.patient_id, "instead of one derived from the seed");
  command->add_option("--patient-name", options.patient_name, "instead of one derived from the seed");
  command->callback([arguments, &outcome] {
    const auto files = phantom::write_phantom(arguments->out, arguments->options);
    if (!files) {
      outcome.exit_code = print_error(files.error());
      return;
    }
    std::cout << files->size() << " DICOM files in " << arguments->out << "\n";
  });
}

}  // namespace oligard::app
