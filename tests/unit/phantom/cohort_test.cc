#include "oligard/phantom/cohort.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <dcmtk/dcmdata/dctk.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "oligard/dicom/dataset.h"
#include "oligard/dicom/file.h"
#include "phantom/anatomy.h"
#include "phantom/movement.h"
#include "phantom/patient_plan.h"
#include "phantom/time_point.h"
#include "phantom/true_links.h"

namespace oligard::phantom {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

PhantomOptions cohort(const std::string& level, int lesions = 12, int timepoints = 4) {
  PhantomOptions options;
  options.cohort = cohort_level(level);
  options.lesions = lesions;
  options.timepoints = timepoints;
  options.matrix = 256;
  return options;
}

PatientPlan plan_of(const PhantomOptions& options, std::uint64_t seed = 1) {
  auto plan = plan_patient(options, seed);
  EXPECT_TRUE(plan.has_value()) << plan.error().reason;
  return plan.value_or(PatientPlan{});
}

std::vector<std::vector<SegmentedLesion>> segment(const PatientPlan& plan) {
  std::vector<std::vector<SegmentedLesion>> segmented;
  for (std::size_t t = 0; t < plan.timepoints.size(); ++t)
    segmented.push_back(segment_lesions(plan, t, Tracking::kNone));
  return segmented;
}

Vec3 centroid_of(const Mask& mask) {
  Vec3 sum;
  double count = 0;
  for (const Run& run : mask.runs) {
    const double middle = run.column + 0.5 * (run.length - 1);
    sum = sum + run.length * mask.grid.to_patient(middle, run.row, run.slice);
    count += run.length;
  }
  return (1 / count) * sum;
}

bool holds(const Mask& mask, const Vec3& point) {
  const Vec3 index = mask.grid.to_index(point);
  const auto at = [](double value) { return static_cast<int>(std::lround(value)); };
  return std::any_of(mask.runs.begin(), mask.runs.end(), [&](const Run& run) {
    return run.slice == at(index.z) && run.row == at(index.y) && run.column <= at(index.x) &&
           at(index.x) < run.column + run.length;
  });
}

/// Voxels reached from the first one over faces, edges and corners.
bool is_connected(const Mask& mask) {
  std::set<std::array<int, 3>> rest;
  for (const Run& run : mask.runs) {
    for (int c = 0; c < run.length; ++c)
      rest.insert({run.slice, run.row, run.column + c});
  }
  std::vector<std::array<int, 3>> open = {*rest.begin()};
  rest.erase(rest.begin());
  while (!open.empty()) {
    const auto [s, r, c] = open.back();
    open.pop_back();
    for (int i = 0; i < 27; ++i) {
      const auto next = rest.find({s + i / 9 - 1, r + i / 3 % 3 - 1, c + i % 3 - 1});
      if (next == rest.end()) continue;
      open.push_back(*next);
      rest.erase(next);
    }
  }
  return rest.empty();
}

TEST(Movement, WithoutChangesStaysAtRest) {
  Random random(1, "movement");
  const Movement movement = draw_movement(CohortSettings{}, random);
  EXPECT_LT(distance(moved_point(movement, 3, {10, 20, 30}), {10, 20, 30}), 1e-9);
}

TEST(Movement, LungsFollowTheDiaphragmAtTheirBase) {
  CohortSettings settings;
  settings.breathing_min_mm = settings.breathing_max_mm = 20;
  Random random(1, "movement");
  const Movement movement = draw_movement(settings, random);
  const std::size_t lung = structure_index("left lung");
  EXPECT_NEAR(std::abs(movement.breath_mm), 10, 1e-9);
  EXPECT_NEAR(moved_point(movement, lung, {80, 0, 630}).z, 630, 1e-9);
  EXPECT_NEAR(moved_point(movement, lung, {80, 0, 390}).z, 390 - movement.breath_mm, 1e-9);
  EXPECT_NEAR(moved_point(movement, structure_index("T11 vertebra"), {0, 62, 324}).z, 324, 1e-9);
}

/// The mask, found by going back from voxels, holds the points that go forward into it and no others.
TEST(Movement, MasksShowTheMovedStructures) {
  PhantomOptions options = cohort("hard", 5, 6);
  options.cohort->cropped = 0;
  const PatientPlan plan = plan_of(options, 3);
  for (const char* name : {"liver", "right lung", "left kidney", "T11 vertebra"}) {
    const std::size_t structure = structure_index(name);
    const Shape& rest = structures()[structure].shape;
    const double height = std::isfinite(rest.radii[2]) ? rest.radii[2] : rest.half_height;
    for (std::size_t t = 0; t < plan.timepoints.size(); ++t) {
      const PlannedTimePoint& now = plan.timepoints[t];
      const Mask mask = structure_mask(plan, structure, t);
      Random random(t, name);
      for (int i = 0; i < 200; ++i) {
        const Vec3 u{random.uniform(-1.2, 1.2), random.uniform(-1.2, 1.2), random.uniform(-1.2, 1.2)};
        const Vec3 point = rest.centre + Vec3{u.x * rest.radii[0], u.y * rest.radii[1], u.z * height};
        // Away from the surface by more than a voxel.
        const Shape inner = {rest.centre,
                             rest.axes,
                             {rest.radii[0] - 4, rest.radii[1] - 4, rest.radii[2] - 5},
                             rest.half_height - 5};
        const Shape outer = {rest.centre,
                             rest.axes,
                             {rest.radii[0] + 4, rest.radii[1] + 4, rest.radii[2] + 5},
                             rest.half_height + 5};
        const Vec3 seen = now.body_to_patient.apply(moved_point(*now.movement, structure, point));
        if (inner.contains(point)) {
          EXPECT_TRUE(holds(mask, seen)) << name << " at " << t;
        }
        if (!outer.contains(point)) {
          EXPECT_FALSE(holds(mask, seen)) << name << " at " << t;
        }
      }
    }
  }
}

TEST(Cohort, SegmentsLieWhereThePlanSays) {
  PhantomOptions options = cohort("hard", 20);
  options.cohort->slice_max_mm = 2;
  const PatientPlan plan = plan_of(options, 5);
  int seen = 0;
  for (const auto& at_timepoint : segment(plan)) {
    for (const SegmentedLesion& lesion : at_timepoint) {
      if (lesion.cut || lesion.joined || voxel_count(lesion.mask) < 50) continue;
      ++seen;
      EXPECT_LT(distance(centroid_of(lesion.mask), lesion.shape.centre), 0.6);
      const double volume = size_of(lesion.shape).volume;
      EXPECT_NEAR(volume_mm3(lesion.mask), volume, 0.15 * volume);
    }
  }
  EXPECT_GT(seen, 20);
}

TEST(Cohort, LesionsKeepTheirGap) {
  const PatientPlan plan = plan_of(cohort("easy", 15));
  for (const PlannedLesion& a : plan.lesions) {
    for (const PlannedLesion& b : plan.lesions) {
      if (&a == &b || (a.partner && &plan.lesions[*a.partner] == &b)) continue;
      const double way = distance(a.position, b.position) - 0.5 * (a.diameter_mm[0] + b.diameter_mm[0]);
      if (a.diameter_mm[0] > 0 && b.diameter_mm[0] > 0) {
        EXPECT_GE(way, 1);
      }
    }
  }
}

TEST(Cohort, PairsMeltAndPart) {
  PhantomOptions options = cohort("medium", 8);
  options.cohort->melting = 0.5;
  options.cohort->cropped = 0;
  std::set<std::string> kinds;
  int joined = 0;
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    const PatientPlan plan = plan_of(options, seed);
    const auto segmented = segment(plan);
    for (const auto& at_timepoint : segmented) {
      for (const SegmentedLesion& lesion : at_timepoint) {
        if (!lesion.joined) continue;
        ++joined;
        EXPECT_TRUE(is_connected(lesion.mask));
        EXPECT_FALSE(std::any_of(at_timepoint.begin(), at_timepoint.end(), [&](const SegmentedLesion& other) {
          return other.lesion == *lesion.joined;
        }));
      }
    }
    const TrueGraph graph = true_graph(plan, segmented);
    for (const TrueLink& link : graph.links) {
      const PlannedLesion& lesion = plan.lesions[link.lesions[0]];
      if (link.kind == "split") {
        EXPECT_EQ(lesion.behaviour, "part");
        EXPECT_TRUE(segmented[link.from.timepoint][link.from.index].joined);
        EXPECT_FALSE(segmented[link.to.timepoint][link.to.index].joined);
      }
      if (link.kind == "merge") {
        EXPECT_EQ(lesion.behaviour, "melt");
      }
      kinds.insert(link.kind);
    }
  }
  EXPECT_GT(joined, 10);
  EXPECT_EQ(kinds, (std::set<std::string>{"same", "split", "merge"}));
}

