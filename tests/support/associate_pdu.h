// A-ASSOCIATE-RQ and -AC as bytes (PS3.8 sections 9.3.2 and 9.3.3), and a peer that only reads them.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace oligard {

inline std::string big_endian(std::size_t value, std::size_t bytes) {
  std::string text;
  for (std::size_t i = bytes; i > 0; --i)
    text += static_cast<char>((value >> (8 * (i - 1))) & 0xFFU);
  return text;
}
inline std::size_t from_big_endian(const std::string& bytes, std::size_t at, std::size_t count) {
  std::size_t value = 0;
  for (std::size_t i = 0; i < count && at + i < bytes.size(); ++i)
    value = value * 256 + static_cast<unsigned char>(bytes[at + i]);
  return value;
}

/// Type, reserved, length of 2 bytes, content.
inline std::string pdu_item(int type, const std::string& content) {
  return std::string(1, static_cast<char>(type)) + '\0' + big_endian(content.size(), 2) + content;
}

/// Proposes Verification in Explicit VR Little Endian.
inline std::string associate_request(std::string calling, std::string called) {
  calling.resize(16, ' ');
  called.resize(16, ' ');
  const std::string context = std::string("\x01\0\0\0", 4) + pdu_item(0x30, "1.2.840.10008.1.1") +
                              pdu_item(0x40, "1.2.840.10008.1.2.1");
  const std::string user = pdu_item(0x51, big_endian(16384, 4)) + pdu_item(0x52, "1.2.3");
  const std::string body = std::string("\0\x01\0\0", 4) + called + calling + std::string(32, '\0') +
                           pdu_item(0x10, "1.2.840.10008.3.1.1.1") + pdu_item(0x20, context) +
                           pdu_item(0x50, user);
  return std::string("\x01\0", 2) + big_endian(body.size(), 4) + body;
}

/// A whole PDU, header included; what came of it when the connection ends.
inline std::string read_pdu(int socket) {
  std::string pdu;
  std::size_t wanted = 6;
  while (pdu.size() < wanted) {
    std::array<char, 4096> part{};
    const ssize_t count = ::recv(socket, part.data(), std::min(part.size(), wanted - pdu.size()), 0);
    if (count <= 0) break;
    pdu.append(part.data(), static_cast<std::size_t>(count));
    if (pdu.size() == 6) wanted += from_big_endian(pdu, 2, 4);
  }
  return pdu;
}

/// The sub-items of User Information (50H) by their type, without padding.
inline std::map<int, std::string> user_information(const std::string& pdu) {
  std::map<int, std::string> found;
  const auto each = [&pdu](std::size_t at, std::size_t end, const auto& use) {
    while (at + 4 <= end) {
      const std::size_t length = from_big_endian(pdu, at + 2, 2);
      use(static_cast<unsigned char>(pdu[at]), at + 4, length);
      at += 4 + length;
    }
  };
  each(74, pdu.size(), [&](int type, std::size_t begin, std::size_t size) {
    if (type != 0x50) return;
    each(begin, std::min(begin + size, pdu.size()),
         [&](int sub_type, std::size_t at, std::size_t length) { found[sub_type] = pdu.substr(at, length); });
  });
  return found;
}

/// Accepts one connection on a free port, reads one PDU and hangs up.
class ReadingPeer {
 public:
  ReadingPeer() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof name;
    ::bind(socket_, reinterpret_cast<const sockaddr*>(&name), sizeof name);
    ::listen(socket_, 1);
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&name), &length);
    port_ = ntohs(name.sin_port);
    reader_ = std::thread([this] {
      const int connection = ::accept(socket_, nullptr, nullptr);
      pdu_ = read_pdu(connection);
      ::close(connection);
    });
  }
  ~ReadingPeer() {
    if (reader_.joinable()) reader_.join();
    ::close(socket_);
  }
  ReadingPeer(const ReadingPeer&) = delete;
  ReadingPeer& operator=(const ReadingPeer&) = delete;

  [[nodiscard]] int port() const { return port_; }
  /// What it read; waits for it.
  [[nodiscard]] const std::string& pdu() {
    if (reader_.joinable()) reader_.join();
    return pdu_;
  }

 private:
  int socket_;
  int port_ = 0;
  std::string pdu_;
  std::thread reader_;
};

}  // namespace oligard
