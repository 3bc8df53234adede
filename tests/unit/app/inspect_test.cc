#include "app/inspect.h"

#include <sstream>

#include <gtest/gtest.h>

namespace oligard::app {
namespace {

constexpr const char* kHostile = "\x1B[2J\x07liver";

/// What a sender writes must not reach the terminal as it is.
void expect_harmless(const std::string& text) {
  EXPECT_EQ(text.find('\x1B'), std::string::npos) << text;
  EXPECT_EQ(text.find('\x07'), std::string::npos) << text;
  EXPECT_NE(text.find("liver"), std::string::npos);
}

TEST(Inspect, TextsOfAReportCannotMoveTheTerminal) {
  load::MeasurementReport report;
  report.title = {"126000", "DCM", kHostile};
  report.reader = report.time_point = report.template_id = kHostile;
  load::PriorMeasurement group;
  group.tracking_id = group.tracking_uid = group.time_point = group.not_used = kHostile;
  group.finding = group.finding_site = {"1", "99X", kHostile};
  group.segment_sop_instance_uid = kHostile;
  group.texts.push_back({{"2", "99X", kHostile}, kHostile});
  load::StatedNumber number;
  number.concept_name = {"3", "99X", kHostile};
  number.unit = kHostile;
  number.line.emplace().image.sop_instance_uid = kHostile;
  group.others.push_back(number);
  group.long_axis = number;
  load::StatedRegion region;
  region.graphic_type = kHostile;
  group.regions.push_back(region);
  report.measurements.push_back(group);
  std::ostringstream out;
  describe(report, out);
  expect_harmless(out.str());
}

TEST(Inspect, TextsOfHeadersImagesAndRegistrationsCannotEither) {
  std::ostringstream out;
  load::ObjectHeader header;
  header.sop_class_uid = header.sop_instance_uid = header.series_instance_uid = header.study_instance_uid =
      header.manufacturer = header.model = header.series_description = header.transfer_syntax_uid = kHostile;
  print_header(header, out, Layout{});
  load::ImageObject image;
  image.header.modality = image.body_part = image.frame_of_reference_uid = kHostile;
  describe(image, out);
  load::Registration registration;
  registration.frame_of_reference_uid = kHostile;
  load::MatrixRegistration item;
  item.source.frame_of_reference_uid = kHostile;
  item.source.method = {"1", "99X", kHostile};
  registration.matrices.push_back(item);
  describe(registration, out);
  expect_harmless(out.str());
}

}  // namespace
}  // namespace oligard::app
