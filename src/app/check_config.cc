// `oligard check-config`: every effective setting and where it came from.
#include <iostream>
#include <memory>

#include "app/commands.h"

namespace oligard::app {

void add_check_config(CommandLine& line) {
  auto file = std::make_shared<std::string>();
  Command command = line.command("check-config", "Check a settings file and print what is in force");
  command.option("file", *file, "settings file; without it, the one a service would use");
  command.runs([file] {
    const Result<config::Settings> settings = settings_from(*file);
    if (!settings) return print_settings_error(settings.error());
    std::cout << config::describe(*settings);
    return int{kDone};
  });
}

}  // namespace oligard::app
