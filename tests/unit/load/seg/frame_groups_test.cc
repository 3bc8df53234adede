#include "load/seg/frame_groups.h"

#include <cstdio>
#include <limits>
#include <random>
#include <tuple>

#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcfilefo.h>
#include <dcmtk/dcmdata/dcuid.h>
#include <gtest/gtest.h>

#include "load/bytes/prescan.h"
#include "oligard/dicom/dataset.h"
#include "oligard/dicom/file.h"
#include "support/temporary_file.h"

namespace oligard::load {
namespace {

DcmItem& item(DcmItem& parent, const DcmTagKey& tag, long index = 0) {
  DcmItem* found = nullptr;
  EXPECT_TRUE(parent.findOrCreateSequenceItem(tag, found, index).good());
  return *found;
}

void put(DcmItem& target, const DcmTagKey& tag, const std::string& value) {
  EXPECT_TRUE(target.putAndInsertString(tag, value.c_str()).good());
}

void put_code(DcmItem& code, const std::string& value, const std::string& meaning) {
  put(code, DCM_CodeValue, value);
  put(code, DCM_CodingSchemeDesignator, "SCT");
  put(code, DCM_CodeMeaning, meaning);
}

/// Frames of all kinds: groups missing, empty, with attributes missing, with private and unknown content
/// between.
void add_frame(DcmItem& groups, std::mt19937& random) {
  const auto one_in = [&random](unsigned n) { return random() % n == 0; };
  const std::string number = std::to_string(static_cast<int>(random() % 20000) - 10000);
  if (!one_in(5)) {
    DcmItem& position = item(groups, DCM_PlanePositionSequence);
    if (!one_in(6)) put(position, DCM_ImagePositionPatient, number + ".25\\-1.5e2\\+3");
  }
  if (one_in(2))
    put(item(groups, DCM_PlaneOrientationSequence), DCM_ImageOrientationPatient, "1\\0\\0\\0\\1\\0");
  if (one_in(2)) {
    DcmItem& measures = item(groups, DCM_PixelMeasuresSequence);
    if (!one_in(4)) put(measures, DCM_PixelSpacing, "0.75\\0.5");
    if (one_in(2)) put(measures, DCM_SliceThickness, "2.5");
    if (one_in(2)) put(measures, DCM_SpacingBetweenSlices, one_in(3) ? "-3" : "3");
  }
  if (!one_in(4)) {
    DcmItem& segment = item(groups, DCM_SegmentIdentificationSequence);
    if (!one_in(5))
      segment.putAndInsertUint16(DCM_ReferencedSegmentNumber, static_cast<Uint16>(random() % 70000));
  }
  if (one_in(2)) groups.insertEmptyElement(DCM_FrameVOILUTSequence);
  for (long d = 0; d < static_cast<long>(random() % 3); ++d) {
    DcmItem& derivation = item(groups, DCM_DerivationImageSequence, d);
    put_code(item(derivation, DCM_DerivationCodeSequence), "113076", "Segmentation");
    for (long s = 0; s < static_cast<long>(random() % 3); ++s) {
      DcmItem& source = item(derivation, DCM_SourceImageSequence, s);
      put(source, DCM_ReferencedSOPClassUID, "1.2.840.10008.5.1.4.1.1.2");
      if (!one_in(5)) put(source, DCM_ReferencedSOPInstanceUID, "2.25." + std::to_string(random()));
      if (one_in(3)) put(source, DCM_ReferencedFrameNumber, "7\\8");
    }
  }
  if (one_in(2)) {
    DcmItem& anatomy = item(groups, DCM_FrameAnatomySequence);
    put(anatomy, DCM_FrameLaterality, one_in(2) ? "R" : "U");
    DcmItem& region = item(anatomy, DCM_AnatomicRegionSequence);
    put_code(region, "10200004", "Liver");
    if (one_in(2)) put_code(item(region, DCM_AnatomicRegionModifierSequence), "24028007", "Right");
  }
  if (one_in(3))
    put(item(item(groups, DCM_FrameContentSequence), DCM_ContentSequence), DCM_TextValue,
        std::string(3000, 'x'));
}

using Form = std::tuple<E_TransferSyntax, E_EncodingType>;

class FrameGroupsOf : public testing::TestWithParam<Form> {
 protected:
  void SetUp() override { ASSERT_TRUE(dicom::set_up()); }
  void TearDown() override { std::filesystem::remove(path_); }

  void write(DcmFileFormat& file) {
    const auto& [syntax, lengths] = GetParam();
    path_ = temporary_file("groups" + std::to_string(syntax) + "-" + std::to_string(lengths) + ".dcm");
    ASSERT_TRUE(file.saveFile(path_.c_str(), syntax, lengths).good());
  }

