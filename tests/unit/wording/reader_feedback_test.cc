// Copies of our results that readers changed, on a graph: which lesion is meant, and who outweighs whom.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "oligard/classify/case_json.h"
#include "oligard/classify/classify.h"
#include "oligard/wording/wording.h"

namespace oligard::wording {

using namespace classify;
using namespace terms;

namespace {

using measure::ReaderSays;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::vector<std::string> kProfile = {"default_5"};

measure::Lesion liver_lesion(double long_mm, int segment) {
  measure::Lesion lesion;
  lesion.organ = "liver";
  lesion.long_axis_mm = long_mm;
  lesion.short_axis_mm = 0.8 * long_mm;
  lesion.voxel_count = 100;
  lesion.source.sop_instance_uid = "seg";
  lesion.source.number = segment;
  return lesion;
}

/// L01 grows from 20 to 27 mm, L02 stays at 30 mm; then both stay.
match::LesionGraph graph_of_two() {
  match::LesionGraph graph;
  for (int t = 0; t < 3; ++t) {
    measure::TimePoint timepoint;
    timepoint.id = "TP" + std::to_string(t);
    timepoint.date = Date{} + std::chrono::days(91 * t);
    timepoint.modality = "CT";
    timepoint.slice_thickness_mm = 1.5;
    timepoint.coverage = measure::Coverage{-500, 500};
    timepoint.lesions = {liver_lesion(t == 0 ? 20 : 27, 1), liver_lesion(30, 2)};
    graph.timepoints.push_back(std::move(timepoint));
  }
  for (int i = 0; i < 2; ++i) {
    match::Track track{"L0" + std::to_string(i + 1), "2.25." + std::to_string(i + 1), {}, {}};
    for (int t = 0; t < 3; ++t) {
      track.lesions.push_back({t, i});
      track.absence.push_back(match::Absence::kUnlinked);
    }
    graph.tracks.push_back(std::move(track));
  }
  return graph;
}

ReaderCopy copy(const std::string& uid, std::set<std::string> knows = {}) {
  ReaderCopy made;
  made.sop_instance_uid = uid;
  made.date = Date{} + std::chrono::days(100);
  made.knows = std::move(knows);
  return made;
}

ReaderSays change(const std::string& copy_uid, const std::string& status, const measure::Lesion& lesion,
                  StatusClaim claim = StatusClaim::kChanged) {
  ReaderSays says{copy_uid, "", "", lesion.source};
  says.change = {claim, status};
  return says;
}

ReaderSays change_of(const std::string& copy_uid, const std::string& tracking_uid,
                     const std::string& status) {
  ReaderSays says{copy_uid, tracking_uid};
  says.change = {StatusClaim::kChanged, status};
  return says;
}

class ReaderFeedback : public ::testing::Test {
 protected:
  measure::TimePoint& now() { return graph_.timepoints[1]; }
  const measure::Lesion& first() { return now().lesions[0]; }

  const Assessment& assessed() {
    auto made = assess(graph_, {}, kProfile);
    EXPECT_TRUE(made) << made.error().reason;
    assessment_ = *std::move(made);
    return assessment_;
  }
  const LesionAssessment& lesion(const std::string& id, std::size_t t = 1) {
    return assessment_.timepoints[t].lesions.at(id);
  }

