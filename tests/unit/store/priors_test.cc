#include <gtest/gtest.h>

#include "store_fixture.h"

namespace oligard::store {
namespace {

using std::chrono::seconds;
using State = PriorSearch::State;

constexpr seconds kWait{120};

class PriorsTest : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    open();
  }

  void receive_indexed(const std::string& uid, const std::string& study) {
    admit_one(uid, "bytes of " + uid);
    const Job job = lease("indexer");
    ASSERT_EQ(job.key, uid);
    ASSERT_TRUE(store_->instances().index(entry_of(uid, study, "p"), timers_));
    ASSERT_TRUE(store_->jobs().complete_job(job));
  }
  /// A study arrives, its quiet period passes, and its assessment finds that nobody has been asked.
  void begin(const std::string& uid = "1", const std::string& study = "1.2") {
    receive_indexed(uid, study);
    clock_.advance(timers_.quiet_period_s);
    ASSERT_TRUE(store_->priors().begin_prior_search(lease(), kWait).value());
  }
  Job lease_search() {
    const auto job = store_->jobs().lease_job("finder", seconds(100), Duty::kPriors);
    EXPECT_TRUE(job && *job);
    return job && *job ? **job : Job{};
  }
  bool no_search_due() {
    const auto job = store_->jobs().lease_job("nobody", seconds(100), Duty::kPriors);
    return job && !*job;
  }
  void end(const Job& job, State state, const std::string& code = "", seconds pause = seconds(30)) {
    PriorAttempt attempt;
    attempt.state = state;
    attempt.is_counted = true;
    attempt.code = code;
    attempt.retry_at = clock_.now() + pause;
    ASSERT_TRUE(store_->priors().end_prior_attempt(job, attempt, timers_));
  }
  PriorSearch settled() { return store_->priors().settle_prior_search("p")->value(); }
};

TEST_F(PriorsTest, AnAssessmentWaitsForTheSearch) {
  begin();
  EXPECT_TRUE(nothing_due());
  const Job job = lease_search();
  EXPECT_EQ(job.kind, JobKind::kFindPriors);
  EXPECT_EQ(job.key, "p");
  EXPECT_TRUE(nothing_due());
  end(job, State::kArriving);
  const Job assessment = lease();
  EXPECT_EQ(assessment.kind, JobKind::kAssess);
  EXPECT_EQ(assessment.attempts, 1) << "waiting costs no attempt";
  EXPECT_EQ(settled().state, State::kComplete);
  EXPECT_TRUE(settled().waiting_studies.empty());
  EXPECT_FALSE(store_->priors().begin_prior_search(assessment, kWait).value()) << "the study has its search";
}

TEST_F(PriorsTest, AnAssessmentWaitsUntilThePriorsAreIndexed) {
  begin();
  const Job job = lease_search();
  ASSERT_TRUE(store_->priors().expect_priors("p", {"7"}));
  EXPECT_EQ(store_->priors().count_priors_not_here("p").value(), 1);
  admit_one("7", "seven");
  EXPECT_EQ(store_->priors().count_priors_not_here("p").value(), 0);
  end(job, State::kArriving);
  EXPECT_EQ(settled().state, State::kArriving);
  EXPECT_EQ(settled().missing, 1);
  const Job indexing = lease("indexer");
  ASSERT_EQ(indexing.key, "7") << "not the assessment";
  EXPECT_TRUE(nothing_due());
  ASSERT_TRUE(store_->instances().index(entry_of("7", "1.1", "p"), timers_));
  ASSERT_TRUE(store_->jobs().complete_job(indexing));
  const Job assessment = lease();
  EXPECT_EQ(assessment.kind, JobKind::kAssess) << "priors start no quiet period of their own";
  EXPECT_EQ(settled().state, State::kComplete);
  EXPECT_FALSE(store_->priors().begin_prior_search(assessment, kWait).value())
      << "a prior's study is not searched for";
}

