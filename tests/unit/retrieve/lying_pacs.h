// A query/retrieve SCP that answers whatever a test wants, true or not; for what no real PACS does on
// command.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmnet/assoc.h>
#include <dcmtk/dcmnet/dimse.h>
#include <sys/socket.h>
#include <unistd.h>

#include "oligard/dicom/dataset.h"

namespace oligard::retrieve {

/// Attributes of one answer.
using Attributes = std::vector<std::pair<DcmTagKey, std::string>>;

inline DcmDataset dataset_of(const Attributes& attributes) {
  DcmDataset dataset;
  for (const auto& [tag, value] : attributes)
    dataset.putAndInsertString(tag, value.c_str());
  return dataset;
}

/// Serves one association in a thread of its own.
class LyingPacs {
 public:
  /// Answers to a query of a level, "STUDY", "SERIES" or "IMAGE".
  std::function<std::vector<Attributes>(const std::string& level, DcmDataset& query)> answers =
      [](const std::string&, DcmDataset&) { return std::vector<Attributes>(); };
  std::function<void()> on_move = [] {};  ///< before a C-MOVE is answered
  bool is_silent = false;                 ///< takes a request and says nothing
  bool is_endless = false;                ///< goes on with the first answer until the peer goes away
  unsigned find_status = 0x0000;
  unsigned move_status = 0x0000;
  unsigned short completed = 0;
  unsigned short failed = 0;
  std::vector<DcmDataset> moves;  ///< identifiers of the C-MOVE requests

  void start() {
    port_ = free_port();
    ASC_initializeNetwork(NET_ACCEPTOR, port_, 5, &network_);
    thread_ = std::thread([this] { serve(); });
  }
  LyingPacs() = default;
  LyingPacs(const LyingPacs&) = delete;
  LyingPacs& operator=(const LyingPacs&) = delete;
  ~LyingPacs() {
    if (thread_.joinable()) thread_.join();
    ASC_dropNetwork(&network_);
  }
  [[nodiscard]] int port() const { return port_; }

 private:
  static int free_port() {
    const int probe = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bind(probe, reinterpret_cast<sockaddr*>(&address), sizeof address);
    socklen_t size = sizeof address;
    getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size);
    close(probe);
    return ntohs(address.sin_port);
  }

  void serve() {
    T_ASC_Association* association = nullptr;
    if (ASC_receiveAssociation(network_, &association, ASC_DEFAULTMAXPDU, nullptr, nullptr, OFFalse,
                               DUL_NOBLOCK, 10)
            .good()) {
      const char* classes[] = {UID_FINDStudyRootQueryRetrieveInformationModel,
                               UID_MOVEStudyRootQueryRetrieveInformationModel};
      const char* syntaxes[] = {UID_LittleEndianExplicitTransferSyntax};
      ASC_acceptContextsWithPreferredTransferSyntaxes(association->params, classes, 2, syntaxes, 1);
      ASC_acknowledgeAssociation(association);
      while (answer(association)) {
      }
      ASC_dropSCPAssociation(association, 1);
    }
    ASC_destroyAssociation(&association);
  }

  /// False when the peer is gone.
  bool answer(T_ASC_Association* association) {
    T_DIMSE_Message message{};
    T_ASC_PresentationContextID context = 0;
    const OFCondition received =
        DIMSE_receiveCommand(association, DIMSE_NONBLOCKING, 20, &context, &message, nullptr);
    if (received == DUL_PEERREQUESTEDRELEASE) ASC_acknowledgeRelease(association);
    if (received.bad()) return false;
    if (message.CommandField == DIMSE_C_CANCEL_RQ) return true;
    DcmDataset* data = nullptr;
    if (DIMSE_receiveDataSetInMemory(association, DIMSE_NONBLOCKING, 5, &context, &data, nullptr, nullptr)
            .bad()) {
      return false;
    }
    const std::unique_ptr<DcmDataset> query(data);
    if (is_silent) return true;
    if (message.CommandField == DIMSE_C_FIND_RQ)
      return find(association, context, message.msg.CFindRQ, *query);
    moves.push_back(*query);
    on_move();
    T_DIMSE_C_MoveRSP response{};
    response.DimseStatus = static_cast<DIC_US>(move_status);
    response.DataSetType = DIMSE_DATASET_NULL;
    response.NumberOfCompletedSubOperations = completed;
    response.NumberOfFailedSubOperations = failed;
    response.opts = O_MOVE_NUMBEROFCOMPLETEDSUBOPERATIONS | O_MOVE_NUMBEROFFAILEDSUBOPERATIONS;
    return DIMSE_sendMoveResponse(association, context, &message.msg.CMoveRQ, &response, nullptr, nullptr)
        .good();
  }

  bool find(T_ASC_Association* association, T_ASC_PresentationContextID context,
            const T_DIMSE_C_FindRQ& request, DcmDataset& query) const {
    T_DIMSE_C_FindRSP response{};
    response.DimseStatus = STATUS_FIND_Pending_MatchesAreContinuing;
    response.DataSetType = DIMSE_DATASET_PRESENT;
    for (const Attributes& attributes : answers(dicom::text(query, DCM_QueryRetrieveLevel), query)) {
      do {
        DcmDataset given = dataset_of(attributes);
        if (DIMSE_sendFindResponse(association, context, &request, &response, &given, nullptr).bad())
          return false;
        if (is_endless) usleep(1000);
      } while (is_endless);
    }
    response.DimseStatus = static_cast<DIC_US>(find_status);
    response.DataSetType = DIMSE_DATASET_NULL;
    return DIMSE_sendFindResponse(association, context, &request, &response, nullptr, nullptr).good();
  }

  int port_ = 0;
  T_ASC_Network* network_ = nullptr;
  std::thread thread_;
};

}  // namespace oligard::retrieve
