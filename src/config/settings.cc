#include "oligard/config/settings.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>
#include <type_traits>

#include <toml++/toml.h>

#include "config/bindings.h"
#include "config/value_text.h"
#include "oligard/base/digest.h"

extern char** environ;

namespace oligard::config {
namespace {

/// Thrown inside this file only; load_settings turns it into an Error.
struct Refusal {
  std::string code;
  std::string reason;
};

std::string origin_of(const std::string& file, const toml::node& node) {
  return file + ":" + std::to_string(node.source().begin.line);
}

// --- values from TOML nodes
// ---------------------------------------------------------------------------------

bool take(const toml::node& node, std::string& value) {
  const auto text = node.value_exact<std::string>();
  if (text) value = *text;
  return text.has_value();
}
bool take(const toml::node& node, std::filesystem::path& value) {
  std::string text;
  const bool ok = take(node, text);
  if (ok) value = text;
  return ok;
}
bool take(const toml::node& node, bool& value) {
  const auto flag = node.value_exact<bool>();
  if (flag) value = *flag;
  return flag.has_value();
}
bool take(const toml::node& node, std::int64_t& value) {
  const auto number = node.value_exact<std::int64_t>();
  if (number) value = *number;
  return number.has_value();
}
bool take(const toml::node& node, int& value) {
  std::int64_t wide = 0;
  if (!take(node, wide) || wide != static_cast<int>(wide)) return false;
  value = static_cast<int>(wide);
  return true;
}
bool take(const toml::node& node, std::vector<std::string>& value) {
  const toml::array* array = node.as_array();
  if (array == nullptr) return false;
  value.clear();
  for (const toml::node& entry : *array) {
    std::string text;
    if (!take(entry, text)) return false;
    value.push_back(text);
  }
  return true;
}
bool take(const toml::node& node, std::map<std::string, std::string>& value) {
  const toml::table* table = node.as_table();
  if (table == nullptr) return false;
  value.clear();
  for (const auto& [key, entry] : *table) {
    std::string text;
    if (!take(entry, text)) return false;
    value[std::string(key.str())] = text;
  }
  return true;
}

template <class T>
const char* type_name() {
  if constexpr (std::is_same_v<T, bool>) return "true or false";
  if constexpr (std::is_integral_v<T>) return "a whole number";
  if constexpr (std::is_same_v<T, std::vector<std::string>>) return "a list of strings";
  if constexpr (std::is_same_v<T, std::map<std::string, std::string>>) return "a table of strings";
  return "a string";
}

template <class Section>
std::vector<std::string> keys_of(Section& section) {
  std::vector<std::string> keys;
  visit(section, [&](const char* key, auto&, const Limits&) { keys.emplace_back(key); });
  return keys;
}

[[noreturn]] void refuse_unknown(const std::string& where, const std::string& key,
                                 const std::vector<std::string>& known) {
  const std::string near = nearest(key, known);
  throw Refusal{"CONFIG_UNKNOWN_KEY",
                where + ": unknown key \"" + key + "\"" +
                    (near.empty() ? std::string() : "; did you mean \"" + near + "\"?")};
}

/// Fills one section from a TOML table. `prefix` is the section's path, e.g. "listener" or "destination[0]".
template <class Section>
void fill(Section& section, const toml::table& table, const std::string& prefix, const std::string& file,
          std::map<std::string, std::string>& origins) {
  const std::vector<std::string> known = keys_of(section);
  for (const auto& [key, node] : table) {
    if (std::find(known.begin(), known.end(), key.str()) == known.end()) {
      refuse_unknown(origin_of(file, node), std::string(key.str()), known);
    }
  }
  visit(section, [&](const char* key, auto& value, const Limits&) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    if (!take(*node, value)) {
      throw Refusal{"CONFIG_INVALID", origin_of(file, *node) + ": " + prefix + "." + key + " must be " +
                                          type_name<std::remove_reference_t<decltype(value)>>()};
    }
    origins[prefix + "." + key] = origin_of(file, *node);
  });
}

template <class Section>
void fill_list(std::vector<Section>& sections, const toml::node& node, const std::string& name,
               const std::string& file, std::map<std::string, std::string>& origins) {
  const toml::array* array = node.as_array();
  if (array == nullptr || !array->is_array_of_tables()) {
    throw Refusal{"CONFIG_INVALID", origin_of(file, node) + ": write [[" + name + "]]"};
  }
  for (const toml::node& entry : *array) {
    Section section;
    fill(section, *entry.as_table(), name + "[" + std::to_string(sections.size()) + "]", file, origins);
    sections.push_back(std::move(section));
  }
}

void read_toml(Settings& settings, const std::filesystem::path& path) {
  toml::table root;
  try {
    root = toml::parse_file(path.string());
  } catch (const toml::parse_error& error) {
    throw Refusal{std::filesystem::exists(path) ? "CONFIG_SYNTAX" : "CONFIG_UNREADABLE",
                  path.filename().string() + ":" + std::to_string(error.source().begin.line) + ": " +
                      std::string(error.description())};
  }
  const std::string file = path.filename().string();
  std::vector<std::string> known = {"destination", "source"};
  visit_sections(settings, [&](const char* name, auto&) { known.emplace_back(name); });
  for (const auto& [key, node] : root) {
    if (std::find(known.begin(), known.end(), key.str()) == known.end()) {
      refuse_unknown(origin_of(file, node), std::string(key.str()), known);
    }
  }
  visit_sections(settings, [&](const char* name, auto& section) {
    const toml::node* node = root.get(name);
    if (node == nullptr) return;
    if (!node->is_table()) throw Refusal{"CONFIG_INVALID", origin_of(file, *node) + ": write [" + name + "]"};
    fill(section, *node->as_table(), name, file, settings.origins);
  });
  if (const toml::node* node = root.get("destination")) {
    fill_list(settings.destinations, *node, "destination", file, settings.origins);
  }
  if (const toml::node* node = root.get("source")) {
    fill_list(settings.sources, *node, "source", file, settings.origins);
  }
}

// --- environment
// --------------------------------------------------------------------------------------------

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
  return text;
}

