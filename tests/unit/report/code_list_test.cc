#include "oligard/report/code_list.h"

#include <fstream>
#include <iterator>
#include <map>
#include <regex>

#include <gtest/gtest.h>

#include "support/source_dir.h"

namespace oligard::report::test {
namespace {

std::string text_of(const std::string& path) {
  std::ifstream file(source_dir() / path);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(CodeList, HasEveryCodeOfTheHeaders) {
  const std::string list = text_of("src/report/write/code_list.cc");
  const std::regex declared("inline constexpr (?:Entry|std::array<[^=]*>) (k\\w+) =");
  int count = 0;
  for (const char* header : {"src/report/write/codes.h", "include/oligard/terms/own_codes.h",
                             "include/oligard/terms/lesion_status.h", "include/oligard/terms/verdict.h"}) {
    const std::string text = text_of(header);
    for (std::sregex_iterator match(text.begin(), text.end(), declared), end; match != end;
         ++match, ++count) {
      const std::regex used("\\b" + (*match)[1].str() + "\\b");
      EXPECT_TRUE(std::regex_search(list, used))
          << (*match)[1] << " of " << header << " is not in code_list.cc";
    }
  }
  EXPECT_GT(count, 100);
}

/// Within a scheme a value has one meaning.
TEST(CodeList, ValuesHaveOneMeaning) {
  std::map<std::pair<std::string, std::string>, std::string> meanings;
  for (const CodeSection& section : code_list()) {
    EXPECT_FALSE(section.codes.empty()) << section.title;
    for (const Code& code : section.codes) {
      const auto [found, is_new] = meanings.try_emplace({code.value, code.scheme}, code.meaning);
      EXPECT_TRUE(is_new || found->second == code.meaning)
          << code.value << ": " << found->second << ", " << code.meaning;
    }
  }
}

}  // namespace
}  // namespace oligard::report::test
