#include <exception>
#include <iostream>
#include <new>
#include <string>
#include <vector>

#include "app/commands.h"
#include "oligard/dicom/file.h"

namespace {

/// DCMTK spells AE title options with one dash, which here begins a bundle of letters.
std::vector<std::string> with_long_options(int argc, char** argv) {
  std::vector<std::string> arguments(argv + 1, argv + argc);
  for (std::string& argument : arguments) {
    if (argument == "-aet" || argument == "-aec" || argument == "-aem") argument.insert(0, "-");
  }
  return arguments;
}

int run(int argc, char** argv) {
  using namespace oligard;
  app::CommandLine line(
      "Oligard follows a cancer patient's lesions through DICOM segmentations and structured reports and "
      "flags\n"
      "oligoprogression. Research software: results are not verified by a physician.",
      "oligard " + app::version());
  app::add_analyze(line);
  app::add_measure(line);
  app::add_inspect(line);
  app::add_classify(line);
  app::add_explain(line);
  app::add_phantom(line);
  app::add_evaluate(line);
  app::add_serve(line);
  app::add_worker(line);
  app::add_check_config(line);
  app::add_lists(line);
  app::add_doctor(line);
  app::add_conformance(line);
  if (const Status ready = dicom::set_up(); !ready) return app::print_error(ready.error());
  return line.run(with_long_options(argc, argv));
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