TEST_F(PriorsTest, TheDeadlineEndsTheWait) {
  begin();
  end(lease_search(), State::kAsking, "PEER_UNREACHABLE");
  EXPECT_TRUE(no_search_due());
  EXPECT_TRUE(nothing_due());
  clock_.advance(static_cast<int>(kWait.count()));
  const Job assessment = lease();
  EXPECT_FALSE(store_->priors().begin_prior_search(assessment, kWait).value());
  const PriorSearch search = settled();
  EXPECT_EQ(search.code, "PEER_UNREACHABLE");
  EXPECT_EQ(search.waiting_studies, std::vector<std::string>{"1.2"});
  ASSERT_TRUE(store_->jobs().complete_job(assessment));
  // The search goes on, and its success makes another assessment due.
  end(lease_search(), State::kArriving);
  clock_.advance(timers_.quiet_period_s);
  EXPECT_EQ(lease().kind, JobKind::kAssess);
  EXPECT_TRUE(settled().waiting_studies.empty());
}

TEST_F(PriorsTest, AFailedSearchHoldsNobodyUp) {
  begin();
  end(lease_search(), State::kFailed, "PRIOR_MOVE_DESTINATION");
  EXPECT_TRUE(no_search_due());
  EXPECT_EQ(lease().kind, JobKind::kAssess);
  EXPECT_EQ(settled().state, State::kFailed);
  const auto jobs = store_->jobs().list_jobs(10);
  const auto failed = std::find_if(jobs->begin(), jobs->end(),
                                   [](const Job& job) { return job.kind == JobKind::kFindPriors; });
  ASSERT_NE(failed, jobs->end());
  ASSERT_TRUE(store_->jobs().retry_job(failed->id)) << "it can be asked for again";
  EXPECT_FALSE(no_search_due());
}

TEST_F(PriorsTest, ANewStudyBeginsANewSearch) {
  begin();
  end(lease_search(), State::kFailed, "PRIOR_MOVE_DESTINATION");
  ASSERT_TRUE(store_->jobs().complete_job(lease()));
  begin("2", "1.3");
  EXPECT_EQ(settled().state, State::kAsking);
  EXPECT_EQ(settled().tries, 0);
  EXPECT_TRUE(nothing_due());
  end(lease_search(), State::kArriving);
  EXPECT_TRUE(settled().waiting_studies.empty()) << "the study before is covered too";
}

TEST_F(PriorsTest, ASearchThatBeginsAnewWhileOneRunsIsDoneAgain) {
  begin();
  const Job running = lease_search();
  clock_.advance(static_cast<int>(kWait.count()));
  ASSERT_TRUE(store_->jobs().complete_job(lease()));
  begin("2", "1.3");
  end(running, State::kArriving);
  EXPECT_EQ(settled().state, State::kAsking) << "the end of the old one says nothing about the new study";
  EXPECT_FALSE(no_search_due());
}

TEST_F(PriorsTest, WhatThePeerNoLongerHasIsForgotten) {
  begin();
  ASSERT_TRUE(store_->priors().expect_priors("p", {"7", "8"}));
  admit_one("7", "seven");
  ASSERT_TRUE(store_->priors().expect_priors("p", {"9"}));
  EXPECT_EQ(store_->priors().count_priors_not_here("p").value(), 1) << "9; 7 is here and 8 is gone";
  EXPECT_EQ(store_->priors().prior_asked_for("7").value(), "p");
  EXPECT_EQ(store_->priors().prior_asked_for("8").value(), std::nullopt);
}

TEST_F(PriorsTest, AWorkerThatDiedLeavesTheSearchDue) {
  begin();
  const Job dead = lease_search();
  ASSERT_TRUE(store_->jobs().release_leases("finder"));
  EXPECT_EQ(lease_search().attempts, 2);
  PriorAttempt attempt;
  attempt.state = State::kArriving;
  const Status late = store_->priors().end_prior_attempt(dead, attempt, timers_);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, "STORE_LEASE_LOST");
}

TEST_F(PriorsTest, ThePatientIsKnownByWhatItsObjectsState) {
  receive_indexed("1", "1.2");
  EXPECT_EQ(store_->priors().patient("p")->patient_id.reveal(), "id of p");
  EXPECT_EQ(store_->priors().patient("p")->issuer.reveal(), "issuer");
  EXPECT_EQ(store_->priors().patient("q").error().code, "STORE_NOT_FOUND");
}

}  // namespace
}  // namespace oligard::store
