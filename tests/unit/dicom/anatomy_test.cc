#include "oligard/dicom/anatomy.h"

#include <gtest/gtest.h>

namespace oligard::dicom {
namespace {

std::string organ_name(const Code& code) {
  const terms::Organ* organ = organ_of(code);
  return organ == nullptr ? "" : std::string(organ->name);
}

std::string label_name(const char* label) {
  const terms::Organ* organ = organ_of_label(label);
  return organ == nullptr ? "" : std::string(organ->name);
}

TEST(OrganCodes, NeedNoMeaning) {
  const std::pair<const char*, const char*> expected[] = {
      {"10200004", "liver"},   {"72481006", "lung"},        {"45653009", "lung"},
      {"66794005", "bone"},    {"49668003", "bone"},        {"14806007", "bone"},
      {"56873002", "bone"},    {"62683002", "lymph_node"},  {"28330007", "lymph_node"},
      {"23451007", "adrenal"}, {"113305005", "brain"},      {"27398004", "peritoneum"},
      {"80891009", "heart"},   {"28231008", "gallbladder"}, {"38848004", "small_bowel"},
      {"89837001", "bladder"}};
  for (const auto& [code, organ] : expected)
    EXPECT_EQ(organ_name({code, "SCT", ""}), organ) << code;
}

TEST(OrganCodes, RetiredOnesNameTheSameOrgan) {
  const std::pair<const char*, const char*> expected[] = {
      {"T-62000", "liver"},      {"T-28000", "lung"},       {"T-28820", "lung"},
      {"T-28910", "lymph_node"}, {"T-C4360", "lymph_node"}, {"T-C4710", "lymph_node"},
      {"T-11510", "bone"},       {"T-12340", "bone"},       {"T-D016E", "bone"},
      {"T-A0100", "brain"},      {"T-A6000", "brain"},      {"T-A7010", "spinal_cord"},
      {"T-B3000", "adrenal"},    {"T-59600", "rectum"},     {"T-59300", "colon"},
      {"T-74000", "bladder"},    {"T-29000", "pleura"},     {"T-D4900", "retroperitoneum"},
      {"T-14122", "chest_wall"}};
  for (const auto& [code, organ] : expected)
    EXPECT_EQ(organ_name({code, "SRT", ""}), organ) << code;
}

TEST(OrganCodes, OfAnUnknownCodeTheMeaningCounts) {
  EXPECT_EQ(organ_name({"999999", "99X", "Segment VII of liver"}), "liver");
  EXPECT_EQ(organ_name({"85756007", "SCT", "Tissue"}), "");
  EXPECT_EQ(organ_name({}), "");
}

TEST(OrganLabels, OfManyToolsAndLanguages) {
  const std::pair<const char*, const char*> expected[] = {{"vertebrae_L1", "bone"},
                                                          {"lung_upper_lobe_left", "lung"},
                                                          {"adrenal_gland_right", "adrenal"},
                                                          {"urinary_bladder", "bladder"},
                                                          {"gall bladder", "gallbladder"},
                                                          {"hip_left", "bone"},
                                                          {"small_bowel", "small_bowel"},
                                                          {"Lebermetastase", "liver"},
                                                          {"Lunge rechts", "lung"},
                                                          {"M\xC3\xA9tastase h\xC3\xA9patique", "liver"},
                                                          {"hepatic lymph node", "lymph_node"},
                                                          {"Lymphknoten", "lymph_node"},
                                                          {"Wirbelk\xC3\xB6rper", "bone"},
                                                          {"liver lymphoma", "liver"},
                                                          {"ribbon", ""},
                                                          {"liver and spleen", ""},
                                                          {"hippocampus", ""}};
  for (const auto& [label, organ] : expected)
    EXPECT_EQ(label_name(label), organ) << label;
}

}  // namespace
}  // namespace oligard::dicom
