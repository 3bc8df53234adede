#include "receive/session.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcuid.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include "oligard/base/log.h"
#include "oligard/base/text.h"
#include "oligard/dicom/sop_classes.h"
#include "oligard/terms/dimse_status.h"

namespace oligard::receive {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kMaxComment = 64;
constexpr int kCloseTimeoutSeconds = 5;
constexpr std::chrono::duration<int, std::milli> kAbortPatience(500);

StoreAnswer as_answer(const terms::StoreResponse& response) {
  return {static_cast<DIC_US>(response.status), response.when};
}

std::int64_t milliseconds_since(SteadyClock::time_point start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now() - start).count();
}

/// A-ABORT by the service user (PS3.8 section 9.3.8), then a short wait for the peer to close: what it still
/// sends is read away, or the kernel would reset the connection and the peer might never see the abort.
/// DCMTK's own abort waits as long as the peer likes to keep the connection, up to the ACSE timeout.
void send_abort(int socket) {
  static constexpr std::string_view kAbort("\x07\0\0\0\0\x04\0\0\0\0", 10);
  ::send(socket, kAbort.data(), kAbort.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  ::shutdown(socket, SHUT_WR);
  const auto deadline = SteadyClock::now() + kAbortPatience;
  std::array<char, 65536> rest{};
  pollfd polled{socket, POLLIN, 0};
  while (SteadyClock::now() < deadline && ::poll(&polled, 1, kAbortPatience.count()) > 0) {
    if (::recv(socket, rest.data(), rest.size(), MSG_DONTWAIT) <= 0) return;
  }
}

const char* event_of(store::Admission admission) {
  switch (admission) {
    case store::Admission::kStored:
      return "object_received";
    case store::Admission::kDuplicate:
      return "object_duplicate";
    case store::Admission::kConflict:
      return "object_conflict";
    case store::Admission::kOwnResult:
      return "object_own_result";
  }
  return "object_received";
}

metrics::Value& counter_of(ReceiveMetrics& metrics, store::Admission admission) {
  switch (admission) {
    case store::Admission::kDuplicate:
      return metrics.objects_duplicate;
    case store::Admission::kConflict:
      return metrics.objects_conflict;
    case store::Admission::kOwnResult:
      return metrics.objects_own_result;
    case store::Admission::kStored:
      break;
  }
  return metrics.objects_stored;
}

std::string name_of_class(const std::string& uid) {
  const dicom::SopClass* sop_class = dicom::sop_class(uid);
  return sop_class == nullptr ? "unknown" : std::string(sop_class->name);
}

}  // namespace

StoreAnswer answer_for(const Error& error) {
  if (consequence_of(error.kind) == Consequence::kRetryLater) {
    return as_answer(error.kind == ErrorKind::kResource ? terms::kNoSpace : terms::kStorageAway);
  }
  return {static_cast<DIC_US>(terms::kNotStored.status), terms::kNotStored.when + (": " + error.code)};
}

Session::Session(net::AssociationHandle association, net::FileDescriptor socket, Titles titles,
                 SessionContext& context)
    : association_(std::move(association)),
      socket_(std::move(socket)),
      titles_(std::move(titles)),
      context_(context) {}

void Session::cut() {
  ::shutdown(socket_.get(), SHUT_RDWR);
}

void Session::close() {
  socket_.reset();
}

void Session::run() {
  const auto start = SteadyClock::now();
  Ending ending = Ending::kGoesOn;
  if (ASC_acknowledgeAssociation(association_.get()).bad()) ending = abort("the answer could not be sent");
  while (ending == Ending::kGoesOn) {
    ending = serve_next();
  }
  if (ending == Ending::kReleased) {
    ASC_dropSCPAssociation(association_.get(), kCloseTimeoutSeconds);
  } else {
    context_.metrics.associations_aborted.add();
    ASC_dropAssociation(association_.get());
  }
  log::info("association_ended", {{"calling", titles_.calling},
                                  {"released", ending == Ending::kReleased},
                                  {"objects", objects_},
                                  {"refused", refused_},
                                  {"ms", milliseconds_since(start)}});
}

