#include "oligard/terms/organs.h"

#include <algorithm>
#include <array>
#include <set>

#include <gtest/gtest.h>

namespace oligard::terms {
namespace {

TEST(Organs, NamesAndCodesAreDistinct) {
  std::set<std::string_view> names, codes;
  for (const Organ& organ : organs()) {
    EXPECT_TRUE(names.insert(organ.name).second) << organ.name;
    EXPECT_TRUE(codes.insert(organ.sct).second) << organ.sct;
    EXPECT_TRUE(organ.srt.empty() || codes.insert(organ.srt).second) << organ.srt;
    EXPECT_FALSE(organ.meaning.empty()) << organ.name;
  }
  for (const OrganPart& part : organ_parts())
    EXPECT_TRUE(codes.insert(part.sct).second) << part.sct << " " << part.meaning;
}

TEST(Organs, AreFoundByNameAndCodes) {
  for (const Organ& organ : organs()) {
    EXPECT_EQ(organ_by_name(organ.name), &organ);
    EXPECT_EQ(organ_by_code(organ.sct), &organ);
    EXPECT_EQ(organ.srt.empty() ? &organ : organ_by_code(organ.srt), &organ);
  }
  for (const OrganPart& part : organ_parts())
    EXPECT_EQ(organ_by_code(part.sct), organ_by_name(part.organ)) << part.meaning;
  EXPECT_EQ(organ_by_name(""), nullptr);
  EXPECT_EQ(organ_by_code(""), nullptr);
  EXPECT_EQ(organ_by_code("999999"), nullptr);
}

TEST(Organs, LieInARegionOfTheRuleBook) {
  constexpr std::array<std::string_view, 7> kRegions = {"",        "brain",  "neck",     "chest",
                                                        "abdomen", "pelvis", "extremity"};
  for (const Organ& organ : organs()) {
    EXPECT_NE(std::find(kRegions.begin(), kRegions.end(), organ.region), kRegions.end()) << organ.name;
    EXPECT_GT(organ.body.half_x_mm, 0) << organ.name;
    EXPECT_GT(organ.body.half_z_mm, 0) << organ.name;
    EXPECT_TRUE(!organ.paired || organ.body.x_mm > 0) << organ.name << ": the left one is placed";
  }
}

TEST(Organs, NodesAloneAreNodal) {
  for (const Organ& organ : organs())
    EXPECT_EQ(organ.nodal, organ.name == kLymphNode) << organ.name;
}

TEST(Organs, OfTheCentralNervousSystemAreThoseOfTheRuleBook) {
  std::set<std::string_view> cns;
  for (const Organ& organ : organs())
    if (organ.cns) cns.insert(organ.name);
  EXPECT_EQ(cns, (std::set<std::string_view>{"brain", "leptomeninges", "spinal_cord"}));
}

TEST(OrganParts, HaveAMeaningAndASource) {
  for (const OrganPart& part : organ_parts()) {
    EXPECT_FALSE(part.meaning.empty()) << part.sct;
    EXPECT_TRUE(part.source.starts_with("CID ") || part.source == "Annex O" ||
                part.source == "TotalSegmentator")
        << part.sct << " " << part.source;
  }
}

}  // namespace
}  // namespace oligard::terms
