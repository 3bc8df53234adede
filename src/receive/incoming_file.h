// An object on its way to disk: our meta header, then the data set bit by bit.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <dcmtk/dcmdata/dcostrma.h>

#include "oligard/base/digest.h"
#include "oligard/base/result.h"
#include "oligard/net/file_descriptor.h"

namespace oligard::receive {

/// What the command set and the presentation context say about an object.
struct ObjectNames {
  std::string sop_class_uid;
  std::string sop_instance_uid;
  std::string transfer_syntax_uid;
};

/// Preamble and File Meta Information (PS3.10 section 7.1) of an object. It depends on nothing else, so that
/// the same data set always makes the same file.
[[nodiscard]] std::string meta_header(const ObjectNames& names);

/// A file that is deleted unless it is finished and kept. Writing never fails visibly: after an error the
/// rest is swallowed, so that the sender's data set is read to its end, and finish() tells. One thread.
class IncomingFile final : public DcmConsumer {
 public:
  /// `out_of_space` is asked now and then while bytes come in. Errors: STORE_FULL, STORE_UNAVAILABLE.
  [[nodiscard]] static Result<std::unique_ptr<IncomingFile>> create(std::filesystem::path path,
                                                                    const ObjectNames& names,
                                                                    std::function<bool()> out_of_space);
  ~IncomingFile() override;
  IncomingFile(const IncomingFile&) = delete;
  IncomingFile& operator=(const IncomingFile&) = delete;

  OFBool good() const override { return OFTrue; }
  OFCondition status() const override { return EC_Normal; }
  OFBool isFlushed() const override { return OFTrue; }
  offile_off_t avail() const override { return 1 << 20; }
  offile_off_t write(const void* bytes, offile_off_t count) override;
  void flush() override {}

  /// Bytes of the data set so far, swallowed ones included.
  [[nodiscard]] std::int64_t data_set_bytes() const { return data_set_bytes_; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// Syncs and closes; the file's digest. Errors: STORE_FULL, STORE_UNAVAILABLE.
  [[nodiscard]] Result<std::string> finish();

 private:
  IncomingFile(std::filesystem::path path, net::FileDescriptor file, std::function<bool()> out_of_space)
      : path_(std::move(path)), file_(std::move(file)), out_of_space_(std::move(out_of_space)) {}

  void append(std::string_view bytes);

  std::filesystem::path path_;
  net::FileDescriptor file_;
  std::function<bool()> out_of_space_;
  Sha256 digest_;
  std::int64_t data_set_bytes_ = 0;
  std::int64_t next_space_check_ = 0;
  std::optional<Error> error_;
};

/// The stream that DCMTK writes a received data set to.
class IncomingStream final : public DcmOutputStream {
 public:
  explicit IncomingStream(IncomingFile& file) : DcmOutputStream(&file) {}
};

}  // namespace oligard::receive
