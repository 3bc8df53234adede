// Settings as text for people, and as a digest.
#include <type_traits>

#include "config/bindings.h"
#include "config/value_text.h"
#include "oligard/base/digest.h"
#include "oligard/config/settings.h"

namespace oligard::config {
namespace {

std::string origin_or_default(const Settings& settings, const std::string& path) {
  const auto origin = settings.origins.find(path);
  return origin == settings.origins.end() ? std::string("default") : origin->second;
}

std::string described_line(const std::string& key, const std::string& value, const std::string& remark) {
  std::string line = key + " = " + value;
  if (line.size() < 48) line.append(48 - line.size(), ' ');
  return line + "  # " + remark + "\n";
}

/// `usual`: a section with defaults, to name them where a value differs; null = the defaults are of no use.
template <class Section>
void describe_section(std::string& out, Section section, const std::string& heading,
                      const std::string& prefix, const Settings& settings, Section* usual = nullptr) {
  out += heading + "\n";
  std::map<std::string, std::string> defaults;
  if (usual != nullptr)
    visit(*usual, [&](const char* key, auto& value, const Limits&) { defaults[key] = to_text(value); });
  visit(section, [&](const char* key, auto& value, const Limits&) {
    const std::string text = to_text(value);
    std::string remark = origin_or_default(settings, prefix + "." + key);
    const auto known = defaults.find(key);
    if (known != defaults.end() && known->second != text) remark += ", changed; default " + known->second;
    out += described_line(key, text, remark);
  });
  out += "\n";
}

void describe_built_in_profiles(std::string& out) {
  for (auto [name, profile] : rules::built_in_profiles()) {
    out += "[profiles." + name + "]\n";
    visit(profile, [&](const char* key, auto& value, const Limits&) {
      out += described_line(key, to_text(value), "built in");
    });
    out += "\n";
  }
}

}  // namespace

std::string describe(const Settings& settings) {
  std::string out;
  Settings copy = settings;
  visit_sections(copy, [&](const char* name, auto& section) {
    auto usual = std::remove_reference_t<decltype(section)>{};
    describe_section(out, section, "[" + std::string(name) + "]", name, settings, &usual);
  });
  describe_built_in_profiles(out);
  for (const auto& [name, profile] : settings.profiles)
    describe_section(out, profile, "[profiles." + name + "]", "profiles." + name, settings);
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
  append(settings.context);
  append(settings.constants);
  for (const std::string& name : settings.analysis.profiles) {
    const auto own = settings.profiles.find(name);
    if (own != settings.profiles.end()) append(own->second);
  }
  append(settings.matching);
  append(settings.report);
  for (const SourceRule& rule : settings.sources)
    append(rule);
  return sha256_hex(text);
}

}  // namespace oligard::config
