// What received objects say of a time point: that it is the baseline, or nothing of the kind.
#pragma once

namespace oligard {

enum class BaselineClaim {
  kNone,
  kBaseline,
  kOther,          ///< of one object: it names another event
  kContradictory,  ///< of a time point: its objects do not agree
};

}  // namespace oligard
