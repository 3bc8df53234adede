// Since when something is flagged, and how that compares with RECIST PD: docs/clinical-rules.md, "First
// seen". Time points by id. Only time points up to the one that holds these values are looked at.
#pragma once

#include <map>
#include <optional>
#include <string>

namespace oligard::classify {

/// One lesion that progresses with definite or probable confidence.
struct FirstSeen {
  std::string flagged_since;                ///< from here on without a break until now
  std::string first_flagged;                ///< the first flag at all, also when it was taken back later
  std::optional<std::string> in_hindsight;  ///< earlier: in doubt then, certain now
};

/// One patient under one profile. Flagged: OLIGOPROGRESSION, LIMITED_PROGRESSION, MIXED_RESPONSE or
/// POLYPROGRESSION.
struct ProgressionLead {
  std::optional<std::string> first_flagged;
  std::optional<std::string> in_hindsight;            ///< earlier, of a lesion that is flagged now
  std::optional<std::string> recist_pd;               ///< first overall PD of RECIST 1.1; empty = not called
  std::optional<std::string> recist_pd_in_hindsight;  ///< earlier, where a new lesion is dated back
  std::optional<int> lead_days;  ///< from `first_flagged` to `recist_pd`; negative: RECIST was earlier
};

struct FirstSeenAssessment {
  std::map<std::string, FirstSeen> lesions;         ///< by lesion id; those flagged at this time point
  std::map<std::string, ProgressionLead> profiles;  ///< by profile name; empty up to the baseline
};

}  // namespace oligard::classify
