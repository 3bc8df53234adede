// The logging front: one line an event, JSON or text, with fixed event names and typed fields (spdlog below).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace oligard::log {

/// error: someone must act. warn: we coped, look at it. info: one line a state change. debug: per object.
enum class Level { kError, kWarn, kInfo, kDebug, kTrace };
enum class Format { kText, kJson };

/// One named value of an event. Patient data has no way in: Phi<T> converts to nothing here, and UIDs go
/// through `uid`, which writes a keyed hash.
class Field {
 public:
  Field(std::string_view key, std::string_view value);
  Field(std::string_view key, const char* value) : Field(key, std::string_view(value)) {}
  Field(std::string_view key, const std::string& value) : Field(key, std::string_view(value)) {}
  Field(std::string_view key, std::int64_t value);
  Field(std::string_view key, int value) : Field(key, static_cast<std::int64_t>(value)) {}
  Field(std::string_view key, std::size_t value) : Field(key, static_cast<std::int64_t>(value)) {}
  Field(std::string_view key, double value);
  Field(std::string_view key, bool value);

  [[nodiscard]] const std::string& key() const { return key_; }
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] bool is_quoted() const { return quoted_; }

 private:
  std::string key_;
  std::string text_;
  bool quoted_;
};

/// A UID as its keyed hash, 12 hexadecimal digits.
[[nodiscard]] Field uid(std::string_view key, std::string_view value);

/// Where lines go and from which level. Call once at start; before that, warnings and errors go to standard
/// error as text. Services write to standard output, commands to standard error.
struct Options {
  Level level = Level::kInfo;
  Format format = Format::kText;
  bool to_stdout = false;
};
void configure(const Options& options);

/// The secret that keys UID hashes; kept by the store, so that hashes of one installation can be compared.
void set_uid_key(std::string key);

/// Thread-safe. `event` is a fixed string such as "object_received", never built at run time.
void write(Level level, std::string_view event, std::initializer_list<Field> fields = {});

inline void error(std::string_view event, std::initializer_list<Field> fields = {}) {
  write(Level::kError, event, fields);
}
inline void warn(std::string_view event, std::initializer_list<Field> fields = {}) {
  write(Level::kWarn, event, fields);
}
inline void info(std::string_view event, std::initializer_list<Field> fields = {}) {
  write(Level::kInfo, event, fields);
}
inline void debug(std::string_view event, std::initializer_list<Field> fields = {}) {
  write(Level::kDebug, event, fields);
}

}  // namespace oligard::log
