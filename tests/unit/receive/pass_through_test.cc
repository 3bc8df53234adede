// Real objects in every encoding reach the disk as DCMTK's own bit-preserving receiver would write them.
#include <csignal>
#include <thread>

#include <dcmtk/dcmdata/dctk.h>

#include "receive_fixture.h"

namespace oligard::receive {
namespace {

struct Case {
  const char* file;
  const char* encoder;  ///< a DCMTK command that makes another encoding of it, or empty
  const char* transfer_syntax;
  const char* sender = "dcmsend -dn -nuc";
};

class PassThroughTest : public ReceiveTest, public ::testing::WithParamInterface<Case> {
 protected:
  void SetUp() override {
    ReceiveTest::SetUp();
    if (!have("dcmsend") || !have("storescp")) GTEST_SKIP() << "DCMTK's tools are not installed";
  }

  /// What `storescp --bit-preserving` writes for the same file from the same sender.
  std::string reference(const fs::path& file) {
    const fs::path out = folder_ / "reference";
    fs::create_directories(out);
    const std::string port = std::to_string(20000 + ::getpid() % 20000);
    FILE* scp = popen(
        ("storescp +B +xa -pm -od " + out.string() + " " + port + " >/dev/null 2>&1 & echo $!").c_str(), "r");
    int pid = 0;
    if (fscanf(scp, "%d", &pid) != 1) return "no storescp";
    ToolResult sent;
    for (int i = 0; i < 50 && sent.status != 0; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      sent = run(std::string(GetParam().sender) + " 127.0.0.1 " + port + " " + file.string());
    }
    kill(pid, SIGTERM);
    pclose(scp);
    for (const auto& entry : fs::directory_iterator(out))
      return data_set_of(entry.path());
    return "not sent: " + sent.output;
  }
};

TEST_P(PassThroughTest, IsKeptBitByBit) {
  OLIGARD_NEED_SHARED_DATA();
  fs::path file = real(GetParam().file);
  if (*GetParam().encoder != 0) {
    const fs::path encoded = folder_ / "encoded.dcm";
    const ToolResult done =
        run(std::string(GetParam().encoder) + " " + file.string() + " " + encoded.string());
    ASSERT_EQ(done.status, 0) << done.output;
    file = encoded;
  }
  start();
  const ToolResult sent =
      run(std::string(GetParam().sender) + " -v -aet PACS " + address() + " " + file.string());
  EXPECT_EQ(sent.status, 0) << sent.output;
  const auto instances = store_->instances().list_instances(std::nullopt, 10);
  ASSERT_EQ(instances->size(), 1U) << sent.output;
  EXPECT_EQ(instances->front().transfer_syntax_uid, GetParam().transfer_syntax);
  const std::string stored = data_set_of(store_->objects().open(instances->front().digest)->path());
  EXPECT_TRUE(stored == reference(file)) << "the stored data set differs from the one storescp wrote";
  EXPECT_GT(stored.size(), 1000U);
  DcmFileFormat parsed;
  EXPECT_TRUE(parsed.loadFile(store_->objects().open(instances->front().digest)->path().c_str()).good());
}

INSTANTIATE_TEST_SUITE_P(
    Encodings, PassThroughTest,
    ::testing::Values(Case{"dcmqi-liver/seg/liver.dcm", "", "1.2.840.10008.1.2.1"},
                      Case{"dcmqi-liver/seg/liver.dcm", "dcmconv +td", "1.2.840.10008.1.2.1.99"},
                      Case{"compressed/report_dfl.dcm", "", "1.2.840.10008.1.2.1.99"},
                      Case{"dcmqi-liver/ct/01.dcm", "", "1.2.840.10008.1.2.1"},
                      Case{"dcmqi-liver/ct/01.dcm", "dcmconv +ti", "1.2.840.10008.1.2", "storescu -R -xi"},
                      Case{"dcmqi-liver/ct/01.dcm", "dcmconv +tb", "1.2.840.10008.1.2.2", "storescu -R -xb"},
                      Case{"dcmqi-liver/ct/01.dcm", "dcmcrle", "1.2.840.10008.1.2.5"},
                      Case{"dcmqi-liver/ct/01.dcm", "dcmcjpeg +e1", "1.2.840.10008.1.2.4.70"},
                      Case{"dcmqi-liver/ct/01.dcm", "dcmcjpls", "1.2.840.10008.1.2.4.80"},
                      Case{"compressed/liver_rle.dcm", "", "1.2.840.10008.1.2.5"},
                      Case{"dcmqi-headneck/dcmqi_tid1500.dcm", "", "1.2.840.10008.1.2.1"},
                      Case{"highdicom/sr_document.dcm", "", "1.2.840.10008.1.2.1"},
                      Case{"other/test-SR.dcm", "", "1.2.840.10008.1.2.1"},
                      Case{"other/rtstruct.dcm", "dcmconv +te", "1.2.840.10008.1.2.1"},
                      Case{"malformed/sr_empty_numbers.dcm", "", "1.2.840.10008.1.2.1"},
                      Case{"dcmqi-24x38x3/seg/sparse-labelmap-noppv.dcm", "", "1.2.840.10008.1.2.1"}));

void PrintTo(const Case& value, std::ostream* out) {
  *out << value.file << " " << value.encoder;
}

TEST_F(ReceiveTest, ASenderWithADefaultListOfClassesReachesUsToo) {
  OLIGARD_NEED_SHARED_DATA();
  if (!have("storescu")) GTEST_SKIP() << "DCMTK's tools are not installed";
  const fs::path sr = real("other/test-SR.dcm");
  start();
  const ToolResult report = storescu(sr.string());
  EXPECT_EQ(report.status, 0) << report.output;
  // The tool's list lacks Segmentation: its own failure, which it says, not ours.
  const ToolResult segmentation = storescu(real("dcmqi-liver/seg/liver.dcm").string());
  EXPECT_NE(segmentation.output.find("No presentation context for"), std::string::npos)
      << segmentation.output;
}

}  // namespace
}  // namespace oligard::receive
