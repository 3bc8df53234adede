#include "receive/receive_metrics.h"

namespace oligard::receive {
namespace {

metrics::Value& associations(metrics::Registry& registry, const char* outcome) {
  return registry.counter("oligard_associations_total",
                          "Associations that were asked for, by what became of them", {{"outcome", outcome}});
}

metrics::Value& objects(metrics::Registry& registry, const char* outcome) {
  return registry.counter("oligard_objects_received_total",
                          "Objects received by C-STORE, by what became of them", {{"outcome", outcome}});
}

}  // namespace

ReceiveMetrics::ReceiveMetrics(metrics::Registry& registry)
    : associations_accepted(associations(registry, "accepted")),
      associations_rejected(associations(registry, "rejected")),
      associations_aborted(associations(registry, "aborted")),
      associations_open(registry.gauge("oligard_associations_open", "Associations that are open now")),
      connections_dropped(registry.counter("oligard_connections_dropped_total",
                                           "Connections closed before they asked for an association")),
      objects_stored(objects(registry, "stored")),
      objects_duplicate(objects(registry, "duplicate")),
      objects_conflict(objects(registry, "conflict")),
      objects_own_result(objects(registry, "own_result")),
      objects_refused(objects(registry, "refused")),
      bytes_received(registry.counter("oligard_received_bytes_total", "Bytes of data sets received")),
      echoes(registry.counter("oligard_echoes_total", "C-ECHO requests answered")),
      store_seconds(registry.histogram("oligard_store_seconds",
                                       "Time from the last byte of an object until it is durable")) {}

}  // namespace oligard::receive
