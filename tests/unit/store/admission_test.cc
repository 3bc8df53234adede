#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>

#include "oligard/base/digest.h"
#include "store_fixture.h"

namespace oligard::store {
namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST_F(StoreTest, ANewObjectIsKeptUnderItsDigestWithAnIndexJob) {
  open();
  EXPECT_EQ(admit_one("1.2.3", "bytes"), Admission::kStored);
  const auto instance = store_->instances().find_instance("1.2.3");
  ASSERT_TRUE(instance && *instance);
  EXPECT_EQ((*instance)->digest, sha256_hex("bytes"));
  EXPECT_EQ((*instance)->bytes, 5);
  EXPECT_EQ((*instance)->state, InstanceState::kReceived);
  EXPECT_EQ((*instance)->calling_ae, "PACS");
  EXPECT_EQ((*instance)->received_at, clock_.now());
  EXPECT_EQ(stored_bytes(*store_, (*instance)->digest), "bytes");
  EXPECT_EQ(files_in("incoming"), 0U);
  const Job job = lease();
  EXPECT_EQ(job.kind, JobKind::kIndex);
  EXPECT_EQ(job.key, "1.2.3");
  EXPECT_EQ(job.attempts, 1);
}

TEST_F(StoreTest, TheSameBytesAgainChangeNothing) {
  open();
  admit_one("1.2.3", "bytes");
  EXPECT_EQ(admit_one("1.2.3", "bytes"), Admission::kDuplicate);
  EXPECT_EQ(files_in("incoming"), 0U);
  EXPECT_EQ(store_->instances().list_instances(std::nullopt, 10)->size(), 1U);
  EXPECT_EQ(store_->jobs().list_jobs(10)->size(), 1U);
  EXPECT_TRUE(store_->events().list_events(10)->empty());
}

TEST_F(StoreTest, OtherBytesUnderTheSameUidAreKeptAsideAndTheFirstStays) {
  open();
  admit_one("1.2.3", "first");
  EXPECT_EQ(admit_one("1.2.3", "second"), Admission::kConflict);
  EXPECT_EQ(admit_one("1.2.3", "second"), Admission::kConflict);
  EXPECT_EQ((*store_->instances().find_instance("1.2.3"))->digest, sha256_hex("first"));
  EXPECT_EQ(read_file(settings_.data_dir / "conflicts" / (sha256_hex("second") + ".dcm")), "second");
  EXPECT_EQ(files_in("incoming"), 0U);
  const auto events = store_->events().list_events(10);
  ASSERT_EQ(events->size(), 1U);
  EXPECT_EQ(events->front().kind, "instance_conflict");
  EXPECT_EQ(events->front().subject, "1.2.3");
}

TEST_F(StoreTest, WithinABatchTheFirstOfAUidWins) {
  open();
  const auto admitted = store_->instances().admit({arrive(*store_, "1", "a"), arrive(*store_, "1", "a"),
                                                   arrive(*store_, "1", "b"), arrive(*store_, "2", "c")});
  ASSERT_TRUE(admitted);
  EXPECT_EQ(*admitted, (std::vector{Admission::kStored, Admission::kDuplicate, Admission::kConflict,
                                    Admission::kStored}));
  EXPECT_EQ(files_in("incoming"), 0U);
}

TEST_F(StoreTest, ABatchWithAMissingFileLeavesNothingBehind) {
  open();
  const Arrival gone = arrive(*store_, "2", "b");
  fs::remove_all(settings_.data_dir / "incoming");
  fs::create_directory(settings_.data_dir / "incoming");
  const Arrival good = arrive(*store_, "1", "a");
  const auto admitted = store_->instances().admit({good, gone});
  ASSERT_FALSE(admitted);
  EXPECT_EQ(admitted.error().code, "STORE_NOT_FOUND");
  EXPECT_TRUE(store_->instances().list_instances(std::nullopt, 10)->empty());
  EXPECT_TRUE(store_->jobs().list_jobs(10)->empty());
  EXPECT_EQ(files_in("objects"), 0U);
  EXPECT_TRUE(store_->instances().admit({good})) << "a batch that failed can be tried again";
}

TEST_F(StoreTest, AFailedBatchDoesNotTakeAnEarlierObjectAway) {
  open();
  admit_one("1", "shared bytes");
  const Arrival gone = arrive(*store_, "3", "b");
  fs::remove_all(settings_.data_dir / "incoming");
  fs::create_directory(settings_.data_dir / "incoming");
  EXPECT_FALSE(store_->instances().admit({arrive(*store_, "2", "shared bytes"), gone}));
  EXPECT_EQ(stored_bytes(*store_, sha256_hex("shared bytes")), "shared bytes");
}

TEST_F(StoreTest, OwnResultsThatComeBackAreIgnored) {
  open();
  AssessmentRecord record;
  record.patient_key = "p";
  record.result_key = "k";
  record.objects = {{"2.25.1", "1.2.840.10008.5.1.4.1.1.88.34", "1.2", "result"}};
  ASSERT_TRUE(store_->results().record_assessment(record, {}));
  EXPECT_EQ(admit_one("2.25.1", "result, rewritten by the PACS"), Admission::kOwnResult);
  EXPECT_TRUE(store_->jobs().list_jobs(10)->empty());
  EXPECT_EQ(files_in("conflicts"), 0U);
}

TEST_F(StoreTest, OnlyTheReceiverCleansWhatAnEarlierRunLeft) {
  open();
  std::ofstream(settings_.data_dir / "incoming/1") << "half an obj";
  store_.reset();
  open();
  EXPECT_EQ(files_in("incoming"), 1U);
  const auto reception = store_->objects().begin_reception();
  EXPECT_TRUE(reception);
  EXPECT_EQ(files_in("incoming"), 0U);
}

TEST_F(StoreTest, ADatabaseOfALaterProgramIsRefused) {
  open();
  store_.reset();
  const std::string command = "sqlite3 '" + (settings_.data_dir / "oligard.db").string() +
                              "' 'INSERT INTO schema_version VALUES (999, 0)'";
  if (std::system(command.c_str()) != 0) GTEST_SKIP() << "the sqlite3 command is not installed";
  const auto opened = Store::open(settings_, clock_);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, "STORE_NEWER_SCHEMA");
  EXPECT_EQ(opened.error().kind, ErrorKind::kCorrupt);
}

