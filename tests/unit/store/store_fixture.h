// A store in a folder of its own, and a clock that stands still.
#pragma once

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

#include "oligard/store/store.h"
#include "support/stored_object.h"

namespace oligard::store {

class FakeClock final : public Clock {
 public:
  [[nodiscard]] UnixTime now() const override { return now_; }
  void advance(int seconds) { now_ += std::chrono::seconds(seconds); }

 private:
  UnixTime now_{std::chrono::seconds(1'800'000'000)};
};

class StoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    static int count = 0;
    settings_.data_dir = std::filesystem::temp_directory_path() /
                         ("oligard-store-" + std::to_string(::getpid()) + "-" + std::to_string(count++));
    std::filesystem::remove_all(settings_.data_dir);
  }
  void TearDown() override {
    store_.reset();
    std::filesystem::remove_all(settings_.data_dir);
  }

  void open() {
    auto opened = Store::open(settings_, clock_);
    ASSERT_TRUE(opened) << opened.error().reason;
    store_ = std::move(*opened);
  }

  static Arrival arrive(Store& store, const std::string& uid, const std::string& bytes) {
    Arrival arrival;
    arrival.object = new_object(store, bytes);
    arrival.sop_instance_uid = uid;
    arrival.sop_class_uid = "1.2.840.10008.5.1.4.1.1.66.4";
    arrival.transfer_syntax_uid = "1.2.840.10008.1.2.1";
    arrival.calling_ae = "PACS";
    return arrival;
  }

  Admission admit_one(const std::string& uid, const std::string& bytes) {
    const auto admitted = store_->instances().admit({arrive(*store_, uid, bytes)});
    EXPECT_TRUE(admitted) << admitted.error().reason;
    return admitted ? admitted->front() : Admission::kConflict;
  }

  static IndexEntry entry_of(const std::string& uid, const std::string& study, const std::string& patient) {
    IndexEntry entry;
    entry.sop_instance_uid = uid;
    entry.study_instance_uid = study;
    entry.series_instance_uid = study + ".1";
    entry.modality = "SEG";
    entry.patient_key = patient;
    entry.patient_id = Phi<std::string>("id of " + patient);
    entry.issuer = Phi<std::string>("issuer");
    return entry;
  }

  std::size_t files_in(const std::string& folder) const {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(settings_.data_dir / folder)) {
      if (entry.is_regular_file()) ++count;
    }
    return count;
  }

  /// Leases, expecting something.
  Job lease(const std::string& owner = "w1") {
    const auto job = store_->jobs().lease_job(owner, std::chrono::seconds(100));
    EXPECT_TRUE(job && *job) << "nothing is due";
    return job && *job ? **job : Job{};
  }
  bool nothing_due() {
    const auto job = store_->jobs().lease_job("nobody", std::chrono::seconds(100));
    return job && !*job;
  }

  config::StoreSettings settings_;
  config::PipelineSettings timers_;
  FakeClock clock_;
  std::unique_ptr<Store> store_;
};

}  // namespace oligard::store
