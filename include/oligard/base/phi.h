// Protected health information, by type: it cannot be formatted, streamed or logged by accident.
#pragma once

#include <utility>

namespace oligard {

/// A value that names or describes a patient. `reveal()` is for writing it into a DICOM object, a database or
/// a result file; what it returns must not reach a log, a metric, an error reason or a process title.
template <class T>
class Phi {
 public:
  Phi() = default;
  explicit Phi(T value) : value_(std::move(value)) {}

  [[nodiscard]] const T& reveal() const { return value_; }

  friend bool operator==(const Phi&, const Phi&) = default;
  friend auto operator<=>(const Phi&, const Phi&) = default;

 private:
  T value_{};
};

}  // namespace oligard
