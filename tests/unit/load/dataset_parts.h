// Parts of data sets that the builders of tests share.
#pragma once

#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcfilefo.h>
#include <dcmtk/dcmdata/dcxfer.h>
#include <gtest/gtest.h>

#include "oligard/dicom/file.h"
#include "oligard/load/loaded_object.h"
#include "support/temporary_file.h"

namespace oligard::load::test::detail {

/// Item `index` of a sequence, made when it is not there.
inline DcmItem& item(DcmItem& parent, const DcmTagKey& tag, long index = 0) {
  DcmItem* found = nullptr;
  if (parent.findOrCreateSequenceItem(tag, found, index).bad()) throw std::runtime_error("no item");
  return *found;
}

inline void put(DcmItem& target, const DcmTagKey& tag, const std::string& value) {
  if (target.putAndInsertString(tag, value.c_str()).bad()) throw std::runtime_error("no value");
}

/// The values of a DS.
inline std::string decimals(const std::vector<double>& values) {
  std::string text;
  for (const double value : values) {
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%s%.9g", text.empty() ? "" : "\\", value);
    text += buffer;
  }
  return text;
}

/// Writes into the temporary folder, under the name of the test.
inline std::filesystem::path write_file(DcmFileFormat& file, E_TransferSyntax transfer_syntax) {
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  std::string name = std::string(test->test_suite_name()) + "." + test->name() + ".dcm";
  for (char& c : name)
    if (c == '/') c = '_';
  const std::filesystem::path path = temporary_file(name);
  const OFCondition saved = file.saveFile(path.c_str(), transfer_syntax);
  EXPECT_TRUE(saved.good()) << saved.text();
  return path;
}

/// Loads a written file and removes it.
[[nodiscard]] inline Result<LoadedObject> load_once(const std::filesystem::path& path,
                                                    const std::vector<SourceRule>& rules,
                                                    const LoadLimits& limits) {
  EXPECT_TRUE(dicom::set_up());
  Result<LoadedObject> object = load_object(path, rules, limits);
  std::filesystem::remove(path);
  return object;
}

}  // namespace oligard::load::test::detail
