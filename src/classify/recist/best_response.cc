#include "classify/recist/best_response.h"

#include <algorithm>
#include <array>
#include <set>

#include "oligard/classify/words.h"

namespace oligard::classify {
namespace {

/// The order of 2.9, best first.
constexpr std::array<std::string_view, 6> kBestFirst = {"CR", "PR", "SD", "NON_CR_NON_PD", "PD", "NE"};

std::size_t rank_of(std::string_view response) {
  return static_cast<std::size_t>(std::find(kBestFirst.begin(), kBestFirst.end(), response) -
                                  kBestFirst.begin());
}

/// Time points to which a confirmed new lesion is dated back.
std::set<std::string> backdated_progressions(const std::vector<RecistAssessment>& so_far) {
  std::set<std::string> timepoints;
  for (const RecistAssessment& recist : so_far) {
    if (recist.new_lesion_backdated_to) timepoints.insert(*recist.new_lesion_backdated_to);
  }
  return timepoints;
}

struct Response {
  std::string overall;
  int day = 0;  // after baseline
};

/// Responses after baseline other than NE, up to the first progression, to which a backdated new lesion
/// counts.
std::vector<Response> evaluable_responses(const CaseView& view, const std::vector<RecistAssessment>& so_far) {
  const std::set<std::string> backdated = backdated_progressions(so_far);
  std::vector<Response> course;
  for (std::size_t r = view.baseline + 1; r < so_far.size(); ++r) {
    const bool is_pd = backdated.contains(view.timepoint(r).id) || so_far[r].overall == word::kPd;
    const int day = days_between(view.timepoint(view.baseline).date, view.timepoint(r).date);
    if (is_pd) {
      course.push_back({word::kPd, day});
      break;
    }
    if (so_far[r].overall != word::kNe) course.push_back({so_far[r].overall, day});
  }
  return course;
}

/// No worse response stands between response i and one of `days` later or more that is no worse.
bool is_confirmed(const std::vector<Response>& course, std::size_t i, int days) {
  for (std::size_t later = i + 1; later < course.size(); ++later) {
    if (rank_of(course[later].overall) > rank_of(course[i].overall)) return false;
    if (course[later].day - course[i].day >= days) return true;
  }
  return false;
}

}  // namespace

std::string_view response_word(const std::string& response) {
  const std::size_t rank = rank_of(response);
  return rank < kBestFirst.size() ? kBestFirst[rank] : std::string_view();
}

std::string best_response(const CaseView& view, const std::vector<RecistAssessment>& so_far, Chain& chain) {
  const std::size_t now = so_far.size() - 1;
  const std::set<std::string> backdated = backdated_progressions(so_far);
  std::string best = word::kNe;
  std::size_t best_at = now;
  for (std::size_t r = view.baseline + 1; r <= now; ++r) {
    std::string response = backdated.contains(view.timepoint(r).id) ? word::kPd : so_far[r].overall;
    const int days = days_between(view.timepoint(view.baseline).date, view.timepoint(r).date);
    const bool stable = response == word::kSd || response == word::kNonCrNonPd;
    if (stable && days < view.constants().sd_min_days) {
      Reason step = compared("2.9", "stable_too_early", Comparison::kBelow, days, std::nullopt,
                             limit_of(view.constants(), &Constants::sd_min_days), unit::kDays);
      step.value_timepoint = static_cast<std::int32_t>(r);
      chain.test(std::move(step));
      response = word::kNe;
    }
    if (rank_of(response) < rank_of(best)) {
      best = response;
      best_at = r;
    }
    if (response == word::kPd) break;
  }
  chain.decide(since(named("2.9", "best_response"), best_at), response_word(best));
  return best;
}

std::string confirmed_response(const CaseView& view, const std::vector<RecistAssessment>& so_far) {
  const std::vector<Response> course = evaluable_responses(view, so_far);
  std::string best = word::kNe;
  const auto take = [&best](const std::string& response) {
    if (rank_of(response) < rank_of(best)) best = response;
  };
  for (std::size_t i = 0; i < course.size(); ++i) {
    const std::string& response = course[i].overall;
    const bool responds = response == word::kCr || response == word::kPr;
    const bool stands =
        response == word::kPd || (responds && is_confirmed(course, i, view.constants().confirm_min_days));
    if (stands) {
      take(response);
    } else if (course[i].day >= view.constants().sd_min_days) {
      take(responds ? std::string(word::kSd) : response);
    }
  }
  return best;
}

}  // namespace oligard::classify
