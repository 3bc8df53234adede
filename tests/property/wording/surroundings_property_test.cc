// The generators reach everything, and the verdict does not depend on where the program runs.
#include <clocale>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <locale>
#include <map>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "oligard/classify/case_json.h"
#include "oligard/wording/wording.h"
#include "property/classify/arbitrary_case.h"

namespace oligard::wording {

using namespace classify;
using namespace classify::testing;

namespace {

/// How often each word is said.
class Tally {
 public:
  void add(const std::string& word) { ++counts_[word]; }
  void expect(const std::vector<std::string>& words) {
    for (const std::string& word : words) {
      std::cout << "  " << counts_[word] << " " << word << "\n";
      EXPECT_GT(counts_[word], 0) << word;
    }
  }

 private:
  std::map<std::string, int> counts_;
};

TEST(Generators, ReachEveryStatusCategoryAndResponse) {
  constexpr int kCasesARun = 30;
  Tally tally;
  EXPECT_TRUE(rc::check([&tally] {
    for (int i = 0; i < kCasesARun; ++i) {
      for (const TimePointAssessment& assessment : verdicts_of(one_in(10) ? creeping() : arbitrary_case())) {
        for (const auto& [id, lesion] : assessment.lesions) {
          tally.add(to_string(lesion.status));
          for (const std::string& flag : lesion.flags)
            tally.add(flag);
        }
        for (const auto& [name, profile] : assessment.profiles) {
          tally.add(to_string(profile.category));
          for (const std::string& reason : profile.reasons)
            tally.add(reason);
        }
        tally.add("overall " + assessment.recist.overall);
        tally.add(assessment.irecist.value_or("no iRECIST"));
        tally.add(assessment.estro_eortc_state.value_or("no state"));
      }
    }
  }));
  tally.expect({"SINGLE_TIMEPOINT", "INDETERMINATE", "RESPONSE", "STABLE", "OLIGOPROGRESSION",
                "LIMITED_PROGRESSION", "MIXED_RESPONSE", "POLYPROGRESSION"});
  tally.expect({"HISTORY", "BASELINE", "PROGRESSING", "NEW", "REAPPEARED", "STABLE", "REGRESSING", "RESOLVED",
                "NON_PATHOLOGICAL", "TREATED", "NOT_EVALUABLE"});
  tally.expect(
      {"overall CR", "overall PR", "overall SD", "overall NON_CR_NON_PD", "overall PD", "overall NE"});
  tally.expect({"iUPD", "iCPD", "iSD", "iPR", "UNDETERMINED", "NOT_APPLICABLE", "INDUCED_OLIGOPROGRESSION",
                "SYNCHRONOUS_OLIGOMETASTATIC_DISEASE", "REPEAT_OLIGOPERSISTENCE"});
  tally.expect({"too_many_lesions", "not_a_minority", "no_controlled_lesion", "cns_outside_profile",
                "organ_outside_profile", "off_systemic_therapy", "no_initial_control", "too_many_organs",
                "controlled_disease_drifting", "diffuse_subthreshold_growth", "possible_progression",
                "too_many_not_evaluable", "diffuse_progression"});
  tally.expect({"diameter_volume_discordant", "volume_only", "truncated_lower_bound", "truncated",
                "locally_treated", "relative_only", "absolute_only", "growth_below_threshold", "first_imaged",
                "near_prior_detection_limit", "carried_forward", "outside_coverage", "not_segmented"});
}

/// Everything that is said of a case, as bytes.
std::string everything_said(const Case& clinical_case) {
  const Assessment assessment{{}, clinical_case, verdicts_of(clinical_case)};
  std::string said = to_json({clinical_case}, {assessment.timepoints});
  for (std::size_t t = 0; t < assessment.timepoints.size(); ++t) {
    for (const auto& [name, profile] : assessment.timepoints[t].profiles)
      said += conclusion(assessment, t, name) + first_seen_sentence(assessment, t, name);
    for (const auto& [id, lesion] : assessment.timepoints[t].lesions)
      said += lesion_sentence(assessment, t, id);
    for (const std::string& caveat : caveats(assessment, t))
      said += caveat;
  }
  return said + rule_in_words("rcc_hannan_2022", {});
}

/// Decimal comma, points between thousands.
class CommaNumbers : public std::numpunct<char> {
 protected:
  [[nodiscard]] char do_decimal_point() const override { return ','; }
  [[nodiscard]] char do_thousands_sep() const override { return '.'; }
  [[nodiscard]] std::string do_grouping() const override { return "\3"; }
};

/// The process as in another country, until the end of the scope.
class Abroad {
 public:
  Abroad(const char* time_zone, const char* c_locale)
      : before_(std::locale::global(std::locale(std::locale::classic(), new CommaNumbers))) {
    setenv("TZ", time_zone, 1);
    tzset();
    has_c_locale_ = std::setlocale(LC_ALL, c_locale) != nullptr;
  }
  ~Abroad() {
    std::setlocale(LC_ALL, "C");
    unsetenv("TZ");
    tzset();
    std::locale::global(before_);
  }
  Abroad(const Abroad&) = delete;
  Abroad& operator=(const Abroad&) = delete;
  Abroad(Abroad&&) = delete;
  Abroad& operator=(Abroad&&) = delete;

  [[nodiscard]] bool has_c_locale() const { return has_c_locale_; }

 private:
  std::locale before_;
  bool has_c_locale_ = false;
};

TEST(Surroundings, TimeZoneAndLocaleDecideNothing) {
  const std::vector<std::pair<const char*, const char*>> places = {{"Pacific/Kiritimati", "de_DE.UTF-8"},
                                                                   {"Pacific/Pago_Pago", "fr_FR.UTF-8"},
                                                                   {"Asia/Kathmandu", "en_US.UTF-8"}};
  std::map<std::string, bool> installed;
  EXPECT_TRUE(rc::check([&] {
    const Case clinical_case = arbitrary_case();
    const std::string here = everything_said(clinical_case);
    for (const auto& [time_zone, c_locale] : places) {
      const Abroad abroad(time_zone, c_locale);
      installed[c_locale] = abroad.has_c_locale();
      RC_ASSERT(everything_said(clinical_case) == here);
    }
  }));
  for (const auto& [name, is_installed] : installed)
    if (!is_installed)
      std::cout << "C locale " << name << " is not installed: only the C++ locale had a decimal comma\n";
}

}  // namespace
}  // namespace oligard::wording
