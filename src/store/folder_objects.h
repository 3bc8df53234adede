// Objects as files of a data folder: objects/ab/ab12….dcm, conflicts/, and incoming/ while they are written.
#pragma once

#include "oligard/store/objects.h"
#include "store/file_system.h"

namespace oligard::store {

/// All three folders are on one file system.
class FolderObjects final : public Objects {
 public:
  /// Makes the folders, the 256 of objects/ included, and syncs them. `files` must outlive the storage.
  [[nodiscard]] static Result<std::unique_ptr<Objects>> make(const std::filesystem::path& data_dir,
                                                             FileSystem& files = local_file_system());

  [[nodiscard]] Result<std::unique_ptr<NewObject>> create() override;
  [[nodiscard]] Result<std::vector<bool>> put(const std::vector<Put>& batch) override;
  void take_back(const std::vector<Put>& batch) override;
  /// The object's file itself.
  [[nodiscard]] Result<LocalCopy> open(const std::string& digest) override;
  [[nodiscard]] Status remove(const std::string& digest) override;
  [[nodiscard]] Result<std::vector<std::string>> list() override;
  [[nodiscard]] std::int64_t free_bytes() const override;
  [[nodiscard]] Result<std::unique_ptr<Reception>> begin_reception() override;

 private:
  FolderObjects(std::filesystem::path data_dir, FileSystem& files)
      : data_dir_(std::move(data_dir)), files_(files) {}

  [[nodiscard]] Status create_folders() const;
  [[nodiscard]] Status clean_incoming() const;
  [[nodiscard]] std::filesystem::path file_of(const std::string& digest, Shelf shelf) const;
  [[nodiscard]] Result<std::vector<bool>> move_into_place(const std::vector<Put>& batch);

  std::filesystem::path data_dir_;
  FileSystem& files_;
};

}  // namespace oligard::store
