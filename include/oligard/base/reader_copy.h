// What a reader changed in a copy of one of our results. Value types.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "oligard/base/date.h"

namespace oligard {

/// How the status in a group of a reader's copy stands to what we wrote there.
enum class StatusClaim {
  kNone,           ///< none is stated, or the one that we wrote
  kChanged,        ///< another one than we wrote
  kUncertain,      ///< stated, but what we wrote there is not known
  kContradictory,  ///< several, or one that is not known
};

/// What a reader changed in one group of a copy.
struct GroupChange {
  StatusClaim claim = StatusClaim::kNone;
  std::string status = {};              ///< word of the rule book, "STABLE"; empty for an unknown one
  std::vector<std::string> notes = {};  ///< what the reader wrote, cleaned and cut

  [[nodiscard]] bool is_any() const { return claim != StatusClaim::kNone || !notes.empty(); }
};

/// A copy of one of our results that a reader stored.
struct ReaderCopy {
  std::string sop_instance_uid;
  std::optional<Date> date;           ///< of its verification, else of its content
  bool is_verified = false;           ///< Verification Flag VERIFIED
  std::vector<std::string> corrects;  ///< SOP Instance UIDs of our results, sorted
  std::set<std::string> knows;     ///< documents that it was written in view of, those of others among them
  std::vector<std::string> notes;  ///< what the reader wrote about the patient, cleaned and cut
};

}  // namespace oligard
