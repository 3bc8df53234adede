#include "oligard/net/peer_association.h"

#include <gtest/gtest.h>

#include "oligard/dicom/file.h"
#include "support/associate_pdu.h"

namespace oligard::net {
namespace {

TEST(PeerAssociation, ItsRequestCarriesOurImplementation) {
  ASSERT_TRUE(dicom::set_up());
  ReadingPeer peer;
  const auto opened =
      PeerAssociation::open({"PEER", "127.0.0.1", peer.port(), 5, 5}, "OLIGARD", {"1.2.840.10008.1.1"});
  ASSERT_FALSE(opened) << "the peer hung up";
  EXPECT_EQ(opened.error().code, "PEER_UNREACHABLE");
  const std::map<int, std::string> user = user_information(peer.pdu());
  ASSERT_TRUE(user.contains(0x52) && user.contains(0x55));
  EXPECT_EQ(user.at(0x52), "2.25.334871265498216374925038212674533107");
  EXPECT_EQ(user.at(0x55), "OLIGARD_0_1");
}

}  // namespace
}  // namespace oligard::net
