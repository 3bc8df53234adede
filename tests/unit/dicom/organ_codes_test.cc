// Organs whose codes stand in DCMTK's code headers: value and meaning agree.
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmsr/codes/sct.h>
#include <dcmtk/dcmsr/codes/srt.h>
#include <gtest/gtest.h>

#include "oligard/base/text.h"
#include "oligard/terms/organs.h"

namespace oligard::dicom {
namespace {

TEST(OrganCodes, AgreeWithThoseOfDcmtk) {
  const std::pair<DSRBasicCodedEntry, DSRBasicCodedEntry> expected[] = {
      {CODE_SCT_Liver, CODE_SRT_Liver}, {CODE_SCT_LymphNode, CODE_SRT_LymphNode}};
  for (const auto& [sct, srt] : expected) {
    const terms::Organ* organ = terms::organ_by_code(sct.CodeValue.c_str());
    ASSERT_NE(organ, nullptr) << sct.CodeValue;
    EXPECT_EQ(organ, terms::organ_by_code(srt.CodeValue.c_str()));
    EXPECT_EQ(lower_case(organ->meaning), lower_case(std::string(sct.CodeMeaning.c_str())));
  }
}

TEST(OrganCodes, OfPartsAgreeWithThoseOfDcmtk) {
  for (const terms::OrganPart& part : terms::organ_parts()) {
    if (part.sct == CODE_SCT_Cerebellum.CodeValue.c_str()) {
      EXPECT_EQ(part.meaning, CODE_SCT_Cerebellum.CodeMeaning.c_str());
    }
  }
  const terms::Organ* brain = terms::organ_by_code(CODE_SCT_Cerebellum.CodeValue.c_str());
  ASSERT_NE(brain, nullptr);
  EXPECT_EQ(brain->name, "brain");
}

}  // namespace
}  // namespace oligard::dicom
