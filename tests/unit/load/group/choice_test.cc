// Which of several lists of SEGs is used: one test for each clause of group_by_patient.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/load/group/objects.h"

namespace oligard::load::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kCt = "1.2.840.10008.5.1.4.1.1.2";
constexpr const char* kPet = "1.2.840.10008.5.1.4.1.1.128";

/// A SEG with one lesion of 2 x 2 voxels from (column, row) of slice 0, made at `time` of the study's day.
Segmentation drawn(const HeaderSpec& spec, const char* time, int column, int row = 0) {
  Segmentation object = segmentation(spec);
  made(object.header, spec.date.c_str(), time);
  object.frame_of_reference_uid = "frame";
  object.grid.columns = object.grid.rows = 100;
  object.grid.slices = 1;
  object.segments[0].mask = {object.grid, {{0, row, column, 2}, {0, row + 1, column, 2}}};
  return object;
}

void name_series(Segmentation& object, const char* series, int count, const char* sop_class = kCt) {
  for (int i = 0; i < count; ++i) {
    InstanceReference image;
    image.series_instance_uid = series;
    image.sop_class_uid = sop_class;
    image.sop_instance_uid = std::string(series) + "." + std::to_string(i);
    object.source_images.push_back(image);
    if (i == 0) object.slice_images = {image};
  }
}

std::string reason_of(const std::vector<PatientObjects>& patients, std::size_t i) {
  return patients.at(0).outcomes.at(i).reason;
}

TEST(ChoiceOfList, ASeriesContinuedOverInstancesIsOneList) {
  const auto patients = group_by_patient(
      {drawn({.uid = "a", .series = "s"}, "100000", 0), drawn({.uid = "b", .series = "s"}, "110000", 10)});
  EXPECT_THAT(outcomes(patients), ElementsAre("a:used", "b:used"));
  EXPECT_EQ(patients[0].time_points.at(0).segmentations.size(), 2U);
}

TEST(ChoiceOfList, AResegmentationReplacesTheOlderOneAndSaysSo) {
  const auto patients = group_by_patient(
      {drawn({.uid = "old", .series = "1"}, "100000", 0), drawn({.uid = "new", .series = "2"}, "110000", 1)});
  EXPECT_THAT(outcomes(patients), ElementsAre("old:SUPERSEDED_SERIES", "new:used"));
  EXPECT_THAT(reason_of(patients, 0), HasSubstr("object new; it is newer"));
}

TEST(ChoiceOfList, AnInterruptedNewerSeriesDoesNotReplaceAWholeOne) {
  Segmentation old_list = drawn({.uid = "old", .series = "1"}, "100000", 0);
  Segmentation first = drawn({.uid = "new-1", .series = "2"}, "110000", 0);
  Segmentation third = drawn({.uid = "new-3", .series = "2"}, "110100", 20);
  first.header.instance_number = 1;
  third.header.instance_number = 3;
  const auto patients = group_by_patient({old_list, first, third});
  EXPECT_THAT(outcomes(patients),
              ElementsAre("old:used", "new-1:SUPERSEDED_SERIES", "new-3:SUPERSEDED_SERIES"));
  EXPECT_THAT(reason_of(patients, 1), HasSubstr("this one is incomplete: its instance numbers leave a gap"));
}

TEST(ChoiceOfList, ASeriesWithARefusedInstanceDoesNotReplaceAWholeOne) {
  ObjectHeader refused = header({.uid = "new-2", .series = "2"});
  refused.sop_class_uid = "1.2.840.10008.5.1.4.1.1.66.4";
  const std::vector<LoadedObject> objects = {drawn({.uid = "old", .series = "1"}, "100000", 0),
                                             drawn({.uid = "new-1", .series = "2"}, "110000", 0)};
  const auto patients = group_by_patient(objects, {}, {refused});
  EXPECT_THAT(outcomes(patients), ElementsAre("old:used", "new-1:SUPERSEDED_SERIES"));
  EXPECT_THAT(reason_of(patients, 1), HasSubstr("an instance of its series was refused"));
  EXPECT_FALSE(patients[0].time_points.at(0).list_is_incomplete);
}

