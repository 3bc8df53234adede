#include "report/check/text_checks.h"

#include <gtest/gtest.h>

namespace oligard::report::test {
namespace {

TEST(TextChecks, WellFormedUtf8) {
  for (const char* text :
       {"", "plain", "M\xC3\xBCller", "\xE5\xB1\xB1\xE7\x94\xB0", "\xF0\x9F\x98\x80", "\xEE\x80\x80"})
    EXPECT_TRUE(is_utf8(text)) << text;
}

TEST(TextChecks, IllFormedUtf8) {
  for (const char* text : {"M\xFCller", "\xC3", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80",
                           "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\x80", "\xE5\xB1"})
    EXPECT_FALSE(is_utf8(text)) << text;
}

TEST(TextChecks, BytesThatAreNoUtf8BecomeQuestionMarks) {
  EXPECT_EQ(as_utf8("M\xFCller^\xC3\xBC"), "M?ller^\xC3\xBC");
  EXPECT_EQ(as_utf8("\xE5\xB1"), "??");
}

TEST(TextChecks, CharactersAreCodePoints) {
  EXPECT_EQ(characters("M\xC3\xBCller"), 6U);
}

}  // namespace
}  // namespace oligard::report::test
