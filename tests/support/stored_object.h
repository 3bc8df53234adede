// Bytes that go into a store, and come out of it.
#pragma once

#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "oligard/store/store.h"

namespace oligard {

/// Finished, not admitted.
inline std::shared_ptr<store::NewObject> new_object(store::Store& store, const std::string& bytes) {
  auto object = store.objects().create();
  EXPECT_TRUE(object) << object.error().reason;
  EXPECT_TRUE((*object)->append(bytes));
  EXPECT_TRUE((*object)->finish());
  return std::move(*object);
}

/// Empty when the object is not there.
inline std::string stored_bytes(store::Store& store, const std::string& digest) {
  const auto copy = store.objects().open(digest);
  if (!copy) return "";
  std::ifstream file(copy->path(), std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace oligard