void read_environment(Settings& settings) {
  const std::string prefix_word = "OLIGARD__";
  std::map<std::string, std::string> given;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string text = *entry;
    const std::size_t equals = text.find('=');
    if (text.starts_with(prefix_word) && equals != std::string::npos) {
      given[text.substr(0, equals)] = text.substr(equals + 1);
    }
  }
  std::vector<std::string> known;
  const auto visit_section = [&](const std::string& prefix, auto& section) {
    visit(section, [&](const char* key, auto& value, const Limits&) {
      const std::string name = prefix_word + upper(prefix) + "__" + upper(key);
      known.push_back(name);
      const auto found = given.find(name);
      if (found == given.end()) return;
      if (!from_text(found->second, value)) {
        throw Refusal{"CONFIG_INVALID",
                      name + " must be " + type_name<std::remove_reference_t<decltype(value)>>()};
      }
      settings.origins[prefix + "." + key] = name;
      given.erase(found);
    });
  };
  visit_sections(settings, [&](const char* name, auto& section) { visit_section(name, section); });
  for (std::size_t i = 0; i < settings.destinations.size(); ++i) {
    visit_section("destination__" + std::to_string(i), settings.destinations[i]);
  }
  if (!given.empty()) refuse_unknown("environment", given.begin()->first, known);
}

// --- checks
// -------------------------------------------------------------------------------------------------

template <class Section>
void check(Section& section, const std::string& prefix, const Settings& settings) {
  visit(section, [&](const char* key, auto& value, const Limits& limits) {
    if (const auto problem = complaint(value, limits)) {
      const std::string path = prefix + "." + key;
      const auto origin = settings.origins.find(path);
      throw Refusal{"CONFIG_INVALID",
                    (origin == settings.origins.end() ? std::string("default") : origin->second) + ": " +
                        path + " " + *problem};
    }
  });
}

void check_all(Settings& settings) {
  visit_sections(settings, [&](const char* name, auto& section) { check(section, name, settings); });
  std::set<std::string> names;
  for (std::size_t i = 0; i < settings.destinations.size(); ++i) {
    const std::string prefix = "destination[" + std::to_string(i) + "]";
    check(settings.destinations[i], prefix, settings);
    if (!names.insert(settings.destinations[i].name).second) {
      throw Refusal{"CONFIG_INVALID",
                    prefix + ".name: two destinations are called \"" + settings.destinations[i].name + "\""};
    }
  }
  for (std::size_t i = 0; i < settings.sources.size(); ++i) {
    check(settings.sources[i], "source[" + std::to_string(i) + "]", settings);
  }
  const PriorSourceSettings& priors = settings.prior_source;
  if (priors.is_set() == priors.aet.empty()) {
    throw Refusal{"CONFIG_INVALID", "prior_source needs both aet and host, or neither"};
  }
  if (settings.pipeline.quiet_cap_s < settings.pipeline.quiet_period_s) {
    throw Refusal{"CONFIG_INVALID", "pipeline.quiet_cap_s must not be below pipeline.quiet_period_s"};
  }
}

template <class Section>
void describe_section(std::string& out, Section section, const std::string& heading,
                      const std::string& prefix, const Settings& settings) {
  out += heading + "\n";
  visit(section, [&](const char* key, auto& value, const Limits&) {
    std::string line = std::string(key) + " = " + to_text(value);
    if (line.size() < 48) line.append(48 - line.size(), ' ');
    const auto origin = settings.origins.find(prefix + "." + key);
    out += line + "  # " + (origin == settings.origins.end() ? "default" : origin->second) + "\n";
  });
  out += "\n";
}

}  // namespace

Result<Settings> load_settings(const std::optional<std::filesystem::path>& file) {
  Settings settings;
  try {
    if (file) read_toml(settings, *file);
    read_environment(settings);
    check_all(settings);
  } catch (const Refusal& refusal) {
    return fail(ErrorKind::kInvalidInput, refusal.code, refusal.reason);
  }
  return settings;
}

std::string describe(const Settings& settings) {
  std::string out;
  Settings copy = settings;
  visit_sections(copy, [&](const char* name, auto& section) {
    describe_section(out, section, "[" + std::string(name) + "]", name, settings);
  });
  for (std::size_t i = 0; i < settings.destinations.size(); ++i) {
    describe_section(out, settings.destinations[i], "[[destination]]",
                     "destination[" + std::to_string(i) + "]", settings);
  }
  for (std::size_t i = 0; i < settings.sources.size(); ++i) {
    describe_section(out, settings.sources[i], "[[source]]", "source[" + std::to_string(i) + "]", settings);
  }
  return out;
}

std::string result_relevant_digest(const Settings& settings) {
  std::string text;
  const auto append = [&](auto section) {
    visit(section, [&](const char* key, auto& value, const Limits&) {
      text += std::string(key) + "=" + to_text(value) + "\n";
    });
  };
  // Where contexts are read from does not change a result; what they say goes into its key by itself.
  AnalysisSettings analysis = settings.analysis;
  analysis.context_dir.clear();
  append(analysis);
  append(settings.matching);
  append(settings.report);
  for (const SourceRule& rule : settings.sources)
    append(rule);
  return sha256_hex(text);
}

}  // namespace oligard::config
