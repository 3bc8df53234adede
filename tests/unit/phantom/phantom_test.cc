#include "oligard/phantom/phantom.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <numeric>
#include <set>
#include <sstream>

#include <dcmtk/dcmdata/dctk.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "oligard/dicom/dataset.h"
#include "oligard/dicom/file.h"
#include "support/dicom_checkers.h"

namespace oligard::phantom {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

class Phantom : public testing::Test {
 protected:
  Phantom() : root_(fs::temp_directory_path() / ("oligard-phantom-" + std::to_string(getpid()))) {
    fs::create_directories(root_);
  }
  ~Phantom() override { fs::remove_all(root_); }

  std::vector<PhantomFile> make(const std::string& folder, const PhantomOptions& options) {
    const auto files = write_phantom(root_ / folder, options);
    EXPECT_TRUE(files.has_value()) << files.error().reason;
    return files.value_or(std::vector<PhantomFile>{});
  }

  fs::path root_;
};

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

std::string error_of(const PhantomOptions& options) {
  const auto files = write_phantom(fs::temp_directory_path() / "oligard-phantom-refused", options);
  return files.has_value() ? "written" : files.error().code;
}

PhantomOptions demo() {
  PhantomOptions options;
  options.demo = true;
  return options;
}

struct Counted {
  long voxels = 0;
  double x = 0, y = 0, z = 0;  ///< sums of patient coordinates
};

/// Set bits and their positions by segment, one bit after the other.
std::map<long, Counted> count_segments(DcmItem& dataset) {
  const Uint8* bytes = nullptr;
  dataset.findAndGetUint8Array(DCM_PixelData, bytes);
  const long columns = *dicom::integer(dataset, DCM_Columns);
  const long size = columns * *dicom::integer(dataset, DCM_Rows);
  DcmItem& shared = *dicom::item_of(dataset, DCM_SharedFunctionalGroupsSequence);
  DcmItem& measures = *dicom::item_of(shared, DCM_PixelMeasuresSequence);
  const double row_spacing = *dicom::number(measures, DCM_PixelSpacing, 0);
  const double column_spacing = *dicom::number(measures, DCM_PixelSpacing, 1);
  std::map<long, Counted> result;
  long frame = -1;
  dicom::for_each_item(dataset, DCM_PerFrameFunctionalGroupsSequence, [&](DcmItem& groups) {
    ++frame;
    DcmItem& identification = *dicom::item_of(groups, DCM_SegmentIdentificationSequence);
    Counted& counted = result[*dicom::integer(identification, DCM_ReferencedSegmentNumber)];
    const auto position =
        dicom::numbers(*dicom::item_of(groups, DCM_PlanePositionSequence), DCM_ImagePositionPatient);
    for (long i = 0; i < size; ++i) {
      const long bit = frame * size + i;
      if (((bytes[bit / 8] >> (bit % 8)) & 1) == 0) continue;
      ++counted.voxels;
      counted.x += position[0] + column_spacing * static_cast<double>(i % columns);
      counted.y += position[1] + row_spacing * static_cast<double>(i / columns);
      counted.z += position[2];
    }
  });
  return result;
}

TEST_F(Phantom, DemoFollowsItsPlan) {
  make("a", demo());
  const Json truth = Json::parse(read(root_ / "a/PHANTOM-1/truth.json"));
  ASSERT_EQ(truth["timepoints"].size(), 3U);
  ASSERT_EQ(truth["lesions"].size(), 11U);
  std::map<std::string, int> at_two;
  for (const Json& lesion : truth["lesions"]) {
    EXPECT_EQ(lesion["timepoints"].contains("TP0"), lesion["behaviour"] != "new");
    if (lesion["behaviour"] != "new") {
      EXPECT_EQ(lesion["status"]["TP1"], "REGRESSING") << lesion["id"];
    }
    ++at_two[lesion["status"]["TP2"]];
    if (lesion["status"]["TP2"] == "PROGRESSING") {
      EXPECT_EQ(lesion["organ"], "liver");
    }
    if (lesion["status"]["TP2"] == "NEW") {
      EXPECT_EQ(lesion["organ"], "bone");
    }
  }
  EXPECT_EQ(at_two, (std::map<std::string, int>{{"REGRESSING", 9}, {"PROGRESSING", 1}, {"NEW", 1}}));
  EXPECT_EQ(truth["expected"]["TP2"]["n_progressing"], at_two["PROGRESSING"] + at_two["NEW"]);
  EXPECT_EQ(truth["links"].size(), 20U);
}

TEST_F(Phantom, SegmentsAreWhatTheTruthSays) {
  PhantomOptions options = demo();
  options.slice_spacing_mm = 1.5;
  options.matrix = 512;
  make("a", options);
  const Json truth = Json::parse(read(root_ / "a/PHANTOM-1/truth.json"));
  for (const std::string timepoint : {"TP0", "TP1", "TP2"}) {
    auto file = dicom::read_file(root_ / "a/PHANTOM-1" / timepoint / "seg.dcm", dicom::PixelData::kKeep);
    ASSERT_TRUE(file.has_value());
    const auto segments = count_segments(*(*file)->getDataset());
    std::size_t seen = 0;
    for (const Json& lesion : truth["lesions"]) {
      if (!lesion["timepoints"].contains(timepoint)) continue;
      ++seen;
      const Json& now = lesion["timepoints"][timepoint];
      const Counted& counted = segments.at(now["number"]);
      const auto voxels = static_cast<double>(counted.voxels);
      EXPECT_EQ(counted.voxels, now["voxel_count"]);
      const double volume = now["volume_mm3"];
      EXPECT_NEAR(voxels * 0.8 * 0.8 * 1.5, volume, 0.03 * volume) << lesion["id"];
      EXPECT_NEAR(counted.x / voxels, now["centre_mm"][0], 0.2);
      EXPECT_NEAR(counted.y / voxels, now["centre_mm"][1], 0.2);
      EXPECT_NEAR(counted.z / voxels, now["centre_mm"][2], 0.3);
    }
    EXPECT_EQ(seen, segments.size());
  }
}

TEST_F(Phantom, SegmentOrderHidesTheTruth) {
  make("a", demo());
  const Json truth = Json::parse(read(root_ / "a/PHANTOM-1/truth.json"));
  std::vector<int> first;
  std::vector<int> second;
  for (const Json& lesion : truth["lesions"]) {
    if (!lesion["timepoints"].contains("TP0")) continue;
    first.push_back(lesion["timepoints"]["TP0"]["number"]);
    second.push_back(lesion["timepoints"]["TP1"]["number"]);
  }
  EXPECT_NE(first, second);
  EXPECT_FALSE(std::is_sorted(first.begin(), first.end()));
}

TEST_F(Phantom, SameSeedSameBytes) {
  PhantomOptions options = demo();
  options.with_ct = true;
  options.matrix = 64;
  options.slice_spacing_mm = 20;
  options.organ_masks = true;
  const auto files = make("a", options);
  const auto again = make("b", options);
  ASSERT_EQ(files.size(), again.size());
  for (std::size_t i = 0; i < files.size(); ++i)
    EXPECT_EQ(read(files[i].path), read(again[i].path)) << files[i].path;
  EXPECT_EQ(read(root_ / "a/PHANTOM-1/truth.json"), read(root_ / "b/PHANTOM-1/truth.json"));
  options.seed = 2;
  make("c", options);
  EXPECT_NE(read(root_ / "a/PHANTOM-1/TP0/seg.dcm"), read(root_ / "c/PHANTOM-2/TP0/seg.dcm"));
}

TEST_F(Phantom, WithoutCtTheSegsAreTheSame) {
  PhantomOptions options = demo();
  options.slice_spacing_mm = 20;
  make("a", options);
  options.with_ct = true;
  make("b", options);
  EXPECT_EQ(read(root_ / "a/PHANTOM-1/TP2/seg.dcm"), read(root_ / "b/PHANTOM-1/TP2/seg.dcm"));
}

/// Hounsfield units of the slices by SOP Instance UID.
std::map<std::string, std::vector<int>> read_slices(const std::vector<PhantomFile>& files, int timepoint) {
  std::map<std::string, std::vector<int>> slices;
  for (const PhantomFile& file : files) {
    if (file.kind != "CT" || file.timepoint != timepoint) continue;
    auto opened = dicom::read_file(file.path, dicom::PixelData::kKeep);
    DcmItem& dataset = *(*opened)->getDataset();
    const Uint16* stored = nullptr;
    unsigned long count = 0;
    dataset.findAndGetUint16Array(DCM_PixelData, stored, &count);
    std::vector<int>& values = slices[dicom::text(dataset, DCM_SOPInstanceUID)];
    for (unsigned long i = 0; i < count; ++i)
      values.push_back(stored[i] - 1024);
  }
  return slices;
}

TEST_F(Phantom, CtShowsBodyAndLesions) {
  PhantomOptions options = demo();
  options.with_ct = true;
  const auto files = make("a", options);
  auto slices = read_slices(files, 2);
  EXPECT_EQ(slices.size(), 112U);
  const std::map<std::string, int> expected = {
      {"liver", 55}, {"lung", 40}, {"adrenal", 40}, {"lymph_node", 90}, {"bone", 60}};
  std::map<long, std::string> organ_of_number;
  const Json truth = Json::parse(read(root_ / "a/PHANTOM-1/truth.json"));
  for (const Json& lesion : truth["lesions"])
    organ_of_number[lesion["timepoints"]["TP2"]["number"]] = lesion["organ"];
  auto file = dicom::read_file(root_ / "a/PHANTOM-1/TP2/seg.dcm", dicom::PixelData::kKeep);
  DcmItem& dataset = *(*file)->getDataset();
  const Uint8* bytes = nullptr;
  dataset.findAndGetUint8Array(DCM_PixelData, bytes);
  std::map<long, std::vector<int>> greys;
  std::size_t bit = 0;
  dicom::for_each_item(dataset, DCM_PerFrameFunctionalGroupsSequence, [&](DcmItem& groups) {
    DcmItem& source =
        *dicom::item_of(*dicom::item_of(groups, DCM_DerivationImageSequence), DCM_SourceImageSequence);
    const std::vector<int>& slice = slices.at(dicom::text(source, DCM_ReferencedSOPInstanceUID));
    const long number = *dicom::integer(*dicom::item_of(groups, DCM_SegmentIdentificationSequence),
                                        DCM_ReferencedSegmentNumber);
    for (std::size_t i = 0; i < slice.size(); ++i, ++bit) {
      if (((bytes[bit / 8] >> (bit % 8)) & 1) != 0) greys[number].push_back(slice[i]);
    }
  });
  EXPECT_EQ(greys.size(), 11U);
  for (const auto& [number, values] : greys) {
    const double mean =
        std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
    EXPECT_NEAR(mean, expected.at(organ_of_number[number]), 2) << organ_of_number[number];
  }
  for (const auto& [uid, values] : slices) {
    const auto body = std::count_if(values.begin(), values.end(),
                                    [](int value) { return value > -150 || (value < -750 && value > -950); });
    const double share = static_cast<double>(body) / static_cast<double>(values.size());
    EXPECT_NEAR(share, 3.1416 * 165 * 110 / (409.6 * 409.6), 0.02);
  }
}

TEST_F(Phantom, FramesOfReferenceAndTrackingUidsByOption) {
  const auto frames_of_reference = [&](const std::string& folder) {
    std::set<std::string> uids;
    const Json truth = Json::parse(read(root_ / folder / "PHANTOM-1/truth.json"));
    for (const Json& timepoint : truth["timepoints"]) {
      uids.insert(timepoint["frame_of_reference_uid"]);
    }
    return uids.size();
  };
  const auto tracking_uid_of_first = [&](const std::string& folder) {
    auto file = dicom::read_file(root_ / folder / "PHANTOM-1/TP0/seg.dcm");
    return dicom::text(*dicom::item_of(*(*file)->getDataset(), DCM_SegmentSequence), DCM_TrackingUID);
  };
  PhantomOptions options = demo();
  make("a", options);
  options.same_frame_of_reference = true;
  options.tracking = Tracking::kTrue;
  make("b", options);
  EXPECT_EQ(frames_of_reference("a"), 3U);
  EXPECT_EQ(frames_of_reference("b"), 1U);
  EXPECT_EQ(tracking_uid_of_first("a"), "");
  EXPECT_NE(tracking_uid_of_first("b"), "");
}

TEST_F(Phantom, SampledPatientsHaveTheLesionsAskedFor) {
  PhantomOptions options;
  options.patients = 3;
  options.lesions = 25;
  options.timepoints = 4;
  options.matrix = 256;
  const auto files = make("a", options);
  EXPECT_EQ(files.size(), 12U);
  for (const char* id : {"PHANTOM-1", "PHANTOM-2", "PHANTOM-3"}) {
    const Json truth = Json::parse(read(root_ / "a" / id / "truth.json"));
    const auto at_baseline =
        std::count_if(truth["lesions"].begin(), truth["lesions"].end(),
                      [](const Json& lesion) { return lesion["timepoints"].contains("TP0"); });
    EXPECT_EQ(at_baseline, 25);
  }
}

TEST_F(Phantom, PlantedIdentityIsWrittenAndSafeAsFolder) {
  PhantomOptions options = demo();
  options.patient_id = "../ID 7/x";
  options.patient_name = "Planted^Name";
  options.issuer = "HOSPITAL";
  const auto files = make("a", options);
  ASSERT_FALSE(files.empty());
  EXPECT_EQ(files[0].path, root_ / "a/_._ID_7_x/TP0/seg.dcm");
  auto file = dicom::read_file(files[0].path);
  EXPECT_EQ(dicom::text(*(*file)->getDataset(), DCM_PatientID), "../ID 7/x");
  EXPECT_EQ(dicom::text(*(*file)->getDataset(), DCM_PatientName), "Planted^Name");
  EXPECT_EQ(dicom::text(*(*file)->getDataset(), DCM_IssuerOfPatientID), "HOSPITAL");
}

TEST_F(Phantom, SatisfiesTheCheckers) {
  if (!test::is_installed("dciodvfy")) GTEST_SKIP() << "dciodvfy (package dicom3tools) is not installed";
  PhantomOptions options = demo();
  options.with_ct = options.organ_masks = true;
  options.tracking = Tracking::kTrue;
  options.slice_spacing_mm = 20;
  std::map<int, std::string> study;
  for (const PhantomFile& file : make("a", options)) {
    EXPECT_EQ(test::iod_complaints(file.path), "") << file.path;
    study[file.timepoint] += " '" + file.path.string() + "'";
  }
  for (const auto& [timepoint, files] : study)
    EXPECT_EQ(test::output_of("dcentvfy" + files), "");
}

TEST(PhantomOptions, NonsenseIsRefused) {
  PhantomOptions options;
  options.timepoints = 0;
  EXPECT_EQ(error_of(options), "PHANTOM_OPTIONS");
  options = {};
  options.lesions = 0;
  EXPECT_EQ(error_of(options), "PHANTOM_OPTIONS");
  options = demo();
  options.timepoints = 4;
  EXPECT_EQ(error_of(options), "PHANTOM_OPTIONS");
  options = {};
  options.patients = 2;
  options.patient_id = "X";
  EXPECT_EQ(error_of(options), "PHANTOM_OPTIONS");
  options = {};
  options.patient_name = "a\\b";
  EXPECT_EQ(error_of(options), "PHANTOM_OPTIONS");
  options = {};
  options.slice_spacing_mm = -1;
  EXPECT_EQ(error_of(options), "PHANTOM_OPTIONS");
}

TEST(PhantomOptions, UnwritableFolderIsAnError) {
  const auto files = write_phantom("/proc/oligard", PhantomOptions{});
  ASSERT_FALSE(files.has_value());
  EXPECT_EQ(files.error().code, "FILE_UNWRITABLE");
}

}  // namespace
}  // namespace oligard::phantom