Session::Ending Session::abort(const char* why) {
  log::warn("association_aborted", {{"calling", titles_.calling}, {"why", why}});
  send_abort(socket_.get());
  return Ending::kAborted;
}

void Session::acknowledge_at_once() const {
  // A sender with Nagle's algorithm on holds its next packet until this one is acknowledged: 40 ms by
  // default.
  const int on = 1;
  ::setsockopt(socket_.get(), IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
}

Session::Wake Session::wait_for_command() const {
  pollfd polled[] = {{socket_.get(), POLLIN, 0}, {context_.stop, POLLIN, 0}};
  const auto deadline = SteadyClock::now() + std::chrono::seconds(context_.options.listener.dimse_timeout_s);
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - SteadyClock::now()).count();
    const int found = ::poll(polled, 2, std::max(0, static_cast<int>(left)));
    if (polled[1].revents != 0) return Wake::kStop;
    if (found > 0) return Wake::kCommand;
    if (found == 0) return Wake::kIdle;
  }
}

Session::Ending Session::serve_next() {
  switch (wait_for_command()) {
    case Wake::kStop:
      return abort("the service stops");
    case Wake::kIdle:
      return abort("nothing was sent for dimse_timeout_s");
    case Wake::kCommand:
      break;
  }
  return serve_command();
}

Session::Ending Session::serve_command() {
  T_ASC_PresentationContextID context = 0;
  T_DIMSE_Message message{};
  const OFCondition received =
      DIMSE_receiveCommand(association_.get(), DIMSE_NONBLOCKING, context_.options.listener.dimse_timeout_s,
                           &context, &message, nullptr);
  if (received == DUL_PEERREQUESTEDRELEASE) {
    ASC_acknowledgeRelease(association_.get());
    return Ending::kReleased;
  }
  if (received == DUL_PEERABORTEDASSOCIATION) return Ending::kAborted;
  if (received.bad()) return abort("no readable command arrived");
  acknowledge_at_once();
  switch (message.CommandField) {
    case DIMSE_C_ECHO_RQ:
      return answer_echo(message, context);
    case DIMSE_C_STORE_RQ:
      return serve_store(message.msg.CStoreRQ, context);
    default:
      return abort("a command other than C-STORE and C-ECHO arrived");
  }
}

Session::Ending Session::answer_echo(const T_DIMSE_Message& message, T_ASC_PresentationContextID context) {
  context_.metrics.echoes.add();
  const OFCondition sent =
      DIMSE_sendEchoResponse(association_.get(), context, &message.msg.CEchoRQ, STATUS_Success, nullptr);
  return sent.good() ? Ending::kGoesOn : abort("a response could not be sent");
}

StoreAnswer Session::check(const T_DIMSE_C_StoreRQ& request, T_ASC_PresentationContextID context,
                           ObjectNames& names) const {
  T_ASC_PresentationContext accepted{};
  if (ASC_findAcceptedPresentationContext(association_->params, context, &accepted).bad()) {
    return as_answer(terms::kNoContext);
  }
  names = {request.AffectedSOPClassUID, request.AffectedSOPInstanceUID, accepted.acceptedTransferSyntax};
  const dicom::SopClass* sop_class = dicom::sop_class(names.sop_class_uid);
  if (names.sop_class_uid != accepted.abstractSyntax || sop_class == nullptr) {
    return as_answer(terms::kOtherClass);
  }
  if (!is_uid(names.sop_instance_uid)) {
    return as_answer(terms::kNoUid);
  }
  if (is_disk_low()) return as_answer(terms::kNoSpace);
  return {};
}

Result<std::unique_ptr<IncomingFile>> Session::create_file(const ObjectNames& names) {
  return IncomingFile::create(context_.objects, names, [this] { return is_disk_low(); });
}

bool Session::is_disk_low() const {
  return context_.objects.free_bytes() < context_.options.min_free_bytes;
}

