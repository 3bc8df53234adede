#include <exception>
#include <iostream>
#include <new>
#include <string>
#include <vector>

#include "app/commands.h"
#include "oligard/dicom/file.h"

namespace {

/// DCMTK spells AE title options with one dash; CLI11 reads that as a bundle of letters.
std::vector<std::string> with_long_options(int argc, char** argv) {
  std::vector<std::string> arguments(argv + 1, argv + argc);
  for (std::string& argument : arguments) {
    if (argument == "-aet" || argument == "-aec" || argument == "-aem") argument.insert(0, "-");
  }
  // CLI11 takes a vector in reverse order.
  return {arguments.rbegin(), arguments.rend()};
}

int run(int argc, char** argv) {
  using namespace oligard;
  CLI::App application(
      "Oligard follows a cancer patient's lesions through DICOM segmentations and structured reports and "
      "flags\n"
      "oligoprogression. Research software: results are not verified by a physician.");
  application.set_version_flag("--version", "oligard " + app::version());
  application.require_subcommand(1);
  application.get_formatter()->column_width(34);
  app::Outcome outcome;
  app::add_analyze(application, outcome);
  app::add_measure(application, outcome);
  app::add_inspect(application, outcome);
  app::add_classify(application, outcome);
  app::add_explain(application, outcome);
  app::add_phantom(application, outcome);
  app::add_evaluate(application, outcome);
  app::add_serve(application, outcome);
  app::add_worker(application, outcome);
  app::add_check_config(application, outcome);
  app::add_lists(application, outcome);
  app::add_doctor(application, outcome);
  app::add_conformance(application, outcome);
  if (const Status ready = dicom::set_up(); !ready) return app::print_error(ready.error());
  try {
    application.parse(with_long_options(argc, argv));
  } catch (const CLI::ParseError& error) {
    return application.exit(error) == 0 ? app::kDone : app::kUsage;
  }
  return outcome.exit_code;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::bad_alloc&) {
    const oligard::Error error{oligard::ErrorKind::kResource, "NO_MEMORY",
                               "the command needs more memory than there is"};
    oligard::app::print_error(error);
    return oligard::app::kSomeRefused;
  } catch (const std::exception& error) {
    std::cerr << "error INTERNAL: " << error.what() << "\n";
    return oligard::app::kInternal;
  }
}
