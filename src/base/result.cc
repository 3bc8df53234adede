#include "oligard/base/result.h"

namespace oligard {

Consequence consequence_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kInvalidInput:
    case ErrorKind::kUnsupported:
      return Consequence::kRefuse;
    case ErrorKind::kConflict:
      return Consequence::kKeepAside;
    case ErrorKind::kUnavailable:
    case ErrorKind::kResource:
      return Consequence::kRetryLater;
    case ErrorKind::kNotFound:
    case ErrorKind::kRejected:
      return Consequence::kPark;
    case ErrorKind::kCorrupt:
      return Consequence::kStop;
    case ErrorKind::kInternal:
      return Consequence::kFailAttempt;
  }
  return Consequence::kFailAttempt;
}

std::string_view name_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kInvalidInput:
      return "invalid_input";
    case ErrorKind::kUnsupported:
      return "unsupported";
    case ErrorKind::kNotFound:
      return "not_found";
    case ErrorKind::kConflict:
      return "conflict";
    case ErrorKind::kUnavailable:
      return "unavailable";
    case ErrorKind::kRejected:
      return "rejected";
    case ErrorKind::kResource:
      return "resource";
    case ErrorKind::kCorrupt:
      return "corrupt";
    case ErrorKind::kInternal:
      return "internal";
  }
  return "internal";
}

}  // namespace oligard
