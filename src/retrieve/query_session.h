// C-FIND and C-MOVE exchanges over one association, each ended by the bounds at the latest.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmnet/dimse.h>

#include "oligard/base/result.h"
#include "oligard/net/peer_association.h"
#include "oligard/retrieve/prior_source.h"
#include "oligard/terms/dimse_status.h"

namespace oligard::retrieve {

/// Sees an answer; false = no more are wanted.
using OnAnswer = std::function<bool(DcmDataset& answer)>;

class QuerySession {
 public:
  QuerySession(std::unique_ptr<net::PeerAssociation> association, std::string move_destination, int silence_s,
               Bounds bounds);

  /// False when the connection is lost or the bounds are over.
  [[nodiscard]] bool is_usable() const { return association_->is_usable() && !bounds_.are_over(); }

  /// False when `on_answer` wanted no more: the query was cancelled. Errors PEER_LOST, PRIOR_TIMEOUT,
  /// PRIOR_QUERY_FAILED.
  [[nodiscard]] Result<bool> find(DcmDataset& query, const OnAnswer& on_answer);
  /// Errors PEER_LOST, PRIOR_TIMEOUT, PRIOR_MOVE_FAILED, PRIOR_MOVE_DESTINATION.
  [[nodiscard]] Result<MoveCount> move(DcmDataset& query);

 private:
  struct Answer {
    T_DIMSE_Message command;
    std::unique_ptr<DcmDataset> identifier;
  };

  [[nodiscard]] Status send(T_ASC_PresentationContextID context, T_DIMSE_Message& request, DcmDataset& query);
  /// The next response of this exchange; `silence_s` is how long the peer may say nothing.
  [[nodiscard]] Result<Answer> receive(T_DIMSE_Command expected, int silence_s);
  [[nodiscard]] Result<std::unique_ptr<DcmDataset>> receive_identifier(T_ASC_PresentationContextID context);
  /// Asks the peer to stop and gives the association up.
  void abandon(T_ASC_PresentationContextID context, DIC_US message_id);
  [[nodiscard]] int seconds_left() const;

  std::unique_ptr<net::PeerAssociation> association_;
  std::string move_destination_;
  int silence_s_;
  Bounds bounds_;
};

/// The failure that a final status means, by the table of oligard/terms/dimse_status.h; none for a success.
[[nodiscard]] Status final_status(terms::DimseService service, unsigned status);

}  // namespace oligard::retrieve