TEST(ChoiceOfList, TheOnlyListIsUsedAlthoughIncompleteAndThatIsKept) {
  ObjectHeader refused = header({.uid = "b", .series = "s"});
  refused.sop_class_uid = "1.2.840.10008.5.1.4.1.1.66.4";
  const auto patients = group_by_patient({drawn({.uid = "a", .series = "s"}, "100000", 0)}, {}, {refused});
  EXPECT_THAT(outcomes(patients), ElementsAre("a:used"));
  EXPECT_TRUE(patients[0].time_points.at(0).list_is_incomplete);
}

TEST(ChoiceOfList, ANewerListOfPartOfTheImagesDoesNotReplaceAWholeOne) {
  Segmentation old_list = drawn({.uid = "old", .series = "1"}, "100000", 0);
  Segmentation part = drawn({.uid = "new", .series = "2"}, "110000", 0);
  name_series(old_list, "ct", 40);
  name_series(part, "ct", 12);
  EXPECT_THAT(outcomes(group_by_patient({old_list, part})), ElementsAre("old:used", "new:SUPERSEDED_SERIES"));
}

TEST(ChoiceOfList, FewerImagesSayNothingWhenTheProducerNamesThoseOfItsFramesAlone) {
  Segmentation old_list = drawn({.uid = "old", .series = "1"}, "100000", 0);
  Segmentation fewer = drawn({.uid = "new", .series = "2"}, "110000", 0);
  name_series(old_list, "ct", 2);
  old_list.slice_images = old_list.source_images;
  name_series(fewer, "ct", 1);
  EXPECT_THAT(outcomes(group_by_patient({old_list, fewer})),
              ElementsAre("old:SUPERSEDED_SERIES", "new:used"));
}

TEST(ChoiceOfList, AListWithoutAVoxelDoesNotReplaceOneWithLesions) {
  Segmentation empty = drawn({.uid = "new", .series = "2"}, "110000", 0);
  empty.segments[0].mask.runs.clear();
  EXPECT_THAT(outcomes(group_by_patient({drawn({.uid = "old", .series = "1"}, "100000", 0), empty})),
              ElementsAre("old:used", "new:SUPERSEDED_SERIES"));
  EXPECT_THAT(outcomes(group_by_patient({empty})), ElementsAre("new:used")) << "nothing found is an answer";
}

TEST(ChoiceOfList, TwoReadersOfOneProgramDoNotTakeTurns) {
  std::vector<LoadedObject> objects;
  for (const char* reader : {"A", "B"})
    for (const char* date : {"2020-01-01", "2020-02-01"}) {
      const std::string uid = std::string(reader) + date;
      const bool a_is_newer = std::string(date) == "2020-01-01";
      Segmentation object = drawn({.uid = uid, .study = date, .date = date, .series = uid},
                                  (*reader == 'A') == a_is_newer ? "120000" : "110000", 0);
      object.header.content_creator = reader;
      objects.push_back(object);
    }
  const auto patients = group_by_patient(objects);
  EXPECT_THAT(outcomes(patients),
              ElementsAre("A2020-01-01:SUPERSEDED_SERIES", "A2020-02-01:SUPERSEDED_SERIES",
                          "B2020-01-01:used", "B2020-02-01:used"));
  EXPECT_THAT(reason_of(patients, 0), HasSubstr("do not take turns"));
}

TEST(ChoiceOfList, PetAndCtAreNotMixed) {
  Segmentation ct = drawn({.uid = "ct", .series = "1"}, "100000", 0);
  Segmentation pet = drawn({.uid = "pet", .series = "2"}, "110000", 50);
  name_series(ct, "ct", 3, kCt);
  name_series(pet, "pet", 3, kPet);
  const auto patients = group_by_patient({ct, pet});
  EXPECT_THAT(outcomes(patients), ElementsAre("ct:SUPERSEDED_SERIES", "pet:used"));
  EXPECT_THAT(reason_of(patients, 0), HasSubstr("drawn on PT and this one on CT"));
  SourceRule rule;
  rule.match_series = "*ct*";
  rule.priority = 1;
  ct.header.series_description = "Lesions on CT";
  EXPECT_THAT(outcomes(group_by_patient({ct, pet}, {rule})), ElementsAre("ct:used", "pet:SUPERSEDED_SERIES"));
}

