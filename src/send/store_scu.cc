#include "oligard/send/store_scu.h"

#include <array>
#include <cstdio>
#include <mutex>
#include <vector>

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcuid.h>
#include <dcmtk/dcmnet/assoc.h>
#include <dcmtk/dcmnet/cond.h>
#include <dcmtk/dcmnet/dimse.h>

#include "oligard/dicom/dataset.h"
#include "oligard/dicom/file.h"

namespace oligard::send {
namespace {

std::string status_text(unsigned status) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "0x%04X", status);
  return text.data();
}

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

class DcmtkAssociation final : public Association {
 public:
  DcmtkAssociation(T_ASC_Network* network, T_ASC_Association* association, int dimse_timeout_s)
      : network_(network), association_(association), dimse_timeout_s_(dimse_timeout_s) {}

  ~DcmtkAssociation() override {
    if (usable_) {
      ASC_releaseAssociation(association_);
    } else {
      ASC_abortAssociation(association_);
    }
    ASC_destroyAssociation(&association_);
    ASC_dropNetwork(&network_);
  }

  StoreOutcome store(const std::filesystem::path& path) override {
    Result<std::unique_ptr<DcmFileFormat>> file = dicom::read_file(path);
    if (!file) return {StoreOutcome::Kind::kPermanent, "", file.error().code, file.error().reason};
    DcmDataset& dataset = *(*file)->getDataset();
    const std::string sop_class = dicom::text(dataset, DCM_SOPClassUID);
    const std::string sop_instance = dicom::text(dataset, DCM_SOPInstanceUID);
    const T_ASC_PresentationContextID context =
        ASC_findAcceptedPresentationContextID(association_, sop_class.c_str());
    if (context == 0) {
      return {StoreOutcome::Kind::kPermanent, "", "PEER_NO_CONTEXT",
              "the peer does not accept this SOP class"};
    }
    return send(context, sop_class, sop_instance, dataset);
  }

  Status echo() override {
    DIC_US status = 0;
    DcmDataset* detail = nullptr;
    const OFCondition condition = DIMSE_echoUser(association_, association_->nextMsgID++, DIMSE_NONBLOCKING,
                                                 dimse_timeout_s_, &status, &detail);
    delete detail;
    if (condition.bad() || status != STATUS_Success) {
      usable_ = usable_ && condition.good();
      return fail(ErrorKind::kUnavailable, "PEER_NO_ECHO", "the peer did not answer the C-ECHO");
    }
    return {};
  }

  [[nodiscard]] bool is_usable() const override { return usable_; }

 private:
  StoreOutcome send(T_ASC_PresentationContextID context, const std::string& sop_class,
                    const std::string& sop_instance, DcmDataset& dataset) {
    T_DIMSE_C_StoreRQ request{};
    request.MessageID = association_->nextMsgID++;
    request.DataSetType = DIMSE_DATASET_PRESENT;
    request.Priority = DIMSE_PRIORITY_MEDIUM;
    OFStandard::strlcpy(request.AffectedSOPClassUID, sop_class.c_str(), sizeof request.AffectedSOPClassUID);
    OFStandard::strlcpy(request.AffectedSOPInstanceUID, sop_instance.c_str(),
                        sizeof request.AffectedSOPInstanceUID);
    T_DIMSE_C_StoreRSP response{};
    DcmDataset* detail = nullptr;
    const OFCondition condition =
        DIMSE_storeUser(association_, context, &request, nullptr, &dataset, nullptr, nullptr,
                        DIMSE_NONBLOCKING, dimse_timeout_s_, &response, &detail);
    delete detail;
    if (condition.bad()) {
      usable_ = false;
      return {StoreOutcome::Kind::kTransient, "", "PEER_LOST",
              std::string("the connection broke before the peer answered: ") + condition.text()};
    }
    return outcome_of_status(response.DimseStatus);
  }

  T_ASC_Network* network_;
  T_ASC_Association* association_;
  int dimse_timeout_s_;
  bool usable_ = true;
};

/// Frees what a failed negotiation leaves behind.
struct Negotiation {
  T_ASC_Network* network = nullptr;
  T_ASC_Parameters* parameters = nullptr;
  T_ASC_Association* association = nullptr;

  ~Negotiation() {
    if (association != nullptr) {
      ASC_destroyAssociation(&association);
    } else if (parameters != nullptr) {
      ASC_destroyAssociationParameters(&parameters);
    }
    if (network != nullptr) ASC_dropNetwork(&network);
  }
};

