#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/load/group/objects.h"

namespace oligard::load::test {
namespace {

using testing::ElementsAre;

TEST(GroupingLists, OneListOfSegmentations) {
  Segmentation old_a = segmentation({.uid = "old-a", .series = "old"});
  Segmentation old_b = segmentation({.uid = "old-b", .series = "old"});
  Segmentation newest = segmentation({.uid = "new", .series = "new"});
  Segmentation organs = segmentation({.uid = "organs", .series = "organs"}, SegmentRole::kOrgan);
  made(old_a.header, "2020-01-02", "100000");
  made(old_b.header, "2020-01-02", "110000");
  made(newest.header, "2020-01-02", "120000");
  const auto patients = group_by_patient({old_a, newest, old_b, organs});
  EXPECT_THAT(outcomes(patients),
              ElementsAre("old-a:SUPERSEDED_SERIES", "new:used", "old-b:SUPERSEDED_SERIES", "organs:used"));
  EXPECT_NE(patients[0].outcomes[0].reason.find("new"), std::string::npos);
}

TEST(GroupingLists, PriorityOutweighsAge) {
  SourceRule preferred;
  preferred.match_manufacturer = "reader*";
  preferred.priority = 5;
  Segmentation old_list = segmentation({.uid = "old", .series = "old"});
  old_list.header.manufacturer = "Reader station";
  Segmentation newest = segmentation({.uid = "new", .series = "new"});
  made(newest.header, "2020-01-02", "120000");
  EXPECT_THAT(outcomes(group_by_patient({old_list, newest}, {preferred})),
              ElementsAre("old:used", "new:SUPERSEDED_SERIES"));
}

TEST(GroupingLists, TwoProducersDoNotTakeTurns) {
  std::vector<LoadedObject> objects;
  for (const char* producer : {"x", "y"})
    for (const char* date : {"2020-01-01", "2020-02-01"}) {
      const std::string uid = std::string(producer) + date;
      Segmentation object = segmentation({.uid = uid, .study = date, .date = date, .series = uid});
      object.header.manufacturer = producer;
      const bool x_is_newer = std::string(date) == "2020-01-01";
      made(object.header, date, (std::string(producer) == "x") == x_is_newer ? "120000" : "110000");
      objects.push_back(object);
    }
  EXPECT_THAT(outcomes(group_by_patient(objects)),
              ElementsAre("x2020-01-01:SUPERSEDED_SERIES", "x2020-02-01:SUPERSEDED_SERIES",
                          "y2020-01-01:used", "y2020-02-01:used"));
}

TEST(GroupingLists, ACorrectionOfOneDateStillCounts) {
  Segmentation tool1 = segmentation({.uid = "t1", .series = "t1"});
  Segmentation tool2 = segmentation({.uid = "t2", .study = "s2", .date = "2020-02-01", .series = "t2"});
  Segmentation corrected = segmentation({.uid = "c1", .series = "c1"});
  tool1.header.manufacturer = tool2.header.manufacturer = "tool";
  corrected.header.manufacturer = "editor";
  made(tool1.header, "2020-01-01", "1");
  made(corrected.header, "2020-01-01", "2");
  EXPECT_THAT(outcomes(group_by_patient({tool1, tool2, corrected})),
              ElementsAre("t1:SUPERSEDED_SERIES", "t2:used", "c1:used"));
}

TEST(GroupingLists, ReportsOfTheUsedSegmentationStay) {
  Segmentation seg = segmentation({.uid = "seg", .series = "new"});
  Segmentation replaced = segmentation({.uid = "replaced", .series = "old"});
  made(seg.header, "2020-01-02", "120000");
  MeasurementReport by_segment = report({.uid = "by-segment", .series = "r1"});
  by_segment.measurements[0].segment_sop_instance_uid = "seg";
  MeasurementReport by_tracking = report({.uid = "by-tracking", .series = "r2"});
  by_tracking.measurements[0].tracking_uid = "track seg";
  MeasurementReport of_replaced = report({.uid = "of-replaced", .series = "r3"});
  of_replaced.measurements[0].segment_sop_instance_uid = "replaced";
  MeasurementReport alone = report({.uid = "alone", .series = "r4"});
  EXPECT_THAT(outcomes(group_by_patient({seg, replaced, by_segment, by_tracking, of_replaced, alone})),
              ElementsAre("seg:used", "replaced:SUPERSEDED_SERIES", "by-segment:used", "by-tracking:used",
                          "of-replaced:SUPERSEDED_SERIES", "alone:used"));
}

MeasurementReport read_by(const char* reader, const HeaderSpec& spec, const char* tracking_uid) {
  MeasurementReport object = report(spec);
  object.reader = reader;
  object.measurements[0].tracking_uid = tracking_uid;
  return object;
}

TEST(GroupingLists, OneReaderWithSeveralSeriesIsOneList) {
  const auto a1 = read_by("A", {.uid = "a1", .series = "1"}, "t1");
  const auto a2 = read_by("A", {.uid = "a2", .series = "2"}, "t2");
  auto b = read_by("B", {.uid = "b", .series = "3"}, "t3");
  made(b.header, "2020-01-02", "120000");
  const auto a_later = read_by("A", {.uid = "a3", .study = "s2", .date = "2020-02-01", .series = "4"}, "t4");
  EXPECT_THAT(outcomes(group_by_patient({a1, b, a2, a_later})),
              ElementsAre("a1:used", "b:SUPERSEDED_SERIES", "a2:used", "a3:used"))
      << "reader A is there at more dates than B";
}

TEST(GroupingLists, AReportSavedAgainReplacesItsOlderVersion) {
  auto first = read_by("A", {.uid = "first", .series = "1"}, "t1");
  auto second = read_by("A", {.uid = "second", .series = "2"}, "t1");
  made(first.header, "2020-01-02", "110000");
  made(second.header, "2020-01-02", "120000");
  EXPECT_THAT(outcomes(group_by_patient({first, second})),
              ElementsAre("first:SUPERSEDED_SERIES", "second:used"));
}

}  // namespace
}  // namespace oligard::load::test
