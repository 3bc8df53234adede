#include "load/seg/segment_role.h"

#include <gtest/gtest.h>

namespace oligard::load {
namespace {

const Code kAltered{"49755003", "SCT", "Morphologically Altered Structure"};
const Code kTissue{"85756007", "SCT", "Tissue"};
const Code kTissueSrt{"T-D0050", "SRT", "Tissue"};
const Code kStructure{"123037004", "SCT", "Anatomical Structure"};
const Code kLiver{"10200004", "SCT", "Liver"};
const Code kLung{"39607008", "SCT", "Lung"};
const Code kLeft{"7771000", "SCT", "Left"};

Segment segment(const std::string& label, const Code& category, const Code& type) {
  Segment result;
  result.label = label;
  result.category = category;
  result.type = type;
  return result;
}

SegmentRole role_of(Segment segment, const SourceRule& rule) {
  set_role(segment, rule);
  return segment.role;
}

TEST(Globs, MatchTheWholeTextIgnoringCase) {
  EXPECT_TRUE(glob_matches("*liver*", "Left LIVER lobe"));
  EXPECT_TRUE(glob_matches("l?ver", "LIVER"));
  EXPECT_TRUE(glob_matches("", ""));
  EXPECT_TRUE(glob_matches("*", ""));
  EXPECT_TRUE(glob_matches("L?sion", "L\xC3\xA4sion"));
  EXPECT_TRUE(glob_matches("a*b*c", "a--b-b-c"));
  EXPECT_FALSE(glob_matches("liver", "liver 2"));
  EXPECT_FALSE(glob_matches("a*b", "a-c"));
  EXPECT_FALSE(glob_matches("?", ""));
}

TEST(Rules, TheFirstThatFitsIsUsed) {
  ObjectHeader header;
  header.manufacturer = "ACME Imaging";
  header.calling_ae = "PACS";
  SourceRule other;
  other.name = "other";
  other.match_manufacturer = "Other*";
  SourceRule acme;
  acme.name = "acme";
  acme.match_manufacturer = "acme*";
  acme.match_calling_ae = "PACS";
  SourceRule any;
  any.name = "any";
  EXPECT_EQ(rule_for({other, acme, any}, header).name, "acme");
  header.calling_ae = "ELSE";
  EXPECT_EQ(rule_for({other, acme, any}, header).name, "any");
  EXPECT_EQ(rule_for({other}, header).name, "");
}

TEST(Roles, CodesDecide) {
  EXPECT_EQ(role_of(segment("x", kAltered, {}), {}), SegmentRole::kLesion);
  EXPECT_EQ(role_of(segment("x", {"M-01000", "SRT", ""}, {}), {}), SegmentRole::kLesion);
  EXPECT_EQ(role_of(segment("x", kTissue, {"4147007", "SCT", "Mass"}), {}), SegmentRole::kLesion);
  EXPECT_EQ(role_of(segment("x", kStructure, {"M-80003", "SRT", ""}), {}), SegmentRole::kLesion);
  EXPECT_EQ(role_of(segment("x", kStructure, {}), {}), SegmentRole::kOrgan);
  EXPECT_EQ(role_of(segment("x", kTissueSrt, {"T-62000", "SRT", "Liver"}), {}), SegmentRole::kOrgan);
  EXPECT_EQ(role_of(segment("x", kTissueSrt, kTissueSrt), {}), SegmentRole::kOther);
  EXPECT_EQ(role_of(segment("x", {"49755003", "99X", ""}, {}), {}), SegmentRole::kOther);
}

TEST(Roles, WordsOfTheLabelDecideWhenCodesSayNothing) {
  EXPECT_EQ(role_of(segment("Liver Metastases 2", kTissue, kTissue), {}), SegmentRole::kLesion);
  EXPECT_EQ(role_of(segment("mass_1", kTissue, kTissue), {}), SegmentRole::kLesion);
  EXPECT_EQ(role_of(segment("Masseter", kTissue, kTissue), {}), SegmentRole::kOther);
  EXPECT_EQ(role_of(segment("Liver lesion", kStructure, kLiver), {}), SegmentRole::kOrgan);
}

TEST(Roles, EveryTumourTypeIsALesionInBothCodingSchemes) {
  for (const char* sct : {"108369006", "86049000", "14799000", "52988006", "4147007", "27925004", "367651003",
                          "372087000", "128462008", "228791009"})
    EXPECT_EQ(role_of(segment("x", kTissue, {sct, "SCT", ""}), {}), SegmentRole::kLesion) << sct;
  for (const char* srt :
       {"M-8FFFF", "M-80003", "M-80006", "M-80000", "M-01100", "M-03000", "M-03010", "DF-00436", "R-429E0"})
    EXPECT_EQ(role_of(segment("x", kTissueSrt, {srt, "SRT", ""}), {}), SegmentRole::kLesion) << srt;
  EXPECT_EQ(role_of(segment("x", kTissue, {"C113842", "NCIt", "Enhancing Lesion"}), {}),
            SegmentRole::kLesion);
}

TEST(Roles, AnAlterationThatIsNoTumourIsNoLesion) {
  for (const char* sct : {"79654002", "55584005", "75753009", "50960005", "23583003", "44132006", "367643001",
                          "6574001", "17621005"})
    EXPECT_EQ(role_of(segment("lesion", kAltered, {sct, "SCT", ""}), {}), SegmentRole::kOther) << sct;
  EXPECT_EQ(role_of(segment("x", {"M-01000", "SRT", ""}, {"M-36300", "SRT", "Edema"}), {}),
            SegmentRole::kOther);
  EXPECT_EQ(role_of(segment("x", kAltered, {"125040", "DCM", "Background"}), {}), SegmentRole::kOther);
}

TEST(Roles, ADiseaseOfAnOrganIsNoOrganMask) {
  const Code disease{"94381002", "SCT", "Secondary malignant neoplasm of liver"};
  EXPECT_EQ(role_of(segment("x", kTissue, disease), {}), SegmentRole::kLesion);
}

TEST(Roles, LabelsOfManyToolsNameLesions) {
  for (const char* label : {"liver_tumor",
                            "lung_nodule_1",
                            "lung_nodules",
                            "GTVp",
                            "GTVn 2",
                            "GTV-1",
                            "iGTV",
                            "Mets",
                            "met_3",
                            "BrainMet2",
                            "Target lesion 1",
                            "Non-target lesion",
                            "L\xC3\xA4sion 4",
                            "Laesion",
                            "Lebermetastase",
                            "L\xC3\xA9sion h\xC3\xA9patique",
                            "m\xC3\xA9tastase",
                            "Rundherd links",
                            "Melanoma",
                            "NSCLC cancer",
                            "pelvic mass"})
    EXPECT_EQ(role_of(segment(label, kTissue, kTissue), {}), SegmentRole::kLesion) << label;
  for (const char* label :
       {"liver", "liver without tumor", "CTV tumor", "PTV", "peritumoral edema", "tumor margin",
        "Metal artifact", "Masseter", "lymph node", "Segment_1", "Lungs-GTV", ""})
    EXPECT_EQ(role_of(segment(label, kTissue, kTissue), {}), SegmentRole::kOther) << label;
}

TEST(Roles, SayWhatTheyRestOn) {
  const auto evidence = [](Segment judged, const SourceRule& rule) {
    set_role(judged, rule);
    return judged.role_evidence;
  };
  SourceRule rule;
  rule.lesion_labels = {"roi*"};
  EXPECT_EQ(evidence(segment("ROI 1", kAltered, {}), rule), SegmentEvidence::kSourceRule);
  EXPECT_EQ(evidence(segment("x", kAltered, {}), rule), SegmentEvidence::kCategoryCode);
  EXPECT_EQ(evidence(segment("x", kStructure, {}), rule), SegmentEvidence::kCategoryCode);
  EXPECT_EQ(evidence(segment("x", kTissue, kLiver), rule), SegmentEvidence::kTypeCode);
  EXPECT_EQ(evidence(segment("lesion", kTissue, kTissue), rule), SegmentEvidence::kLabel);
  EXPECT_EQ(evidence(segment("x", kTissue, kTissue), rule), SegmentEvidence::kNone);
}

TEST(Sites, SayWhatTheyRestOn) {
  SegmentSite site;
  site.region = kLiver;
  Segment lesion = segment("lung lesion", kAltered, kLung);
  lesion.role = SegmentRole::kLesion;
  set_site(lesion, site, {});
  EXPECT_EQ(lesion.organ_evidence, SegmentEvidence::kRegionCode);
  set_site(lesion, {}, {});
  EXPECT_EQ(lesion.organ_evidence, SegmentEvidence::kTypeCode);
  lesion.type = {};
  set_site(lesion, {}, {});
  EXPECT_EQ(lesion.organ_evidence, SegmentEvidence::kLabel);
  SourceRule rule;
  rule.organ_by_label = {{"lung*", "pleura"}};
  set_site(lesion, {}, rule);
  EXPECT_EQ(lesion.organ_evidence, SegmentEvidence::kSourceRule);
}

TEST(Roles, SourceRulesComeFirst) {
  SourceRule rule;
  rule.lesion_labels = {"roi*"};
  rule.organ_labels = {"*background liver*"};
  rule.ignore_labels = {"couch"};
  EXPECT_EQ(role_of(segment("ROI 1", kStructure, kLiver), rule), SegmentRole::kLesion);
  EXPECT_EQ(role_of(segment("background liver", kAltered, {}), rule), SegmentRole::kOrgan);
  EXPECT_TRUE(is_ignored("Couch", rule));
  EXPECT_FALSE(is_ignored("Couch 2", rule));
}

TEST(Sites, ComeFromRegionTypeRuleOrLabel) {
  SegmentSite site;
  site.region = kLiver;
  site.region_modifier = kLeft;
  Segment lesion = segment("Lung nodule", kAltered, kLung);
  lesion.role = SegmentRole::kLesion;
  set_site(lesion, site, {});
  EXPECT_EQ(lesion.organ, "liver");
  EXPECT_EQ(lesion.laterality, "left");
  lesion.organ.clear();
  site.region = {};
  set_site(lesion, site, {});
  EXPECT_EQ(lesion.organ, "lung");
  lesion.organ.clear();
  lesion.type = {};
  SourceRule rule;
  rule.organ_by_label = {{"*", "bone"}, {"lung*", "pleura"}};
  set_site(lesion, site, rule);
  EXPECT_EQ(lesion.organ, "pleura");
  lesion.organ.clear();
  set_site(lesion, site, {});
  EXPECT_EQ(lesion.organ, "lung");
}

TEST(Sites, AnOrganMaskIsWhatItsTypeSays) {
  SegmentSite site;
  site.region = kLung;
  site.frame_laterality = "right";
  Segment organ = segment("x", kStructure, kLiver);
  organ.role = SegmentRole::kOrgan;
  set_site(organ, site, {});
  EXPECT_EQ(organ.organ, "liver");
  EXPECT_EQ(organ.laterality, "right");
}

}  // namespace
}  // namespace oligard::load
