// Connections, until their association request is complete: nobody who is slow or silent holds up the others.
#pragma once

#include <chrono>
#include <list>
#include <memory>
#include <string>
#include <vector>

#include "oligard/base/result.h"
#include "oligard/net/file_descriptor.h"

namespace oligard::net {

/// A connection whose first PDU, an A-ASSOCIATE-RQ, waits complete in the kernel's buffer.
struct Connection {
  FileDescriptor socket;
  std::string address;
};

/// Listens, accepts, and peeks at what arrives (PS3.8 section 9.3.1: type, reserved, length). One thread.
class Gate {
 public:
  /// Port 0 takes a free one. Error LISTEN_FAILED.
  [[nodiscard]] static Result<std::unique_ptr<Gate>> open(const std::string& address, int port,
                                                          std::chrono::seconds patience);

  [[nodiscard]] int port() const { return port_; }

  /// Waits until something happens or `stop` becomes readable; the connections that are ready then.
  [[nodiscard]] std::vector<Connection> wait(int stop);

  /// Connections closed since the last call for saying nothing, something else, or too much.
  [[nodiscard]] int take_dropped();

 private:
  using Clock = std::chrono::steady_clock;
  struct Pending {
    FileDescriptor socket;
    std::string address;
    Clock::time_point deadline;
  };
  enum class Progress { kWaiting, kReady, kUseless };

  Gate(FileDescriptor socket, int port, std::chrono::seconds patience)
      : socket_(std::move(socket)), port_(port), patience_(patience) {}

  void accept_all();
  [[nodiscard]] int milliseconds_to_deadline() const;
  [[nodiscard]] static Progress look_at(const Pending& pending, bool hung_up);

  FileDescriptor socket_;
  int port_;
  std::chrono::seconds patience_;
  std::list<Pending> pending_;
  int dropped_ = 0;
};

}  // namespace oligard::net
