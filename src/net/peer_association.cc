#include "oligard/net/peer_association.h"

#include <mutex>

#include <dcmtk/dcmnet/cond.h>
#include <dcmtk/dcmnet/dimse.h>

#include "net/network.h"

namespace oligard::net {
namespace {

/// PS3.8 table 9-21.
Error rejection(T_ASC_Parameters& parameters) {
  T_ASC_RejectParameters rejected{};
  ASC_getRejectParameters(&parameters, &rejected);
  OFString text;
  ASC_printRejectParameters(text, &rejected);
  std::string reason(text.c_str(), text.length());
  for (char& c : reason) {
    if (c == '\n') c = ' ';
  }
  if (rejected.result == ASC_RESULT_REJECTEDTRANSIENT) {
    return {ErrorKind::kUnavailable, "PEER_REJECTED_TRANSIENT",
            "the peer rejected the association for now: " + reason};
  }
  return {ErrorKind::kRejected, "PEER_REJECTED", "the peer rejected the association: " + reason};
}

/// Frees what a failed negotiation leaves behind. An association owns its parameters.
struct Negotiation {
  NetworkHandle network;
  T_ASC_Parameters* parameters = nullptr;
  AssociationHandle association;

  ~Negotiation() {
    if (!association && parameters != nullptr) ASC_destroyAssociationParameters(&parameters);
  }
};

Status propose(T_ASC_Parameters& parameters, const std::vector<std::string>& abstract_syntaxes) {
  const std::vector<std::string> proposed = proposed_transfer_syntaxes();
  std::vector<const char*> syntaxes;
  for (const std::string& syntax : proposed)
    syntaxes.push_back(syntax.c_str());
  T_ASC_PresentationContextID id = 1;
  for (const std::string& uid : abstract_syntaxes) {
    if (ASC_addPresentationContext(&parameters, id, uid.c_str(), syntaxes.data(),
                                   static_cast<int>(syntaxes.size()))
            .bad()) {
      return fail(ErrorKind::kInternal, "SEND_INTERNAL", "a presentation context could not be proposed");
    }
    id = static_cast<T_ASC_PresentationContextID>(id + 2);
  }
  return {};
}

}  // namespace

std::vector<std::string> proposed_transfer_syntaxes() {
  return {UID_LittleEndianExplicitTransferSyntax, UID_LittleEndianImplicitTransferSyntax};
}

PeerAssociation::~PeerAssociation() {
  if (usable_) {
    ASC_releaseAssociation(association_.get());
  } else {
    ASC_abortAssociation(association_.get());
  }
}

T_ASC_PresentationContextID PeerAssociation::context_of(const std::string& abstract_syntax) const {
  return ASC_findAcceptedPresentationContextID(association_.get(), abstract_syntax.c_str());
}

Status PeerAssociation::echo(int timeout_s) {
  DIC_US status = 0;
  DcmDataset* detail = nullptr;
  const OFCondition condition = DIMSE_echoUser(association_.get(), association_->nextMsgID++,
                                               DIMSE_NONBLOCKING, timeout_s, &status, &detail);
  delete detail;
  if (condition.bad() || status != STATUS_Success) {
    usable_ = usable_ && condition.good();
    return fail(ErrorKind::kUnavailable, "PEER_NO_ECHO", "the peer did not answer the C-ECHO");
  }
  return {};
}

Result<std::unique_ptr<PeerAssociation>> PeerAssociation::open(
    const PeerAddress& peer, const std::string& calling_aet,
    const std::vector<std::string>& abstract_syntaxes) {
  // DCMTK keeps the connect timeout in a process-wide variable.
  static std::mutex connecting;
  const std::lock_guard lock(connecting);
  Negotiation negotiation;
  if (open_network(NET_REQUESTOR, peer.acse_timeout_s, negotiation.network).bad() ||
      ASC_createAssociationParameters(&negotiation.parameters, kRequestorMaxPdu).bad()) {
    return fail(ErrorKind::kInternal, "SEND_INTERNAL", "the network could not be initialised");
  }
  introduce(*negotiation.parameters);
  ASC_setAPTitles(negotiation.parameters, calling_aet.c_str(), peer.aet.c_str(), nullptr);
  const std::string address = peer.host + ":" + std::to_string(peer.port);
  ASC_setPresentationAddresses(negotiation.parameters, OFStandard::getHostName().c_str(), address.c_str());
  if (Status proposed = propose(*negotiation.parameters, abstract_syntaxes); !proposed) return fail(proposed);
  dcmConnectionTimeout.set(peer.connect_timeout_s);
  T_ASC_Association* association = nullptr;
  const OFCondition condition =
      ASC_requestAssociation(negotiation.network.get(), negotiation.parameters, &association);
  negotiation.association.reset(association);
  if (condition == DUL_ASSOCIATIONREJECTED) {
    return tl::unexpected<Error>(rejection(*negotiation.parameters));
  }
  if (condition.bad()) {
    return fail(ErrorKind::kUnavailable, "PEER_UNREACHABLE",
                std::string("no association could be opened: ") + condition.text());
  }
  if (ASC_countAcceptedPresentationContexts(negotiation.parameters) == 0) {
    ASC_releaseAssociation(association);
    return fail(ErrorKind::kRejected, "PEER_NO_CONTEXT", "the peer accepts none of our SOP classes");
  }
  negotiation.parameters = nullptr;
  return std::make_unique<PeerAssociation>(std::move(negotiation.network),
                                           std::move(negotiation.association));
}

}  // namespace oligard::net
