#include "receive_fixture.h"
#include "support/associate_pdu.h"

namespace oligard::receive {
namespace {

TEST_F(ReceiveTest, AnAcceptanceCarriesOurImplementation) {
  start();
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  name.sin_port = htons(static_cast<std::uint16_t>(listener_->port()));
  ASSERT_EQ(::connect(socket, reinterpret_cast<const sockaddr*>(&name), sizeof name), 0);
  const std::string request = associate_request("PACS", "OLIGARD");
  ASSERT_EQ(::send(socket, request.data(), request.size(), 0), static_cast<ssize_t>(request.size()));
  const std::string answer = read_pdu(socket);
  ::close(socket);
  ASSERT_FALSE(answer.empty());
  EXPECT_EQ(answer[0], 0x02) << "A-ASSOCIATE-AC";
  const std::map<int, std::string> user = user_information(answer);
  ASSERT_TRUE(user.contains(0x52) && user.contains(0x55));
  EXPECT_EQ(user.at(0x52), "2.25.334871265498216374925038212674533107");
  EXPECT_EQ(user.at(0x55), "OLIGARD_0_1");
}

}  // namespace
}  // namespace oligard::receive
