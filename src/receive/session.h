// One association, from its acceptance to its end.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include <dcmtk/dcmnet/assoc.h>
#include <dcmtk/dcmnet/dimse.h>

#include "oligard/net/file_descriptor.h"
#include "oligard/net/handles.h"
#include "oligard/receive/listener.h"
#include "receive/committer.h"
#include "receive/incoming_file.h"
#include "receive/negotiation.h"
#include "receive/receive_metrics.h"

namespace oligard::receive {

/// What all sessions of a listener share.
struct SessionContext {
  SessionContext(const Listener::Options& given_options, store::Objects& given_objects,
                 Committer& given_committer, ReceiveMetrics& given_metrics, int stop_event)
      : options(given_options),
        objects(given_objects),
        committer(given_committer),
        metrics(given_metrics),
        stop(stop_event) {}

  const Listener::Options& options;
  store::Objects& objects;
  Committer& committer;
  ReceiveMetrics& metrics;
  int stop;  ///< readable when the listener stops
};

/// A response status and, for failures, its Error Comment (0000,0902).
struct StoreAnswer {
  DIC_US status = STATUS_STORE_Success;
  std::string comment;
};

/// What a failure of the store or the disk is answered: A700 for what passes, 0110 for the rest.
[[nodiscard]] StoreAnswer answer_for(const Error& error);

/// Owns its association. Runs on one thread; cut() may come from another.
class Session {
 public:
  /// `socket` is a second descriptor of the association's connection.
  Session(net::AssociationHandle association, net::FileDescriptor socket, Titles titles,
          SessionContext& context);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Acknowledges the association and serves it until it ends.
  void run();

  /// Ends the connection under the session's feet. Not during or after close().
  void cut();
  /// After run(): lets the connection go.
  void close();

 private:
  enum class Wake { kCommand, kStop, kIdle };
  enum class Ending { kGoesOn, kReleased, kAborted };

  [[nodiscard]] Wake wait_for_command() const;
  [[nodiscard]] Ending serve_next();
  [[nodiscard]] Ending serve_command();
  [[nodiscard]] Ending abort(const char* why);
  [[nodiscard]] Ending answer_echo(const T_DIMSE_Message& message, T_ASC_PresentationContextID context);
  [[nodiscard]] Ending serve_store(const T_DIMSE_C_StoreRQ& request, T_ASC_PresentationContextID context);
  [[nodiscard]] StoreAnswer check(const T_DIMSE_C_StoreRQ& request, T_ASC_PresentationContextID context,
                                  ObjectNames& names) const;
  [[nodiscard]] bool is_disk_low() const;
  [[nodiscard]] Result<std::unique_ptr<IncomingFile>> create_file(const ObjectNames& names);
  [[nodiscard]] OFCondition discard_data_set();
  [[nodiscard]] OFCondition receive_into(IncomingFile& file, T_ASC_PresentationContextID context);
  [[nodiscard]] StoreAnswer keep(IncomingFile& file, const ObjectNames& names);
  [[nodiscard]] OFCondition respond(const T_DIMSE_C_StoreRQ& request, T_ASC_PresentationContextID context,
                                    const StoreAnswer& answer);
  void acknowledge_at_once() const;

  net::AssociationHandle association_;
  net::FileDescriptor socket_;
  Titles titles_;
  SessionContext& context_;
  int objects_ = 0;
  int refused_ = 0;
};

}  // namespace oligard::receive
