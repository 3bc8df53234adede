// Names of files that tests write: ctest runs several processes at once.
#pragma once

#include <filesystem>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

namespace oligard {

/// A path in the temporary folder that no other process uses. The test removes the file.
[[nodiscard]] inline std::filesystem::path temporary_file(const std::string& name) {
  return std::filesystem::path(testing::TempDir()) / ("oligard-" + std::to_string(getpid()) + "-" + name);
}

}  // namespace oligard