TEST(Cohort, AsManyAreMissedAsAsked) {
  PhantomOptions options = cohort("medium", 40, 5);
  options.cohort->missed = 0.3;
  options.cohort->cropped = options.cohort->melting = 0;
  options.cohort->pattern = Pattern::kStable;
  const PatientPlan plan = plan_of(options);
  const auto segmented = segment(plan);
  double missed = 0;
  double there = 0;
  for (std::size_t t = 0; t < 5; ++t) {
    for (const PlannedLesion& lesion : plan.lesions) {
      if (lesion.diameter_mm[t] <= 0) continue;
      ++there;
      missed += absence_of(plan, lesion, t) == Absence::kMissed ? 1 : 0;
    }
  }
  EXPECT_NEAR(missed / there, 0.3, 0.08);
  const TrueGraph graph = true_graph(plan, segmented);
  EXPECT_TRUE(std::any_of(graph.links.begin(), graph.links.end(),
                          [](const TrueLink& link) { return link.to.timepoint > link.from.timepoint + 1; }));
}

TEST(Cohort, CroppedStacksShowAPart) {
  PhantomOptions options = cohort("hard", 20);
  options.cohort->cropped = 1;
  options.cohort->missed = 0;
  const PatientPlan plan = plan_of(options);
  for (std::size_t t = 0; t < plan.timepoints.size(); ++t) {
    const Grid& grid = plan.timepoints[t].grid;
    EXPECT_LT(grid.slices * grid.slice_spacing, 420);
    for (const SegmentedLesion& lesion : segment_lesions(plan, t, Tracking::kNone)) {
      EXPECT_TRUE(is_covered(plan, plan.lesions[lesion.lesion], t));
    }
  }
  int outside = 0;
  for (const PlannedLesion& lesion : plan.lesions)
    outside += lesion.diameter_mm[0] > 0 && absence_of(plan, lesion, 0) == Absence::kNotCovered ? 1 : 0;
  EXPECT_GT(outside, 0);
}

