// The one error model: every function that can fail returns Result<T>.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

namespace oligard {

/// What went wrong. Closed list; what is done about it hangs on the kind alone, by consequence_of.
enum class ErrorKind {
  kInvalidInput,  ///< the sender's object is wrong
  kUnsupported,   ///< valid, but not for us
  kNotFound,      ///< the named thing does not exist
  kConflict,      ///< contradicts what is stored
  kUnavailable,   ///< a peer or resource is away for now
  kRejected,      ///< a peer refused for good
  kResource,      ///< disk, memory or a configured limit
  kCorrupt,       ///< our own store is damaged
  kInternal,      ///< our bug
};

/// What worker, sender and listener do about an error.
enum class Consequence {
  kRefuse,       ///< the object stays out, with code and reason; the same again would fail again
  kKeepAside,    ///< what came first stays; the other is kept and reported
  kRetryLater,   ///< it may pass by itself: the sender keeps its copy, a job or delivery is due again
  kPark,         ///< it waits until somebody asks for another attempt
  kFailAttempt,  ///< the input stays, and another attempt may be made
  kStop,         ///< the service ends: nothing that it does would be safe
};
[[nodiscard]] Consequence consequence_of(ErrorKind kind);

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
