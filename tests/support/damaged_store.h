// A store whose database is overwritten while it is open.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

namespace oligard {

/// Overwrites the database of a data folder, its log and the log's index with bytes that mean nothing.
inline void damage_store(const std::filesystem::path& data_dir) {
  for (const char* ending : {"", "-wal", "-shm"}) {
    const std::filesystem::path path = data_dir / (std::string("oligard.db") + ending);
    ASSERT_TRUE(std::filesystem::exists(path)) << path;
    const auto size = std::filesystem::file_size(path);
    std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
    for (std::size_t i = 0; i < size; ++i)
      file.put('\x5A');
    ASSERT_TRUE(file.flush());
  }
}

}  // namespace oligard
