#include "oligard/net/acceptor.h"

#include <mutex>

#include <dcmtk/dcmnet/dul.h>
#include <fcntl.h>
#include <sys/eventfd.h>

#include "net/gate.h"
#include "net/network.h"
#include "oligard/base/log.h"

namespace oligard::net {
namespace {

/// DCMTK takes the next connection from one global variable.
std::mutex& external_socket_mutex() {
  static std::mutex mutex;
  return mutex;
}

/// Has DCMTK use a socket of ours while it lives.
class ExternalSocket {
 public:
  explicit ExternalSocket(int socket) : lock_(external_socket_mutex()) {
    dcmExternalSocketHandle.set(socket);
  }
  ~ExternalSocket() { dcmExternalSocketHandle.set(-1); }
  ExternalSocket(const ExternalSocket&) = delete;
  ExternalSocket& operator=(const ExternalSocket&) = delete;

 private:
  std::lock_guard<std::mutex> lock_;
};

}  // namespace

struct Acceptor::Impl {
  Options options;
  std::unique_ptr<Gate> gate;
  int port = 0;
  int dropped = 0;
  FileDescriptor no_socket;  ///< given to DCMTK in place of a listening socket
  NetworkHandle network;

  /// Nothing when the request cannot be read.
  AssociationHandle receive(const Connection& connection);
};

AssociationHandle Acceptor::Impl::receive(const Connection& connection) {
  T_ASC_Association* association = nullptr;
  OFCondition received;
  {
    // DCMTK closes the descriptor it is given.
    const ExternalSocket given(::fcntl(connection.socket.get(), F_DUPFD_CLOEXEC, 3));
    received = ASC_receiveAssociation(network.get(), &association, options.max_pdu, nullptr, nullptr, OFFalse,
                                      DUL_NOBLOCK, options.acse_timeout_s);
  }
  AssociationHandle handle(association);
  if (received.good()) {
    introduce(*association->params);
    return handle;
  }
  ++dropped;
  log::debug("association_unreadable", {{"peer", connection.address}});
  ASC_dropAssociation(association);
  return nullptr;
}

Acceptor::Acceptor(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Acceptor::~Acceptor() = default;

Result<std::unique_ptr<Acceptor>> Acceptor::listen(const Options& options) {
  auto gate = Gate::open(options.bind, options.port, std::chrono::seconds(options.acse_timeout_s));
  if (!gate) return fail(gate);
  auto impl = std::make_unique<Impl>();
  impl->options = options;
  impl->port = (*gate)->port();
  impl->gate = std::move(*gate);
  impl->no_socket = FileDescriptor(::eventfd(0, EFD_CLOEXEC));
  // A socket that is given from outside keeps DCMTK from listening on all addresses by itself.
  const ExternalSocket given(impl->no_socket.get());
  dcmDisableGethostbyaddr.set(OFTrue);
  const OFCondition opened = open_network(NET_ACCEPTOR, options.acse_timeout_s, impl->network);
  if (opened.bad()) return fail(ErrorKind::kInternal, "LISTEN_FAILED", opened.text());
  return std::unique_ptr<Acceptor>(new Acceptor(std::move(impl)));
}

int Acceptor::port() const {
  return impl_->port;
}

std::vector<Caller> Acceptor::wait(int stop) {
  std::vector<Caller> callers;
  for (Connection& connection : impl_->gate->wait(stop)) {
    AssociationHandle association = impl_->receive(connection);
    if (!association) continue;
    callers.push_back({std::move(association), std::move(connection.socket), std::move(connection.address)});
  }
  return callers;
}

int Acceptor::take_dropped() {
  return std::exchange(impl_->dropped, 0) + impl_->gate->take_dropped();
}

void Acceptor::close() {
  impl_->gate.reset();
}

}  // namespace oligard::net
