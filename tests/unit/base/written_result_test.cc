#include "oligard/base/written_result.h"

#include <gtest/gtest.h>

namespace oligard {
namespace {

const WrittenResult kWritten{
    "2.25.1", {{"2.25.2", "L01", "2.25.3", "STABLE"}, {"", "L02.1", "2.25.4", ""}}, {"0123456789abcdef"}};

TEST(WrittenResult, IsFoundInARecord) {
  const std::string record =
      R"({"cases":[{"written":1}],"record":{"format":1,"written":)" + to_json(kWritten) + "}}";
  EXPECT_EQ(written_in_record(record), kWritten);
}

TEST(WrittenResult, IsNothingWhereTheTextHasNone) {
  const std::string one = to_json(kWritten);
  for (const std::string& text :
       {std::string(), std::string("{"), std::string("[]"), std::string(R"({"record":1})"),
        std::string(R"({"record":{"written":{"groups":[]}}})"), R"({"written":)" + one + "}",
        R"({"record":{"written":)" + one,
        std::string(R"({"record":{"written":{"groups":1,"text_digests":[1]}}})")})
    EXPECT_EQ(written_in_record(text), std::nullopt) << text;
}

}  // namespace
}  // namespace oligard
