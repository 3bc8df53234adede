// An object on its way to disk: our meta header, then the data set bit by bit.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <dcmtk/dcmdata/dcostrma.h>

#include "oligard/base/result.h"
#include "oligard/store/objects.h"

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

/// Writes a new object of the store as a DICOM file. Writing never fails visibly: after an error the
/// rest is swallowed, so that the sender's data set is read to its end, and finish() tells. One thread.
class IncomingFile final : public DcmConsumer {
 public:
  /// `out_of_space` is asked now and then while bytes come in. Errors: STORE_FULL, STORE_UNAVAILABLE.
  [[nodiscard]] static Result<std::unique_ptr<IncomingFile>> create(store::Objects& objects,
                                                                    const ObjectNames& names,
                                                                    std::function<bool()> out_of_space);

  OFBool good() const override { return OFTrue; }
  OFCondition status() const override { return EC_Normal; }
  OFBool isFlushed() const override { return OFTrue; }
  offile_off_t avail() const override { return 1 << 20; }
  offile_off_t write(const void* bytes, offile_off_t count) override;
  void flush() override {}

  /// Bytes of the data set so far, swallowed ones included.
  [[nodiscard]] std::int64_t data_set_bytes() const { return data_set_bytes_; }

  /// The object, its bytes durable. Errors: STORE_FULL, STORE_UNAVAILABLE.
  [[nodiscard]] Result<std::shared_ptr<store::NewObject>> finish();

 private:
  IncomingFile(std::unique_ptr<store::NewObject> object, std::function<bool()> out_of_space)
      : object_(std::move(object)), out_of_space_(std::move(out_of_space)) {}

  void append(std::string_view bytes);

  std::shared_ptr<store::NewObject> object_;
  std::function<bool()> out_of_space_;
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
