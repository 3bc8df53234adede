#include "report/write/segment_label.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace oligard::report {
namespace {

using classify::LesionAssessment;
using terms::Confidence;
using terms::LesionStatus;

LesionAssessment said(LesionStatus status, std::optional<double> now, std::optional<double> nadir) {
  LesionAssessment result;
  result.status = status;
  result.confidence = Confidence::kProbable;
  result.size_mm = now;
  result.nadir_mm = nadir;
  return result;
}

std::size_t characters(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

TEST(SegmentLabel, GrowthIsShownAgainstTheNadir) {
  EXPECT_EQ(segment_label("L03", "liver", said(LesionStatus::kProgressing, 22.0, 14.0)),
            "L03 liver PROGRESSING 14\u219222 mm");
  EXPECT_EQ(segment_label("L08", "lymph_node", said(LesionStatus::kStable, 15.3, 14.5)),
            "L08 lymph node STABLE 14.5\u219215.3 mm");
}

TEST(SegmentLabel, ResponseIsShownAgainstTheBaseline) {
  LesionAssessment regressing = said(LesionStatus::kRegressing, 12.0, 14.0);
  regressing.baseline_mm = 30.0;
  EXPECT_EQ(segment_label("L01", "lung", regressing), "L01 lung REGRESSING 30\u219212 mm");
}

TEST(SegmentLabel, WhatIsNotKnownIsLeftOut) {
  EXPECT_EQ(segment_label("L05", "bone", said(LesionStatus::kNew, 9.04, std::nullopt)), "L05 bone NEW 9 mm");
  EXPECT_EQ(segment_label("L05", "", said(LesionStatus::kNotEvaluable, std::nullopt, 14.0)),
            "L05 NOT EVALUABLE");
}

TEST(SegmentLabel, DoubtIsSaid) {
  LesionAssessment doubtful = said(LesionStatus::kProgressing, 22.0, 14.0);
  doubtful.confidence = Confidence::kIndeterminate;
  EXPECT_EQ(segment_label("L03", "liver", doubtful), "L03 liver PROGRESSING (indeterminate) 14\u219222 mm");
}

TEST(SegmentLabel, FitsIntoALongString) {
  const std::string label =
      segment_label("L103.12", std::string(80, 'x'), said(LesionStatus::kProgressing, 122.5, 114.5));
  EXPECT_EQ(characters(label), 64U);
  EXPECT_TRUE(label.ends_with("PROGRESSING 114.5\u2192122.5 mm"));
}

}  // namespace
}  // namespace oligard::report
