#include "load/bytes/prescan.h"

#include <cstdint>
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <zlib.h>

#include "oligard/dicom/file.h"
#include "oligard/load/loaded_object.h"
#include "support/temporary_file.h"

namespace oligard::load {
namespace {

enum class Form { kExplicit, kImplicit, kBigEndian, kDeflated, kWithoutMeta };

std::string number(std::uint32_t value, int bytes, bool is_big_endian) {
  std::string text;
  for (int i = 0; i < bytes; ++i)
    text += static_cast<char>(value >> static_cast<unsigned>(8 * (is_big_endian ? bytes - 1 - i : i)));
  return text;
}

std::string element(std::uint32_t tag, const std::string& vr, const std::string& value, Form form) {
  const bool big = form == Form::kBigEndian;
  const std::string head = number(tag >> 16U, 2, big) + number(tag & 0xFFFFU, 2, big);
  const auto length = static_cast<std::uint32_t>(value.size());
  if (form == Form::kImplicit) return head + number(length, 4, big) + value;
  return head + vr + number(length, 2, big) + value;
}

/// Opening headers only, of undefined length: deep files need no ends to hurt.
std::string open_levels(int levels, Form form) {
  const bool big = form == Form::kBigEndian;
  const std::string vr = form == Form::kImplicit ? "" : std::string("SQ\0\0", 4);
  const std::string level = number(0x0008, 2, big) + number(0x1115, 2, big) + vr +
                            number(0xFFFFFFFF, 4, big) + number(0xFFFE, 2, big) + number(0xE000, 2, big) +
                            number(0xFFFFFFFF, 4, big);
  std::string text;
  for (int i = 0; i < levels; ++i)
    text += level;
  return text;
}

/// Levels of defined length, innermost first.
std::string closed_levels(int levels, Form form) {
  const bool big = form == Form::kBigEndian;
  std::string text;
  for (int i = 0; i < levels; ++i) {
    const auto length = static_cast<std::uint32_t>(text.size());
    text = number(0xFFFE, 2, big) + number(0xE000, 2, big) + number(length, 4, big) + text;
    const std::string vr = form == Form::kImplicit ? "" : std::string("SQ\0\0", 4);
    text = number(0x0008, 2, big) + number(0x1115, 2, big) + vr + number(length + 8, 4, big) + text;
  }
  return text;
}

std::string deflated(const std::string& in) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, in.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

class PrescanTest : public testing::TestWithParam<Form> {
 protected:
  void TearDown() override { std::filesystem::remove(path_); }

