#include "oligard/load/trial_time_point.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "oligard/base/text.h"

namespace oligard::load {
namespace {

/// Words that may stand beside "baseline" without another meaning.
constexpr std::array<std::string_view, 23> kPlainWords = {
    "visit",     "scan", "study", "exam", "examination", "imaging", "image", "images",
    "timepoint", "time", "point", "tp",   "tp0",         "t0",      "v0",    "ct",
    "mr",        "mri",  "pet",   "0",    "assessment",  "day",     "week"};

std::vector<std::string> words_of(std::string_view phrase) {
  std::vector<std::string> words(1);
  for (const char c : lower_case(phrase)) {
    const bool is_part =
        (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (is_part)
      words.back().push_back(c);
    else if (!words.back().empty())
      words.emplace_back();
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

std::string plain_id(std::string_view id) {
  return joined(words_of(id), " ");
}

BaselineClaim by_type(const TrialTimePoint& time_point) {
  if (time_point.type.empty()) return BaselineClaim::kNone;
  return is_baseline_code(time_point.type) ? BaselineClaim::kBaseline : BaselineClaim::kOther;
}

constexpr double kHalfADay = 0.5;

BaselineClaim by_offset(const TrialTimePoint& time_point) {
  if (!time_point.offset_days || !names_baseline(time_point.event)) return BaselineClaim::kNone;
  return std::abs(*time_point.offset_days) < kHalfADay ? BaselineClaim::kBaseline : BaselineClaim::kOther;
}

}  // namespace

bool names_baseline(std::string_view phrase) {
  const std::vector<std::string> words = words_of(phrase);
  const auto is_baseline = [](const std::string& word) { return word == "baseline"; };
  return std::count_if(words.begin(), words.end(), is_baseline) == 1 &&
         std::all_of(words.begin(), words.end(), [&](const std::string& word) {
           return is_baseline(word) ||
                  std::find(kPlainWords.begin(), kPlainWords.end(), word) != kPlainWords.end();
         });
}

bool is_baseline_code(const Code& code) {
  const bool is_known =
      (code.value == "C1442488" && code.scheme == "UMLS") || (code.value == "121079" && code.scheme == "DCM");
  return is_known || names_baseline(code.meaning);
}

BaselineClaim claim_of(const TrialTimePoint& time_point) {
  const BaselineClaim type = by_type(time_point);
  const BaselineClaim offset = by_offset(time_point);
  if (type != BaselineClaim::kNone && offset != BaselineClaim::kNone && type != offset)
    return BaselineClaim::kContradictory;
  if (type != BaselineClaim::kNone || offset != BaselineClaim::kNone) {
    const BaselineClaim coded = type != BaselineClaim::kNone ? type : offset;
    const bool is_named = names_baseline(time_point.id) || names_baseline(time_point.description);
    return coded == BaselineClaim::kOther && is_named ? BaselineClaim::kContradictory : coded;
  }
  const bool is_named = names_baseline(time_point.id) || names_baseline(time_point.description);
  return is_named ? BaselineClaim::kBaseline : BaselineClaim::kNone;
}

bool agree(const TrialTimePoint& a, const TrialTimePoint& b) {
  return a.id.empty() || b.id.empty() || plain_id(a.id) == plain_id(b.id);
}

}  // namespace oligard::load
