// DIMSE status codes: value → meaning → what went wrong, and with it what is done about it (consequence_of).
// As requestor (PS3.4 tables B.2-1, C.4-1, C.4-2; PS3.7 annex C) and as acceptor of C-STORE. Pure, for any
// thread.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "oligard/base/result.h"

namespace oligard::terms {

enum class DimseService { kStore, kFind, kMove };

/// A final status in a response to us, or a range of them.
struct DimseStatus {
  unsigned value;
  unsigned mask;                     ///< bits of a status that must be those of `value`; 0: any status
  std::optional<ErrorKind> failure;  ///< empty: done, with or without a warning
  const char* code;                  ///< of docs/operations.md; empty for a success without a warning
  const char* meaning;               ///< a clause about the peer
};

/// The row of a status: the one that names it most closely. A status that has none of its own is a failure
/// that may pass.
[[nodiscard]] const DimseStatus& dimse_status(DimseService service, unsigned status);

/// All rows of a service, the one for any status last.
[[nodiscard]] std::span<const DimseStatus> dimse_statuses(DimseService service);

/// "0xA700".
[[nodiscard]] std::string status_text(unsigned status);

/// What C-STORE is answered; `when` is the Error Comment of a failure.
struct StoreResponse {
  unsigned status;
  const char* when;
};
inline constexpr StoreResponse kStored = {0x0000, "the object is durable, or was known"};
inline constexpr StoreResponse kNoSpace = {0xA700, "out of disk space"};
inline constexpr StoreResponse kStorageAway = {0xA700, "storage is not available now"};
inline constexpr StoreResponse kNoContext = {0x0122, "no such presentation context"};
inline constexpr StoreResponse kOtherClass = {0x0122, "SOP class is not the presentation context's"};
inline constexpr StoreResponse kNoUid = {0x0117, "the SOP Instance UID is not a UID"};
inline constexpr StoreResponse kNotStored = {0x0110, "the object could not be stored"};
inline constexpr StoreResponse kStoreResponses[] = {kStored,     kNoSpace, kStorageAway, kNoContext,
                                                    kOtherClass, kNoUid,   kNotStored};

}  // namespace oligard::terms
