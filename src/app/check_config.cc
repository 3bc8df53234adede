// `oligard check-config`: every effective setting and where it came from.
#include <iostream>
#include <memory>

#include "app/commands.h"

namespace oligard::app {

void add_check_config(CLI::App& app, Outcome& outcome) {
  auto file = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("check-config", "Check a settings file and print what is in force");
  command->add_option("file", *file, "settings file; without it, the one a service would use");
  command->callback([file, &outcome] {
    const Result<config::Settings> settings = settings_from(*file);
    if (!settings) {
      outcome.exit_code = print_settings_error(settings.error());
      return;
    }
    std::cout << config::describe(*settings);
  });
}

}  // namespace oligard::app