OFCondition Session::receive_into(IncomingFile& file, T_ASC_PresentationContextID context) {
  IncomingStream stream(file);
  T_ASC_PresentationContextID data_context = 0;
  const OFCondition received = DIMSE_receiveDataSetInFile(association_.get(), DIMSE_NONBLOCKING,
                                                          context_.options.listener.dimse_timeout_s,
                                                          &data_context, &stream, nullptr, nullptr);
  context_.metrics.bytes_received.add(file.data_set_bytes());
  if (received.good() && data_context != context) {
    return makeDcmnetCondition(DIMSEC_INVALIDPRESENTATIONCONTEXTID, OF_error, "data set in another context");
  }
  return received;
}

StoreAnswer Session::keep(IncomingFile& file, const ObjectNames& names) {
  const auto start = SteadyClock::now();
  const Result<std::shared_ptr<store::NewObject>> object = file.finish();
  const Result<store::Admission> admitted =
      object ? context_.committer.admit({.object = *object,
                                         .sop_instance_uid = names.sop_instance_uid,
                                         .sop_class_uid = names.sop_class_uid,
                                         .transfer_syntax_uid = names.transfer_syntax_uid,
                                         .calling_ae = titles_.calling})
             : Result<store::Admission>(fail(object));
  context_.metrics.store_seconds.observe(SteadyClock::now() - start);
  if (!admitted) {
    log::error("object_not_stored", {{"code", admitted.error().code}, {"reason", admitted.error().reason}});
    if (consequence_of(admitted.error().kind) == Consequence::kStop && context_.options.on_stop) {
      context_.options.on_stop(admitted.error());
    }
    return answer_for(admitted.error());
  }
  counter_of(context_.metrics, *admitted).add();
  log::write(*admitted == store::Admission::kConflict ? log::Level::kWarn : log::Level::kDebug,
             event_of(*admitted),
             {log::uid("object", names.sop_instance_uid),
              {"class", name_of_class(names.sop_class_uid)},
              {"calling", titles_.calling},
              {"bytes", file.data_set_bytes()},
              {"status", "0x0000"},
              {"ms", milliseconds_since(start)}});
  return {};
}

OFCondition Session::discard_data_set() {
  DIC_UL bytes = 0;
  DIC_UL fragments = 0;
  const OFCondition received = DIMSE_ignoreDataSet(
      association_.get(), DIMSE_NONBLOCKING, context_.options.listener.dimse_timeout_s, &bytes, &fragments);
  context_.metrics.bytes_received.add(static_cast<std::int64_t>(bytes));
  return received;
}

Session::Ending Session::serve_store(const T_DIMSE_C_StoreRQ& request, T_ASC_PresentationContextID context) {
  ObjectNames names;
  StoreAnswer answer = check(request, context, names);
  std::unique_ptr<IncomingFile> file;
  if (answer.status == STATUS_STORE_Success) {
    auto created = create_file(names);
    if (created) {
      file = std::move(*created);
    } else {
      answer = answer_for(created.error());
    }
  }
  const OFCondition received = file ? receive_into(*file, context) : discard_data_set();
  if (received == DUL_PEERABORTEDASSOCIATION) return Ending::kAborted;
  if (received.bad()) return abort("a data set did not arrive whole");
  if (file) answer = keep(*file, names);
  if (respond(request, context, answer).bad()) return abort("a response could not be sent");
  acknowledge_at_once();
  return Ending::kGoesOn;
}

OFCondition Session::respond(const T_DIMSE_C_StoreRQ& request, T_ASC_PresentationContextID context,
                             const StoreAnswer& answer) {
  T_DIMSE_C_StoreRSP response{};
  response.DimseStatus = answer.status;
  DcmDataset detail;
  DcmDataset* attached = nullptr;
  if (answer.status == STATUS_STORE_Success) {
    ++objects_;
  } else {
    ++refused_;
    context_.metrics.objects_refused.add();
    detail.putAndInsertString(DCM_ErrorComment, answer.comment.substr(0, kMaxComment).c_str());
    attached = &detail;
    log::warn("object_refused", {{"calling", titles_.calling},
                                 {"status", terms::status_text(answer.status)},
                                 {"why", answer.comment}});
  }
  return DIMSE_sendStoreResponse(association_.get(), context, &request, &response, attached);
}

}  // namespace oligard::receive
