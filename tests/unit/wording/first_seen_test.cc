// The sentences on the cases of first_seen.json; their data are checked with the other case files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "oligard/wording/wording.h"
#include "support/expected_cases.h"
#include "support/source_dir.h"

namespace oligard::wording {

using namespace classify;

namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class FirstSeenSentence : public ::testing::Test {
 protected:
  void SetUp() override {
    Result<CaseFile> file =
        parse_case_file(testing::read_text(source_dir() / "tests/cases/classify/first_seen.json"));
    ASSERT_TRUE(file.has_value());
    file_ = *std::move(file);
  }

  [[nodiscard]] std::string sentence(const std::string& id, std::size_t timepoint) const {
    for (const Case& one : file_.cases) {
      if (one.id != id) continue;
      Assessment assessment;
      assessment.clinical_case = one;
      assessment.timepoints = classify_case(one, file_.rules).value();
      return first_seen_sentence(assessment, timepoint, "default_5");
    }
    return "no such case";
  }

  CaseFile file_;
};

TEST_F(FirstSeenSentence, BeforeRecist) {
  EXPECT_EQ(sentence("F1", 2),
            "Progression first flagged under profile default_5 on this study; RECIST 1.1 has not called PD.");
  EXPECT_EQ(
      sentence("F1", 3),
      "Progression first flagged under profile default_5 on 1 Jul 2025; 92 days before RECIST 1.1 PD (1 "
      "Oct 2025). Flagged longest: B (liver), since 1 Jul 2025.");
}

TEST_F(FirstSeenSentence, AfterRecist) {
  EXPECT_EQ(sentence("F3", 2),
            "Progression first flagged under profile default_5 on this study; 91 days after RECIST 1.1 PD (1 "
            "Apr 2025).");
}

TEST_F(FirstSeenSentence, TheFirstFlagStaysWhenItWasTakenBackSince) {
  EXPECT_EQ(sentence("F2", 5),
            "Progression first flagged under profile default_5 on 1 Apr 2025; RECIST 1.1 has not called PD. "
            "Flagged longest: G (lung), since 1 Oct 2025.");
}

TEST_F(FirstSeenSentence, Hindsight) {
  EXPECT_EQ(
      sentence("F7", 3),
      "Progression first flagged under profile default_5 on this study; RECIST 1.1 called PD on the same "
      "study. In hindsight from 1 Apr 2025, in doubt then: N (lung).");
  EXPECT_THAT(sentence("F5", 2), Not(HasSubstr("hindsight")));
}

TEST_F(FirstSeenSentence, NothingWithoutProgression) {
  EXPECT_THAT(sentence("F1", 0), IsEmpty());
  EXPECT_THAT(sentence("F1", 1), IsEmpty());
  EXPECT_THAT(sentence("F2", 4), IsEmpty());
  EXPECT_THAT(sentence("F1", 9), IsEmpty());
}

}  // namespace
}  // namespace oligard::wording
