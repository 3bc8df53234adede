#include "net/gate.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace oligard::net {
namespace {

constexpr std::size_t kMaxPending = 256;
constexpr int kBacklog = 128;
constexpr int kPduHeader = 6;
constexpr unsigned char kAssociateRequest = 0x01;
/// 128 presentation contexts of 50 transfer syntaxes are half of this.
constexpr unsigned kMaxRequest = 1U << 19U;

tl::unexpected<Error> listen_failed(const std::string& address, int port, const std::string& why) {
  return fail(ErrorKind::kUnavailable, "LISTEN_FAILED",
              "cannot listen on " + address + " port " + std::to_string(port) + ": " + why);
}

void set_option(int socket, int level, int name, int value) {
  ::setsockopt(socket, level, name, &value, sizeof value);
}

std::string text_of(const sockaddr_in& address) {
  std::array<char, INET_ADDRSTRLEN> text{};
  ::inet_ntop(AF_INET, &address.sin_addr, text.data(), text.size());
  return text.data();
}

}  // namespace

Result<std::unique_ptr<Gate>> Gate::open(const std::string& address, int port,
                                         std::chrono::seconds patience) {
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_port = htons(static_cast<std::uint16_t>(port));
  if (::inet_pton(AF_INET, address.c_str(), &name.sin_addr) != 1) {
    return listen_failed(address, port, "not an IPv4 address");
  }
  FileDescriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket) return listen_failed(address, port, std::strerror(errno));
  set_option(socket.get(), SOL_SOCKET, SO_REUSEADDR, 1);
  socklen_t length = sizeof name;
  if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name) != 0 ||
      ::listen(socket.get(), kBacklog) != 0 ||
      ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&name), &length) != 0) {
    return listen_failed(address, port, std::strerror(errno));
  }
  return std::unique_ptr<Gate>(new Gate(std::move(socket), ntohs(name.sin_port), patience));
}

void Gate::accept_all() {
  for (;;) {
    sockaddr_in peer{};
    socklen_t length = sizeof peer;
    FileDescriptor socket(
        ::accept4(socket_.get(), reinterpret_cast<sockaddr*>(&peer), &length, SOCK_CLOEXEC));
    if (!socket) {
      // Out of descriptors: the backlog keeps the caller until one is free.
      if (errno == EMFILE || errno == ENFILE) std::this_thread::sleep_for(std::chrono::milliseconds(50));
      return;
    }
    set_option(socket.get(), IPPROTO_TCP, TCP_NODELAY, 1);
    set_option(socket.get(), SOL_SOCKET, SO_RCVLOWAT, kPduHeader);
    if (pending_.size() == kMaxPending) {
      pending_.pop_front();
      ++dropped_;
    }
    pending_.push_back({std::move(socket), text_of(peer), Clock::now() + patience_});
  }
}

int Gate::milliseconds_to_deadline() const {
  if (pending_.empty()) return -1;
  const auto left = pending_.front().deadline - Clock::now();
  return std::max(0, static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(left).count()));
}

Gate::Progress Gate::look_at(const Pending& pending, bool hung_up) {
  std::array<unsigned char, kPduHeader> header{};
  const int socket = pending.socket.get();
  const ssize_t peeked = ::recv(socket, header.data(), header.size(), MSG_PEEK | MSG_DONTWAIT);
  if (peeked < kPduHeader) return hung_up || peeked == 0 ? Progress::kUseless : Progress::kWaiting;
  if (header[0] != kAssociateRequest) return Progress::kUseless;
  const unsigned body = (static_cast<unsigned>(header[2]) << 24U) |
                        (static_cast<unsigned>(header[3]) << 16U) | (static_cast<unsigned>(header[4]) << 8U) |
                        header[5];
  if (body > kMaxRequest) return Progress::kUseless;
  const int needed = kPduHeader + static_cast<int>(body);
  int available = 0;
  if (::ioctl(socket, FIONREAD, &available) != 0) return Progress::kUseless;
  if (available >= needed) {
    set_option(socket, SOL_SOCKET, SO_RCVLOWAT, 1);
    return Progress::kReady;
  }
  if (hung_up) return Progress::kUseless;
  set_option(socket, SOL_SOCKET, SO_RCVLOWAT, needed);
  return Progress::kWaiting;
}

std::vector<Connection> Gate::wait(int stop) {
  std::vector<pollfd> polled = {{stop, POLLIN, 0}, {socket_.get(), POLLIN, 0}};
  for (const Pending& pending : pending_) {
    polled.push_back({pending.socket.get(), POLLIN | POLLRDHUP, 0});
  }
  std::vector<Connection> ready;
  if (::poll(polled.data(), polled.size(), milliseconds_to_deadline()) < 0) return ready;
  if (polled[0].revents != 0) return ready;
  std::size_t at = 2;
  const Clock::time_point now = Clock::now();
  for (auto pending = pending_.begin(); pending != pending_.end(); ++at) {
    const short events = polled[at].revents;
    const bool hung_up = (events & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
    Progress progress = events == 0 ? Progress::kWaiting : look_at(*pending, hung_up);
    if (progress == Progress::kWaiting && pending->deadline <= now) progress = Progress::kUseless;
    if (progress == Progress::kWaiting) {
      ++pending;
      continue;
    }
    if (progress == Progress::kReady) {
      ready.push_back({std::move(pending->socket), std::move(pending->address)});
    } else {
      ++dropped_;
    }
    pending = pending_.erase(pending);
  }
  if (polled[1].revents != 0) accept_all();
  return ready;
}

int Gate::take_dropped() {
  return std::exchange(dropped_, 0);
}

}  // namespace oligard::net
