#include "oligard/send/store_scu.h"

#include <utility>
#include <vector>

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmnet/dimse.h>

#include "oligard/dicom/dataset.h"
#include "oligard/dicom/file.h"
#include "oligard/net/peer_association.h"
#include "oligard/terms/dimse_status.h"

namespace oligard::send {
namespace {

class DcmtkAssociation final : public Association {
 public:
  DcmtkAssociation(std::unique_ptr<net::PeerAssociation> association, int dimse_timeout_s)
      : association_(std::move(association)), dimse_timeout_s_(dimse_timeout_s) {}

  StoreOutcome store(const std::filesystem::path& path) override {
    Result<std::unique_ptr<DcmFileFormat>> file = dicom::read_file(path);
    if (!file) return {file.error().kind, "", file.error().code, file.error().reason};
    DcmDataset& dataset = *(*file)->getDataset();
    const std::string sop_class = dicom::text(dataset, DCM_SOPClassUID);
    const std::string sop_instance = dicom::text(dataset, DCM_SOPInstanceUID);
    const T_ASC_PresentationContextID context = association_->context_of(sop_class);
    if (context == 0) {
      return {ErrorKind::kRejected, "", "PEER_NO_CONTEXT", "the peer does not accept this SOP class"};
    }
    return send(context, sop_class, sop_instance, dataset);
  }

  Status echo() override { return association_->echo(dimse_timeout_s_); }

  [[nodiscard]] bool is_usable() const override { return association_->is_usable(); }

 private:
  StoreOutcome send(T_ASC_PresentationContextID context, const std::string& sop_class,
                    const std::string& sop_instance, DcmDataset& dataset) {
    T_DIMSE_C_StoreRQ request{};
    request.MessageID = association_->get()->nextMsgID++;
    request.DataSetType = DIMSE_DATASET_PRESENT;
    request.Priority = DIMSE_PRIORITY_MEDIUM;
    OFStandard::strlcpy(request.AffectedSOPClassUID, sop_class.c_str(), sizeof request.AffectedSOPClassUID);
    OFStandard::strlcpy(request.AffectedSOPInstanceUID, sop_instance.c_str(),
                        sizeof request.AffectedSOPInstanceUID);
    T_DIMSE_C_StoreRSP response{};
    DcmDataset* detail = nullptr;
    const OFCondition condition =
        DIMSE_storeUser(association_->get(), context, &request, nullptr, &dataset, nullptr, nullptr,
                        DIMSE_NONBLOCKING, dimse_timeout_s_, &response, &detail);
    delete detail;
    if (condition.bad()) {
      association_->spoil();
      return {ErrorKind::kUnavailable, "", "PEER_LOST",
              std::string("the connection broke before the peer answered: ") + condition.text()};
    }
    return outcome_of_status(response.DimseStatus);
  }

  std::unique_ptr<net::PeerAssociation> association_;
  int dimse_timeout_s_;
};

}  // namespace

StoreOutcome outcome_of_status(unsigned status) {
  const terms::DimseStatus& row = terms::dimse_status(terms::DimseService::kStore, status);
  const std::string code = row.code;
  return {row.failure, terms::status_text(status), code, code.empty() ? "" : row.meaning};
}

Result<std::unique_ptr<Association>> Association::open(const config::DestinationSettings& destination,
                                                       const std::string& calling_aet,
                                                       const std::vector<std::string>& sop_class_uids) {
  auto opened = net::PeerAssociation::open({destination.aet, destination.host, destination.port,
                                            destination.connect_timeout_s, destination.acse_timeout_s},
                                           calling_aet, sop_class_uids);
  if (!opened) return fail(opened);
  return std::make_unique<DcmtkAssociation>(std::move(*opened), destination.dimse_timeout_s);
}

}  // namespace oligard::send
