// What an association request is answered.
#pragma once

#include <optional>
#include <string>

#include <dcmtk/dcmnet/assoc.h>

#include "oligard/config/settings.h"

namespace oligard::receive {

/// Who calls whom, as text that is safe to log.
struct Titles {
  std::string calling;
  std::string called;
};
[[nodiscard]] Titles titles_of(T_ASC_Parameters& parameters);

struct Negotiation {
  std::optional<T_ASC_RejectParameters> rejection;  ///< empty: accept
  std::string why;   ///< of a rejection or of storage contexts refused, for the log
  int contexts = 0;  ///< accepted ones
};

/// Accepts Verification for anyone, and the storage classes of dicom::sop_classes() for the calling AE titles
/// that may store; marks every context of `parameters`.
[[nodiscard]] Negotiation negotiate(T_ASC_Parameters& parameters, const Titles& titles,
                                    const config::ListenerSettings& settings);

/// The rejection when all associations are taken (PS3.8 table 9-21: transient, local limit exceeded).
[[nodiscard]] T_ASC_RejectParameters local_limit_exceeded();

}  // namespace oligard::receive
