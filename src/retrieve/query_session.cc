#include "retrieve/query_session.h"

#include <algorithm>
#include <utility>

#include <dcmtk/dcmdata/dcuid.h>

namespace oligard::retrieve {
namespace {

using std::chrono::steady_clock;

/// How often the bounds are looked at while the peer says nothing.
constexpr int kPollSeconds = 1;

tl::unexpected<Error> lost(const OFCondition& condition) {
  return fail(ErrorKind::kUnavailable, "PEER_LOST",
              std::string("the connection broke before the peer answered: ") + condition.text());
}

tl::unexpected<Error> late(const std::string& what) {
  return fail(ErrorKind::kUnavailable, "PRIOR_TIMEOUT", "the time for the search was over: " + what);
}

void set_uid(DIC_UI& field, const char* uid) {
  OFStandard::strlcpy(field, uid, sizeof field);
}

}  // namespace

Status final_status(terms::DimseService service, unsigned status) {
  const terms::DimseStatus& row = terms::dimse_status(service, status);
  if (!row.failure) return {};
  const char* request = service == terms::DimseService::kFind ? "C-FIND" : "C-MOVE";
  return fail(*row.failure, row.code,
              std::string("the peer answered the ") + request + " with status " + terms::status_text(status) +
                  ": " + row.meaning);
}

QuerySession::QuerySession(std::unique_ptr<net::PeerAssociation> association, std::string move_destination,
                           int silence_s, Bounds bounds)
    : association_(std::move(association)),
      move_destination_(std::move(move_destination)),
      silence_s_(silence_s),
      bounds_(bounds) {}

int QuerySession::seconds_left() const {
  const auto left = std::chrono::ceil<std::chrono::seconds>(bounds_.deadline - steady_clock::now());
  return static_cast<int>(std::max<std::int64_t>(left.count(), 1));
}

Status QuerySession::send(T_ASC_PresentationContextID context, T_DIMSE_Message& request, DcmDataset& query) {
  if (bounds_.are_over()) return late("a query was not sent");
  if (!association_->is_usable()) {
    return fail(ErrorKind::kUnavailable, "PEER_LOST", "the connection was given up before");
  }
  const OFCondition sent = DIMSE_sendMessageUsingMemoryData(association_->get(), context, &request, nullptr,
                                                            &query, nullptr, nullptr);
  if (sent.good()) return {};
  association_->spoil();
  return lost(sent);
}

void QuerySession::abandon(T_ASC_PresentationContextID context, DIC_US message_id) {
  if (association_->is_usable()) DIMSE_sendCancelRequest(association_->get(), context, message_id);
  association_->spoil();
}

Result<std::unique_ptr<DcmDataset>> QuerySession::receive_identifier(T_ASC_PresentationContextID context) {
  DcmDataset* received = nullptr;
  const OFCondition condition = DIMSE_receiveDataSetInMemory(association_->get(), DIMSE_NONBLOCKING,
                                                             std::min(silence_s_, seconds_left()), &context,
                                                             &received, nullptr, nullptr);
  std::unique_ptr<DcmDataset> identifier(received);
  if (condition.good() && identifier) return identifier;
  association_->spoil();
  return lost(condition);
}

Result<QuerySession::Answer> QuerySession::receive(T_DIMSE_Command expected, int silence_s) {
  const auto silent_until = steady_clock::now() + std::chrono::seconds(silence_s);
  Answer answer{};
  T_ASC_PresentationContextID context = 0;
  OFCondition condition = DIMSE_NODATAAVAILABLE;
  while (condition == DIMSE_NODATAAVAILABLE) {
    if (bounds_.are_over() || steady_clock::now() >= silent_until) return late("the peer did not answer");
    DcmDataset* detail = nullptr;
    condition = DIMSE_receiveCommand(association_->get(), DIMSE_NONBLOCKING, kPollSeconds, &context,
                                     &answer.command, &detail);
    delete detail;
  }
  if (condition.bad() || answer.command.CommandField != expected) {
    association_->spoil();
    if (condition.bad()) return lost(condition);
    return fail(ErrorKind::kUnavailable, "PEER_LOST", "the peer answered with something else");
  }
  const T_DIMSE_DataSetType has_data = expected == DIMSE_C_FIND_RSP ? answer.command.msg.CFindRSP.DataSetType
                                                                    : answer.command.msg.CMoveRSP.DataSetType;
  if (has_data == DIMSE_DATASET_NULL) return answer;
  auto identifier = receive_identifier(context);
  if (!identifier) return fail(identifier);
  answer.identifier = std::move(*identifier);
  return answer;
}

Result<bool> QuerySession::find(DcmDataset& query, const OnAnswer& on_answer) {
  const T_ASC_PresentationContextID context =
      association_->context_of(UID_FINDStudyRootQueryRetrieveInformationModel);
  if (context == 0) return fail(ErrorKind::kRejected, "PEER_NO_CONTEXT", "the peer offers no C-FIND");
  T_DIMSE_Message request{};
  request.CommandField = DIMSE_C_FIND_RQ;
  T_DIMSE_C_FindRQ& find = request.msg.CFindRQ;
  find.MessageID = association_->get()->nextMsgID++;
  find.DataSetType = DIMSE_DATASET_PRESENT;
  find.Priority = DIMSE_PRIORITY_MEDIUM;
  set_uid(find.AffectedSOPClassUID, UID_FINDStudyRootQueryRetrieveInformationModel);
  if (Status sent = send(context, request, query); !sent) return fail(sent);
  bool goes_on = true;
  while (true) {
    Result<Answer> answer = receive(DIMSE_C_FIND_RSP, silence_s_);
    if (!answer) {
      abandon(context, find.MessageID);
      return fail(answer);
    }
    const unsigned status = answer->command.msg.CFindRSP.DimseStatus;
    if (!DICOM_PENDING_STATUS(status)) {
      if (!goes_on) return false;
      if (Status done = final_status(terms::DimseService::kFind, status); !done) return fail(done);
      return true;
    }
    if (goes_on && answer->identifier && !on_answer(*answer->identifier)) {
      goes_on = false;
      DIMSE_sendCancelRequest(association_->get(), context, find.MessageID);
    }
  }
}

Result<MoveCount> QuerySession::move(DcmDataset& query) {
  const T_ASC_PresentationContextID context =
      association_->context_of(UID_MOVEStudyRootQueryRetrieveInformationModel);
  if (context == 0) return fail(ErrorKind::kRejected, "PEER_NO_CONTEXT", "the peer offers no C-MOVE");
  T_DIMSE_Message request{};
  request.CommandField = DIMSE_C_MOVE_RQ;
  T_DIMSE_C_MoveRQ& move = request.msg.CMoveRQ;
  move.MessageID = association_->get()->nextMsgID++;
  move.DataSetType = DIMSE_DATASET_PRESENT;
  move.Priority = DIMSE_PRIORITY_MEDIUM;
  set_uid(move.AffectedSOPClassUID, UID_MOVEStudyRootQueryRetrieveInformationModel);
  OFStandard::strlcpy(move.MoveDestination, move_destination_.c_str(), sizeof move.MoveDestination);
  if (Status sent = send(context, request, query); !sent) return fail(sent);
  while (true) {
    // Pending responses are optional: silence while sub-operations run is not an error.
    const Result<Answer> answer = receive(DIMSE_C_MOVE_RSP, seconds_left());
    if (!answer) {
      abandon(context, move.MessageID);
      return fail(answer);
    }
    const T_DIMSE_C_MoveRSP& response = answer->command.msg.CMoveRSP;
    if (DICOM_PENDING_STATUS(response.DimseStatus)) continue;
    if (Status done = final_status(terms::DimseService::kMove, response.DimseStatus); !done)
      return fail(done);
    const auto given = [&](unsigned flag, DIC_US count) { return (response.opts & flag) != 0 ? count : 0; };
    return MoveCount{given(O_MOVE_NUMBEROFCOMPLETEDSUBOPERATIONS, response.NumberOfCompletedSubOperations) +
                         given(O_MOVE_NUMBEROFWARNINGSUBOPERATIONS, response.NumberOfWarningSubOperations),
                     given(O_MOVE_NUMBEROFFAILEDSUBOPERATIONS, response.NumberOfFailedSubOperations)};
  }
}

}  // namespace oligard::retrieve
