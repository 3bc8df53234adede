#include "config/value_text.h"

#include <algorithm>
#include <charconv>

namespace oligard::config {
namespace {

std::string quoted(const std::string& value) {
  return '"' + value + '"';
}

template <class Integer>
bool integer_from(const std::string& text, Integer& value) {
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  return error == std::errc() && stop == end;
}

}  // namespace

std::string to_text(const std::string& value) {
  return quoted(value);
}
std::string to_text(const std::filesystem::path& value) {
  return quoted(value.string());
}
std::string to_text(bool value) {
  return value ? "true" : "false";
}
std::string to_text(int value) {
  return std::to_string(value);
}
std::string to_text(std::int64_t value) {
  return std::to_string(value);
}
std::string to_text(double value) {
  return rules::text_of(value);
}
std::string to_text(rules::CnsMode value) {
  return quoted(std::string(rules::name_of(value)));
}
std::string to_text(const std::vector<rules::RepeatabilityClass>& value) {
  return rules::text_of(value);
}
std::string to_text(const std::vector<std::string>& value) {
  std::string text = "[";
  for (const std::string& entry : value)
    text += (text.size() > 1 ? ", " : "") + quoted(entry);
  return text + "]";
}
std::string to_text(const std::map<std::string, std::string>& value) {
  std::string text = "{";
  for (const auto& [key, entry] : value) {
    text += (text.size() > 1 ? ", " : " ") + quoted(key) + " = " + quoted(entry);
  }
  return text + (value.empty() ? "}" : " }");
}

bool from_text(const std::string& text, std::string& value) {
  value = text;
  return true;
}
bool from_text(const std::string& text, std::filesystem::path& value) {
  value = text;
  return true;
}
bool from_text(const std::string& text, bool& value) {
  if (text != "true" && text != "false") return false;
  value = text == "true";
  return true;
}
bool from_text(const std::string& text, int& value) {
  return integer_from(text, value);
}
bool from_text(const std::string& text, std::int64_t& value) {
  return integer_from(text, value);
}
bool from_text(const std::string& text, double& value) {
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  return error == std::errc() && stop == end;
}
bool from_text(const std::string& text, rules::CnsMode& value) {
  const std::optional<rules::CnsMode> known = rules::cns_mode_of(text);
  value = known.value_or(value);
  return known.has_value();
}
bool from_text(const std::string& /*text*/, std::vector<rules::RepeatabilityClass>& /*value*/) {
  return false;
}
bool from_text(const std::string& text, std::vector<std::string>& value) {
  value.clear();
  std::size_t start = 0;
  while (start < text.size()) {
    const std::size_t comma = std::min(text.find(',', start), text.size());
    value.push_back(text.substr(start, comma - start));
    start = comma + 1;
  }
  return true;
}
bool from_text(const std::string& /*text*/, std::map<std::string, std::string>& /*value*/) {
  return false;
}

std::optional<std::string> complaint(const std::string& value, const Limits& limits) {
  if (limits.is_required && value.empty()) return "must not be empty";
  if (limits.is_ae_title) {
    if (value.size() > 16) return "an AE title has at most 16 characters";
    if (std::any_of(value.begin(), value.end(),
                    [](unsigned char c) { return c < 0x20 || c > 0x7E || c == '\\'; })) {
      return "an AE title has printable ASCII characters without backslash";
    }
  }
  if (!limits.one_of.empty() &&
      std::find(limits.one_of.begin(), limits.one_of.end(), value) == limits.one_of.end()) {
    std::string text = "must be one of";
    for (const std::string_view choice : limits.one_of)
      text += " \"" + std::string(choice) + '"';
    return text;
  }
  return std::nullopt;
}
std::optional<std::string> complaint(const std::filesystem::path& value, const Limits& limits) {
  return complaint(value.string(), limits);
}
std::optional<std::string> complaint(bool /*value*/, const Limits& /*limits*/) {
  return std::nullopt;
}
std::optional<std::string> complaint(int value, const Limits& limits) {
  return complaint(std::int64_t{value}, limits);
}
std::optional<std::string> complaint(std::int64_t value, const Limits& limits) {
  if (limits.min == limits.max || (value >= limits.min && value <= limits.max)) return std::nullopt;
  return "must be between " + std::to_string(limits.min) + " and " + std::to_string(limits.max);
}
std::optional<std::string> complaint(double value, const Limits& limits) {
  const bool is_limited = limits.real_min != limits.real_max;
  if (!is_limited || (value >= limits.real_min && value <= limits.real_max)) return std::nullopt;
  return "must be between " + to_text(limits.real_min) + " and " + to_text(limits.real_max);
}
std::optional<std::string> complaint(rules::CnsMode /*value*/, const Limits& /*limits*/) {
  return std::nullopt;
}
std::optional<std::string> complaint(const std::vector<rules::RepeatabilityClass>& /*value*/,
                                     const Limits& /*limits*/) {
  return std::nullopt;
}
std::optional<std::string> complaint(const std::vector<std::string>& value, const Limits& limits) {
  if (limits.is_required && value.empty()) return "must name at least one";
  return std::nullopt;
}
std::optional<std::string> complaint(const std::map<std::string, std::string>& /*value*/,
                                     const Limits& /*limits*/) {
  return std::nullopt;
}

}  // namespace oligard::config
