// C-STORE as SCU over one association (PS3.4 annex B), with every refusal sorted by what to do about it.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "oligard/base/result.h"
#include "oligard/config/settings.h"

namespace oligard::send {

/// What became of one C-STORE.
struct StoreOutcome {
  std::optional<ErrorKind> failure;  ///< empty: sent, the peer has the object
  std::string status;                ///< DIMSE status as "0x0000"; empty when none was received
  std::string code;                  ///< empty when sent without a warning
  std::string reason;
};

/// Of a C-STORE response status, by the table of oligard/terms/dimse_status.h.
[[nodiscard]] StoreOutcome outcome_of_status(unsigned status);

/// One association to one destination. Not thread-safe; closed by the destructor.
class Association {
 public:
  /// Opens an association that proposes `sop_class_uids` in Explicit and Implicit VR Little Endian. On
  /// failure the error's kind tells permanent (kRejected) from transient (kUnavailable). Codes:
  /// PEER_UNREACHABLE, PEER_REJECTED, PEER_REJECTED_TRANSIENT, PEER_ABORTED.
  [[nodiscard]] static Result<std::unique_ptr<Association>> open(
      const config::DestinationSettings& destination, const std::string& calling_aet,
      const std::vector<std::string>& sop_class_uids);
  virtual ~Association() = default;

  /// Sends one file. The association is unusable after a transient outcome without a status.
  [[nodiscard]] virtual StoreOutcome store(const std::filesystem::path& file) = 0;
  /// C-ECHO; for `oligard doctor`.
  virtual Status echo() = 0;
  [[nodiscard]] virtual bool is_usable() const = 0;
};

}  // namespace oligard::send
