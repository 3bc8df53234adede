// The one error model: every function that can fail returns Result<T>.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

namespace oligard {

/// What the caller can do about an error. Closed list; the pipeline acts on the kind alone.
enum class ErrorKind {
  kInvalidInput,  ///< the sender's object is wrong: refuse it, with the reason
  kUnsupported,   ///< valid, but not for us: refuse or ignore it, with the reason
  kNotFound,      ///< the named thing does not exist
  kConflict,      ///< contradicts what is stored: keep it aside, report it
  kUnavailable,   ///< a peer or resource is away for now: try again later
  kRejected,      ///< a peer refused for good: park it
  kResource,      ///< disk, memory or a configured limit: stop taking more
  kCorrupt,       ///< our own store is damaged: stop
  kInternal,      ///< our bug: fail the attempt, keep the input
};

/// An error as a value. `code` is stable and listed in docs/operations.md; `reason` is a sentence for people
/// that names no patient.
struct Error {
  ErrorKind kind;
  std::string code;
  std::string reason;
};

template <class T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

/// The unexpected value to return: `return fail(ErrorKind::kInvalidInput, "SEG_NO_GEOMETRY", "…");`
[[nodiscard]] inline tl::unexpected<Error> fail(ErrorKind kind, std::string_view code, std::string reason) {
  return tl::unexpected<Error>(Error{kind, std::string(code), std::move(reason)});
}

/// Passes the error of another result on.
template <class T>
[[nodiscard]] tl::unexpected<Error> fail(const Result<T>& failed) {
  return tl::unexpected<Error>(failed.error());
}

/// Lower-case name of a kind, e.g. "invalid_input".
[[nodiscard]] std::string_view name_of(ErrorKind kind);

}  // namespace oligard
