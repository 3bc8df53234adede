#include <algorithm>

#include "store_fixture.h"

namespace oligard::store {
namespace {

using std::chrono::seconds;

class JobTest : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    open();
  }

  /// An object arrives now and is indexed at once.
  void receive_indexed(const std::string& uid, const std::string& patient = "p") {
    admit_one(uid, "bytes of " + uid);
    const Job job = lease("indexer");
    ASSERT_EQ(job.key, uid);
    ASSERT_TRUE(store_->instances().index(entry_of(uid, "1.2." + patient, patient), timers_));
    ASSERT_TRUE(store_->jobs().complete_job(job));
  }
  Job only_job() {
    const auto jobs = store_->jobs().list_jobs(10);
    EXPECT_EQ(jobs->size(), 1U);
    return jobs->empty() ? Job{} : jobs->front();
  }
};

TEST_F(JobTest, AnAssessmentIsDueAfterTheQuietPeriod) {
  receive_indexed("1");
  EXPECT_EQ(only_job().kind, JobKind::kAssess);
  EXPECT_EQ(only_job().key, "p");
  clock_.advance(timers_.quiet_period_s - 1);
  EXPECT_TRUE(nothing_due());
  clock_.advance(1);
  EXPECT_EQ(lease().key, "p");
}

TEST_F(JobTest, EveryObjectProlongsTheWaitUpToTheCap) {
  const UnixTime start = clock_.now();
  timers_.quiet_cap_s = 150;
  receive_indexed("1");
  clock_.advance(50);
  receive_indexed("2");
  EXPECT_EQ(only_job().next_at, start + seconds(110));
  clock_.advance(50);
  receive_indexed("3");
  EXPECT_EQ(only_job().next_at, start + seconds(150));
}

TEST_F(JobTest, AnObjectThatIsIndexedLateCountsFromItsArrival) {
  admit_one("1", "a");
  const UnixTime arrived = clock_.now();
  clock_.advance(30);
  ASSERT_TRUE(store_->instances().index(entry_of("1", "1.2", "p"), timers_));
  const auto jobs = store_->jobs().list_jobs(10);
  EXPECT_EQ(jobs->back().next_at, arrived + seconds(60));
}

TEST_F(JobTest, AnObjectDuringTheAssessmentMakesAnother) {
  receive_indexed("1");
  clock_.advance(60);
  const Job running = lease();
  clock_.advance(5);
  receive_indexed("2");
  EXPECT_EQ(only_job().state, "leased");
  EXPECT_GT(only_job().generation, running.generation);
  ASSERT_TRUE(store_->jobs().complete_job(running));
  const Job again = only_job();
  EXPECT_EQ(again.state, "due");
  EXPECT_EQ(again.attempts, 0);
  EXPECT_EQ(again.next_at, clock_.now() + seconds(60));
  EXPECT_EQ(store_->instances().list_studies(10)->front().state, "waiting");
}

TEST_F(JobTest, ACompletedAssessmentMarksTheStudies) {
  receive_indexed("1");
  EXPECT_EQ(store_->instances().list_studies(10)->front().state, "waiting");
  clock_.advance(60);
  ASSERT_TRUE(store_->jobs().complete_job(lease()));
  EXPECT_TRUE(store_->jobs().list_jobs(10)->empty());
  const auto studies = store_->instances().list_studies(10);
  ASSERT_EQ(studies->size(), 1U);
  EXPECT_EQ(studies->front().state, "assessed");
  EXPECT_EQ(studies->front().instances, 1);
  EXPECT_EQ(studies->front().patient_key, "p");
}

TEST_F(JobTest, IgnoredAndRefusedObjectsScheduleNothing) {
  admit_one("1", "a");
  const Job job = lease();
  IndexEntry entry = entry_of("1", "1.2", "p");
  entry.state = InstanceState::kRefused;
  entry.code = "SEG_NO_GEOMETRY";
  entry.reason = "no spacing";
  ASSERT_TRUE(store_->instances().index(entry, timers_));
  ASSERT_TRUE(store_->jobs().complete_job(job));
  EXPECT_TRUE(store_->jobs().list_jobs(10)->empty());
  EXPECT_TRUE(store_->instances().list_studies(10)->empty());
  const auto refused = store_->instances().list_instances(InstanceState::kRefused, 10);
  ASSERT_EQ(refused->size(), 1U);
  EXPECT_EQ(refused->front().code, "SEG_NO_GEOMETRY");
  EXPECT_TRUE(store_->instances().list_instances(InstanceState::kIndexed, 10)->empty());
}

