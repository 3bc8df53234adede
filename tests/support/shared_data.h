// Test data beside the repository, in ../shared/data: other people's objects and the rule book's worked
// cases.
#pragma once

#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "support/source_dir.h"

namespace oligard {

[[nodiscard]] inline std::filesystem::path shared_data(const std::string& name = {}) {
  return source_dir() / "../shared/data" / name;
}

}  // namespace oligard

/// Skips the test when the folder as a whole is not there; a single file that is missing fails it.
#define OLIGARD_NEED_SHARED_DATA()                      \
  if (!std::filesystem::exists(oligard::shared_data())) \
  GTEST_SKIP() << "../shared/data is not beside the repository"
