#include "app/measure_text.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "oligard/measure/measure.h"

namespace oligard::app {
namespace {

using testing::HasSubstr;
using testing::Not;

/// Three segments of a 20 x 20 x 5 grid of 1 x 1 x 2 mm: a lesion of two parts, an organ, another.
Measured measured(bool all = false) {
  Measured result;
  load::Segmentation& seg = result.segmentation;
  seg.grid.columns = seg.grid.rows = 20;
  seg.grid.slices = 5;
  seg.grid.slice_spacing = 2;
  seg.header.sop_instance_uid = "1.2";
  seg.header.series_description = "Tumours";
  const auto add = [&seg](const char* label, load::SegmentRole role, std::vector<Run> runs) {
    load::Segment segment;
    segment.number = static_cast<int>(seg.segments.size()) + 1;
    segment.label = label;
    segment.role = role;
    segment.mask = {seg.grid, std::move(runs)};
    seg.segments.push_back(segment);
  };
  add("L\xC3\xA4sion, \"links\"", load::SegmentRole::kLesion, {{1, 5, 5, 4}, {1, 6, 5, 4}, {3, 15, 0, 3}});
  add("liver", load::SegmentRole::kOrgan, {{1, 2, 2, 10}});
  add("couch", load::SegmentRole::kOther, {{1, 18, 2, 5}});
  seg.segments[0].organ = "liver";
  result.convention = "calibrated";
  measure::MeasureOptions options;
  options.all_segments_are_lesions = all;
  result.lesions = measure::measure_segmentation(seg, options).value();
  return result;
}

std::string text_of(const Measured& measured, const Layout& layout = {}) {
  std::ostringstream out;
  print_measured_text(measured, out, layout);
  return out.str();
}

TEST(MeasureText, NamesObjectDefinitionsAndEveryLesion) {
  const std::string text = text_of(measured());
  EXPECT_THAT(text, HasSubstr("\"Tumours\": 20 columns x 20 rows x 5 slices, 1 x 1 x 2 mm"));
  EXPECT_THAT(text, HasSubstr("definitions measure-"));
  EXPECT_THAT(text, HasSubstr("boundary rule calibrated"));
  EXPECT_THAT(text, HasSubstr("0.016 \xC2\xB1"));
  EXPECT_THAT(text, HasSubstr("cut by the border"));
  EXPECT_THAT(text, HasSubstr("2 lesions, 0.022 ml in all"));
  EXPECT_THAT(text, HasSubstr("organs: 2 liver (0.020 ml)"));
  EXPECT_THAT(text, HasSubstr("neither lesion nor organ: 3 couch"));
}

TEST(MeasureText, SaysWhatToDoWhenNothingIsALesion) {
  Measured none = measured();
  none.lesions.clear();
  EXPECT_THAT(text_of(none), HasSubstr("--all-segments"));
  EXPECT_THAT(text_of(measured(true)), Not(HasSubstr("organs: ")));
}

std::vector<std::string> lines_of(const std::string& csv) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < csv.size();) {
    const std::size_t end = csv.find("\r\n", at);
    EXPECT_NE(end, std::string::npos) << "records end in CRLF";
    lines.push_back(csv.substr(at, end - at));
    at = end + 2;
  }
  return lines;
}

TEST(MeasureCsv, HasOneRecordALesionWithEveryColumn) {
  std::ostringstream out;
  print_measured_csv(measured(), out);
  const std::vector<std::string> lines = lines_of(out.str());
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_TRUE(
      lines[0].starts_with("segment,component,label,organ,volume_mm3,long_axis_mm,short_axis_mm,"
                           "max_3d_diameter_mm,truncated"));
  EXPECT_TRUE(lines[1].starts_with("1,1,\"L\xC3\xA4sion, \"\"links\"\"\",liver,16.000,")) << lines[1];
  const auto commas = [](const std::string& line) { return std::count(line.begin(), line.end(), ','); };
  EXPECT_EQ(commas(lines[1]), commas(lines[0]) + 1) << "one comma is the label's";
}

TEST(MeasureJson, StatesDefinitionsConventionAndSegments) {
  std::ostringstream out;
  print_measured_json(measured(), out);
  const auto json = nlohmann::json::parse(out.str());
  EXPECT_EQ(json["convention"], "calibrated");
  EXPECT_TRUE(json["definitions"].get<std::string>().starts_with("measure-"));
  ASSERT_EQ(json["segments"].size(), 3U);
  EXPECT_EQ(json["segments"][0]["role"], "lesion");
  EXPECT_EQ(json["segments"][0]["voxel_count"], 11);
  EXPECT_EQ(json["segments"][0]["volume_mm3"], 22.0);
  EXPECT_EQ(json["segments"][0]["components"], 2);
  EXPECT_EQ(json["lesions"].size(), 2U);
}

TEST(MeasureJson, VolumesOfUnevenSlicesGoByTheirHeights) {
  Measured uneven = measured();
  SliceTable table;
  for (int i = 0; i < 5; ++i) {
    table.origins.push_back({0, 0, 2.0 * i});
    table.heights_mm.push_back(i == 1 ? 3 : 2);
  }
  uneven.segmentation.grid.table = std::make_shared<const SliceTable>(table);
  for (load::Segment& segment : uneven.segmentation.segments)
    segment.mask.grid = uneven.segmentation.grid;
  std::ostringstream out;
  print_measured_json(uneven, out);
  EXPECT_EQ(nlohmann::json::parse(out.str())["segments"][0]["volume_mm3"], 8 * 3 + 3 * 2);
}

}  // namespace
}  // namespace oligard::app
