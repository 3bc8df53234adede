// A listener on a free port, and DCMTK's tools as its peers.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <dcmtk/dcmdata/dctk.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "oligard/dicom/file.h"
#include "oligard/receive/listener.h"
#include "support/shared_data.h"

namespace oligard::receive {

namespace fs = std::filesystem;

inline std::string read_all(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// What follows the meta header of a DICOM file.
inline std::string data_set_of(const fs::path& path) {
  const std::string bytes = read_all(path);
  // Preamble, DICM, then (0002,0000) UL 4: the length of the rest of the group.
  if (bytes.size() < 144) return {};
  std::size_t group = 0;
  for (std::size_t i = 4; i > 0; --i)
    group = group * 256 + static_cast<unsigned char>(bytes[140 + i - 1]);
  return bytes.substr(144 + group);
}

struct ToolResult {
  int status = -1;
  std::string output;
};

class ReceiveTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { ASSERT_TRUE(dicom::set_up()); }

  void SetUp() override {
    static int count = 0;
    folder_ = fs::temp_directory_path() /
              ("oligard-receive-" + std::to_string(::getpid()) + "-" + std::to_string(count++));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    options_.listener.bind = "127.0.0.1";
    options_.listener.port = 0;
    options_.listener.allowed_aets = {"PACS"};
    options_.listener.acse_timeout_s = 5;
    options_.listener.dimse_timeout_s = 5;
  }
  void TearDown() override {
    listener_.reset();
    store_.reset();
    fs::remove_all(folder_);
  }

  void start() {
    config::StoreSettings settings;
    settings.data_dir = folder_ / "data";
    auto opened = store::Store::open(settings, clock_);
    ASSERT_TRUE(opened) << opened.error().reason;
    store_ = std::move(*opened);
    listener_ = std::make_unique<Listener>(options_, *store_, metrics_);
    const Status started = listener_->start();
    ASSERT_TRUE(started) << started.error().reason;
  }

  [[nodiscard]] std::string address() const { return "127.0.0.1 " + std::to_string(listener_->port()); }

  /// Runs a command of DCMTK without Nagle's algorithm.
  static ToolResult run(const std::string& command) {
    FILE* pipe = popen(("TCP_NODELAY=1 timeout 60 " + command + " 2>&1").c_str(), "r");
    ToolResult result;
    char buffer[4096];
    for (std::size_t count = 0; (count = fread(buffer, 1, sizeof buffer, pipe)) > 0;)
      result.output.append(buffer, count);
    const int status = pclose(pipe);
    result.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
    return result;
  }

  ToolResult storescu(const std::string& arguments) {
    return run("storescu -v -aet PACS -aec OLIGARD " + address() + " " + arguments);
  }

  static bool have(const std::string& tool) {
    return std::system(("command -v " + tool + " >/dev/null 2>&1").c_str()) == 0;
  }
  static fs::path real(const std::string& name) { return shared_data("real") / name; }

  /// A small Basic Text SR in Explicit VR Little Endian, told apart by its number; `padding` bytes larger.
  fs::path make_object(int number, std::size_t padding = 0) {
    DcmFileFormat file;
    DcmDataset& data = *file.getDataset();
    data.putAndInsertString(DCM_SOPClassUID, "1.2.840.10008.5.1.4.1.1.88.11");
    data.putAndInsertString(DCM_SOPInstanceUID, uid_of(number).c_str());
    data.putAndInsertString(DCM_PatientID, "TEST");
    data.putAndInsertString(DCM_Modality, "SR");
    const std::vector<Uint8> bytes(padding, static_cast<Uint8>(number));
    if (padding > 0) data.putAndInsertUint8Array(DCM_EncapsulatedDocument, bytes.data(), padding);
    const fs::path path = folder_ / ("object-" + std::to_string(number) + ".dcm");
    EXPECT_TRUE(file.saveFile(path.c_str(), EXS_LittleEndianExplicit).good());
    return path;
  }
  static std::string uid_of(int number) { return "1.2.3.4." + std::to_string(number); }

  std::string stored_data_set(const std::string& uid) {
    const auto instance = store_->instances().find_instance(uid);
    if (!instance || !*instance) return "not stored";
    return data_set_of(store_->objects().open((*instance)->digest)->path());
  }
  [[nodiscard]] std::size_t incoming_files() const {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& entry : fs::directory_iterator(folder_ / "data/incoming"))
      ++count;
    return count;
  }

  std::int64_t associations(const std::string& outcome) {
    return metrics_.counter("oligard_associations_total", "", {{"outcome", outcome}}).get();
  }
  std::int64_t open_associations() { return metrics_.gauge("oligard_associations_open", "").get(); }
  std::int64_t dropped() { return metrics_.counter("oligard_connections_dropped_total", "").get(); }
  std::int64_t objects(const std::string& outcome) {
    return metrics_.counter("oligard_objects_received_total", "", {{"outcome", outcome}}).get();
  }

  fs::path folder_;
  metrics::Registry metrics_;
  Listener::Options options_;
  SystemClock clock_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<Listener> listener_;
};

}  // namespace oligard::receive