  const std::filesystem::path& write(const std::string& nested) {
    const Form form = GetParam();
    std::string text = element(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.2", form) +
                       element(0x00080018, "UI", "2.25.11", form) + nested;
    const char* syntax = "1.2.840.10008.1.2.1";
    if (form == Form::kImplicit) syntax = "1.2.840.10008.1.2";
    if (form == Form::kBigEndian) syntax = "1.2.840.10008.1.2.2";
    if (form == Form::kDeflated) syntax = "1.2.840.10008.1.2.1.99";
    if (form == Form::kDeflated) text = deflated(text);
    if (form != Form::kWithoutMeta)
      text = std::string(128, '\0') + "DICM" + element(0x00020010, "UI", syntax, Form::kExplicit) + text;
    path_ = temporary_file("prescan" + std::to_string(static_cast<int>(form)) + ".dcm");
    std::ofstream(path_, std::ios::binary) << text;
    return path_;
  }

  std::filesystem::path path_;
};

std::string code_of(const Result<DataSetLayout>& status) {
  return status ? "" : status.error().code;
}

constexpr std::size_t kNoLimit = std::size_t{1} << 40U;

TEST_P(PrescanTest, RefusesWhatIsTooDeep) {
  EXPECT_EQ(code_of(prescan(write(open_levels(257, GetParam())), kNoLimit)), "FILE_TOO_DEEP");
  EXPECT_EQ(code_of(prescan(write(open_levels(256, GetParam())), kNoLimit)), "");
  EXPECT_EQ(code_of(prescan(write(closed_levels(257, GetParam())), kNoLimit)), "FILE_TOO_DEEP");
  EXPECT_EQ(code_of(prescan(write(closed_levels(250, GetParam())), kNoLimit)), "");
}

TEST_P(PrescanTest, ManySequencesSideBySideAreFine) {
  std::string flat;
  for (int i = 0; i < 2000; ++i)
    flat += closed_levels(3, GetParam());
  EXPECT_EQ(code_of(prescan(write(flat), kNoLimit)), "");
}

TEST_P(PrescanTest, DepthThatWouldOverflowTheStackIsRefusedOnLoading) {
  ASSERT_TRUE(dicom::set_up());
  const Result<LoadedObject> object = load_object(write(open_levels(100'000, GetParam())));
  ASSERT_FALSE(object);
  EXPECT_EQ(object.error().code, "FILE_TOO_DEEP");
  EXPECT_EQ(load_header(path_).error().code, "FILE_TOO_DEEP");
}

TEST_P(PrescanTest, DepthBehindPixelDataIsRefused) {
  const Form form = GetParam();
  const std::string head =
      number(0x7FE0, 2, form == Form::kBigEndian) + number(0x0010, 2, form == Form::kBigEndian);
  const std::string pixels =
      head + (form == Form::kImplicit ? number(0, 4, false) : "OW" + std::string(6, '\0'));
  EXPECT_EQ(code_of(prescan(write(pixels + open_levels(257, form)), kNoLimit)), "FILE_TOO_DEEP");
  EXPECT_EQ(code_of(prescan(write(pixels + open_levels(256, form)), kNoLimit)), "");
}

TEST_P(PrescanTest, AnElementThatEndsBehindTheFileIsRefused) {
  std::string value = element(0x00104000, "LT", std::string(300, 'x'), GetParam());
  EXPECT_EQ(code_of(prescan(write(value), kNoLimit)), "");
  value.pop_back();
  EXPECT_EQ(code_of(prescan(write(value), kNoLimit)),
            GetParam() == Form::kWithoutMeta ? "FILE_NOT_DICOM" : "FILE_TRUNCATED");
}

TEST_P(PrescanTest, MemoryOfEachElementAndItemCounts) {
  const auto few = prescan(write(closed_levels(3, GetParam())), kNoLimit);
  ASSERT_TRUE(few);
  // Two elements of the identity, three sequences with one item each.
  EXPECT_GE(few->memory, 8U * 200);
  EXPECT_LE(few->memory, 8U * 300 + 1000);
  const auto text = prescan(write(element(0x00104000, "LT", std::string(20'000, 'x'), GetParam())), kNoLimit);
  ASSERT_TRUE(text);
  EXPECT_GE(text->memory, 3U * 20'000);
  EXPECT_EQ(text->header_memory, text->memory);
}

TEST_P(PrescanTest, WhatWouldTakeTooMuchMemoryIsRefusedOnLoading) {
  ASSERT_TRUE(dicom::set_up());
  std::string flat;
  for (int i = 0; i < 2000; ++i)
    flat += closed_levels(3, GetParam());
  LoadLimits limits;
  limits.max_parsed_bytes = 1'000'000;
  const Result<LoadedObject> object = load_object(write(flat), {}, limits);
  ASSERT_FALSE(object);
  EXPECT_EQ(object.error().code, "FILE_TOO_LARGE");
}

TEST_P(PrescanTest, OnlyDeflatedDataSetsAreMeasured) {
  const std::string value = element(0x00104000, "LT", std::string(20'000, 'x'), GetParam());
  const bool is_deflated = GetParam() == Form::kDeflated;
  EXPECT_EQ(code_of(prescan(write(value), 15'000)), is_deflated ? "FILE_TOO_LARGE" : "");
  EXPECT_EQ(code_of(prescan(write(value), 25'000)), "");
}

/// A meta header of these elements, its length stated or not, before a data set.
class MetaHeaderTest : public testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove(path_); }

  Result<DataSetStart> start_of(const std::string& meta, bool states_length, const std::string& data_set) {
    path_ = temporary_file("meta_header.dcm");
    std::string text = std::string(128, '\0') + "DICM";
    if (states_length)
      text += element(0x00020000, "UL", number(static_cast<std::uint32_t>(meta.size()), 4, false),
                      Form::kExplicit);
    std::ofstream(path_, std::ios::binary) << text << meta << data_set;
    return find_data_set(path_);
  }

  std::filesystem::path path_;
};

const std::string kExplicitIdentity = element(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.2", Form::kExplicit);
const std::string kImplicitIdentity = element(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.2", Form::kImplicit);

TEST_F(MetaHeaderTest, SequencesAreRefused) {
  const std::string nested = closed_levels(1, Form::kExplicit);
  for (const bool states_length : {true, false}) {
    const auto start = start_of(number(2, 2, false) + nested.substr(2), states_length, kExplicitIdentity);
    ASSERT_FALSE(start);
    EXPECT_EQ(start.error().code, "FILE_TRUNCATED");
  }
  EXPECT_FALSE(start_of(nested, true, kExplicitIdentity)) << "any group within the stated length";
}

TEST_F(MetaHeaderTest, ASyntaxThatIsUnknownOrAbsentIsTakenFromTheDataSet) {
  for (const char* syntax : {"", "1.2.3.4"}) {
    for (const bool states_length : {true, false}) {
      const std::string meta = element(0x00020010, "UI", syntax, Form::kExplicit);
      const auto with_vr = start_of(meta, states_length, kExplicitIdentity);
      ASSERT_TRUE(with_vr);
      EXPECT_TRUE(with_vr->encoding.is_explicit);
      const auto without = start_of(meta, states_length, kImplicitIdentity);
      ASSERT_TRUE(without);
      EXPECT_FALSE(without->encoding.is_explicit);
    }
  }
}

TEST_F(MetaHeaderTest, BlanksInTheSyntaxDoNotMatter) {
  const auto start = start_of(element(0x00020010, "UI", " 1.2.840.10008.1.2.1.99 ", Form::kExplicit), true,
                              kExplicitIdentity);
  ASSERT_TRUE(start);
  EXPECT_TRUE(start->is_deflated);
}

INSTANTIATE_TEST_SUITE_P(Forms, PrescanTest,
                         testing::Values(Form::kExplicit, Form::kImplicit, Form::kBigEndian, Form::kDeflated,
                                         Form::kWithoutMeta));

}  // namespace
}  // namespace oligard::load
