// Takes in association requests (PS3.8) on a port, for a service that answers them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "oligard/base/result.h"
#include "oligard/net/file_descriptor.h"
#include "oligard/net/handles.h"

namespace oligard::net {

/// An A-ASSOCIATE-RQ that is neither accepted nor rejected yet. An answer introduces us by our Implementation
/// Class UID and Version Name.
struct Caller {
  AssociationHandle association;
  FileDescriptor socket;  ///< a second descriptor of its connection
  std::string address;    ///< of the peer, "192.0.2.1"
};

/// Nobody who is slow or silent holds up the others: a request is read when it has come whole. One thread; it
/// must outlive the associations that it gave.
class Acceptor {
 public:
  struct Options {
    std::string bind;         ///< IPv4 address
    int port = 0;             ///< 0 takes a free one
    int acse_timeout_s = 30;  ///< how long a request may take to come whole
    int max_pdu = 131072;     ///< bytes that a peer may send in one PDU
  };

  /// Error LISTEN_FAILED.
  [[nodiscard]] static Result<std::unique_ptr<Acceptor>> listen(const Options& options);
  ~Acceptor();
  Acceptor(const Acceptor&) = delete;
  Acceptor& operator=(const Acceptor&) = delete;

  [[nodiscard]] int port() const;

  /// Waits until something happens or `stop` becomes readable; the requests that are there then.
  [[nodiscard]] std::vector<Caller> wait(int stop);

  /// Connections closed since the last call: silent ones, unreadable ones, those that say something else or
  /// too much.
  [[nodiscard]] int take_dropped();

  /// No further connections; those that have not asked yet are closed.
  void close();

 private:
  struct Impl;
  explicit Acceptor(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace oligard::net
