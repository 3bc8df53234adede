#include "oligard/base/log.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <memory>
#include <mutex>

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "oligard/base/clock.h"
#include "oligard/base/digest.h"

namespace oligard::log {
namespace {

struct State {
  std::mutex mutex;
  std::shared_ptr<spdlog::logger> logger = spdlog::stderr_color_mt("oligard");
  Format format = Format::kText;
  std::string uid_key;

  State() {
    logger->set_pattern("%v");
    logger->set_level(spdlog::level::warn);
  }
};

State& state() {
  static State instance;
  return instance;
}

spdlog::level::level_enum to_spdlog(Level level) {
  switch (level) {
    case Level::kError:
      return spdlog::level::err;
    case Level::kWarn:
      return spdlog::level::warn;
    case Level::kInfo:
      return spdlog::level::info;
    case Level::kDebug:
      return spdlog::level::debug;
    case Level::kTrace:
      return spdlog::level::trace;
  }
  return spdlog::level::info;
}

std::string_view name_of(Level level) {
  switch (level) {
    case Level::kError:
      return "error";
    case Level::kWarn:
      return "warn";
    case Level::kInfo:
      return "info";
    case Level::kDebug:
      return "debug";
    case Level::kTrace:
      return "trace";
  }
  return "info";
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20) {
      std::array<char, 8> escaped{};
      std::snprintf(escaped.data(), escaped.size(), "\\u%04x", byte);
      out += escaped.data();
    } else {
      out += c;
    }
  }
  out += '"';
}

std::string number(double value) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.6g", value);
  return text.data();
}

std::string json_line(Level level, std::string_view event, std::initializer_list<Field> fields) {
  std::string line = "{\"time\":\"" + to_iso(SystemClock().now()) + "\",\"level\":\"";
  line += name_of(level);
  line += "\",\"event\":";
  append_quoted(line, event);
  for (const Field& field : fields) {
    line += ',';
    append_quoted(line, field.key());
    line += ':';
    if (field.is_quoted()) {
      append_quoted(line, field.text());
    } else {
      line += field.text();
    }
  }
  return line + "}";
}

std::string text_line(Level level, std::string_view event, std::initializer_list<Field> fields) {
  std::string line = to_iso(SystemClock().now()) + " ";
  line += name_of(level);
  line.append(6 - name_of(level).size(), ' ');
  line += event;
  for (const Field& field : fields) {
    line += ' ';
    line += field.key();
    line += '=';
    if (field.is_quoted() && field.text().find_first_of(" \"\n\r\t") != std::string::npos) {
      append_quoted(line, field.text());
    } else {
      line += field.text();
    }
  }
  return line;
}

}  // namespace

Field::Field(std::string_view key, std::string_view value) : key_(key), text_(value), quoted_(true) {}
Field::Field(std::string_view key, std::int64_t value)
    : key_(key), text_(std::to_string(value)), quoted_(false) {}
Field::Field(std::string_view key, double value) : key_(key), text_(number(value)), quoted_(false) {}
Field::Field(std::string_view key, bool value) : key_(key), text_(value ? "true" : "false"), quoted_(false) {}

Field uid(std::string_view key, std::string_view value) {
  std::string keyed;
  {
    const std::lock_guard lock(state().mutex);
    keyed = state().uid_key;
  }
  keyed += '\n';
  keyed += value;
  return Field(key, sha256_hex(keyed).substr(0, 12));
}

void configure(const Options& options) {
  State& current = state();
  const std::lock_guard lock(current.mutex);
  std::shared_ptr<spdlog::sinks::sink> sink;
  if (options.to_stdout) {
    sink = std::make_shared<spdlog::sinks::stdout_sink_mt>();
  } else {
    sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  }
  current.logger = std::make_shared<spdlog::logger>("oligard", std::move(sink));
  current.logger->set_pattern("%v");
  current.logger->set_level(to_spdlog(options.level));
  current.logger->flush_on(spdlog::level::trace);
  current.format = options.format;
}

void set_uid_key(std::string key) {
  const std::lock_guard lock(state().mutex);
  state().uid_key = std::move(key);
}

void write(Level level, std::string_view event, std::initializer_list<Field> fields) {
  State& current = state();
  std::shared_ptr<spdlog::logger> logger;
  Format format{};
  {
    const std::lock_guard lock(current.mutex);
    logger = current.logger;
    format = current.format;
  }
  const auto spdlog_level = to_spdlog(level);
  if (!logger->should_log(spdlog_level)) return;
  logger->log(spdlog_level,
              format == Format::kJson ? json_line(level, event, fields) : text_line(level, event, fields));
}

}  // namespace oligard::log
