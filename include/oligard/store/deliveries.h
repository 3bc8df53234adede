// Results on their way to destinations.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "oligard/base/clock.h"
#include "oligard/base/result.h"

namespace oligard::store {

class Database;

enum class DeliveryState { kPending, kSent, kParked };
[[nodiscard]] std::string to_string(DeliveryState state);

/// One object to one destination.
struct Delivery {
  std::int64_t id = 0;
  std::string sop_instance_uid;
  std::string destination;
  DeliveryState state = DeliveryState::kPending;
  int attempts = 0;
  UnixTime created_at;  ///< or when it was retried by hand: the retry budget counts from here
  UnixTime next_at;
  std::string last_status;  ///< DIMSE status as "0x0000", or empty
  std::string code;
  std::string reason;
};

/// Thread-safe; every call is one transaction; errors as Store's.
class Deliveries {
 public:
  Deliveries(Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  [[nodiscard]] Result<std::vector<Delivery>> due_deliveries(int limit);
  Status update_delivery(const Delivery& delivery);
  [[nodiscard]] Result<std::vector<Delivery>> list_deliveries(std::optional<DeliveryState> state, int limit);
  /// Makes a delivery pending and due now, with no attempts counted and a new budget.
  Status retry_delivery(std::int64_t id);

 private:
  Database& database_;
  const Clock& clock_;
};

}  // namespace oligard::store
