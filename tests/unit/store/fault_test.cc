#include <map>
#include <set>

#include "faulty_files.h"
#include "oligard/base/digest.h"
#include "store/folder_objects.h"
#include "store_fixture.h"

namespace oligard::store {
namespace {

using Fault = FaultyFiles::Fault;

/// A store whose files fail at the n-th call or lose what was not synced, then opened anew without faults.
class FaultTest : public StoreTest, public ::testing::WithParamInterface<Fault> {
 protected:
  static constexpr int kMaxCalls = 200;

  /// Runs `work` with the fault at each of its calls in turn, and `check` on the store after each.
  void at_each_call(const std::function<void(FaultyFiles&)>& work, const std::function<void()>& check) {
    for (int call = 1; call <= kMaxCalls; ++call) {
      SCOPED_TRACE("call " + std::to_string(call));
      std::filesystem::remove_all(settings_.data_dir);
      kept_.clear();
      FaultyFiles files(GetParam(), call);
      auto objects = FolderObjects::make(settings_.data_dir, files);
      ASSERT_TRUE(objects);
      auto opened = Store::open(settings_, clock_, std::move(*objects));
      ASSERT_TRUE(opened) << opened.error().reason;
      store_ = std::move(*opened);
      work(files);
      store_.reset();
      const bool was_hit = files.was_hit();
      files.lose_unsynced();
      open();
      check();
      expect_rows_and_files_agree();
      store_.reset();
      if (HasFailure()) return;
      if (!was_hit) {
        EXPECT_GT(call, 3) << "the work makes calls";
        return;
      }
    }
    FAIL() << "the work never ended";
  }

  /// Admits and notes what was acknowledged.
  void admit_batch(const std::map<std::string, std::string>& bytes_by_uid) {
    std::vector<Arrival> batch;
    for (const auto& [uid, bytes] : bytes_by_uid) {
      auto object = store_->objects().create();
      if (!object || !(*object)->append(bytes) || !(*object)->finish()) return;
      batch.push_back({std::move(*object), uid, "1.2", "1.2.840.10008.1.2.1", "PACS"});
    }
    if (store_->instances().admit(batch)) kept_.insert(bytes_by_uid.begin(), bytes_by_uid.end());
  }

  void expect_kept() {
    for (const auto& [uid, bytes] : kept_) {
      const auto instance = store_->instances().find_instance(uid);
      ASSERT_TRUE(instance && *instance) << uid << " was acknowledged";
      EXPECT_EQ((*instance)->digest, sha256_hex(bytes));
    }
    EXPECT_EQ(store_->instances().list_instances(std::nullopt, 100)->size(), kept_.size())
        << "only what was acknowledged has a row";
  }

  void expect_rows_and_files_agree() {
    const auto rows = store_->instances().list_instances(std::nullopt, 100);
    ASSERT_TRUE(rows);
    for (const Instance& row : *rows)
      EXPECT_EQ(sha256_hex(stored_bytes(*store_, row.digest)), row.digest) << row.sop_instance_uid;
    const auto digests = store_->objects().list();
    ASSERT_TRUE(digests);
    for (const std::string& digest : *digests)
      EXPECT_EQ(sha256_hex(stored_bytes(*store_, digest)), digest) << "no half object has a name";
  }

  std::map<std::string, std::string> kept_;  ///< acknowledged: bytes by UID
};

TEST_P(FaultTest, WhatWasAdmittedIsThereWhole) {
  at_each_call(
      [&](FaultyFiles& files) {
        files.arm();
        admit_batch({{"1", "first"}, {"2", "second"}});
        admit_batch({{"3", "third"}, {"4", "first"}});
      },
      [&] { expect_kept(); });
}

TEST_P(FaultTest, ABatchThatFailedCanBeAdmittedAgain) {
  at_each_call(
      [&](FaultyFiles& files) {
        const std::vector<Arrival> batch = {arrive(*store_, "1", "first"), arrive(*store_, "2", "second")};
        files.arm();
        if (store_->instances().admit(batch)) {
          kept_ = {{"1", "first"}, {"2", "second"}};
          return;
        }
        if (store_->instances().admit({batch[0]})) kept_["1"] = "first";
        if (store_->instances().admit({batch[1]})) kept_["2"] = "second";
        EXPECT_EQ(kept_.size(), GetParam() == Fault::kFails ? 2U : 0U);
      },
      [&] { expect_kept(); });
}

TEST_P(FaultTest, ARecordedResultHasItsObjects) {
  at_each_call(
      [&](FaultyFiles& files) {
        files.arm();
        AssessmentRecord record;
        record.patient_key = "p";
        record.study_instance_uid = "1.2";
        record.timepoint_date = "2026-01-01";
        record.result_key = "k";
        record.objects = {{"2.25.1", "1.2.3", "1.2", "the result"}, {"2.25.2", "1.2.3", "1.2", "the page"}};
        if (store_->results().record_assessment(record, {"pacs"}))
          kept_ = {{"2.25.1", "the result"}, {"2.25.2", "the page"}};
      },
      [&] {
        expect_kept();
        EXPECT_EQ(store_->deliveries().due_deliveries(10)->size(), kept_.size());
        EXPECT_EQ(store_->results().latest_assessment("p", "2026-01-01")->has_value(), !kept_.empty());
      });
}

TEST_P(FaultTest, ARemovedObjectStaysAwayAndNoOtherGoes) {
  std::set<std::string> gone;
  at_each_call(
      [&](FaultyFiles& files) {
        gone.clear();
        std::vector<std::unique_ptr<NewObject>> objects;
        for (const char* bytes : {"kept", "removed", "removed too"}) {
          auto object = store_->objects().create();
          ASSERT_TRUE(object && (*object)->append(bytes) && (*object)->finish());
          ASSERT_TRUE(store_->objects().put({{object->get()}}));
          objects.push_back(std::move(*object));
        }
        files.arm();
        for (const std::size_t i : {1U, 2U})
          if (store_->objects().remove(objects[i]->digest())) gone.insert(objects[i]->digest());
      },
      [&] {
        EXPECT_EQ(stored_bytes(*store_, sha256_hex("kept")), "kept");
        for (const std::string& digest : gone)
          EXPECT_EQ(store_->objects().open(digest).error().code, "STORE_NOT_FOUND");
      });
}

INSTANTIATE_TEST_SUITE_P(Files, FaultTest, ::testing::Values(Fault::kFails, Fault::kPowerCut),
                         [](const auto& given) {
                           return given.param == Fault::kFails ? "Fail" : "PowerCut";
                         });

}  // namespace
}  // namespace oligard::store
