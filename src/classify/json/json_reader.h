// Typed access to a JSON value that remembers the first error and where it was.
#pragma once

#include <cmath>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "oligard/base/date.h"

namespace oligard::classify {

using Json = nlohmann::json;

/// The first thing wrong in a document; shared by all readers of it. The text names keys and ids, never
/// values.
struct JsonProblem {
  std::string text;
};

/// One value at a path such as "cases[2].lesions[0]". Getters return an empty optional for missing and null
/// and record a problem for a wrong type.
class JsonReader {
 public:
  JsonReader(const Json& value, std::string path, JsonProblem& problem)
      : value_(&value), path_(std::move(path)), problem_(&problem) {}

  [[nodiscard]] bool ok() const { return problem_->text.empty(); }
  [[nodiscard]] const Json& value() const { return *value_; }
  [[nodiscard]] const std::string& path() const { return path_; }

  void complain(const std::string& what) const {
    if (problem_->text.empty()) problem_->text = (path_.empty() ? "the document" : path_) + " " + what;
  }

  /// Records a problem unless the value is an object; then false.
  [[nodiscard]] bool is_object() const {
    if (!value_->is_object()) complain("is not an object");
    return value_->is_object();
  }

  /// The member, when present and not null.
  [[nodiscard]] std::optional<JsonReader> member(const std::string& key) const {
    if (!is_object()) return std::nullopt;
    const auto found = value_->find(key);
    if (found == value_->end() || found->is_null()) return std::nullopt;
    return JsonReader(*found, path_.empty() ? key : path_ + "." + key, *problem_);
  }

  /// Every element of an array.
  [[nodiscard]] std::vector<JsonReader> elements() const {
    std::vector<JsonReader> all;
    if (!value_->is_array()) {
      complain("is not a list");
      return all;
    }
    for (std::size_t i = 0; i < value_->size(); ++i) {
      all.emplace_back((*value_)[i], path_ + "[" + std::to_string(i) + "]", *problem_);
    }
    return all;
  }

  /// Every member of the object under `key` that is not null, by its key.
  [[nodiscard]] std::vector<std::pair<std::string, JsonReader>> entries(const std::string& key) const {
    std::vector<std::pair<std::string, JsonReader>> all;
    const std::optional<JsonReader> object = member(key);
    if (!object || !object->is_object()) return all;
    for (const auto& [name, unused] : object->value_->items())
      if (const std::optional<JsonReader> entry = object->member(name)) all.emplace_back(name, *entry);
    return all;
  }

  [[nodiscard]] std::optional<bool> as_bool() const {
    if (value_->is_boolean()) return value_->get<bool>();
    complain("is not true or false");
    return std::nullopt;
  }
  [[nodiscard]] std::optional<double> as_number() const {
    if (value_->is_number() && std::isfinite(value_->get<double>())) return value_->get<double>();
    complain("is not a number");
    return std::nullopt;
  }
  [[nodiscard]] std::optional<std::string> as_text() const {
    if (value_->is_string()) return value_->get<std::string>();
    complain("is not a text");
    return std::nullopt;
  }
  [[nodiscard]] std::optional<Date> as_date() const {
    const std::optional<std::string> text = as_text();
    if (!text) return std::nullopt;
    const Result<Date> date = parse_iso_date(*text);
    if (date) return *date;
    complain("is not a date of the form YYYY-MM-DD");
    return std::nullopt;
  }

  [[nodiscard]] std::optional<bool> flag(const std::string& key) const {
    const std::optional<JsonReader> found = member(key);
    return found ? found->as_bool() : std::nullopt;
  }
  [[nodiscard]] std::optional<double> number(const std::string& key) const {
    const std::optional<JsonReader> found = member(key);
    return found ? found->as_number() : std::nullopt;
  }
  [[nodiscard]] std::optional<std::string> text(const std::string& key) const {
    const std::optional<JsonReader> found = member(key);
    return found ? found->as_text() : std::nullopt;
  }
  [[nodiscard]] std::vector<std::string> texts(const std::string& key) const {
    std::vector<std::string> all;
    const std::optional<JsonReader> found = member(key);
    if (!found) return all;
    for (const JsonReader& element : found->elements()) {
      if (std::optional<std::string> text = element.as_text()) all.push_back(*std::move(text));
    }
    return all;
  }

  /// A text that must be there.
  [[nodiscard]] std::string required_text(const std::string& key) const {
    std::optional<std::string> found = text(key);
    if (!found || found->empty()) complain("has no " + key);
    return found.value_or("");
  }

  /// Records a problem for a key that is not listed.
  void allow_only(const std::set<std::string>& keys) const {
    if (!is_object()) return;
    for (const auto& [key, unused] : value_->items()) {
      if (!keys.contains(key)) complain("has the unknown key " + key);
    }
  }

 private:
  const Json* value_;
  std::string path_;
  JsonProblem* problem_;
};

}  // namespace oligard::classify