TEST_F(JobTest, ALeaseThatRunsOutIsTakenByAnotherAndCounts) {
  admit_one("1", "a");
  const Job first = lease("w1");
  clock_.advance(99);
  EXPECT_TRUE(nothing_due());
  clock_.advance(1);
  const Job second = lease("w2");
  EXPECT_EQ(second.id, first.id);
  EXPECT_EQ(second.attempts, 2);
  const Status late = store_->jobs().complete_job(first);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, "STORE_LEASE_LOST");
  EXPECT_FALSE(store_->jobs().fail_job(first, {ErrorKind::kInternal, "X", "y"}, std::nullopt));
  EXPECT_TRUE(store_->jobs().complete_job(second));
}

TEST_F(JobTest, AWorkerKnownToBeDeadGivesItsJobsBackAtOnce) {
  admit_one("1", "a");
  lease("dead");
  ASSERT_TRUE(store_->jobs().release_leases("someone else"));
  EXPECT_TRUE(nothing_due());
  ASSERT_TRUE(store_->jobs().release_leases("dead"));
  EXPECT_EQ(lease("w2").attempts, 2);
}

TEST_F(JobTest, AFailureWaitsForItsRetryOrStays) {
  admit_one("1", "a");
  const Error error{ErrorKind::kUnavailable, "SOME_CODE", "some reason"};
  ASSERT_TRUE(store_->jobs().fail_job(lease(), error, clock_.now() + seconds(30)));
  EXPECT_EQ(only_job().code, "SOME_CODE");
  EXPECT_TRUE(nothing_due());
  clock_.advance(30);
  const Job again = lease();
  EXPECT_EQ(again.attempts, 2);
  ASSERT_TRUE(store_->jobs().fail_job(again, error, std::nullopt));
  clock_.advance(10000);
  EXPECT_TRUE(nothing_due());
  EXPECT_EQ(only_job().state, "failed");
  EXPECT_EQ(only_job().reason, "some reason");
  ASSERT_TRUE(store_->jobs().retry_job(again.id));
  EXPECT_EQ(lease().attempts, 1);
  EXPECT_EQ(store_->jobs().retry_job(again.id).error().code, "STORE_NOT_FOUND");
}

TEST_F(JobTest, ANewObjectRevivesAFailedAssessment) {
  receive_indexed("1");
  clock_.advance(60);
  ASSERT_TRUE(store_->jobs().fail_job(lease(), {ErrorKind::kInternal, "X", "y"}, std::nullopt));
  receive_indexed("2");
  EXPECT_EQ(only_job().state, "due");
  EXPECT_EQ(only_job().attempts, 0);
  EXPECT_EQ(only_job().next_at, clock_.now() + seconds(60));
}

TEST_F(JobTest, TheEarliestJobComesFirst) {
  admit_one("b", "1");
  clock_.advance(1);
  admit_one("a", "2");
  EXPECT_EQ(lease().key, "b");
  EXPECT_EQ(lease().key, "a");
}

TEST_F(JobTest, DeadlinesSurviveARestart) {
  receive_indexed("1");
  store_.reset();
  open();
  EXPECT_EQ(only_job().next_at, clock_.now() + seconds(60));
}

TEST_F(JobTest, InstancesOfAPatientAreFound) {
  receive_indexed("1", "p");
  receive_indexed("2", "q");
  const auto found = store_->instances().instances_of_patient("q");
  ASSERT_EQ(found->size(), 1U);
  EXPECT_EQ(found->front().sop_instance_uid, "2");
  EXPECT_EQ(found->front().study_instance_uid, "1.2.q");
  EXPECT_EQ(found->front().state, InstanceState::kIndexed);
}

TEST_F(JobTest, UnknownNamesAreSaid) {
  EXPECT_EQ(store_->instances().index(entry_of("none", "1", "p"), timers_).error().code, "STORE_NOT_FOUND");
  EXPECT_EQ(store_->instances().set_instance_state("none", InstanceState::kRefused, "", "").error().code,
            "STORE_NOT_FOUND");
  EXPECT_FALSE(store_->instances().find_instance("none")->has_value());
}

}  // namespace
}  // namespace oligard::store
