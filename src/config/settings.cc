#include "oligard/config/settings.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>
#include <type_traits>

#include <toml++/toml.h>

#include "config/bindings.h"
#include "config/value_text.h"
#include "oligard/config/nearest.h"

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
bool take(const toml::node& node, double& value) {
  const auto real = node.value_exact<double>();
  const auto whole = node.value_exact<std::int64_t>();
  if (real) value = *real;
  if (whole) value = static_cast<double>(*whole);
  return real || whole;
}
bool take(const toml::node& node, rules::CnsMode& value) {
  std::string text;
  return take(node, text) && from_text(text, value);
}
bool take(const toml::node& node, std::vector<rules::RepeatabilityClass>& value) {
  const toml::array* array = node.as_array();
  if (array == nullptr) return false;
  value.clear();
  for (const toml::node& entry : *array) {
    const toml::array* row = entry.as_array();
    if (row == nullptr || row->size() != 3) return false;
    rules::RepeatabilityClass read{};
    if (!take((*row)[0], read.from_mm) || !take((*row)[1], read.to_mm) || !take((*row)[2], read.fraction))
      return false;
    value.push_back(read);
  }
  return true;
}
template <class T>
bool take(const toml::node& node, std::optional<T>& value) {
  T known{};
  if (!take(node, known)) return false;
  value = std::move(known);
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
  if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, std::optional<bool>>) return "true or false";
  if constexpr (std::is_same_v<T, std::optional<int>>) return "a whole number";
  if constexpr (std::is_same_v<T, double> || std::is_same_v<T, std::optional<double>>) return "a number";
  if constexpr (std::is_same_v<T, rules::CnsMode>)
    return R"("count", "separate_unlimited" or "extracranial_only")";
  if constexpr (std::is_same_v<T, std::vector<rules::RepeatabilityClass>>)
    return "a list of [from_mm, to_mm, fraction], in the settings file";
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

/// [profiles.NAME]: a name of the rule book's is taken, so that a reader can rely on it.
void read_profiles(Settings& settings, const toml::node& node, const std::string& file) {
  const toml::table* profiles = node.as_table();
  if (profiles == nullptr) throw Refusal{"CONFIG_INVALID", origin_of(file, node) + ": write [profiles.NAME]"};
  for (const auto& [key, entry] : *profiles) {
    const std::string name(key.str());
    const std::string where = origin_of(file, entry) + ": profiles." + name;
    if (!entry.is_table()) throw Refusal{"CONFIG_INVALID", where + " must be a table"};
    if (!rules::is_profile_name(name))
      throw Refusal{"CONFIG_INVALID", where + ": a name has 1 to 64 of a-z, 0-9 and _"};
    if (rules::built_in_profiles().contains(name))
      throw Refusal{"CONFIG_INVALID", where + " is a built-in profile; give yours another name"};
    fill(settings.profiles[name], *entry.as_table(), "profiles." + name, file, settings.origins);
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
  std::vector<std::string> known = {"destination", "source", "profiles"};
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
  if (const toml::node* node = root.get("profiles")) read_profiles(settings, *node, file);
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

/// "profiles.mine" → "PROFILES__MINE".
std::string variable_part(const std::string& prefix) {
  const std::size_t dot = prefix.find('.');
  if (dot == std::string::npos) return upper(prefix);
  return upper(prefix.substr(0, dot)) + "__" + upper(prefix.substr(dot + 1));
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
      const std::string name = prefix_word + variable_part(prefix) + "__" + upper(key);
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
  for (auto& [name, profile] : settings.profiles)
    visit_section("profiles." + name, profile);
  if (!given.empty()) refuse_unknown("environment", given.begin()->first, known);
}

// --- checks
// -------------------------------------------------------------------------------------------------

std::string origin_or_default(const Settings& settings, const std::string& path) {
  const auto origin = settings.origins.find(path);
  return origin == settings.origins.end() ? std::string("default") : origin->second;
}

template <class Section>
void check(Section& section, const std::string& prefix, const Settings& settings) {
  visit(section, [&](const char* key, auto& value, const Limits& limits) {
    if (const auto problem = complaint(value, limits)) {
      const std::string path = prefix + "." + key;
      throw Refusal{"CONFIG_INVALID", origin_or_default(settings, path) + ": " + path + " " + *problem};
    }
  });
}

/// What no single limit says: order of size classes, pairs of constants.
void check_constants(const Settings& settings) {
  const std::optional<rules::ConstantProblem> problem = rules::problem_of(settings.constants);
  if (!problem) return;
  const std::string path = "rules." + problem->name;
  throw Refusal{"CONFIG_INVALID", origin_or_default(settings, path) + ": " + path + " " + problem->what};
}

void check_all(Settings& settings) {
  visit_sections(settings, [&](const char* name, auto& section) { check(section, name, settings); });
  check_constants(settings);
  for (auto& [name, profile] : settings.profiles)
    check(profile, "profiles." + name, settings);
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

}  // namespace oligard::config