  match::LesionGraph graph_ = graph_of_two();
  Assessment assessment_;
};

TEST_F(ReaderFeedback, AChangedStatusBindsAtItsTimePointAlone) {
  now().copies = {copy("c1")};
  now().says = {change("c1", "STABLE", first())};
  assessed();
  EXPECT_EQ(lesion("L01").status, LesionStatus::kStable);
  EXPECT_EQ(lesion("L01").confidence, Confidence::kDefinite);
  ASSERT_TRUE(lesion("L01").reader);
  EXPECT_EQ(lesion("L01").reader->rules_status, LesionStatus::kProgressing);
  EXPECT_EQ(lesion("L01").reader->sop_instance_uid, "c1");
  EXPECT_EQ(lesion("L01", 2).status, LesionStatus::kProgressing) << "by its measurements";
  EXPECT_FALSE(lesion("L02").reader);
  EXPECT_THAT(assessment_.clinical_case.warnings, IsEmpty());
  EXPECT_THAT(why_lesion(assessment_, 1, "L01"), HasSubstr("the rules say PROGRESSING definite"));
  EXPECT_THAT(
      reader_corrections(assessment_, 1),
      ElementsAre("A reader's correction applies: L01 is STABLE, as a reader's report of 11 Apr 1970 states. "
                  "The rules say PROGRESSING, definite."));
  EXPECT_THAT(reader_corrections(assessment_, 2),
              ElementsAre(HasSubstr("at TP1 (2 Apr 1970): L01 is STABLE")));
  EXPECT_THAT(conclusion(assessment_, 1, "default_5"),
              HasSubstr("A reader's correction applies: L01 is STABLE"));
}

/// The group of a lesion that no segment shows has a Tracking UID alone.
TEST_F(ReaderFeedback, ATrackingUidNamesTheLesion) {
  now().copies = {copy("c1")};
  now().says = {change_of("c1", "2.25.2", "PROGRESSING"), change_of("c1", "2.25.9", "STABLE")};
  assessed();
  EXPECT_EQ(lesion("L02").status, LesionStatus::kProgressing);
  EXPECT_THAT(assessment_.clinical_case.warnings,
              ElementsAre(Note{NoteCode::kReaderLesionUnknown, {"TP1", "READER_LESION_UNKNOWN"}}));
}

TEST_F(ReaderFeedback, OfTwoReadersWhoDifferNoneIsFollowed) {
  now().copies = {copy("c1"), copy("c2")};
  now().says = {change("c1", "STABLE", first()), change("c2", "RESOLVED", first())};
  assessed();
  EXPECT_EQ(lesion("L01").status, LesionStatus::kProgressing);
  EXPECT_FALSE(lesion("L01").reader);
  EXPECT_THAT(assessment_.clinical_case.warnings,
              ElementsAre(Note{NoteCode::kReaderStatusContradicted,
                               {"L01", "TP1", Names{"RESOLVED", "STABLE"}, "READER_STATUS_CONTRADICTED"}}));
}

TEST_F(ReaderFeedback, TwoReadersWhoAgreeAreFollowed) {
  now().copies = {copy("c1"), copy("c2")};
  now().says = {change("c1", "STABLE", first()), change("c2", "STABLE", first())};
  assessed();
  EXPECT_EQ(lesion("L01").status, LesionStatus::kStable);
  EXPECT_THAT(assessment_.clinical_case.warnings, IsEmpty());
}

TEST_F(ReaderFeedback, ACorrectionInViewOfAnotherOutweighsIt) {
  now().copies = {copy("c1"), copy("c2", {"c1"})};
  now().says = {change("c1", "STABLE", first()), change("c2", "REGRESSING", first())};
  assessed();
  EXPECT_EQ(lesion("L01").status, LesionStatus::kRegressing);
  EXPECT_THAT(assessment_.clinical_case.warnings, IsEmpty());
}

TEST_F(ReaderFeedback, WhatContradictsItselfOrCannotBeIsNotFollowed) {
  now().copies = {copy("c1")};
  now().says = {change("c1", "STABLE", first(), StatusClaim::kContradictory),
                change("c1", "BASELINE", now().lesions[1])};
  assessed();
  EXPECT_EQ(lesion("L01").status, LesionStatus::kProgressing);
  EXPECT_EQ(lesion("L02").status, LesionStatus::kStable);
  EXPECT_THAT(assessment_.clinical_case.warnings,
              ElementsAre(Note{NoteCode::kReaderStatusUnclear, {"L01", "TP1", "READER_STATUS_UNCLEAR"}},
                          Note{NoteCode::kReaderStatusImpossible,
                               {"L02", "TP1", "BASELINE", "READER_STATUS_IMPOSSIBLE"}}));
}

/// A copy whose original is not here: what equals the rules needs no word, what differs is not followed.
TEST_F(ReaderFeedback, AnUnsureChangeIsNotFollowed) {
  now().copies = {copy("c1")};
  now().says = {change("c1", "STABLE", first(), StatusClaim::kUncertain),
                change("c1", "STABLE", now().lesions[1], StatusClaim::kUncertain)};
  assessed();
  EXPECT_EQ(lesion("L01").status, LesionStatus::kProgressing);
  EXPECT_THAT(
      assessment_.clinical_case.warnings,
      ElementsAre(Note{NoteCode::kReaderStatusUnsure, {"L01", "TP1", "STABLE", "READER_STATUS_UNSURE"}}));
}

TEST_F(ReaderFeedback, NotesAndVerificationBindNothing) {
  ReaderCopy verified = copy("c1");
  verified.is_verified = true;
  verified.notes = {"Known haemangioma aside."};
  now().copies = {verified};
  ReaderSays note = change("c1", "", first(), StatusClaim::kNone);
  note.change.notes = {"Scar."};
  now().says = {note};
  assessed();
  EXPECT_EQ(lesion("L01").status, LesionStatus::kProgressing);
  EXPECT_THAT(
      reader_reviews(assessment_, 1),
      ElementsAre("An earlier issue of this result was annotated and verified by a reader on 11 Apr 1970; "
                  "no status was changed."));
  EXPECT_THAT(reader_notes(assessment_, 1, ""),
              ElementsAre("Known haemangioma aside. (reader, 11 Apr 1970)"));
  EXPECT_THAT(reader_notes(assessment_, 1, "L01"), ElementsAre("Scar. (reader, 11 Apr 1970)"));
  EXPECT_THAT(reader_notes(assessment_, 2, "L01"), IsEmpty());
}

TEST_F(ReaderFeedback, IsInTheJsonAsItIsSaid) {
  ReaderCopy undated = copy("c2");
  undated.date.reset();
  ReaderCopy verified = copy("c1");
  verified.is_verified = true;
  verified.corrects = {"r1"};
  verified.notes = {"Known haemangioma aside."};
  now().copies = {verified, undated};
  ReaderSays stable = change("c1", "STABLE", first());
  stable.change.notes = {"Scar."};
  ReaderSays note = change("c2", "", now().lesions[1], StatusClaim::kNone);
  note.change.notes = {"Look again."};
  now().says = {stable, note};
  assessed();
  const auto json = nlohmann::json::parse(to_json(assessment_.timepoints[1], assessment_.clinical_case));
  EXPECT_EQ(json["lesions"]["L01"]["reader"],
            nlohmann::json::parse(R"({"date": "1970-04-11", "sop_instance_uid": "c1",
                                      "rules_status": "PROGRESSING", "rules_confidence": "definite"})"));
  EXPECT_TRUE(json["lesions"]["L02"]["reader"].is_null());
  EXPECT_EQ(json["lesions"]["L01"]["reader_notes"],
            nlohmann::json::parse(R"([{"text": "Scar.", "date": "1970-04-11", "sop_instance_uid": "c1"}])"));
  EXPECT_EQ(json["lesions"]["L02"]["reader_notes"],
            nlohmann::json::parse(R"([{"text": "Look again.", "date": null, "sop_instance_uid": "c2"}])"));
  EXPECT_EQ(json["reader_notes"][0]["text"], "Known haemangioma aside.");
  EXPECT_EQ(json["reader_reviews"],
            nlohmann::json::parse(R"([{"sop_instance_uid": "c1", "date": "1970-04-11", "verified": true,
                                       "changes_status": true, "corrects": ["r1"]},
                                      {"sop_instance_uid": "c2", "date": null, "verified": false,
                                       "changes_status": false, "corrects": []}])"));
}

TEST_F(ReaderFeedback, WithoutADateNoDateIsSaid) {
  ReaderCopy undated = copy("c1");
  undated.date.reset();
  now().copies = {undated};
  now().says = {change("c1", "STABLE", first())};
  assessed();
  EXPECT_THAT(
      reader_corrections(assessment_, 1),
      ElementsAre("A reader's correction applies: L01 is STABLE, as a reader's report states. The rules "
                  "say PROGRESSING, definite."));
  EXPECT_THAT(reader_reviews(assessment_, 1),
              ElementsAre("An earlier issue of this result was corrected by a reader."));
}

TEST_F(ReaderFeedback, CopiesThatSayTheSameAreToldOnce) {
  ReaderCopy verified = copy("c1");
  verified.is_verified = true;
  ReaderCopy again = verified;
  again.sop_instance_uid = "c2";
  now().copies = {verified, again, copy("c3")};
  assessed();
  EXPECT_THAT(reader_reviews(assessment_, 1), ElementsAre(HasSubstr("was verified by a reader on")));
  EXPECT_THAT(reader_reviews(assessment_, 0), IsEmpty());
}

TEST_F(ReaderFeedback, WhatIsNotThereSaysNothing) {
  now().copies = {copy("c1")};
  assessed();
  EXPECT_THAT(reader_reviews(assessment_, 9), IsEmpty());
  EXPECT_THAT(reader_notes(assessment_, 9, ""), IsEmpty());
  EXPECT_THAT(reader_notes(assessment_, 1, "L77"), IsEmpty());
  EXPECT_THAT(reader_notes(assessment_, 1, ""), IsEmpty());
  EXPECT_THAT(reader_corrections(assessment_, 9), IsEmpty());
}

TEST_F(ReaderFeedback, OfManyCorrectionsTheConclusionNamesFive) {
  const int more = 5;
  for (int i = 0; i < more; ++i) {
    match::Track track{"L1" + std::to_string(i), "2.25.1" + std::to_string(i), {}, {}};
    for (int t = 0; t < 3; ++t) {
      auto& lesions = graph_.timepoints[static_cast<std::size_t>(t)].lesions;
      track.lesions.push_back({t, static_cast<int>(lesions.size())});
      track.absence.push_back(match::Absence::kUnlinked);
      lesions.push_back(liver_lesion(40, 10 + i));
    }
    graph_.tracks.push_back(std::move(track));
  }
  now().copies = {copy("c1")};
  for (const measure::Lesion& lesion : now().lesions)
    now().says.push_back(change("c1", "REGRESSING", lesion));
  assessed();
  EXPECT_THAT(conclusion(assessment_, 1, "default_5"), HasSubstr("; and 2 more."));
  EXPECT_EQ(reader_corrections(assessment_, 1).size(), 7U);
}

TEST_F(ReaderFeedback, ALesionThatIsNotThereYetHasNoStatus) {
  graph_.timepoints[0].copies = {copy("c1")};
  graph_.timepoints[0].says = {change_of("c1", "2.25.3", "RESOLVED")};
  match::Track late{"L03", "2.25.3", {}, {}};
  late.lesions = {{2, 2}};
  late.absence = {match::Absence::kUnlinked, match::Absence::kUnlinked, match::Absence::kUnlinked};
  graph_.timepoints[2].lesions.push_back(liver_lesion(15, 3));
  graph_.tracks.push_back(late);
  assessed();
  EXPECT_THAT(assessment_.clinical_case.warnings,
              ElementsAre(Note{NoteCode::kReaderStatusUnseen,
                               {"L03", "TP0", "RESOLVED", "READER_STATUS_IMPOSSIBLE"}}));
}

TEST(LineageSentences, NameWhatBecameOfWhat) {
  match::LesionGraph graph = graph_of_two();
  match::Track track{"L01", "2.25.1", {{0, 0}, {1, 0}, {1, 1}, {2, 0}}, {}};
  graph.tracks = {track};
  graph.links = {{{0, 0}, {1, 0}}, {{0, 0}, {1, 1}}, {{1, 0}, {2, 0}}, {{1, 1}, {2, 0}}};
  const auto sentences = lineage_sentences(graph, 2, "L01");
  ASSERT_EQ(sentences.size(), 2U);
  EXPECT_THAT(sentences[0], HasSubstr("L01 at TP0"));
  EXPECT_THAT(sentences[0], HasSubstr("L01.1 and L01.2 at TP1"));
  EXPECT_THAT(sentences[1], HasSubstr("L01 at TP2"));
  EXPECT_NE(sentences[0], sentences[1]);
  EXPECT_EQ(lineage_sentences(graph, 1, "L01").size(), 1U);
  EXPECT_THAT(lineage_sentences(graph, 2, "L77"), IsEmpty());
}

}  // namespace
}  // namespace oligard::wording
