#include "classify/best_response.h"

#include <algorithm>
#include <array>
#include <set>

#include "classify/words.h"

namespace oligard::classify {
namespace {

/// The order of 2.9, best first.
constexpr std::array<std::string_view, 6> kBestFirst = {"CR", "PR", "SD", "NON_CR_NON_PD", "PD", "NE"};

std::size_t rank_of(std::string_view response) {
  return static_cast<std::size_t>(std::find(kBestFirst.begin(), kBestFirst.end(), response) -
                                  kBestFirst.begin());
}

}  // namespace

std::string_view response_word(const std::string& response) {
  const std::size_t rank = rank_of(response);
  return rank < kBestFirst.size() ? kBestFirst[rank] : std::string_view();
}

std::string best_response(const CaseView& view, const std::vector<RecistAssessment>& so_far, Chain& chain) {
  const std::size_t now = so_far.size() - 1;
  std::set<std::string> backdated;
  for (const RecistAssessment& recist : so_far) {
    if (recist.new_lesion_backdated_to) backdated.insert(*recist.new_lesion_backdated_to);
  }
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

}  // namespace oligard::classify
