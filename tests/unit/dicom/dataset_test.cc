#include "oligard/dicom/dataset.h"

#include <array>
#include <string>

#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace oligard::dicom {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<double> positions(const char* text) {
  DcmDataset dataset;
  EXPECT_TRUE(dataset.putAndInsertString(DCM_ImagePositionPatient, text).good());
  return numbers(dataset, DCM_ImagePositionPatient);
}

TEST(Numbers, OfTextAreReadInOrder) {
  EXPECT_THAT(positions("1\\2.5\\-3e2"), ElementsAre(1, 2.5, -300));
  EXPECT_THAT(positions(" 1 \\ +2"), ElementsAre(1, 2));
  EXPECT_THAT(positions("7"), ElementsAre(7));
}

TEST(Numbers, AreNoneWhenOneIsNone) {
  EXPECT_THAT(positions("1\\x\\3"), IsEmpty());
  EXPECT_THAT(positions("1\\\\3"), IsEmpty());
  EXPECT_THAT(positions("1\\2\\"), IsEmpty());
  EXPECT_THAT(positions("1\\1e999"), IsEmpty());
  EXPECT_THAT(positions(""), IsEmpty());
}

TEST(Numbers, OfManyValuesAreAllRead) {
  std::string text = "0";
  for (int i = 1; i < 50'000; ++i)
    text += "\\" + std::to_string(i);
  const std::vector<double> values = positions(text.c_str());
  ASSERT_EQ(values.size(), 50'000U);
  EXPECT_EQ(values.back(), 49'999);
}

TEST(Text, OfAnyLengthIsTrimmed) {
  for (const std::size_t length : {10U, 1024U, 1025U, 5000U}) {
    DcmDataset dataset;
    const std::string text(length, 'x');
    ASSERT_TRUE(dataset.putAndInsertString(DCM_TextValue, (text + "  ").c_str()).good());
    EXPECT_EQ(dicom::text(dataset, DCM_TextValue), text);
  }
}

TEST(Text, OfManyValuesIsRead) {
  std::string values = "A";
  for (int i = 1; i < 200'000; ++i)
    values += "\\A";
  DcmDataset dataset;
  ASSERT_TRUE(dataset.putAndInsertString(DCM_ImageType, values.c_str()).good());
  EXPECT_EQ(text(dataset, DCM_ImageType), values);
}

TEST(Numbers, OfBinaryValuesAreRead) {
  DcmDataset dataset;
  const std::array<Float32, 3> points{1, 2.5, -4};
  ASSERT_TRUE(dataset.putAndInsertFloat32Array(DCM_GraphicData, points.data(), points.size()).good());
  EXPECT_THAT(numbers(dataset, DCM_GraphicData), ElementsAre(1, 2.5, -4));
  EXPECT_THAT(numbers(dataset, DCM_ImagePositionPatient), IsEmpty());
}

}  // namespace
}  // namespace oligard::dicom