TEST_F(StoreTest, AFileThatIsNoDatabaseIsCorrupt) {
  fs::create_directories(settings_.data_dir);
  std::ofstream(settings_.data_dir / "oligard.db") << std::string(8192, 'x');
  const auto opened = Store::open(settings_, clock_);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, "STORE_CORRUPT");
}

TEST_F(StoreTest, TheSecretStaysTheSame) {
  open();
  const auto secret = store_->installation_secret();
  ASSERT_TRUE(secret);
  EXPECT_EQ(secret->size(), 64U);
  store_.reset();
  open();
  EXPECT_EQ(*store_->installation_secret(), *secret);
}

/// Exit statuses of the child that fills a small disk.
enum FullDisk { kHeld = 0, kNotPermitted = 10, kNeverFull = 11, kWrongCode = 12, kHalfDone = 13 };

FullDisk fill_disk(const config::StoreSettings& settings, const Clock& clock) {
  if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
      mount("tmpfs", settings.data_dir.c_str(), "tmpfs", 0, "size=3m") != 0) {
    return kNotPermitted;
  }
  const auto store = Store::open(settings, clock);
  if (!store) return kWrongCode;
  std::size_t kept = 0;
  for (int i = 0; i < 20000; ++i) {
    Arrival arrival;
    auto object = (*store)->objects().create();
    if (!object) return object.error().code == "STORE_FULL" && kept > 0 ? kHeld : kWrongCode;
    const Status written = (*object)->append("object " + std::to_string(i) + std::string(200, 'x'));
    if (!written) return written.error().code == "STORE_FULL" && kept > 0 ? kHeld : kWrongCode;
    if (!(*object)->finish()) return kWrongCode;
    arrival.object = std::move(*object);
    arrival.sop_instance_uid = "1." + std::to_string(i);
    const auto admitted = (*store)->instances().admit({arrival});
    if (admitted) {
      ++kept;
      continue;
    }
    if (admitted.error().code != "STORE_FULL" || admitted.error().kind != ErrorKind::kResource) {
      std::fprintf(stderr, "%s %s\n", admitted.error().code.c_str(), admitted.error().reason.c_str());
      return kWrongCode;
    }
    if ((*store)->instances().find_instance(arrival.sop_instance_uid)->has_value()) return kHalfDone;
    if ((*store)->instances().list_instances(std::nullopt, 100000)->size() != kept) return kHalfDone;
    return kHeld;
  }
  return kNeverFull;
}

TEST_F(StoreTest, AFullDiskIsSaidAndLeavesNothingHalfDone) {
  fs::create_directories(settings_.data_dir);
  const pid_t child = fork();
  if (child == 0) _exit(fill_disk(settings_, clock_));
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  if (WEXITSTATUS(status) == kNotPermitted) GTEST_SKIP() << "mounting a small disk is not permitted here";
  EXPECT_EQ(WEXITSTATUS(status), kHeld);
}

}  // namespace
}  // namespace oligard::store
