#include <cmath>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "unit/load/rtstruct/builder.h"

namespace oligard::load {
namespace {

using namespace test;

struct RoleCase {
  const char* name;
  const char* type;
  std::vector<std::string> code;
  SegmentRole role;
  const char* organ;
};

class RoleOfRoi : public testing::TestWithParam<RoleCase> {};

TEST_P(RoleOfRoi, FollowsTypeCodesAndName) {
  StructureSetToBuild content;
  content.rois.push_back(roi(GetParam().name, GetParam().type, box(0, 0, 10, 10, 0, 2, 3)));
  content.rois[0].identification = GetParam().code;
  const Segmentation seg = read_structure_set(content);
  ASSERT_EQ(seg.segments.size(), 1U);
  EXPECT_STREQ(name_of(seg.segments[0].role), name_of(GetParam().role));
  EXPECT_EQ(seg.segments[0].organ, GetParam().organ);
}

INSTANTIATE_TEST_SUITE_P(
    Each, RoleOfRoi,
    testing::Values(RoleCase{"ROI 4", "GTV", {}, SegmentRole::kLesion, ""},
                    RoleCase{"GTV-1", "ORGAN", {}, SegmentRole::kLesion, ""},
                    RoleCase{"gtvp_lung", "", {}, SegmentRole::kLesion, "lung"},
                    RoleCase{"Liver met 2, metastasis", "ORGAN", {}, SegmentRole::kLesion, "liver"},
                    RoleCase{"Lung GTV 2", "ORGAN", {}, SegmentRole::kLesion, "lung"},
                    RoleCase{"ROI 4", "TARGET", {"228791009", "GTV"}, SegmentRole::kLesion, ""},
                    RoleCase{"GTV-2", "UNDEFINED", {}, SegmentRole::kLesion, ""},
                    RoleCase{"Lung minus GTV", "ORGAN", {}, SegmentRole::kOrgan, "lung"},
                    RoleCase{"Lung_L", "ORGAN", {}, SegmentRole::kOrgan, "lung"},
                    RoleCase{"Lungs-GTV", "AVOIDANCE", {}, SegmentRole::kOrgan, "lung"},
                    RoleCase{"Liver", "", {}, SegmentRole::kOrgan, "liver"},
                    RoleCase{"ROI 4", "ORGAN", {"10200004", "Liver"}, SegmentRole::kOrgan, "liver"},
                    RoleCase{"ROI 4", "", {"228791009", "Gross tumour volume"}, SegmentRole::kLesion, ""},
                    RoleCase{"ROI 4", "", {"228793007", "Planning target volume"}, SegmentRole::kOther, ""},
                    RoleCase{"PTV tumor", "", {}, SegmentRole::kOther, ""},
                    RoleCase{"CTV liver lesion", "CTV", {}, SegmentRole::kOther, "liver"},
                    RoleCase{"Body", "EXTERNAL", {}, SegmentRole::kOther, ""},
                    RoleCase{"Skin", "", {}, SegmentRole::kOther, "skin"},
                    RoleCase{"Skin lesion", "", {}, SegmentRole::kLesion, "skin"},
                    RoleCase{"ROI 4", "ORGAN", {}, SegmentRole::kOther, ""}));

TEST(StructureSet, RulesDecideRolesFirst) {
  StructureSetToBuild content;
  content.rois.push_back(roi("PTV 60", "PTV", box(0, 0, 10, 10, 0, 2, 3)));
  SourceRule rule;
  rule.lesion_labels = {"ptv*"};
  EXPECT_EQ(read_structure_set(content, {rule}).segments[0].role, SegmentRole::kLesion);
}

/// A sphere as a SEG of 0.8 mm voxels, a voxel inside when its centre is, and as circles on the same slices.

}  // namespace
}  // namespace oligard::load
