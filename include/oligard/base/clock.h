// Time behind an interface, so that tests decide what time it is.
#pragma once

#include <chrono>
#include <string>

namespace oligard {

/// UTC seconds since the epoch, as stored in the database.
using UnixTime = std::chrono::sys_seconds;

/// Where the time comes from. Implementations are safe to call from any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual UnixTime now() const = 0;
};

/// The system's clock.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] UnixTime now() const override;
};

/// "2026-01-31T12:00:00Z"
[[nodiscard]] std::string to_iso(UnixTime time);

}  // namespace oligard
