// The subcommands of `oligard`. Each add_* registers one with its options; its callback sets the exit code.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>

#include "oligard/base/result.h"
#include "oligard/config/settings.h"

namespace oligard::app {

/// Exit codes of the contract (docs/operations.md).
enum ExitCode {
  kDone = 0,
  kSomeRefused = 1,
  kUsage = 2,
  kInternal = 3,
  kDisagrees = 4,     ///< explain: the result is not what its record gives
  kNotDerivable = 5,  ///< explain: no result of this program, or its verdict cannot be derived
};

/// What a command leaves behind for main.
struct Outcome {
  int exit_code = kDone;
};

void add_analyze(CLI::App& app, Outcome& outcome);
void add_measure(CLI::App& app, Outcome& outcome);
void add_inspect(CLI::App& app, Outcome& outcome);
void add_classify(CLI::App& app, Outcome& outcome);
void add_explain(CLI::App& app, Outcome& outcome);
void add_phantom(CLI::App& app, Outcome& outcome);
void add_evaluate(CLI::App& app, Outcome& outcome);
void add_serve(CLI::App& app, Outcome& outcome);
void add_worker(CLI::App& app, Outcome& outcome);
void add_check_config(CLI::App& app, Outcome& outcome);
void add_lists(CLI::App& app, Outcome& outcome);
void add_doctor(CLI::App& app, Outcome& outcome);
void add_conformance(CLI::App& app, Outcome& outcome);

/// "0.1.0 (3f2a1bc)"
[[nodiscard]] std::string version();

/// Prints "error CODE: reason" to standard error and gives the exit code that fits the kind.
int print_error(const Error& error);

/// The same for settings that cannot be used: kUsage whatever the kind.
int print_settings_error(const Error& error);

/// Prints the refusal of an input file to standard error as one JSON object: path, sop_instance_uid, code,
/// reason.
int print_refusal(const std::string& path, const Error& error);

/// The settings of --config, or of /etc/oligard/oligard.toml when that exists, or the defaults.
[[nodiscard]] Result<config::Settings> settings_from(const std::string& config_option);

/// Level and format of the log as configured; a service writes to standard output.
void configure_log(const config::LogSettings& settings, bool is_service);

/// Whole file as bytes. Error FILE_UNREADABLE.
[[nodiscard]] Result<std::string> read_text(const std::filesystem::path& path);
/// Writes through a temporary file and a rename. Error FILE_UNWRITABLE.
[[nodiscard]] Status write_file(const std::filesystem::path& path, const std::string& bytes);

}  // namespace oligard::app
