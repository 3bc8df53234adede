#include "oligard/dicom/character_set.h"

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcfilefo.h>
#include <gtest/gtest.h>

#include "oligard/dicom/dataset.h"
#include "oligard/dicom/file.h"

namespace oligard::dicom {
namespace {

const std::vector<std::string> kJapanese = {"", "ISO 2022 IR 87"};
const std::vector<std::string> kKatakana = {"ISO 2022 IR 13", "ISO 2022 IR 87"};

/// PS3.5 annex H.3.1 and H.3.2.
constexpr const char* kYamada =
    "Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B";
constexpr const char* kYamadaKatakana =
    "\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J=\x1b$B$d$^$@\x1b(J^\x1b$B$?$m$&\x1b(J";

TEST(CharacterSet, JapaneseOfTheStandard) {
  EXPECT_EQ(utf8_of(kYamada, kJapanese), "Yamada^Tarou=山田^太郎=やまだ^たろう");
  EXPECT_EQ(utf8_of(kYamadaKatakana, kKatakana), "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう");
  EXPECT_EQ(utf8_of("\x1b$(D0d\x1b(B^A", {"", "ISO 2022 IR 159"}), "伻^A");
}

TEST(CharacterSet, WritersThatDoNotReturnToAsciiAreRead) {
  EXPECT_EQ(utf8_of("Yamada^Tarou=\x1b$B;3ED^\x1b$BB@O:=\x1b$B$d$^$@", kJapanese),
            "Yamada^Tarou=山田^太郎=やまだ");
}

TEST(CharacterSet, SetsAreMixed) {
  EXPECT_EQ(utf8_of("Hong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7=\x1b$B;3ED\x1b(B",
                    {"", "ISO 2022 IR 149", "ISO 2022 IR 87"}),
            "Hong=洪^吉洞=山田");
  EXPECT_EQ(utf8_of("M\xfcller=\x1b$B;3ED\x1b(B^\xfc", {"ISO 2022 IR 100", "ISO 2022 IR 87"}),
            "Müller=山田^ü");
  EXPECT_EQ(utf8_of("\x1b-F\xc4\xe9=\x1b$B;3ED\x1b(B", {"", "ISO 2022 IR 126", "ISO 2022 IR 87"}), "Δι=山田");
}

TEST(CharacterSet, TextOfNoKnownSetStays) {
  EXPECT_EQ(utf8_of("Müller", {}), "Müller");
  EXPECT_EQ(utf8_of("M\xfcller", {}), "M\xfcller");
  EXPECT_EQ(utf8_of("M\xfcller", {"ISO_IR 192"}), "M\xfcller");
  EXPECT_EQ(utf8_of("Müller", {"UTF-8"}), "Müller");
  EXPECT_EQ(utf8_of("M\xfcller=\x1b$B;3ED\x1b(B", kJapanese), "M\xfcller=山田");
}

TEST(CharacterSet, SetsWithoutExtensions) {
  EXPECT_EQ(utf8_of("Buc^J\xe9r\xf4me", {"ISO_IR 100"}), "Buc^Jérôme");
  EXPECT_EQ(utf8_of("\xc4\xe9\xef\xed\xf5\xf3\xe9\xef\xf2", {"ISO_IR 126"}), "Διονυσιος");
  EXPECT_EQ(utf8_of("\xd4\xcf\xc0\xde", {"ISO_IR 13"}), "ﾔﾏﾀﾞ");
  EXPECT_EQ(utf8_of("Wang^XiaoDong=\xcd\xf5^\xd0\xa1\xb6\xab", {"GB18030"}), "Wang^XiaoDong=王^小东");
  EXPECT_EQ(utf8_of("Zhang=\x1b$)A\xd5\xc5^\x1b$)A\xd0\xa1\xb6\xab", {"", "ISO 2022 IR 58"}),
            "Zhang=张^小东");
}

TEST(CharacterSet, WhatDoesNotExistIsNoUtf8) {
  EXPECT_EQ(utf8_of("a\x1b$B\x7e\x7e\x1b(Bb", kJapanese),
            "a\xff"
            "b");
  EXPECT_EQ(utf8_of("a\x1bXb", kJapanese), "a\xffXb");
  EXPECT_EQ(utf8_of("\x1b$B;", kJapanese), ";");
}

DcmItem& append(DcmItem& item, const DcmTagKey& sequence) {
  DcmItem* made = nullptr;
  EXPECT_TRUE(item.findOrCreateSequenceItem(sequence, made, -2).good());
  return *made;
}

TEST(CharacterSet, DataSetsAndTheirItemsAreConverted) {
  DcmFileFormat file;
  DcmDataset& dataset = *file.getDataset();
  dataset.putAndInsertString(DCM_SOPClassUID, "1.2.840.10008.5.1.4.1.1.66.4");
  dataset.putAndInsertString(DCM_SOPInstanceUID, "2.25.1");
  dataset.putAndInsertString(DCM_SpecificCharacterSet, "\\ISO 2022 IR 87");
  dataset.putAndInsertString(DCM_PatientName, kYamada);
  append(dataset, DCM_SegmentSequence).putAndInsertString(DCM_SegmentLabel, "\x1b$B;3ED\x1b(B");
  DcmItem& own = append(dataset, DCM_SegmentSequence);
  own.putAndInsertString(DCM_SpecificCharacterSet, "ISO_IR 100");
  own.putAndInsertString(DCM_SegmentLabel, "\xfc");
  const auto bytes = to_bytes(file);
  ASSERT_TRUE(bytes.has_value());
  const auto read = from_bytes(*bytes);
  ASSERT_TRUE(read.has_value());
  DcmDataset& found = *(*read)->getDataset();
  EXPECT_EQ(text(found, DCM_SpecificCharacterSet), "ISO_IR 192");
  EXPECT_EQ(text(found, DCM_PatientName), "Yamada^Tarou=山田^太郎=やまだ^たろう");
  EXPECT_EQ(text(*item_of(found, DCM_SegmentSequence, 0), DCM_SegmentLabel), "山田");
  EXPECT_EQ(text(*item_of(found, DCM_SegmentSequence, 1), DCM_SegmentLabel), "ü");
  EXPECT_EQ(text(*item_of(found, DCM_SegmentSequence, 1), DCM_SpecificCharacterSet), "ISO_IR 192");
}

}  // namespace
}  // namespace oligard::dicom
