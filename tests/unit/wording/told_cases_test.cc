// Every case of tests/cases/classify, told: what holds for each sentence, whatever the case.
#include <map>

#include "oligard/wording/wording.h"
#include "support/expected_cases.h"
#include "support/source_dir.h"

namespace oligard::wording {

using namespace classify;
using namespace terms;
using namespace classify::testing;

namespace {

struct Told {
  Rules rules;
  Assessment assessment;
};

std::vector<Told> all_cases() {
  std::vector<Told> told;
  for (const auto& entry : std::filesystem::directory_iterator(source_dir() / "tests/cases/classify")) {
    const auto file = parse_case_file(read_text(entry.path()));
    EXPECT_TRUE(file.has_value()) << entry.path();
    for (const Case& clinical_case : file->cases) {
      auto assessments = classify_case(clinical_case, file->rules);
      EXPECT_TRUE(assessments.has_value()) << clinical_case.id;
      find_flips(clinical_case, file->rules, *assessments);
      Assessment assessment;
      assessment.clinical_case = clinical_case;
      assessment.timepoints = *std::move(assessments);
      told.push_back({file->rules, std::move(assessment)});
    }
  }
  return told;
}

/// How a conclusion begins, by section 4.
const std::map<Category, std::vector<std::string>>& beginnings() {
  static const std::map<Category, std::vector<std::string>> words = {
      {Category::kSingleTimepoint,
       {"Baseline study: ", "First available study: ", "Study before the baseline: "}},
      {Category::kIndeterminate, {"Indeterminate: "}},
      {Category::kResponse, {"No progressing lesion. "}},
      {Category::kStable, {"No progressing lesion among "}},
      {Category::kOligoprogression, {"Progression of "}},
      {Category::kLimitedProgression, {"Progression of "}},
      {Category::kMixedResponse, {"Mixed response: "}},
      {Category::kPolyprogression, {"Progression of "}},
  };
  return words;
}

bool begins_with_one_of(const std::string& text, const std::vector<std::string>& beginnings) {
  for (const std::string& beginning : beginnings)
    if (text.starts_with(beginning)) return true;
  return false;
}

/// Signs of a value that was not there.
bool has_holes(const std::string& text) {
  for (const char* hole : {" nan", " inf", "  ", "()", " ,", "; .", ": ;", "{", "_definite"})
    if (text.find(hole) != std::string::npos) return true;
  return false;
}

TEST(ToldCases, ConclusionsBeginAsTheCategoryAsks) {
  std::map<Category, int> told;
  for (const auto& [rules, assessment] : all_cases()) {
    for (std::size_t t = 0; t < assessment.timepoints.size(); ++t) {
      for (const auto& [name, profile] : assessment.timepoints[t].profiles) {
        const std::string text = conclusion(assessment, t, name);
        EXPECT_TRUE(begins_with_one_of(text, beginnings().at(profile.category)))
            << assessment.clinical_case.id << ": " << text;
        EXPECT_TRUE(text.ends_with(".")) << text;
        EXPECT_FALSE(has_holes(text)) << assessment.clinical_case.id << ": " << text;
        ++told[profile.category];
      }
    }
  }
  for (const auto& [category, words] : beginnings())
    EXPECT_GT(told[category], 5) << to_string(category);
}

TEST(ToldCases, ConclusionsNameWhatTheyCount) {
  for (const auto& [rules, assessment] : all_cases()) {
    for (std::size_t t = 0; t < assessment.timepoints.size(); ++t) {
      const TimePointAssessment& now = assessment.timepoints[t];
      for (const auto& [name, profile] : now.profiles) {
        const std::string text = conclusion(assessment, t, name);
        const bool progression = profile.category == Category::kOligoprogression ||
                                 profile.category == Category::kLimitedProgression ||
                                 profile.category == Category::kPolyprogression;
        if (progression) {
          const std::string counts = "Progression of " + std::to_string(profile.n_progressing) + " of " +
                                     std::to_string(profile.n_assessable);
          EXPECT_TRUE(text.starts_with(counts)) << assessment.clinical_case.id << ": " << text;
          EXPECT_NE(text.find(name), std::string::npos) << text;
        }
        const bool limited = progression && profile.category != Category::kPolyprogression;
        for (const auto& [id, lesion] : now.lesions) {
          const bool counted = is_progression(lesion.status) && lesion.confidence >= Confidence::kProbable;
          if (limited && counted) {
            EXPECT_NE(text.find(id + " ("), std::string::npos) << id << ": " << text;
          }
        }
        if (now.recist.overall != "HISTORY" && profile.category != Category::kSingleTimepoint) {
          EXPECT_NE(text.find("RECIST 1.1 time-point response: " + now.recist.overall), std::string::npos)
              << text;
        }
      }
    }
  }
}

TEST(ToldCases, CaveatsAreTheFourAndWhatTheCaseAdds) {
  int with_flare = 0;
  int with_treatment = 0;
  for (const auto& [rules, assessment] : all_cases()) {
    for (std::size_t t = 0; t < assessment.timepoints.size(); ++t) {
      const std::vector<std::string> all = caveats(assessment, t);
      ASSERT_GE(all.size(), 4U);
      EXPECT_TRUE(all[0].starts_with("Computer-generated, not verified by a physician.")) << all[0];
      EXPECT_TRUE(all[1].starts_with("Oligoprogression has no agreed imaging definition")) << all[1];
      EXPECT_TRUE(all[2].starts_with("Requires knowledge of systemic therapy; source here: ")) << all[2];
      EXPECT_TRUE(all[3].starts_with("Only segmented lesions in the imaged regions were assessed")) << all[3];
      const CaseTimePoint& timepoint = assessment.clinical_case.timepoints[t];
      if (timepoint.coverage_known && !timepoint.coverage.contains("brain")) {
        EXPECT_NE(all[3].find("brain not imaged"), std::string::npos) << all[3];
      }
      for (const auto& [id, lesion] : assessment.timepoints[t].lesions) {
        const auto has = [&lesion](const char* flag) {
          return std::find(lesion.flags.begin(), lesion.flags.end(), flag) != lesion.flags.end();
        };
        if (!has("possible_flare") && !has("locally_treated")) continue;
        EXPECT_GT(all.size(), 4U);
        with_flare += has("possible_flare") ? 1 : 0;
        with_treatment += has("locally_treated") ? 1 : 0;
      }
    }
  }
  EXPECT_GT(with_flare, 0);
  EXPECT_GT(with_treatment, 0);
}

TEST(ToldCases, SentencesNameTheLesionAndItsStatus) {
  for (const auto& [rules, assessment] : all_cases()) {
    for (std::size_t t = 0; t < assessment.timepoints.size(); ++t) {
      for (const auto& [id, lesion] : assessment.timepoints[t].lesions) {
        const std::string sentence = lesion_sentence(assessment, t, id);
        EXPECT_TRUE(sentence.starts_with(id)) << sentence;
        EXPECT_NE(sentence.find(to_string(lesion.status)), std::string::npos) << sentence;
        EXPECT_FALSE(has_holes(sentence)) << sentence;
      }
    }
    for (const auto& [name, profile] : rules.profiles)
      EXPECT_NE(rule_in_words(name, rules).find(name), std::string::npos);
  }
}

/// What would change a category is another category, told with its lesion or input, and written out.
TEST(ToldCases, WhatWouldChangeTheCategory) {
  int told = 0;
  for (const auto& [rules, assessment] : all_cases()) {
    for (const TimePointAssessment& now : assessment.timepoints) {
      EXPECT_NE(to_json(now, assessment.clinical_case).find("\"profiles\""), std::string::npos);
      for (const auto& [name, profile] : now.profiles) {
        for (const Flip& flip : profile.flips)
          EXPECT_NE(flip.category, profile.category) << assessment.clinical_case.id << " " << flip.subject;
        for (const std::string& sentence : flip_sentences(assessment.clinical_case, now, name)) {
          EXPECT_FALSE(has_holes(sentence)) << sentence;
          EXPECT_FALSE(sentence.starts_with(";")) << sentence;
          ++told;
        }
      }
      EXPECT_TRUE(flip_sentences(assessment.clinical_case, now, "nobody").empty());
    }
  }
  EXPECT_GT(told, 10);
}

/// Why: a sentence without holes for every lesion, the response and each category after the baseline.
TEST(ToldCases, EveryVerdictSaysWhy) {
  int lesions = 0;
  for (const auto& [rules, assessment] : all_cases()) {
    for (std::size_t t = 0; t < assessment.timepoints.size(); ++t) {
      const TimePointAssessment& now = assessment.timepoints[t];
      for (const auto& [id, lesion] : now.lesions) {
        const std::string why = why_lesion(assessment, t, id);
        EXPECT_FALSE(has_holes(why)) << assessment.clinical_case.id << ": " << why;
        lesions += why.empty() ? 0 : 1;
      }
      EXPECT_FALSE(has_holes(why_recist(assessment, t))) << why_recist(assessment, t);
      for (const auto& [name, profile] : now.profiles) {
        const std::string why = why_category(assessment, t, name);
        EXPECT_FALSE(has_holes(why)) << assessment.clinical_case.id << ": " << why;
      }
    }
  }
  EXPECT_GT(lesions, 500);
}

/// What is open, what is remarked and since when is said of every lesion that has it.
TEST(ToldCases, OpenQuestionsAndRemarksNameTheirLesions) {
  for (const auto& [rules, assessment] : all_cases()) {
    for (std::size_t t = 0; t < assessment.timepoints.size(); ++t) {
      std::string open;
      for (const std::string& sentence : not_assessed(assessment, t))
        open += sentence + " ";
      std::string remarked;
      for (const std::string& line : remarks(assessment, t))
        remarked += line + "\n";
      EXPECT_FALSE(has_holes(open.substr(0, open.empty() ? 0 : open.size() - 1))) << open;
      const std::string growing = progressing_lesions(assessment, t);
      for (const auto& [id, lesion] : assessment.timepoints[t].lesions) {
        const bool unseen = lesion.status == LesionStatus::kNotEvaluable;
        const bool treated = lesion.status == LesionStatus::kTreated;
        if (unseen || treated) {
          EXPECT_NE(open.find(id + " ("), std::string::npos) << id << ": " << open;
        }
        if (!unseen && !lesion.flags.empty()) {
          EXPECT_NE(remarked.find(id), std::string::npos) << id << ": " << remarked;
        }
        const bool counted = is_progression(lesion.status) && lesion.confidence >= Confidence::kProbable;
        if (counted) {
          EXPECT_NE(growing.find(id + " ("), std::string::npos) << id << ": " << growing;
        }
      }
      for (const auto& [name, profile] : assessment.timepoints[t].profiles) {
        const std::string since = first_seen_sentence(assessment, t, name);
        if (!since.empty()) {
          EXPECT_NE(since.find(name), std::string::npos) << since;
        }
        EXPECT_FALSE(has_holes(since)) << since;
      }
    }
  }
}

}  // namespace
}  // namespace oligard::wording
