// Every input that once broke a reader (tests/fuzz/cases) still ends in a value or in a refusal with a code.
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "oligard/dicom/file.h"
#include "oligard/load/components.h"
#include "oligard/load/loaded_object.h"
#include "support/source_dir.h"

namespace oligard::load {
namespace {

std::vector<std::string> cases() {
  const std::filesystem::path root = source_dir() / "tests/fuzz/cases";
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root))
    if (entry.is_regular_file() && entry.path().extension() == ".dcm")
      found.push_back(entry.path().lexically_relative(root).string());
  std::sort(found.begin(), found.end());
  return found;
}

TEST(FuzzCases, AreThere) {
  EXPECT_FALSE(cases().empty());
}

class FuzzCase : public testing::TestWithParam<std::string> {};

TEST_P(FuzzCase, EndsInAValueOrACodedRefusal) {
  ASSERT_TRUE(dicom::set_up());
  const std::filesystem::path path = source_dir() / "tests/fuzz/cases" / GetParam();
  const Result<LoadedObject> object = load_object(path);
  if (!object) {
    EXPECT_FALSE(object.error().code.empty());
    EXPECT_FALSE(object.error().reason.empty());
    EXPECT_NE(object.error().kind, ErrorKind::kInternal) << object.error().code;
  } else if (const auto* segmentation = std::get_if<Segmentation>(&*object)) {
    for (const Segment& segment : segmentation->segments)
      EXPECT_LE(connected_components(segment.mask).size(), segment.mask.runs.size());
  }
}

INSTANTIATE_TEST_SUITE_P(All, FuzzCase, testing::ValuesIn(cases()), [](const auto& instance) {
  std::string name = instance.param;
  for (char& c : name)
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  return name;
});

}  // namespace
}  // namespace oligard::load
