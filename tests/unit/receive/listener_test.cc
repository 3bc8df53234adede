#include <chrono>
#include <thread>

#include <arpa/inet.h>
#include <dcmtk/dcmdata/dctk.h>
#include <sys/socket.h>

#include "raw_peer.h"
#include "receive_fixture.h"

namespace oligard::receive {
namespace {

using std::chrono::milliseconds;

class ListenerTest : public ReceiveTest {
 protected:
  void SetUp() override {
    ReceiveTest::SetUp();
    if (!have("storescu") || !have("echoscu")) GTEST_SKIP() << "DCMTK's tools are not installed";
  }
  template <class Condition>
  static bool eventually(Condition&& condition) {
    for (int i = 0; i < 500; ++i) {
      if (condition()) return true;
      std::this_thread::sleep_for(milliseconds(10));
    }
    return false;
  }
  /// A plain TCP connection to the listener.
  [[nodiscard]] int connect_raw() const {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_port = htons(static_cast<std::uint16_t>(listener_->port()));
    inet_pton(AF_INET, "127.0.0.1", &name.sin_addr);
    EXPECT_EQ(::connect(socket, reinterpret_cast<const sockaddr*>(&name), sizeof name), 0);
    return socket;
  }
};

TEST_F(ListenerTest, AnObjectIsStoredBitByBit) {
  start();
  const fs::path object = make_object(1, 100001);
  const ToolResult sent = storescu("-R " + object.string());
  EXPECT_EQ(sent.status, 0) << sent.output;
  EXPECT_NE(sent.output.find("Success"), std::string::npos);
  EXPECT_EQ(stored_data_set(uid_of(1)), data_set_of(object));
  const auto instance = store_->instances().find_instance(uid_of(1));
  EXPECT_EQ((*instance)->calling_ae, "PACS");
  EXPECT_EQ((*instance)->sop_class_uid, "1.2.840.10008.5.1.4.1.1.88.11");
  EXPECT_EQ(incoming_files(), 0U);
  EXPECT_EQ(objects("stored"), 1);
  EXPECT_TRUE(eventually([&] { return open_associations() == 0; }));
  EXPECT_EQ(associations("aborted"), 0);
}

TEST_F(ListenerTest, TheStoredFileIsAValidDicomFile) {
  start();
  storescu("-R " + make_object(1).string());
  const auto instance = store_->instances().find_instance(uid_of(1));
  ASSERT_TRUE(instance && *instance);
  DcmFileFormat file;
  ASSERT_TRUE(file.loadFile(store_->objects().open((*instance)->digest)->path().c_str(), EXS_Unknown,
                            EGL_noChange, DCM_MaxReadLength, ERM_fileOnly)
                  .good());
  OFString value;
  file.getMetaInfo()->findAndGetOFString(DCM_MediaStorageSOPInstanceUID, value);
  EXPECT_EQ(value, uid_of(1).c_str());
  file.getMetaInfo()->findAndGetOFString(DCM_TransferSyntaxUID, value);
  EXPECT_EQ(value, UID_LittleEndianExplicitTransferSyntax);
  EXPECT_TRUE(file.getMetaInfo()->tagExists(DCM_FileMetaInformationVersion));
}

TEST_F(ListenerTest, TheSameObjectAgainIsFine) {
  options_.listener.allowed_aets = {"*"};
  start();
  const fs::path object = make_object(1);
  EXPECT_EQ(storescu("-R " + object.string()).status, 0);
  EXPECT_EQ(run("storescu -R -aet OTHER " + address() + " " + object.string()).status, 0);
  EXPECT_EQ(objects("stored"), 1);
  EXPECT_EQ(objects("duplicate"), 1);
}

TEST_F(ListenerTest, OtherBytesUnderTheSameUidAreAnsweredWithSuccessAndKeptAside) {
  start();
  EXPECT_EQ(storescu("-R " + make_object(1, 10).string()).status, 0);
  const std::string first = stored_data_set(uid_of(1));
  EXPECT_EQ(storescu("-R " + make_object(1, 20).string()).status, 0);
  EXPECT_EQ(objects("conflict"), 1);
  EXPECT_EQ(stored_data_set(uid_of(1)), first);
  EXPECT_EQ(store_->events().list_events(10)->front().kind, "instance_conflict");
}

TEST_F(ListenerTest, AnyoneMayEcho) {
  start();
  const ToolResult echoed = run("echoscu -v -aet STRANGER " + address());
  EXPECT_EQ(echoed.status, 0) << echoed.output;
  EXPECT_EQ(metrics_.counter("oligard_echoes_total", "").get(), 1);
}

TEST_F(ListenerTest, AStrangerWhoWantsToStoreIsRejectedByName) {
  start();
  const ToolResult sent = run("storescu -v -R -aet STRANGER " + address() + " " + make_object(1).string());
  EXPECT_NE(sent.status, 0);
  EXPECT_NE(sent.output.find("Calling AE Title Not Recognized"), std::string::npos) << sent.output;
  EXPECT_TRUE(store_->instances().list_instances(std::nullopt, 10)->empty());
  EXPECT_EQ(associations("rejected"), 1);
}

TEST_F(ListenerTest, ByDefaultNobodyMayStore) {
  options_.listener.allowed_aets.clear();
  start();
  EXPECT_NE(storescu("-R " + make_object(1).string()).status, 0);
  EXPECT_EQ(run("echoscu " + address()).status, 0);
}

TEST_F(ListenerTest, TheCalledTitleIsCheckedWhenAsked) {
  options_.listener.check_called_aet = true;
  start();
  EXPECT_EQ(run("echoscu -aec OLIGARD " + address()).status, 0);
  const ToolResult wrong = run("echoscu -v -aec SOMEBODY " + address());
  EXPECT_NE(wrong.output.find("Called AE Title Not Recognized"), std::string::npos) << wrong.output;
}

TEST_F(ListenerTest, AClassThatIsNotTakenHasNoContext) {
  start();
  DcmFileFormat file;
  file.getDataset()->putAndInsertString(DCM_SOPClassUID, UID_UltrasoundImageStorage);
  file.getDataset()->putAndInsertString(DCM_SOPInstanceUID, "1.2.3");
  const fs::path path = folder_ / "us.dcm";
  file.saveFile(path.c_str(), EXS_LittleEndianExplicit);
  const ToolResult sent = storescu("-R " + path.string());
  EXPECT_NE(sent.status, 0);
  EXPECT_NE(sent.output.find("No Acceptable Presentation Contexts"), std::string::npos) << sent.output;
}

TEST_F(ListenerTest, ADiskThatIsLowIsAnsweredWithA700) {
  options_.min_free_bytes = std::numeric_limits<std::int64_t>::max();
  start();
  const ToolResult sent = storescu("-R -d " + make_object(1, 300000).string());
  EXPECT_NE(sent.output.find("0xa700"), std::string::npos) << sent.output;
  EXPECT_NE(sent.output.find("out of disk space"), std::string::npos) << sent.output;
  EXPECT_TRUE(store_->instances().list_instances(std::nullopt, 10)->empty());
  EXPECT_EQ(incoming_files(), 0U);
  EXPECT_EQ(objects("refused"), 1);
}

TEST_F(ListenerTest, FourAssociationsAtOnceLoseNothing) {
  start();
  std::vector<std::string> lists(4);
  for (int i = 0; i < 80; ++i)
    lists[static_cast<std::size_t>(i % 4)] += " " + make_object(i, 5000).string();
  std::vector<std::thread> senders;
  std::vector<ToolResult> results(4);
  for (std::size_t s = 0; s < lists.size(); ++s)
    senders.emplace_back([&, s] { results[s] = storescu("-R" + lists[s]); });
  for (std::thread& sender : senders)
    sender.join();
  for (const ToolResult& result : results)
    EXPECT_EQ(result.status, 0) << result.output;
  for (int i = 0; i < 80; ++i)
    EXPECT_EQ(stored_data_set(uid_of(i)), data_set_of(folder_ / ("object-" + std::to_string(i) + ".dcm")))
        << i;
  EXPECT_EQ(objects("stored"), 80);
}

TEST_F(ListenerTest, OneAssociationTooManyIsRejectedForNow) {
  options_.listener.max_associations = 1;
  start();
  {
    const RawPeer only(listener_->port(), "PACS");
    ASSERT_TRUE(only.is_open()) << only.why_not();
    const ToolResult rejected = run("echoscu -v " + address());
    EXPECT_NE(rejected.output.find("Transient"), std::string::npos) << rejected.output;
    EXPECT_NE(rejected.output.find("Local Limit Exceeded"), std::string::npos) << rejected.output;
    EXPECT_EQ(associations("rejected"), 1);
  }
  ASSERT_TRUE(eventually([&] { return open_associations() == 0; }));
  EXPECT_EQ(run("echoscu " + address()).status, 0);
}

TEST_F(ListenerTest, ConnectionsThatSayNothingHoldNobodyUp) {
  options_.listener.acse_timeout_s = 1;
  start();
  std::vector<int> silent;
  for (int i = 0; i < 50; ++i)
    silent.push_back(connect_raw());
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(run("echoscu " + address()).status, 0);
  EXPECT_LT(std::chrono::steady_clock::now() - began, milliseconds(900));
  EXPECT_TRUE(eventually([&] { return dropped() == 50; }));
  for (const int socket : silent)
    ::close(socket);
}

TEST_F(ListenerTest, WhatIsNotDicomIsDropped) {
  start();
  for (const std::string& text :
       {std::string("GET / HTTP/1.1\r\n\r\n"), std::string("\x01\x00\xff\xff\xff\xff", 6),
        std::string("\x01\x00\x00\x00\x00\x04junk", 10), std::string()}) {
    const int socket = connect_raw();
    if (!text.empty()) {
      EXPECT_EQ(::send(socket, text.data(), text.size(), MSG_NOSIGNAL), static_cast<ssize_t>(text.size()));
    }
    ::shutdown(socket, SHUT_WR);
    char buffer[64];
    while (::recv(socket, buffer, sizeof buffer, 0) > 0) {
    }
    ::close(socket);
  }
  EXPECT_TRUE(eventually([&] { return dropped() == 4; }));
  EXPECT_EQ(run("echoscu " + address()).status, 0);
}

TEST_F(ListenerTest, ASenderThatDiesInMidObjectLeavesNothing) {
  start();
  const fs::path object = make_object(1, 60 << 20);
  for (int delay = 1; delay < 200; delay = delay * 2) {
    run("sh -c 'storescu -R -aet PACS " + address() + " " + object.string() + " >/dev/null 2>&1 & sleep 0." +
        (delay < 10    ? "00"
         : delay < 100 ? "0"
                       : "") +
        std::to_string(delay) + "; kill -9 $!'");
  }
  ASSERT_TRUE(eventually([&] { return open_associations() == 0; }));
  EXPECT_EQ(incoming_files(), 0U);
  const auto instances = store_->instances().list_instances(std::nullopt, 10);
  if (!instances->empty()) {
    EXPECT_EQ(stored_data_set(uid_of(1)), data_set_of(object));
  }
}

TEST_F(ListenerTest, StoppingEndsIdleAssociationsAndTheSocket) {
  start();
  const int port = listener_->port();
  RawPeer idle(port, "PACS");
  ASSERT_TRUE(idle.is_open());
  const auto began = std::chrono::steady_clock::now();
  listener_->stop();
  EXPECT_LT(std::chrono::steady_clock::now() - began, milliseconds(2000));
  idle.read_answer();
  EXPECT_EQ(idle.last, DUL_PEERABORTEDASSOCIATION);
  EXPECT_NE(run("echoscu -to 1 127.0.0.1 " + std::to_string(port)).status, 0);
  listener_->stop();
}

TEST_F(ListenerTest, StoppingInMidTransferLosesNothingThatWasAnswered) {
  start();
  std::string list;
  for (int i = 0; i < 400; ++i)
    list += " " + make_object(i, 20000).string();
  ToolResult sent;
  std::thread sender([&] { sent = storescu("-R" + list); });
  ASSERT_TRUE(eventually([&] { return objects("stored") > 20; }));
  listener_->stop(milliseconds(2000));
  sender.join();
  std::size_t answered = 0;
  for (std::size_t at = 0;
       (at = sent.output.find("Received Store Response (Success)", at)) != std::string::npos; ++at)
    ++answered;
  EXPECT_GT(answered, 0U);
  EXPECT_LT(answered, 400U);
  EXPECT_GE(store_->instances().list_instances(std::nullopt, 1000)->size(), answered);
  EXPECT_EQ(incoming_files(), 0U);
}

TEST_F(ListenerTest, TwoListenersCannotShareADataFolder) {
  start();
  Listener second(options_, *store_, metrics_);
  const Status started = second.start();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code, "LISTEN_IN_USE");
}

TEST_F(ListenerTest, APortThatIsTakenIsSaid) {
  start();
  const int port = listener_->port();
  config::StoreSettings settings;
  settings.data_dir = folder_ / "other";
  const auto other = store::Store::open(settings, clock_);
  Listener::Options same_port = options_;
  same_port.listener.port = port;
  Listener second(same_port, **other, metrics_);
  const Status started = second.start();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code, "LISTEN_FAILED");
  same_port.listener.bind = "not an address";
  Listener third(same_port, **other, metrics_);
  EXPECT_EQ(third.start().error().code, "LISTEN_FAILED");
}

TEST_F(ListenerTest, ItListensOnItsAddressOnly) {
  options_.listener.bind = "127.0.0.2";
  start();
  EXPECT_EQ(run("echoscu 127.0.0.2 " + std::to_string(listener_->port())).status, 0);
  EXPECT_NE(run("echoscu -to 1 " + address()).status, 0);
}

TEST_F(ListenerTest, WhatAnEarlierRunLeftIsCleanedAtStart) {
  start();
  listener_.reset();
  std::ofstream(folder_ / "data/incoming" / "arrival-0") << "half";
  listener_ = std::make_unique<Listener>(options_, *store_, metrics_);
  ASSERT_TRUE(listener_->start());
  EXPECT_EQ(incoming_files(), 0U);
}

TEST_F(ListenerTest, OnStoredIsCalledForNewObjectsOnly) {
  int calls = 0;
  options_.on_stored = [&] { ++calls; };
  start();
  const std::string object = make_object(1).string();
  storescu("-R " + object);
  storescu("-R " + object);
  listener_->stop();
  EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace oligard::receive
