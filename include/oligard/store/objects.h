// Storage of object bytes, each object under the SHA-256 of its bytes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "oligard/base/digest.h"
#include "oligard/base/result.h"

namespace oligard::store {

/// A file with an object's bytes, to be read only. Its path is good as long as the copy lives and the object
/// is not removed.
class LocalCopy {
 public:
  explicit LocalCopy(std::filesystem::path path) : path_(std::move(path)) {}
  LocalCopy(LocalCopy&&) = default;
  LocalCopy& operator=(LocalCopy&&) = default;
  LocalCopy(const LocalCopy&) = delete;
  LocalCopy& operator=(const LocalCopy&) = delete;
  ~LocalCopy() = default;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// An object while it is written. Its bytes are gone when it ends, unless put() has taken them in. One thread
/// at a time; it must not outlive its Objects. Errors: STORE_FULL, STORE_UNAVAILABLE.
class NewObject {
 public:
  NewObject() = default;
  virtual ~NewObject() = default;
  NewObject(const NewObject&) = delete;
  NewObject& operator=(const NewObject&) = delete;

  [[nodiscard]] virtual Status append(std::string_view bytes) = 0;
  /// Ends the writing: the bytes are durable, and have a digest. Nothing can be appended any more.
  [[nodiscard]] virtual Status finish() = 0;

  /// SHA-256 of the bytes as 64 lower-case hexadecimal digits; empty before finish().
  [[nodiscard]] const std::string& digest() const { return digest_; }
  [[nodiscard]] std::int64_t bytes() const { return bytes_; }

 protected:
  std::string digest_;
  std::int64_t bytes_ = 0;
};

/// Where an object is put.
enum class Shelf {
  kObjects,    ///< open(), remove() and list() see it
  kConflicts,  ///< kept aside for people
};
struct Put {
  NewObject* object;  ///< finished, of this Objects
  Shelf shelf = Shelf::kObjects;
};

/// Held by the one process that receives.
class Reception {
 public:
  Reception() = default;
  virtual ~Reception() = default;
  Reception(const Reception&) = delete;
  Reception& operator=(const Reception&) = delete;
};

/// Thread-safe; several processes may use one storage. Errors of all calls: STORE_FULL, STORE_UNAVAILABLE.
class Objects {
 public:
  Objects() = default;
  virtual ~Objects() = default;
  Objects(const Objects&) = delete;
  Objects& operator=(const Objects&) = delete;

  [[nodiscard]] virtual Result<std::unique_ptr<NewObject>> create() = 0;
  /// Makes a batch durable under its digests. For each object, whether its shelf did not have these bytes
  /// before. On an error none is there that was not there before.
  [[nodiscard]] virtual Result<std::vector<bool>> put(const std::vector<Put>& batch) = 0;
  /// Undoes a put() of the same batch; the objects can be put again. After a power cut they may be there all
  /// the same.
  virtual void take_back(const std::vector<Put>& batch) = 0;
  /// STORE_NOT_FOUND.
  [[nodiscard]] virtual Result<LocalCopy> open(const std::string& digest) = 0;
  /// Durable when it returns. STORE_NOT_FOUND. Whoever removes an object makes sure that nobody needs it.
  [[nodiscard]] virtual Status remove(const std::string& digest) = 0;
  /// Digests, in order.
  [[nodiscard]] virtual Result<std::vector<std::string>> list() = 0;
  /// Bytes that can still be taken in.
  [[nodiscard]] virtual std::int64_t free_bytes() const = 0;
  /// For the one process that receives, before it does: deletes what an earlier run left unfinished. Errors:
  /// LISTEN_IN_USE (another process receives), LISTEN_FAILED.
  [[nodiscard]] virtual Result<std::unique_ptr<Reception>> begin_reception() = 0;
};

}  // namespace oligard::store