Status propose(T_ASC_Parameters& parameters, const std::vector<std::string>& sop_class_uids) {
  const char* syntaxes[] = {UID_LittleEndianExplicitTransferSyntax, UID_LittleEndianImplicitTransferSyntax};
  T_ASC_PresentationContextID id = 1;
  for (const std::string& uid : sop_class_uids) {
    if (ASC_addPresentationContext(&parameters, id, uid.c_str(), syntaxes, 2).bad()) {
      return fail(ErrorKind::kInternal, "SEND_INTERNAL", "a presentation context could not be proposed");
    }
    id = static_cast<T_ASC_PresentationContextID>(id + 2);
  }
  return {};
}

}  // namespace

StoreOutcome outcome_of_status(unsigned status) {
  const std::string text = status_text(status);
  if (status == 0x0000) return {StoreOutcome::Kind::kSent, text, "", ""};
  if ((status & 0xF000U) == 0xB000U) {
    return {StoreOutcome::Kind::kSent, text, "PEER_WARNING", "stored with a warning"};
  }
  if ((status & 0xFF00U) == 0xA700U) {
    return {StoreOutcome::Kind::kTransient, text, "PEER_FULL", "the peer is out of resources"};
  }
  if (status == 0x0110) {
    return {StoreOutcome::Kind::kTransient, text, "PEER_FAILURE", "the peer failed to process the object"};
  }
  if (status == 0x0111) {
    return {StoreOutcome::Kind::kPermanent, text, "PEER_DUPLICATE",
            "the peer holds another object with this UID"};
  }
  if (status == 0x0122) {
    return {StoreOutcome::Kind::kPermanent, text, "PEER_NO_CONTEXT",
            "the peer does not support this SOP class"};
  }
  if (status == 0x0124) {
    return {StoreOutcome::Kind::kPermanent, text, "PEER_NOT_AUTHORISED", "the peer does not let us store"};
  }
  if ((status & 0xFF00U) == 0xA900U || (status & 0xF000U) == 0xC000U) {
    return {StoreOutcome::Kind::kPermanent, text, "PEER_REFUSED_OBJECT", "the peer cannot use the object"};
  }
  return {StoreOutcome::Kind::kTransient, text, "PEER_FAILURE", "the peer answered with a failure status"};
}

Result<std::unique_ptr<Association>> Association::open(const config::DestinationSettings& destination,
                                                       const std::string& calling_aet,
                                                       const std::vector<std::string>& sop_class_uids) {
  // DCMTK keeps the connect timeout in a process-wide variable.
  static std::mutex connecting;
  const std::lock_guard lock(connecting);
  Negotiation negotiation;
  if (ASC_initializeNetwork(NET_REQUESTOR, 0, destination.acse_timeout_s, &negotiation.network).bad() ||
      ASC_createAssociationParameters(&negotiation.parameters, ASC_DEFAULTMAXPDU).bad()) {
    return fail(ErrorKind::kInternal, "SEND_INTERNAL", "the network could not be initialised");
  }
  ASC_setAPTitles(negotiation.parameters, calling_aet.c_str(), destination.aet.c_str(), nullptr);
  const std::string peer = destination.host + ":" + std::to_string(destination.port);
  ASC_setPresentationAddresses(negotiation.parameters, OFStandard::getHostName().c_str(), peer.c_str());
  if (Status proposed = propose(*negotiation.parameters, sop_class_uids); !proposed) return fail(proposed);
  dcmConnectionTimeout.set(destination.connect_timeout_s);
  const OFCondition condition =
      ASC_requestAssociation(negotiation.network, negotiation.parameters, &negotiation.association);
  if (condition == DUL_ASSOCIATIONREJECTED) {
    return tl::unexpected<Error>(rejection(*negotiation.parameters));
  }
  if (condition.bad()) {
    return fail(ErrorKind::kUnavailable, "PEER_UNREACHABLE",
                std::string("no association could be opened: ") + condition.text());
  }
  if (ASC_countAcceptedPresentationContexts(negotiation.parameters) == 0) {
    ASC_releaseAssociation(negotiation.association);
    return fail(ErrorKind::kRejected, "PEER_NO_CONTEXT", "the peer accepts none of our SOP classes");
  }
  auto association = std::make_unique<DcmtkAssociation>(negotiation.network, negotiation.association,
                                                        destination.dimse_timeout_s);
  negotiation.network = nullptr;
  negotiation.association = nullptr;
  negotiation.parameters = nullptr;
  return association;
}

}  // namespace oligard::send
