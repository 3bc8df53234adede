// What a session does with peers that do not behave.
#include <chrono>
#include <thread>

#include <sys/mount.h>

#include "raw_peer.h"
#include "receive_fixture.h"

namespace oligard::receive {
namespace {

using std::chrono::milliseconds;

/// A data set's first element: Specific Character Set, ISO_IR 100.
const std::string kDataSet(
    "\x08\x00\x05\x00"
    "CS\x0A\x00"
    "ISO_IR 100",
    18);

class SessionTest : public ReceiveTest {
 protected:
  template <class Condition>
  static bool eventually(Condition&& condition) {
    for (int i = 0; i < 500; ++i) {
      if (condition()) return true;
      std::this_thread::sleep_for(milliseconds(10));
    }
    return false;
  }
  bool all_ended() {
    return eventually([&] { return open_associations() == 0; });
  }
};

TEST_F(SessionTest, AGoodObjectIsAnsweredAfterItIsDurable) {
  start();
  RawPeer peer(listener_->port(), "PACS");
  ASSERT_TRUE(peer.is_open()) << peer.why_not();
  EXPECT_EQ(peer.store("1.2.3", kDataSet), 0x0000U);
  EXPECT_EQ(stored_data_set("1.2.3"), kDataSet);
}

TEST_F(SessionTest, AnAbortInMidObjectLeavesNothing) {
  start();
  {
    RawPeer peer(listener_->port(), "PACS");
    peer.send_fragment(true, true, RawPeer::store_request(kBasicTextSr, "1.2.3"));
    peer.send_fragment(false, false, std::string(10000, 'x'));
    ASSERT_TRUE(eventually([&] { return incoming_files() == 1; }));
    peer.abort();
  }
  EXPECT_TRUE(all_ended());
  EXPECT_EQ(incoming_files(), 0U);
  EXPECT_FALSE(store_->instances().find_instance("1.2.3")->has_value());
  EXPECT_EQ(associations("aborted"), 1);
}

TEST_F(SessionTest, ALostConnectionInMidObjectLeavesNothing) {
  start();
  {
    RawPeer peer(listener_->port(), "PACS");
    peer.send_fragment(true, true, RawPeer::store_request(kBasicTextSr, "1.2.3"));
    peer.send_fragment(false, false, std::string(10000, 'x'));
    peer.send_bytes(std::string("\x04\x00\x00\x00\x40\x00half", 10));
  }
  EXPECT_TRUE(all_ended());
  EXPECT_EQ(incoming_files(), 0U);
  EXPECT_FALSE(store_->instances().find_instance("1.2.3")->has_value());
}

TEST_F(SessionTest, ASenderThatStallsInMidObjectIsCutOff) {
  options_.listener.dimse_timeout_s = 1;
  start();
  RawPeer peer(listener_->port(), "PACS");
  peer.send_fragment(true, true, RawPeer::store_request(kBasicTextSr, "1.2.3"));
  peer.send_fragment(false, false, std::string(10000, 'x'));
  RawPeer stuck_in_pdu(listener_->port(), "PACS");
  stuck_in_pdu.send_bytes(std::string("\x04\x00\x00\x00\x40\x00half", 10));
  RawPeer idle(listener_->port(), "PACS");
  EXPECT_TRUE(all_ended());
  EXPECT_EQ(incoming_files(), 0U);
  EXPECT_EQ(associations("aborted"), 3);
}

TEST_F(SessionTest, AnInvalidUidIsRefusedAndTheAssociationGoesOn) {
  start();
  RawPeer peer(listener_->port(), "PACS");
  EXPECT_EQ(peer.store("../../etc/passwd", kDataSet), 0x0117U);
  EXPECT_EQ(peer.comment, "the SOP Instance UID is not a UID");
  EXPECT_EQ(peer.store("1.2.3", kDataSet), 0x0000U);
}

TEST_F(SessionTest, AnotherClassThanTheContextsIsRefused) {
  start();
  RawPeer peer(listener_->port(), "PACS");
  EXPECT_EQ(peer.store("1.2.3", kDataSet, "1.2.840.10008.5.1.4.1.1.66.4"), 0x0122U);
  EXPECT_FALSE(store_->instances().find_instance("1.2.3")->has_value());
  EXPECT_EQ(peer.store("1.2.3", kDataSet), 0x0000U);
}

TEST_F(SessionTest, ARequestWithoutDataSetEndsTheAssociation) {
  start();
  RawPeer peer(listener_->port(), "PACS");
  peer.send_fragment(true, true, RawPeer::store_request(kBasicTextSr, "1.2.3", false));
  EXPECT_EQ(peer.read_answer(), 0xFFFFU);
  EXPECT_EQ(peer.last, DUL_PEERABORTEDASSOCIATION);
  EXPECT_TRUE(all_ended());
}

TEST_F(SessionTest, ADataSetInAnotherContextEndsTheAssociation) {
  start();
  RawPeer peer(listener_->port(), "PACS");
  peer.send_fragment(true, true, RawPeer::store_request(kBasicTextSr, "1.2.3"));
  peer.send_fragment(false, true, kDataSet, 1);
  EXPECT_EQ(peer.read_answer(), 0xFFFFU);
  EXPECT_TRUE(all_ended());
  EXPECT_FALSE(store_->instances().find_instance("1.2.3")->has_value());
}

TEST_F(SessionTest, AStrangerWhoAlsoVerifiesMayEchoButHasNoStorageContext) {
  start();
  const RawPeer peer(listener_->port(), "STRANGER");
  ASSERT_TRUE(peer.is_open()) << peer.why_not();
  EXPECT_EQ(peer.result_of(1), ASC_P_ACCEPTANCE);
  EXPECT_EQ(peer.result_of(3), ASC_P_USERREJECTION);
}

TEST_F(SessionTest, AStrangerWhoIgnoresTheRefusalGetsNothingIn) {
  start();
  RawPeer peer(listener_->port(), "STRANGER");
  peer.send_fragment(true, true, RawPeer::store_request(kBasicTextSr, "1.2.3"));
  peer.send_fragment(false, true, kDataSet);
  peer.read_answer();
  RawPeer through_verification(listener_->port(), "STRANGER");
  through_verification.send_fragment(true, true, RawPeer::store_request(kBasicTextSr, "1.2.3"), 1);
  through_verification.send_fragment(false, true, kDataSet, 1);
  EXPECT_EQ(through_verification.read_answer(), 0x0122U);
  RawPeer as_verification(listener_->port(), "STRANGER");
  as_verification.send_fragment(true, true, RawPeer::store_request("1.2.840.10008.1.1", "1.2.3"), 1);
  as_verification.send_fragment(false, true, kDataSet, 1);
  EXPECT_EQ(as_verification.read_answer(), 0x0122U);
  EXPECT_TRUE(store_->instances().list_instances(std::nullopt, 10)->empty());
}

TEST_F(SessionTest, AnotherServiceEndsTheAssociation) {
  start();
  RawPeer peer(listener_->port(), "PACS");
  std::string find = RawPeer::store_request(kBasicTextSr, "1.2.3");
  find[find.find(std::string("\x00\x00\x00\x01\x02\x00\x00\x00", 8)) + 8] = 0x20;
  peer.send_fragment(true, true, find);
  EXPECT_EQ(peer.read_answer(), 0xFFFFU);
  EXPECT_TRUE(all_ended());
}

TEST_F(SessionTest, JunkInACommandEndsTheAssociation) {
  start();
  for (const std::string& junk : {std::string(10, '\xFF'), std::string(), std::string(4096, '\x01')}) {
    RawPeer peer(listener_->port(), "PACS");
    peer.send_fragment(true, true, junk);
    EXPECT_EQ(peer.read_answer(), 0xFFFFU);
  }
  EXPECT_TRUE(all_ended());
}

TEST_F(SessionTest, AnObjectUnderWayMayFinishWhenTheListenerStops) {
  start();
  RawPeer peer(listener_->port(), "PACS");
  peer.send_fragment(true, true, RawPeer::store_request(kBasicTextSr, "1.2.3"));
  peer.send_fragment(false, false, kDataSet);
  ASSERT_TRUE(eventually([&] { return incoming_files() == 1; }));
  std::thread stopping([&] { listener_->stop(milliseconds(4000)); });
  std::this_thread::sleep_for(milliseconds(100));
  peer.send_fragment(false, true, kDataSet);
  EXPECT_EQ(peer.read_answer(), 0x0000U);
  stopping.join();
  EXPECT_EQ(stored_data_set("1.2.3"), kDataSet + kDataSet);
}

TEST_F(SessionTest, AnObjectThatDoesNotFinishInTimeIsCutOff) {
  start();
  RawPeer peer(listener_->port(), "PACS");
  peer.send_fragment(true, true, RawPeer::store_request(kBasicTextSr, "1.2.3"));
  peer.send_fragment(false, false, kDataSet);
  ASSERT_TRUE(eventually([&] { return incoming_files() == 1; }));
  const auto began = std::chrono::steady_clock::now();
  listener_->stop(milliseconds(200));
  EXPECT_LT(std::chrono::steady_clock::now() - began, milliseconds(2000));
  EXPECT_EQ(incoming_files(), 0U);
}

/// Exit statuses of the child whose data folder is a small disk.
enum SmallDisk { kHeld = 0, kNotPermitted = 10, kNotStarted = 11, kWrongAnswer = 12, kHalfObject = 13 };

TEST_F(SessionTest, ADiskThatFillsInMidObjectIsAnsweredWithA700) {
  const pid_t child = fork();
  if (child == 0) {
    const fs::path data = folder_ / "data";
    fs::create_directories(data);
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        mount("tmpfs", data.c_str(), "tmpfs", 0, "size=4m") != 0) {
      _exit(kNotPermitted);
    }
    start();
    if (listener_->port() == 0) _exit(kNotStarted);
    RawPeer peer(listener_->port(), "PACS");
    peer.send_fragment(true, true, RawPeer::store_request(kBasicTextSr, "1.2.3"));
    for (int i = 0; i < 600; ++i)
      peer.send_fragment(false, i == 599, std::string(16000, 'x'));
    if (peer.read_answer() != 0xA700) _exit(kWrongAnswer);
    if (peer.store("1.2.4", kDataSet) != 0x0000) _exit(kWrongAnswer);
    if (incoming_files() != 0 || store_->instances().find_instance("1.2.3")->has_value()) _exit(kHalfObject);
    listener_->stop();
    _exit(kHeld);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  if (WEXITSTATUS(status) == kNotPermitted) GTEST_SKIP() << "mounting a small disk is not permitted here";
  EXPECT_EQ(WEXITSTATUS(status), kHeld);
}

}  // namespace
}  // namespace oligard::receive