  std::filesystem::path path_;
};

void expect_same(const FrameGroups& streamed, const FrameGroups& parsed) {
  ASSERT_EQ(streamed.position.has_value(), parsed.position.has_value());
  if (parsed.position) {
    EXPECT_EQ(streamed.position->mm, parsed.position->mm);
  }
  ASSERT_EQ(streamed.orientation.has_value(), parsed.orientation.has_value());
  if (parsed.orientation) {
    EXPECT_EQ(streamed.orientation->cosines, parsed.orientation->cosines);
  }
  ASSERT_EQ(streamed.measures.has_value(), parsed.measures.has_value());
  if (parsed.measures) {
    EXPECT_EQ(streamed.measures->pixel_spacing, parsed.measures->pixel_spacing);
    EXPECT_EQ(streamed.measures->slice_thickness, parsed.measures->slice_thickness);
    EXPECT_EQ(streamed.measures->spacing_between_slices, parsed.measures->spacing_between_slices);
  }
  EXPECT_EQ(streamed.segment_number, parsed.segment_number);
  ASSERT_EQ(streamed.anatomy.has_value(), parsed.anatomy.has_value());
  if (parsed.anatomy) {
    EXPECT_EQ(streamed.anatomy->region, parsed.anatomy->region);
    EXPECT_EQ(streamed.anatomy->region.meaning, parsed.anatomy->region.meaning);
    EXPECT_EQ(streamed.anatomy->modifier, parsed.anatomy->modifier);
    EXPECT_EQ(streamed.anatomy->laterality, parsed.anatomy->laterality);
  }
  EXPECT_EQ(streamed.sources, parsed.sources);
}

TEST_P(FrameGroupsOf, AFileAreWhatDcmtkParses) {
  DcmFileFormat file;
  DcmDataset& dataset = *file.getDataset();
  put(dataset, DCM_SOPClassUID, UID_SegmentationStorage);
  put(dataset, DCM_SOPInstanceUID, "2.25.1");
  // An icon: Pixel Data that are not the object's.
  DcmItem& icon = item(dataset, DCM_IconImageSequence);
  const std::vector<Uint8> pixels(64, 7);
  icon.putAndInsertUint8Array(DCM_PixelData, pixels.data(), pixels.size());
  std::mt19937 random(5);
  constexpr long kFrames = 200;
  for (long i = 0; i < kFrames; ++i)
    add_frame(item(dataset, DCM_PerFrameFunctionalGroupsSequence, i), random);
  write(file);

  const auto layout = prescan(path_, 1U << 30U);
  ASSERT_TRUE(layout) << layout.error().reason;
  ASSERT_TRUE(layout->per_frame_groups);
  const auto source = open_data_set(path_, layout->start, *layout->per_frame_groups,
                                    std::numeric_limits<std::uint64_t>::max());
  ASSERT_NE(source, nullptr);
  long frame = 0;
  FrameGroupsReader reader(*source, layout->start.encoding);
  EXPECT_TRUE(reader.for_each_frame([&](FrameGroups& groups) {
    DcmItem* parsed =
        dicom::item_of(dataset, DCM_PerFrameFunctionalGroupsSequence, static_cast<unsigned long>(frame));
    SCOPED_TRACE(frame++);
    expect_same(groups, read_frame_groups(*parsed));
    return !testing::Test::HasFatalFailure();
  }));
  EXPECT_EQ(frame, kFrames);
}

/// Not deflated: there a cut falls at no known place.
class FrameGroupsOfATruncatedFile : public FrameGroupsOf {};

TEST_P(FrameGroupsOfATruncatedFile, AreDamaged) {
  DcmFileFormat file;
  DcmDataset& dataset = *file.getDataset();
  put(dataset, DCM_SOPClassUID, UID_SegmentationStorage);
  std::mt19937 random(6);
  for (long i = 0; i < 20; ++i)
    add_frame(item(dataset, DCM_PerFrameFunctionalGroupsSequence, i), random);
  write(file);
  const auto layout = prescan(path_, 1U << 30U);
  ASSERT_TRUE(layout);
  ASSERT_TRUE(layout->per_frame_groups);
  const auto whole = std::filesystem::file_size(path_);
  for (std::uintmax_t cut = 1; cut < 400; cut += 7) {
    std::filesystem::resize_file(path_, whole - cut);
    const auto source = open_data_set(path_, layout->start, *layout->per_frame_groups,
                                      std::numeric_limits<std::uint64_t>::max());
    ASSERT_NE(source, nullptr);
    FrameGroupsReader reader(*source, layout->start.encoding);
    EXPECT_FALSE(reader.for_each_frame([](FrameGroups&) { return true; })) << cut;
  }
}

INSTANTIATE_TEST_SUITE_P(Forms, FrameGroupsOf,
                         testing::Combine(testing::Values(EXS_LittleEndianExplicit, EXS_LittleEndianImplicit,
                                                          EXS_BigEndianExplicit,
                                                          EXS_DeflatedLittleEndianExplicit),
                                          testing::Values(EET_ExplicitLength, EET_UndefinedLength)));

INSTANTIATE_TEST_SUITE_P(Forms, FrameGroupsOfATruncatedFile,
                         testing::Combine(testing::Values(EXS_LittleEndianExplicit, EXS_LittleEndianImplicit,
                                                          EXS_BigEndianExplicit),
                                          testing::Values(EET_ExplicitLength, EET_UndefinedLength)));

}  // namespace
}  // namespace oligard::load
