// What a listener and its sessions count and time.
#pragma once

#include "oligard/base/metrics.h"

namespace oligard::receive {

/// Metrics of a registry, which must outlive it. Any thread.
struct ReceiveMetrics {
  explicit ReceiveMetrics(metrics::Registry& registry);

  metrics::Value& associations_accepted;
  metrics::Value& associations_rejected;
  metrics::Value& associations_aborted;  ///< ended otherwise than by release
  metrics::Value& associations_open;
  metrics::Value& connections_dropped;  ///< closed before they asked for an association
  metrics::Value& objects_stored;
  metrics::Value& objects_duplicate;
  metrics::Value& objects_conflict;
  metrics::Value& objects_own_result;
  metrics::Value& objects_refused;  ///< answered with a failure status
  metrics::Value& bytes_received;   ///< of data sets, refused ones included
  metrics::Value& echoes;
  metrics::Histogram& store_seconds;  ///< from the last byte to the answer
};

}  // namespace oligard::receive
