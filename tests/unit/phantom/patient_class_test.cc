#include "oligard/phantom/patient_class.h"

#include <gtest/gtest.h>

namespace oligard::phantom {
namespace {

using Classes = std::vector<std::string>;
using Links = std::vector<std::pair<int, int>>;

ClassNode node(int timepoint, double volume_mm3, std::vector<bool> covered = {true, true, true}) {
  return {timepoint, volume_mm3, false, std::move(covered)};
}

TEST(PatientClass, FollowsWhatLesionsDo) {
  // A sphere of 1000 mm3 has 12.4 mm, of 3000 mm3 17.9 mm (+44 %), of 300 mm3 8.3 mm (-33 %).
  EXPECT_EQ(patient_classes(2, {node(0, 1000), node(1, 1000)}, {{0, 1}}), (Classes{"baseline", "stable"}));
  EXPECT_EQ(patient_classes(2, {node(0, 1000), node(1, 300)}, {{0, 1}}), (Classes{"baseline", "response"}));
  EXPECT_EQ(patient_classes(2, {node(0, 1000), node(1, 3000)}, {{0, 1}}),
            (Classes{"baseline", "polyprogression"}));
  EXPECT_EQ(
      patient_classes(2, {node(0, 1000), node(1, 3000), node(0, 1000), node(1, 1000)}, {{0, 1}, {2, 3}}),
      (Classes{"baseline", "oligoprogression"}));
}

TEST(PatientClass, GrowthNeedsShareAndMillimetres) {
  // 4.9 mm to 6.2 mm: +26 %, but 1.3 mm.
  EXPECT_EQ(patient_classes(2, {node(0, 62), node(1, 125)}, {{0, 1}})[1], "stable");
}

TEST(PatientClass, GrowthIsFromTheSmallestSize) {
  const Classes classes = patient_classes(3, {node(0, 3000), node(1, 300), node(2, 1500)}, {{0, 1}, {1, 2}});
  EXPECT_EQ(classes, (Classes{"baseline", "response", "polyprogression"}));
}

TEST(PatientClass, FragmentsCountTogether) {
  EXPECT_EQ(patient_classes(2, {node(0, 2000), node(1, 1000), node(1, 1000)}, {{0, 1}, {0, 2}})[1], "stable");
  EXPECT_EQ(patient_classes(2, {node(0, 2000), node(1, 1000), node(1, 1000)}, {{0, 1}})[1],
            "oligoprogression")
      << "the unlinked fragment is new";
}

TEST(PatientClass, CoverageDecidesWhatNewAndGoneMean) {
  EXPECT_EQ(patient_classes(2, {node(0, 1000)}, {})[1], "response");
  EXPECT_EQ(patient_classes(2, {node(0, 1000, {true, false})}, {})[1], "not_assessable");
  const std::vector<ClassNode> arrives = {node(0, 1000), node(1, 1000), node(1, 500, {false, true})};
  EXPECT_EQ(patient_classes(2, arrives, {{0, 1}})[1], "stable");
}

TEST(PatientClass, LinksOfTheFutureDoNotCount) {
  // Two lesions that merge at the third time point are two before it.
  const std::vector<ClassNode> nodes = {node(0, 1000), node(0, 1000), node(1, 3000), node(1, 1000),
                                        node(2, 4000)};
  EXPECT_EQ(patient_classes(3, nodes, {{0, 2}, {1, 3}, {2, 4}, {3, 4}})[1], "oligoprogression");
}

TEST(PatientClass, CutLesionsNeitherGrowNorShrink) {
  std::vector<ClassNode> nodes = {node(0, 1000), node(1, 3000)};
  nodes[1].cut = true;
  EXPECT_EQ(patient_classes(2, nodes, {{0, 1}})[1], "stable");
}

TEST(PatientClass, MoreThanFiveIsPolyprogression) {
  std::vector<ClassNode> nodes;
  Links links;
  for (int i = 0; i < 20; ++i) {
    nodes.push_back(node(0, 1000));
    nodes.push_back(node(1, i < 6 ? 3000 : 1000));
    links.emplace_back(2 * i, 2 * i + 1);
  }
  EXPECT_EQ(patient_classes(2, nodes, links)[1], "polyprogression");
  nodes[1].volume_mm3 = 1000;
  EXPECT_EQ(patient_classes(2, nodes, links)[1], "oligoprogression");
}

}  // namespace
}  // namespace oligard::phantom
