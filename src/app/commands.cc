#include "app/commands.h"

#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>

#include <nlohmann/json.hpp>
#include <unistd.h>

#include "oligard/base/log.h"
#include "oligard/load/loaded_object.h"
#include "oligard/pipeline/analysis.h"

namespace oligard::app {
namespace {

constexpr const char* kDefaultConfig = "/etc/oligard/oligard.toml";

log::Level level_of(const std::string& name) {
  if (name == "error") return log::Level::kError;
  if (name == "warn") return log::Level::kWarn;
  if (name == "debug") return log::Level::kDebug;
  if (name == "trace") return log::Level::kTrace;
  return log::Level::kInfo;
}

int exit_code_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kInvalidInput:
    case ErrorKind::kUnsupported:
      return kSomeRefused;
    case ErrorKind::kInternal:
    case ErrorKind::kCorrupt:
      return kInternal;
    default:
      return kUsage;
  }
}

}  // namespace

std::string version() {
  const std::string revision = OLIGARD_REVISION;
  return OLIGARD_VERSION + (revision.empty() ? std::string() : " (" + revision + ")");
}

int print_error(const Error& error) {
  std::cerr << "error " << error.code << ": " << error.reason << "\n";
  return exit_code_of(error.kind);
}

int print_settings_error(const Error& error) {
  print_error(error);
  return kUsage;
}

int print_refusal(const std::string& path, const Error& error) {
  using Json = nlohmann::ordered_json;
  const auto header = load::load_header(path);
  const Json refusal = {{"path", path},
                        {"sop_instance_uid", header ? header->sop_instance_uid : std::string()},
                        {"code", error.code},
                        {"reason", error.reason}};
  std::cerr << refusal.dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
  return exit_code_of(error.kind) == kInternal ? kInternal : kSomeRefused;
}

Result<config::Settings> settings_from(const std::string& config_option) {
  std::optional<std::filesystem::path> file;
  if (!config_option.empty()) {
    file = config_option;
  } else if (std::filesystem::exists(kDefaultConfig)) {
    file = kDefaultConfig;
  }
  Result<config::Settings> settings = config::load_settings(file);
  if (!settings) return settings;
  if (Status checked = pipeline::check_profiles(*settings); !checked) return fail(checked);
  return settings;
}

void configure_log(const config::LogSettings& settings, bool is_service) {
  log::Options options;
  options.level = level_of(settings.level);
  options.to_stdout = is_service;
  const bool terminal = isatty(is_service ? STDOUT_FILENO : STDERR_FILENO) != 0;
  const bool json = settings.format == "json" || (settings.format == "auto" && !terminal && is_service);
  options.format = json ? log::Format::kJson : log::Format::kText;
  log::configure(options);
}

Result<std::string> read_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(ErrorKind::kNotFound, "FILE_UNREADABLE", path.string() + " cannot be opened");
  return std::string(std::istreambuf_iterator<char>(file), {});
}

Status write_file(const std::filesystem::path& path, const std::string& bytes) {
  const std::filesystem::path temporary = path.string() + ".part";
  {
    std::ofstream file(temporary, std::ios::binary | std::ios::trunc);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!file.flush()) {
      return fail(ErrorKind::kResource, "FILE_UNWRITABLE", path.string() + " cannot be written");
    }
  }
  std::error_code error;
  std::filesystem::rename(temporary, path, error);
  if (error) return fail(ErrorKind::kResource, "FILE_UNWRITABLE", path.string() + ": " + error.message());
  return {};
}

}  // namespace oligard::app
