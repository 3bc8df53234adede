#include "oligard/pipeline/worker.h"

#include <csignal>
#include <filesystem>
#include <fstream>

#include <dcmtk/dcmdata/dctk.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "oligard/dicom/file.h"
#include "oligard/pipeline/analysis.h"
#include "support/damaged_store.h"
#include "support/stored_object.h"

namespace oligard::pipeline {
namespace {

class TestClock final : public Clock {
 public:
  [[nodiscard]] UnixTime now() const override { return time; }
  UnixTime time = UnixTime(std::chrono::seconds(1'700'000'000));
};

class WorkerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(::testing::TempDir()) /
              (std::string("worker-") + ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(folder_);
    settings_.store.data_dir = folder_;
    auto opened = store::Store::open(settings_.store, clock_);
    ASSERT_TRUE(opened) << opened.error().reason;
    store_ = std::move(*opened);
  }
  void TearDown() override {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }

  void admit(const std::string& uid, const std::string& bytes) {
    store::Arrival arrival;
    arrival.object = new_object(*store_, bytes);
    arrival.sop_instance_uid = uid;
    arrival.sop_class_uid = "1.2.840.10008.5.1.4.1.1.66.4";
    arrival.transfer_syntax_uid = "1.2.840.10008.1.2.1";
    arrival.calling_ae = "TEST";
    const auto admitted = store_->instances().admit({arrival});
    ASSERT_TRUE(admitted) << admitted.error().reason;
  }

  /// Another process takes the next job and dies of it.
  void worker_that_dies(const std::string& owner) {
    const pid_t child = fork();
    if (child == 0) {
      const auto store = store::Store::open(settings_.store, clock_);
      const auto job = (*store)->jobs().lease_job(owner, std::chrono::seconds(60));
      if (!job || !*job) _exit(1);
      raise(SIGKILL);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the child found no job";
    ASSERT_TRUE(store_->jobs().release_leases(owner));
  }

  std::filesystem::path folder_;
  config::Settings settings_;
  metrics::Registry metrics_;
  TestClock clock_;
  std::unique_ptr<store::Store> store_;
};

TEST_F(WorkerTest, AnObjectOnWhichWorkersDieIsQuarantinedWithItsReason) {
  admit("1.2.3", "whatever");
  for (int i = 0; i < settings_.pipeline.max_attempts; ++i)
    worker_that_dies("host/worker-1");
  Worker worker(settings_, *store_, clock_, metrics_, "host/worker-1", "test");
  ASSERT_TRUE(worker.run_one().value());
  const auto instance = store_->instances().find_instance("1.2.3");
  ASSERT_TRUE(instance && *instance);
  EXPECT_EQ((*instance)->state, store::InstanceState::kQuarantined);
  EXPECT_EQ((*instance)->code, "WORKER_CRASHED");
  EXPECT_TRUE(store_->jobs().list_jobs(10)->empty());
  EXPECT_TRUE(store_->objects().open((*instance)->digest)) << "the object itself is kept";
}

TEST_F(WorkerTest, TwoDeathsCostTwoAttemptsAndTheThirdWorkerDoesTheJob) {
  admit("1.2.3", "no DICOM");
  worker_that_dies("host/worker-1");
  worker_that_dies("host/worker-1");
  Worker worker(settings_, *store_, clock_, metrics_, "host/worker-1", "test");
  ASSERT_TRUE(worker.run_one().value());
  const auto instance = store_->instances().find_instance("1.2.3");
  ASSERT_TRUE(instance && *instance);
  EXPECT_EQ((*instance)->state, store::InstanceState::kRefused);
  EXPECT_EQ((*instance)->code, "FILE_NOT_DICOM");
  EXPECT_EQ(metrics_.counter("oligard_refusals_total", "", {{"code", "FILE_NOT_DICOM"}}).get(), 1);
  EXPECT_EQ(metrics_.counter("oligard_jobs_total", "", {{"kind", "index"}, {"outcome", "done"}}).get(), 1);
  EXPECT_EQ(metrics_.histogram("oligard_stage_seconds", "", {{"stage", "index"}}).count(), 1);
  EXPECT_EQ(metrics_.histogram("oligard_job_wait_seconds", "", {{"kind", "index"}}).count(), 1);
  EXPECT_FALSE(worker.run_one().value()) << "nothing is left to do";
}

TEST_F(WorkerTest, ADamagedStoreEndsTheWorker) {
  admit("1.2.3", "no DICOM");
  damage_store(folder_);
  Worker worker(settings_, *store_, clock_, metrics_, "host/worker-1", "test");
  const std::atomic<bool> stop = false;
  const Status ended = worker.run(stop);
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().code, "STORE_CORRUPT");
}

/// A secondary capture, which says whose it is.
std::string object_of(const std::string& uid, const std::string& patient_id) {
  DcmFileFormat file;
  DcmDataset& dataset = *file.getDataset();
  dataset.putAndInsertString(DCM_SOPClassUID, UID_SecondaryCaptureImageStorage);
  dataset.putAndInsertString(DCM_SOPInstanceUID, uid.c_str());
  dataset.putAndInsertString(DCM_StudyInstanceUID, "1.2");
  dataset.putAndInsertString(DCM_SeriesInstanceUID, "1.2.1");
  dataset.putAndInsertString(DCM_PatientID, patient_id.c_str());
  return dicom::to_bytes(file).value_or("");
}

TEST_F(WorkerTest, APriorThatIsAnotherPatientsIsRefused) {
  load::Patient asked;
  asked.id = Phi<std::string>("A12");
  const std::string key = patient_key(asked);
  admit("1.2.1.1", object_of("1.2.1.1", "A12"));
  store::IndexEntry entry;
  entry.sop_instance_uid = "1.2.1.1";
  entry.study_instance_uid = "1.2";
  entry.patient_key = key;
  entry.patient_id = asked.id;
  ASSERT_TRUE(store_->instances().index(entry, settings_.pipeline));
  ASSERT_TRUE(store_->priors().expect_priors(key, {"1.2.1.2", "1.2.1.3"}));
  admit("1.2.1.2", object_of("1.2.1.2", "A123"));
  admit("1.2.1.3", object_of("1.2.1.3", "A12"));
  Worker worker(settings_, *store_, clock_, metrics_, "host/worker-1", "test");
  for (int i = 0; i < 3; ++i)
    ASSERT_TRUE(worker.run_one().value());
  const auto other = store_->instances().find_instance("1.2.1.2");
  EXPECT_EQ((*other)->state, store::InstanceState::kRefused);
  EXPECT_EQ((*other)->code, "PRIOR_OTHER_PATIENT");
  EXPECT_EQ((*other)->patient_key, "") << "it takes part in nobody's history";
  const auto same = store_->instances().find_instance("1.2.1.3");
  EXPECT_EQ((*same)->code, "SECONDARY_CAPTURE_IGNORED");
}

}  // namespace
}  // namespace oligard::pipeline