TEST(Cohort, TiltedStacksAreOrthonormalAndHoldTheBody) {
  PhantomOptions options = cohort("hard", 20, 8);
  options.cohort->tilted = 1;
  options.cohort->cropped = options.cohort->missed = 0;
  const PatientPlan plan = plan_of(options);
  double steepest = 0;
  for (std::size_t t = 0; t < plan.timepoints.size(); ++t) {
    const Grid& grid = plan.timepoints[t].grid;
    EXPECT_NEAR(dot(grid.column_direction, grid.row_direction), 0, 1e-12);
    EXPECT_NEAR(norm(grid.slice_direction), 1, 1e-12);
    const double degrees = std::acos(grid.slice_direction.z) * 180 / 3.14159265358979;
    EXPECT_LE(degrees, 12.1);
    EXPECT_NEAR(degrees, plan.timepoints[t].tilt_deg, 0.1);
    steepest = std::max(steepest, degrees);
    for (const PlannedLesion& lesion : plan.lesions)
      EXPECT_TRUE(is_covered(plan, lesion, t)) << lesion.id;
  }
  EXPECT_GT(steepest, 4);
}

TEST(Cohort, ReplacedLesionsHaveNoLinkAcross) {
  for (const Pattern pattern : {Pattern::kReplaced, Pattern::kImpostor}) {
    PhantomOptions options = cohort("easy", 10, 2);
    options.cohort->pattern = pattern;
    const PatientPlan plan = plan_of(options);
    const auto segmented = segment(plan);
    EXPECT_EQ(segmented[0].size(), 10U);
    EXPECT_EQ(segmented[1].size(), 10U);
    EXPECT_TRUE(true_graph(plan, segmented).links.empty());
  }
}

TEST(Cohort, MiliaryLesionsAreManySmallAndInTheLungs) {
  PhantomOptions options = cohort("hard", 300, 2);
  options.cohort->pattern = Pattern::kMiliary;
  const PatientPlan plan = plan_of(options);
  EXPECT_GE(plan.lesions.size(), 300U);
  for (const PlannedLesion& lesion : plan.lesions) {
    EXPECT_EQ(structures()[lesion.structure].organ, "lung");
    EXPECT_LE(lesion.diameter_mm[0], 9);
  }
}

TEST(Cohort, TheBodyHasRoomForAThousand) {
  const PatientPlan plan = plan_of(cohort("medium", 1000, 2));
  const auto at_baseline =
      std::count_if(plan.lesions.begin(), plan.lesions.end(),
                    [](const PlannedLesion& lesion) { return lesion.diameter_mm[0] > 0; });
  EXPECT_GE(at_baseline, 1000);
}

