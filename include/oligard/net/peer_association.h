// An association as requestor (PS3.8), for the services that are built on it. It introduces us by our
// Implementation Class UID and Version Name.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "oligard/base/result.h"
#include "oligard/net/handles.h"

namespace oligard::net {

/// What is proposed for every SOP class, preferred first: Explicit and Implicit VR Little Endian.
[[nodiscard]] std::vector<std::string> proposed_transfer_syntaxes();

/// Bytes of a PDU that a peer may send on an association of ours.
inline constexpr int kRequestorMaxPdu = 16384;

/// Where a peer is and how long it may take to be reached.
struct PeerAddress {
  std::string aet;
  std::string host;
  int port = 104;
  int connect_timeout_s = 10;
  int acse_timeout_s = 30;
};

/// Owns one association. Not thread-safe. Released by the destructor, or aborted when it was spoiled.
class PeerAssociation {
 public:
  /// Proposes `abstract_syntaxes` in Explicit and Implicit VR Little Endian. The error's kind tells permanent
  /// (kRejected) from transient (kUnavailable). Codes: PEER_UNREACHABLE, PEER_REJECTED,
  /// PEER_REJECTED_TRANSIENT, PEER_NO_CONTEXT (none accepted).
  [[nodiscard]] static Result<std::unique_ptr<PeerAssociation>> open(
      const PeerAddress& peer, const std::string& calling_aet,
      const std::vector<std::string>& abstract_syntaxes);
  PeerAssociation(NetworkHandle network, AssociationHandle association)
      : network_(std::move(network)), association_(std::move(association)) {}
  ~PeerAssociation();
  PeerAssociation(const PeerAssociation&) = delete;
  PeerAssociation& operator=(const PeerAssociation&) = delete;

  /// 0 when the peer did not accept it.
  [[nodiscard]] T_ASC_PresentationContextID context_of(const std::string& abstract_syntax) const;
  /// C-ECHO. Error PEER_NO_ECHO.
  Status echo(int timeout_s);
  /// After a broken or unfinished exchange: the association is of no more use.
  void spoil() { usable_ = false; }
  [[nodiscard]] bool is_usable() const { return usable_; }
  [[nodiscard]] T_ASC_Association* get() const { return association_.get(); }

 private:
  NetworkHandle network_;
  AssociationHandle association_;
  bool usable_ = true;
};

}  // namespace oligard::net
