// Compares assessments with the `expected` part of a case file, field by field.
#pragma once

#include <cmath>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "oligard/classify/case_json.h"
#include "oligard/classify/classify.h"

namespace oligard::classify::testing {

using Json = nlohmann::json;

inline std::string read_text(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// Percentages to 0.1, sizes to 0.05 mm, the rest exactly (clinical-rules 5.1).
inline double tolerance_of(const std::string& key) {
  if (key.ends_with("_pct")) return 0.1 + 1e-9;
  return key.ends_with("_mm") ? 0.05 + 1e-9 : 0.0;
}

/// The words of an array of `flags` or `reasons`, whose order does not matter.
inline bool is_word_set(const std::string& key) {
  return key == "flags" || key == "reasons" || key == "irecist_flags";
}

/// Every field of `expected` against `actual`; an object of `expected` may leave fields out, but the lesions
/// and profiles that it lists are all of them.
inline void compare(const Json& expected, const Json& actual, const std::string& key,
                    const std::string& place) {
  if (expected.is_object()) {
    ASSERT_TRUE(actual.is_object()) << place;
    for (const auto& [name, value] : expected.items()) {
      ASSERT_TRUE(actual.contains(name)) << place << "." << name << " is missing";
      compare(value, actual[name], name, place + "." + name);
    }
    if (key == "lesions" || key == "profiles") {
      EXPECT_EQ(expected.size(), actual.size()) << place << ": " << actual.dump();
    }
  } else if (expected.is_number() && actual.is_number()) {
    EXPECT_LE(std::abs(expected.get<double>() - actual.get<double>()), tolerance_of(key))
        << place << ": expected " << expected << ", found " << actual;
  } else if (is_word_set(key)) {
    EXPECT_EQ(expected.get<std::set<std::string>>(), actual.get<std::set<std::string>>()) << place;
  } else {
    EXPECT_EQ(expected, actual) << place;
  }
}

/// What is said, with the outcomes of the three scenarios of 3.6 beside each category.
inline Json stated(const Case& clinical_case, const std::vector<TimePointAssessment>& assessments) {
  Json result = Json::parse(to_json({clinical_case}, {assessments}))["cases"][0]["assessments"];
  for (const TimePointAssessment& assessment : assessments) {
    for (const auto& [name, profile] : assessment.profiles) {
      if (!profile.category_min || !profile.category_max) continue;
      result[assessment.timepoint]["profiles"][name]["scenarios"] = {
          {"min", to_string(*profile.category_min)},
          {"base", to_string(profile.category)},
          {"max", to_string(*profile.category_max)}};
    }
  }
  return result;
}

/// Classifies every case of the file and compares it with its `expected`; fails when there is none.
inline void check_case_file(const std::filesystem::path& path) {
  const std::string text = read_text(path);
  const Result<CaseFile> file = parse_case_file(text);
  ASSERT_TRUE(file.has_value()) << path << ": " << file.error().reason;
  const Json document = Json::parse(text);
  ASSERT_EQ(document["cases"].size(), file->cases.size());
  ASSERT_FALSE(file->cases.empty());
  for (std::size_t i = 0; i < file->cases.size(); ++i) {
    const Result<std::vector<TimePointAssessment>> assessments = classify_case(file->cases[i], file->rules);
    ASSERT_TRUE(assessments.has_value()) << file->cases[i].id << ": " << assessments.error().reason;
    const Json result = stated(file->cases[i], *assessments);
    const Json& expected = document["cases"][i].at("expected");
    ASSERT_FALSE(expected.empty()) << file->cases[i].id;
    for (const auto& [timepoint, value] : expected.items()) {
      const std::string place = file->cases[i].id + "." + timepoint;
      ASSERT_TRUE(result.contains(timepoint)) << place;
      compare(value, result[timepoint], timepoint, place);
    }
  }
}

}  // namespace oligard::classify::testing