TEST(Cohort, TheMirroredTimePointIsMirrored) {
  PhantomOptions options = cohort("easy", 5, 2);
  const PatientPlan plain = plan_of(options);
  options.cohort->mirrored = true;
  const PatientPlan mirrored = plan_of(options);
  const auto side = [](const PatientPlan& plan, std::size_t t) {
    const Rigid& pose = plan.timepoints[t].body_to_patient;
    return dot(pose.turn({1, 0, 0}), cross(pose.turn({0, 1, 0}), pose.turn({0, 0, 1})));
  };
  EXPECT_NEAR(side(plain, 1), 1, 1e-9);
  EXPECT_NEAR(side(mirrored, 0), 1, 1e-9);
  EXPECT_NEAR(side(mirrored, 1), -1, 1e-9);
}

class CohortFiles : public testing::Test {
 protected:
  CohortFiles() : root_(fs::temp_directory_path() / ("oligard-cohort-" + std::to_string(getpid()))) {}
  ~CohortFiles() override { fs::remove_all(root_); }

  std::vector<PhantomFile> make(const std::string& folder, const PhantomOptions& options) {
    const auto files = write_phantom(root_ / folder, options);
    EXPECT_TRUE(files.has_value()) << files.error().reason;
    return files.value_or(std::vector<PhantomFile>{});
  }
  static std::string read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
  }
  [[nodiscard]] Json truth(const std::string& folder) const {
    return Json::parse(read(root_ / folder / "PHANTOM-1/truth.json"));
  }
  /// Tracking UIDs, or numbers of regions, of the segments of TP0.
  std::vector<std::string> of_segments(const std::string& folder,
                                       const std::function<std::string(DcmItem&)>& what) {
    auto file = dicom::read_file(root_ / folder / "PHANTOM-1/TP0/seg.dcm");
    std::vector<std::string> found;
    dicom::for_each_item(*(*file)->getDataset(), DCM_SegmentSequence,
                         [&](DcmItem& item) { found.push_back(what(item)); });
    return found;
  }

  fs::path root_;
};

TEST_F(CohortFiles, SameOptionsSameBytes) {
  PhantomOptions options = cohort("hard", 6, 2);
  options.with_ct = options.organ_masks = true;
  options.matrix = 64;
  options.slice_spacing_mm = 10;
  const auto files = make("a", options);
  const auto again = make("b", options);
  ASSERT_EQ(files.size(), again.size());
  for (std::size_t i = 0; i < files.size(); ++i)
    EXPECT_EQ(read(files[i].path), read(again[i].path)) << files[i].path;
  EXPECT_EQ(truth("a"), truth("b"));
  options.cohort->organ_jitter_mm = 4;
  make("c", options);
  EXPECT_NE(truth("a")["timepoints"][0]["seg"]["sop_instance_uid"],
            truth("c")["timepoints"][0]["seg"]["sop_instance_uid"]);
}

TEST_F(CohortFiles, ImagesShowTheMovedBody) {
  PhantomOptions options = cohort("hard", 5, 2);
  options.with_ct = true;
  options.matrix = 128;
  options.slice_spacing_mm = 5;
  options.cohort->tilted = 1;
  options.cohort->cropped = 0;
  const auto files = make("a", options);
  const PatientPlan plan = plan_of(options);
  const Mask liver = structure_mask(plan, structure_index("liver"), 1);
  std::map<int, std::vector<int>> slices;
  for (const PhantomFile& file : files) {
    if (file.kind != "CT" || file.timepoint != 1) continue;
    auto opened = dicom::read_file(file.path, dicom::PixelData::kKeep);
    DcmItem& dataset = *(*opened)->getDataset();
    const int slice = static_cast<int>(*dicom::integer(dataset, DCM_InstanceNumber)) - 1;
    EXPECT_NEAR(*dicom::number(dataset, DCM_ImageOrientationPatient, 2), liver.grid.column_direction.z, 1e-9);
    const Uint16* stored = nullptr;
    unsigned long count = 0;
    dataset.findAndGetUint16Array(DCM_PixelData, stored, &count);
    for (unsigned long i = 0; i < count; ++i)
      slices[slice].push_back(stored[i] - 1024);
  }
  double sum = 0;
  for (const auto& run : liver.runs) {
    for (int c = run.column; c < run.column + run.length; ++c)
      sum += slices.at(run.slice).at(static_cast<std::size_t>(run.row * liver.grid.columns + c));
  }
  EXPECT_NEAR(sum / static_cast<double>(voxel_count(liver)), 115, 12)
      << "lesions and neighbours take some of it";
}

