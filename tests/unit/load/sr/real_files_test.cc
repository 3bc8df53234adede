#include <filesystem>

#include <gtest/gtest.h>

#include "load/object_header_reader.h"
#include "load/sr/reader.h"
#include "oligard/dicom/file.h"
#include "support/shared_data.h"

namespace oligard::load {
namespace {

const std::filesystem::path kRealFiles = shared_data("real");

class SrRealFiles : public testing::Test {
 protected:
  void SetUp() override { OLIGARD_NEED_SHARED_DATA(); }

  static Result<MeasurementReport> read(const char* name) {
    auto file = dicom::read_file(kRealFiles / name);
    if (!file) return fail(file);
    DcmDataset& dataset = *(*file)->getDataset();
    return read_measurement_report(dataset, read_object_header(dataset));
  }
};

TEST_F(SrRealFiles, CornerstoneBidirectionalWithUnitOne) {
  const auto report = read("dcmjs/sample-sr.dcm");
  ASSERT_TRUE(report) << report.error().reason;
  EXPECT_EQ(report->template_id, "1500");
  EXPECT_FALSE(report->is_own_result);
  EXPECT_EQ(report->reader, "unknown^unknown");
  ASSERT_EQ(report->measurements.size(), 1U);
  const PriorMeasurement& group = report->measurements[0];
  EXPECT_EQ(group.tracking_uid, "2.25.639471218588509803385904782051176077285");
  ASSERT_TRUE(group.long_axis);
  EXPECT_DOUBLE_EQ(group.long_axis->value, 64.4505437946691);
  EXPECT_EQ(group.long_axis->unit, "mm");
  ASSERT_TRUE(group.long_axis->line);
  EXPECT_NEAR(group.long_axis->line->column1, 580.719, 0.001);
  EXPECT_NEAR(group.long_axis->line->row2, 988.392, 0.001);
  EXPECT_EQ(group.long_axis->line->image.sop_instance_uid,
            "1.3.6.1.4.1.14519.5.2.1.3098.5025.258689768683178195119522016250");
  EXPECT_FALSE(group.long_axis->line->image.study_instance_uid.empty());
  ASSERT_TRUE(group.short_axis);
  EXPECT_DOUBLE_EQ(group.short_axis->value, 42.9670291964462);
  EXPECT_EQ(group.units_assumed, "unit code 1 on a length");
}

TEST_F(SrRealFiles, CornerstoneToolsOfAllKinds) {
  const auto report = read("dcmjs/structured_report.dcm");
  ASSERT_TRUE(report) << report.error().reason;
  ASSERT_EQ(report->measurements.size(), 6U);
  const PriorMeasurement& arrow = report->measurements[0];
  EXPECT_FALSE(arrow.long_axis);
  EXPECT_TRUE(arrow.others.empty()) << "a number without a value is left out";
  EXPECT_EQ(arrow.finding.meaning, "ExampleText");
  ASSERT_EQ(arrow.images.size(), 1U);
  const PriorMeasurement& ellipse = report->measurements[1];
  EXPECT_FALSE(ellipse.long_axis) << "the length code with an area unit is no length";
  ASSERT_EQ(ellipse.others.size(), 1U);
  EXPECT_EQ(ellipse.others[0].unit, "mm2");
  const PriorMeasurement& bidirectional = report->measurements[2];
  ASSERT_TRUE(bidirectional.long_axis && bidirectional.short_axis);
  EXPECT_DOUBLE_EQ(bidirectional.long_axis->value, 93.9);
  EXPECT_DOUBLE_EQ(bidirectional.short_axis->value, 47.0);
  EXPECT_TRUE(bidirectional.units_assumed.empty());
  ASSERT_TRUE(report->measurements[3].long_axis);
  EXPECT_NEAR(report->measurements[3].long_axis->value, 39.366, 0.001);
  EXPECT_EQ(report->evidence.size(), 2U);
}

TEST_F(SrRealFiles, DcmqiVolumetricGroup) {
  const auto report = read("dcmqi-headneck/dcmqi_tid1500.dcm");
  ASSERT_TRUE(report) << report.error().reason;
  EXPECT_EQ(report->reader, "Reader1");
  ASSERT_EQ(report->measurements.size(), 1U);
  const PriorMeasurement& group = report->measurements[0];
  EXPECT_EQ(group.segment_sop_instance_uid, "1.2.276.0.7230010.3.1.4.8323329.18591.1440001312.777033");
  EXPECT_EQ(group.segment_number, 1);
  EXPECT_EQ(group.source_series_uid, "1.3.6.1.4.1.14519.5.2.1.2744.7002.261560220703676715130542397405");
  EXPECT_EQ(group.time_point, "1");
  EXPECT_EQ(group.finding.value, "M-80003");
  EXPECT_EQ(group.finding_site.value, "T-00317");
  EXPECT_TRUE(group.images.empty()) << "the image library is not what the group measures";
  EXPECT_EQ(report->evidence.size(), 4U);
}

TEST_F(SrRealFiles, QuantitativeReportingVolumeInMillilitres) {
  const auto report = read("dcmqi-headneck/sr.dcm");
  ASSERT_TRUE(report) << report.error().reason;
  ASSERT_EQ(report->measurements.size(), 1U);
  const PriorMeasurement& group = report->measurements[0];
  ASSERT_TRUE(group.volume);
  EXPECT_NEAR(group.volume->value, 33582.4, 1e-6);
  EXPECT_EQ(group.volume->unit, "mm3");
  EXPECT_FALSE(group.long_axis);
  EXPECT_EQ(group.others.size(), 21U);
  EXPECT_EQ(group.tracking_id, "primary tumor");
}

TEST_F(SrRealFiles, HighdicomPlanarGroup) {
  const auto report = read("highdicom/sr_document.dcm");
  ASSERT_TRUE(report) << report.error().reason;
  EXPECT_EQ(report->reader, "Foo");
  ASSERT_EQ(report->measurements.size(), 1U);
  const PriorMeasurement& group = report->measurements[0];
  EXPECT_EQ(group.tracking_uid, "1.2.826.0.1.3680043.8.498.95005499519195632686309166061552196996");
  ASSERT_EQ(group.others.size(), 1U);
  EXPECT_NEAR(group.others[0].value, 170, 1e-9);
  EXPECT_EQ(group.others[0].unit, "mm2");
  ASSERT_EQ(group.images.size(), 1U);
  EXPECT_EQ(group.images[0].sop_instance_uid, "1.3.6.1.4.1.5962.1.1.1.1.1.20040119072730.12322");
}

TEST_F(SrRealFiles, AimAnnotation) {
  const auto report = read("aim-longitudinal/0022/baseline-readerA.dcm");
  ASSERT_TRUE(report) << report.error().reason;
  EXPECT_EQ(report->reader, "A");
  EXPECT_EQ(report->title.value, "zzz001");
  ASSERT_EQ(report->measurements.size(), 1U);
  const PriorMeasurement& group = report->measurements[0];
  EXPECT_EQ(group.tracking_id, "0022");
  EXPECT_EQ(group.tracking_uid, "1.2.288.3.2205383238.1512.1207945935.1");
  EXPECT_EQ(group.organ, "lung");
  EXPECT_EQ(group.recist_role, "target");
  ASSERT_TRUE(group.long_axis);
  EXPECT_NEAR(group.long_axis->value, 39.579597, 1e-9);
  ASSERT_TRUE(group.long_axis->line);
  EXPECT_EQ(group.long_axis->line->image.sop_instance_uid, "1.3.6.1.4.1.9328.50.1.10717");
  EXPECT_TRUE(group.units_assumed.empty());
  EXPECT_FALSE(group.texts.empty());
}

TEST_F(SrRealFiles, ReportsWithoutGroupsAreNamedInTheRefusal) {
  for (const char* name :
       {"other/test-SR.dcm", "compressed/report_dfl.dcm", "malformed/sr_empty_numbers.dcm"}) {
    const auto report = read(name);
    ASSERT_FALSE(report) << name;
    EXPECT_EQ(report.error().code, "SR_NO_MEASUREMENT") << name << ": " << report.error().reason;
    EXPECT_EQ(report.error().kind, ErrorKind::kUnsupported);
  }
  EXPECT_NE(read("compressed/report_dfl.dcm").error().reason.find("Consultation Report"), std::string::npos);
}

struct WhatIsUsed {
  const char* name;
  std::size_t groups;
  std::size_t sized;
};

TEST_F(SrRealFiles, WhatHasASizeIsUsedAndTheRestSaysWhyNot) {
  for (const WhatIsUsed& expected : {WhatIsUsed{"dcmjs/sample-sr.dcm", 1, 1},
                                     {"dcmjs/structured_report.dcm", 6, 3},
                                     {"dcmqi-headneck/dcmqi_tid1500.dcm", 1, 0},
                                     {"dcmqi-headneck/sr.dcm", 1, 1},
                                     {"highdicom/sr_document.dcm", 1, 0},
                                     {"aim-longitudinal/0022/baseline-readerA.dcm", 1, 1},
                                     {"aim-longitudinal/0022/baseline-readerB.dcm", 1, 1},
                                     {"aim-longitudinal/0022/followup-readerA.dcm", 1, 1},
                                     {"aim-longitudinal/0022/followup-readerB.dcm", 1, 1},
                                     {"aim-longitudinal/0023/baseline-readerA.dcm", 1, 1},
                                     {"aim-longitudinal/0023/baseline-readerB.dcm", 1, 1},
                                     {"aim-longitudinal/0023/followup-readerA.dcm", 1, 1},
                                     {"aim-longitudinal/0023/followup-readerB.dcm", 1, 1}}) {
    const auto report = read(expected.name);
    ASSERT_TRUE(report) << expected.name << ": " << report.error().reason;
    std::size_t sized = 0;
    for (const PriorMeasurement& group : report->measurements) {
      sized += group.has_size() ? 1 : 0;
      EXPECT_EQ(group.is_used(), group.has_size()) << expected.name << " group " << group.number;
    }
    EXPECT_EQ(report->measurements.size(), expected.groups) << expected.name;
    EXPECT_EQ(sized, expected.sized) << expected.name;
  }
  const auto outlines = read("dcmjs/structured_report.dcm");
  EXPECT_EQ(outlines->measurements[1].not_used, "it has an outline, but neither a diameter nor a volume");
  EXPECT_EQ(outlines->measurements[0].not_used, "it marks a point, without a size");
  EXPECT_EQ(read("highdicom/sr_document.dcm")->measurements[0].not_used, "it measures no lesion")
      << "its finding is the spinal cord";
}

}  // namespace
}  // namespace oligard::load
