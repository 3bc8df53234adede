// Option values as text, and back from the text of an environment variable.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "config/bindings.h"
#include "oligard/base/result.h"

namespace oligard::config {

[[nodiscard]] std::string to_text(const std::string& value);
[[nodiscard]] std::string to_text(const std::filesystem::path& value);
[[nodiscard]] std::string to_text(bool value);
[[nodiscard]] std::string to_text(int value);
[[nodiscard]] std::string to_text(std::int64_t value);
[[nodiscard]] std::string to_text(const std::vector<std::string>& value);
[[nodiscard]] std::string to_text(const std::map<std::string, std::string>& value);

/// False when the text is no value of this type. Lists are comma-separated.
[[nodiscard]] bool from_text(const std::string& text, std::string& value);
[[nodiscard]] bool from_text(const std::string& text, std::filesystem::path& value);
[[nodiscard]] bool from_text(const std::string& text, bool& value);
[[nodiscard]] bool from_text(const std::string& text, int& value);
[[nodiscard]] bool from_text(const std::string& text, std::int64_t& value);
[[nodiscard]] bool from_text(const std::string& text, std::vector<std::string>& value);
[[nodiscard]] bool from_text(const std::string& text, std::map<std::string, std::string>& value);

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

/// The candidate with the smallest edit distance, or "" when none is near.
[[nodiscard]] std::string nearest(const std::string& word, const std::vector<std::string>& candidates);

}  // namespace oligard::config