TEST_F(CohortFiles, TruthExplainsEveryAbsence) {
  PhantomOptions options = cohort("hard", 30);
  options.slice_spacing_mm = 5;
  options.cohort->cropped = 0.5;
  make("a", options);
  const Json json = truth("a");
  std::set<std::string> reasons;
  for (const Json& lesion : json["lesions"]) {
    for (const Json& timepoint : json["timepoints"]) {
      const std::string id = timepoint["id"];
      EXPECT_NE(lesion["timepoints"].contains(id), lesion["absent"].contains(id)) << lesion["id"];
      if (!lesion["absent"].contains(id)) continue;
      const Json& absent = lesion["absent"][id];
      reasons.insert(absent["reason"]);
      if (absent["reason"] == "not_covered") {
        EXPECT_FALSE(absent["covered"]);
      }
      if (absent["reason"] == "missed") {
        EXPECT_TRUE(absent["covered"]);
      }
    }
  }
  EXPECT_TRUE(reasons.contains("missed"));
  EXPECT_TRUE(reasons.contains("not_covered"));
  std::size_t in_families = 0;
  for (const Json& family : json["families"])
    in_families += family.size();
  std::set<std::pair<std::string, int>> segments;
  for (const Json& lesion : json["lesions"]) {
    for (const auto& [id, sight] : lesion["timepoints"].items())
      segments.emplace(sight["sop_instance_uid"], sight["number"]);
  }
  EXPECT_EQ(in_families, segments.size());
}

TEST_F(CohortFiles, MisleadingUidsFollowTheNumberOfTheSegment) {
  PhantomOptions options = cohort("easy", 8, 2);
  options.tracking = Tracking::kMisleading;
  make("a", options);
  const auto uid_of = [](DcmItem& item) { return dicom::text(item, DCM_TrackingUID); };
  const auto first = of_segments("a", uid_of);
  auto file = dicom::read_file(root_ / "a/PHANTOM-1/TP1/seg.dcm");
  std::vector<std::string> second;
  dicom::for_each_item(*(*file)->getDataset(), DCM_SegmentSequence,
                       [&](DcmItem& item) { second.push_back(uid_of(item)); });
  const std::size_t both = std::min(first.size(), second.size());
  ASSERT_GT(both, 4U);
  for (std::size_t i = 0; i < both; ++i)
    EXPECT_EQ(first[i], second[i]);
}

TEST_F(CohortFiles, SitesAreLeftOutAsAsked) {
  const auto region = [](DcmItem& item) {
    return std::string(dicom::item_of(item, DCM_AnatomicRegionSequence)
                           ? "coded"
                           : dicom::text(item, DCM_SegmentLabel).substr(0, 7));
  };
  PhantomOptions options = cohort("easy", 8, 2);
  make("a", options);
  options.cohort->site_coded = 0;
  make("b", options);
  for (const std::string& found : of_segments("a", region))
    EXPECT_EQ(found, "coded");
  for (const std::string& found : of_segments("b", region))
    EXPECT_EQ(found, "Lesion ");
}

TEST(CohortOptions, NonsenseIsRefused) {
  const auto refused = [](const std::function<void(PhantomOptions&)>& change) {
    PhantomOptions options = cohort("easy");
    change(options);
    const auto plan = plan_patient(options, 1);
    return !plan && plan.error().code == "PHANTOM_OPTIONS";
  };
  EXPECT_TRUE(refused([](PhantomOptions& o) { o.cohort->missed = 1.5; }));
  EXPECT_TRUE(refused([](PhantomOptions& o) { o.cohort->missed = std::nan(""); }));
  EXPECT_TRUE(refused([](PhantomOptions& o) { o.cohort->slice_min_mm = 0; }));
  EXPECT_TRUE(refused([](PhantomOptions& o) { o.cohort->breathing_min_mm = 30; }));
  EXPECT_TRUE(refused([](PhantomOptions& o) { o.max_lesions = 3; }));
  EXPECT_TRUE(refused([](PhantomOptions& o) { o.lesions = 3001; }));
  EXPECT_TRUE(refused([](PhantomOptions& o) { o.demo = true, o.timepoints = 3, o.lesions = 10; }));
  EXPECT_TRUE(refused([](PhantomOptions& o) { o.cohort.reset(), o.max_lesions = 12; }));
  EXPECT_FALSE(refused([](PhantomOptions&) {}));
}

}  // namespace
}  // namespace oligard::phantom