TEST(ChoiceOfList, TheModalityOfMostDatesIsUsed) {
  Segmentation ct = drawn({.uid = "ct", .series = "1"}, "100000", 0);
  Segmentation pet = drawn({.uid = "pet", .series = "2"}, "110000", 50);
  Segmentation later =
      drawn({.uid = "later", .study = "s2", .date = "2020-03-01", .series = "3"}, "110000", 0);
  ct.header.series_description = "one tool";
  later.header.series_description = "another";
  name_series(ct, "ct", 3, kCt);
  name_series(pet, "pet", 3, kPet);
  name_series(later, "ct-2", 3, kCt);
  const auto patients = group_by_patient({ct, pet, later});
  EXPECT_THAT(outcomes(patients), ElementsAre("ct:used", "pet:SUPERSEDED_SERIES", "later:used"));
  EXPECT_THAT(reason_of(patients, 1), HasSubstr("its modality (CT) has lists at more dates"));
}

TEST(ChoiceOfList, ASeriesForEachLesionIsNotGuessedButTheReasonTellsHow) {
  const auto patients = group_by_patient(
      {drawn({.uid = "a", .series = "1"}, "100000", 0), drawn({.uid = "b", .series = "2"}, "100100", 10)});
  EXPECT_THAT(outcomes(patients), ElementsAre("a:SUPERSEDED_SERIES", "b:used"));
  EXPECT_THAT(reason_of(patients, 0), HasSubstr("join_series"));
}

TEST(ChoiceOfList, ASourceRuleJoinsSeriesAndARedrawnLesionCountsOnce) {
  SourceRule rule;
  rule.join_series = true;
  const std::vector<LoadedObject> objects = {drawn({.uid = "a", .series = "1"}, "100000", 0),
                                             drawn({.uid = "b", .series = "2"}, "100100", 10),
                                             drawn({.uid = "b-again", .series = "3"}, "100200", 11),
                                             drawn({.uid = "c", .series = "4"}, "100300", 30)};
  const auto patients = group_by_patient(objects, {rule});
  EXPECT_THAT(outcomes(patients), ElementsAre("a:used", "b:SUPERSEDED_SERIES", "b-again:used", "c:used"));
  EXPECT_THAT(reason_of(patients, 1), HasSubstr("object b-again is used"));
}

TEST(ChoiceOfList, JoinedSeriesOfTwoProgramsStayApart) {
  SourceRule rule;
  rule.join_series = true;
  Segmentation other = drawn({.uid = "b", .series = "2"}, "100100", 10);
  other.header.manufacturer = "other";
  EXPECT_THAT(outcomes(group_by_patient({drawn({.uid = "a", .series = "1"}, "100000", 0), other}, {rule})),
              ElementsAre("a:SUPERSEDED_SERIES", "b:used"));
}

TEST(ChoiceOfList, ThePriorityOfARuleOutweighsCompleteness) {
  SourceRule rule;
  rule.match_manufacturer = "reader";
  rule.priority = 1;
  Segmentation empty = drawn({.uid = "reader", .series = "2"}, "110000", 0);
  empty.header.manufacturer = "reader";
  empty.segments[0].mask.runs.clear();
  const auto patients = group_by_patient({drawn({.uid = "tool", .series = "1"}, "120000", 0), empty}, {rule});
  EXPECT_THAT(outcomes(patients), ElementsAre("tool:SUPERSEDED_SERIES", "reader:used"));
  EXPECT_THAT(reason_of(patients, 0), HasSubstr("priority"));
}

}  // namespace
}  // namespace oligard::load::test
