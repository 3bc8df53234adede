#include "oligard/classify/texts.h"

#include <array>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>

#include "support/source_dir.h"

namespace oligard::classify {
namespace {

constexpr std::array<std::string_view, 2> kNames = {"n", "organ"};

static_assert(has_only("{n} of {n} in {organ}", kNames));
static_assert(has_only("no place", kNames));
static_assert(!has_only("{lesion}", kNames));
static_assert(!has_only("{n", kNames));

TEST(Texts, FillPlacesInAnyOrder) {
  constexpr Pattern<"first", "second"> kPattern = "{second}, then {first}, {second}";
  EXPECT_EQ(kPattern("a", std::string("b")), "b, then a, b");
  constexpr Pattern<> kPlain = "as it is";
  EXPECT_EQ(kPlain(), "as it is");
}

TEST(Texts, BracesInValuesAreText) {
  constexpr Pattern<"name"> kPattern = "profile {name}";
  EXPECT_EQ(kPattern("{other} {}"), "profile {other} {}");
}

TEST(Texts, EnglishHasTwoForms) {
  EXPECT_EQ(texts().basic.lesions(0), "0 lesions");
  EXPECT_EQ(texts().basic.lesions(1), "1 lesion");
  EXPECT_EQ(texts().basic.lesions(2), "2 lesions");
  EXPECT_EQ(texts().conclusion.remaining(1), "The remaining lesion is stable or regressing");
}

std::string source_of(const std::string& file) {
  std::ifstream in(source_dir() / "src" / file);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// String literals of code, without includes and reasons of errors, with three letters in a row and a space:
/// sentences for people.
std::vector<std::string> sentences_in(const std::string& source) {
  std::vector<std::string> found;
  std::istringstream lines(source);
  const std::regex literal("\"((?:[^\"\\\\]|\\\\.)*)\"");
  for (std::string line; std::getline(lines, line);) {
    const std::size_t comment = line.find("//");
    line = line.substr(0, comment);
    if (line.starts_with("#include") || line.find("fail(") != std::string::npos) continue;
    for (std::sregex_iterator hit(line.begin(), line.end(), literal), end; hit != end; ++hit) {
      const std::string text = (*hit)[1];
      const bool has_word = std::regex_search(text, std::regex("[A-Za-z]{3}"));
      if (has_word && text.find(' ') != std::string::npos) found.push_back(text);
    }
  }
  return found;
}

TEST(Texts, StandInTheCatalogueAlone) {
  for (const char* file : {"wording/conclusion.cc",
                           "wording/story.cc",
                           "wording/lesions.cc",
                           "wording/rules.cc",
                           "wording/first_seen.cc",
                           "wording/flips.cc",
                           "wording/context.cc",
                           "wording/links.cc",
                           "wording/notes.cc",
                           "wording/not_assessed.cc",
                           "classify/phrases.cc",
                           "classify/category/review.cc",
                           "classify/context/context.cc",
                           "classify/status/lesion_context.cc",
                           "classify/recist/baseline_choice.cc",
                           "classify/status/reader_feedback.cc",
                           "match/match.cc",
                           "match/confidence.cc",
                           "match/few_lesions.cc",
                           "match/pair_match.cc",
                           "match/history_links.cc",
                           "report/record/priors.cc",
                           "report/write/drawn_axes.cc"}) {
    const std::string source = source_of(file);
    ASSERT_FALSE(source.empty()) << file;
    EXPECT_THAT(sentences_in(source), testing::IsEmpty()) << file;
  }
  EXPECT_GT(sentences_in(source_of("classify/texts_en.cc")).size(), 100U);
}

}  // namespace
}  // namespace oligard::classify
