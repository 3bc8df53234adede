#include "app/conformance_page.h"

#include <fstream>
#include <iterator>
#include <regex>

#include <gtest/gtest.h>

#include "oligard/dicom/file.h"
#include "support/source_dir.h"

namespace oligard::app {
namespace {

std::string text_of(const std::string& path) {
  std::ifstream file(source_dir() / path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The first line in which two texts differ.
std::string difference(const std::string& a, const std::string& b) {
  std::size_t line = 0;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (a[i] != b[i]) return "\n  page:    " + a.substr(line, 120) + "\n  program: " + b.substr(line, 120);
    if (a[i] == '\n') line = i + 1;
  }
  return "\none is longer than the other";
}

TEST(ConformancePage, IsWhatTheProgramNegotiatesAndWrites) {
  ASSERT_TRUE(dicom::set_up());
  const auto sections = conformance_sections();
  ASSERT_TRUE(sections) << sections.error().code << ": " << sections.error().reason;
  const std::string page = text_of("docs/conformance.md");
  const auto current = with_sections(page, *sections);
  ASSERT_TRUE(current) << current.error().reason;
  EXPECT_TRUE(*current == page) << "docs/conformance.md is not current: run `oligard conformance --update "
                                   "docs/conformance.md` and look at what changed"
                                << difference(page, *current);
}

/// "`tests/…_test.py`" or "`Suite.Name`" in the rows of the integration profile.
TEST(ConformancePage, TestsThatItNamesAreThere) {
  const std::string page = text_of("docs/conformance.md");
  const std::size_t begin = page.find("\n## IHE AI Results");
  ASSERT_NE(begin, std::string::npos);
  const std::string section = page.substr(begin, page.find("\n## ", begin + 1) - begin);
  const std::regex named("`(tests/[a-z_/]+\\.(?:py|cc))(?: ([A-Za-z]+))?`");
  int count = 0;
  for (std::sregex_iterator match(section.begin(), section.end(), named), end; match != end;
       ++match, ++count) {
    const std::string file = text_of((*match)[1]);
    EXPECT_FALSE(file.empty()) << (*match)[1] << " is named, but not there";
    EXPECT_NE(file.find((*match)[2]), std::string::npos) << (*match)[1] << " has no " << (*match)[2];
  }
  EXPECT_GE(count, 8);
}

TEST(ConformancePage, TextBetweenMarkersIsReplaced) {
  const std::string page = "a\n<!-- generated: one -->\nold\n<!-- end -->\nb\n";
  EXPECT_EQ(*with_sections(page, {{"one", "new\n"}}), "a\n<!-- generated: one -->\nnew\n<!-- end -->\nb\n");
}

TEST(ConformancePage, MarkersAndSectionsMustMatch) {
  const std::string page = "<!-- generated: one -->\n<!-- end -->\n";
  EXPECT_EQ(with_sections(page, {{"one", ""}, {"two", ""}}).error().code, "CONFORMANCE_PAGE");
  EXPECT_EQ(with_sections(page, {}).error().code, "CONFORMANCE_PAGE");
  EXPECT_EQ(with_sections("<!-- generated: one -->\n", {{"one", ""}}).error().code, "CONFORMANCE_PAGE");
}

}  // namespace
}  // namespace oligard::app
