// Option values as text, and back from the text of an environment variable.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "config/bindings.h"
#include "oligard/base/result.h"
#include "oligard/rules/constants.h"
#include "oligard/rules/profile.h"

namespace oligard::config {

[[nodiscard]] std::string to_text(const std::string& value);
[[nodiscard]] std::string to_text(const std::filesystem::path& value);
[[nodiscard]] std::string to_text(bool value);
[[nodiscard]] std::string to_text(int value);
[[nodiscard]] std::string to_text(std::int64_t value);
[[nodiscard]] std::string to_text(double value);
[[nodiscard]] std::string to_text(rules::CnsMode value);
[[nodiscard]] std::string to_text(const std::vector<rules::RepeatabilityClass>& value);
[[nodiscard]] std::string to_text(const std::vector<std::string>& value);
[[nodiscard]] std::string to_text(const std::map<std::string, std::string>& value);

/// "not set" when empty.
template <class T>
[[nodiscard]] std::string to_text(const std::optional<T>& value) {
  return value ? to_text(*value) : "not set";
}

/// False when the text is no value of this type. Lists are comma-separated.
[[nodiscard]] bool from_text(const std::string& text, std::string& value);
[[nodiscard]] bool from_text(const std::string& text, std::filesystem::path& value);
[[nodiscard]] bool from_text(const std::string& text, bool& value);
[[nodiscard]] bool from_text(const std::string& text, int& value);
[[nodiscard]] bool from_text(const std::string& text, std::int64_t& value);
[[nodiscard]] bool from_text(const std::string& text, double& value);
[[nodiscard]] bool from_text(const std::string& text, rules::CnsMode& value);
[[nodiscard]] bool from_text(const std::string& text, std::vector<rules::RepeatabilityClass>& value);
[[nodiscard]] bool from_text(const std::string& text, std::vector<std::string>& value);
[[nodiscard]] bool from_text(const std::string& text, std::map<std::string, std::string>& value);

/// An empty text leaves the value unset.
template <class T>
[[nodiscard]] bool from_text(const std::string& text, std::optional<T>& value) {
  value.reset();
  if (text.empty()) return true;
  T known{};
  if (!from_text(text, known)) return false;
  value = std::move(known);
  return true;
}

/// What is wrong with a value, or nothing.
[[nodiscard]] std::optional<std::string> complaint(const std::string& value, const Limits& limits);
[[nodiscard]] std::optional<std::string> complaint(const std::filesystem::path& value, const Limits& limits);
[[nodiscard]] std::optional<std::string> complaint(bool value, const Limits& limits);
[[nodiscard]] std::optional<std::string> complaint(int value, const Limits& limits);
[[nodiscard]] std::optional<std::string> complaint(std::int64_t value, const Limits& limits);
[[nodiscard]] std::optional<std::string> complaint(const std::vector<std::string>& value,
                                                   const Limits& limits);
[[nodiscard]] std::optional<std::string> complaint(const std::map<std::string, std::string>& value,
                                                   const Limits& limits);

[[nodiscard]] std::optional<std::string> complaint(double value, const Limits& limits);
[[nodiscard]] std::optional<std::string> complaint(rules::CnsMode value, const Limits& limits);
[[nodiscard]] std::optional<std::string> complaint(const std::vector<rules::RepeatabilityClass>& value,
                                                   const Limits& limits);
template <class T>
[[nodiscard]] std::optional<std::string> complaint(const std::optional<T>& value, const Limits& limits) {
  return value ? complaint(*value, limits) : std::nullopt;
}

}  // namespace oligard::config
