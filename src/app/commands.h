// The subcommands of `oligard`. Each add_* registers one with its options and what it runs.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "app/command_line.h"
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

void add_analyze(CommandLine& line);
void add_measure(CommandLine& line);
void add_inspect(CommandLine& line);
void add_classify(CommandLine& line);
void add_explain(CommandLine& line);
void add_phantom(CommandLine& line);
void add_evaluate(CommandLine& line);
void add_serve(CommandLine& line);
void add_worker(CommandLine& line);
void add_check_config(CommandLine& line);
void add_lists(CommandLine& line);
void add_doctor(CommandLine& line);
void add_conformance(CommandLine& line);

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
