#include "oligard/store/deliveries.h"

#include "store/rows.h"

namespace oligard::store {
namespace {

constexpr const char* kColumns =
    "SELECT id, sop_instance_uid, destination, state, attempts, created_at, next_at, last_status, code, "
    "reason "
    "FROM delivery ";

Result<DeliveryState> delivery_state_from(const std::string& text) {
  for (const DeliveryState state : {DeliveryState::kPending, DeliveryState::kSent, DeliveryState::kParked}) {
    if (to_string(state) == text) return state;
  }
  return fail(ErrorKind::kCorrupt, "STORE_CORRUPT", "the database holds a delivery in an unknown state");
}

/// Runs kColumns + `condition`, whose parameters are :state, :now and :limit.
Result<std::vector<Delivery>> select_deliveries(soci::session& sql, const std::string& condition,
                                                const std::string& wanted, long long now, long long limit) {
  Delivery row;
  std::string state;
  long long id = 0;
  long long created_at = 0;
  long long next_at = 0;
  soci::statement query =
      (sql.prepare << kColumns + condition, soci::use(wanted, "state"), soci::use(now, "now"),
       soci::use(limit, "limit"), soci::into(id), soci::into(row.sop_instance_uid),
       soci::into(row.destination), soci::into(state), soci::into(row.attempts), soci::into(created_at),
       soci::into(next_at), soci::into(row.last_status), soci::into(row.code), soci::into(row.reason));
  query.execute();
  std::vector<Delivery> rows;
  while (query.fetch()) {
    const Result<DeliveryState> parsed = delivery_state_from(state);
    if (!parsed) return fail(parsed);
    row.id = id;
    row.state = *parsed;
    row.created_at = to_time(created_at);
    row.next_at = to_time(next_at);
    rows.push_back(row);
  }
  return rows;
}

}  // namespace

Result<std::vector<Delivery>> Deliveries::due_deliveries(int limit) {
  return database_.read([&](soci::session& sql) {
    return select_deliveries(sql,
                             "WHERE state = :state AND next_at <= :now ORDER BY next_at, id LIMIT :limit",
                             to_string(DeliveryState::kPending), to_seconds(clock_.now()), limit);
  });
}

Result<std::vector<Delivery>> Deliveries::list_deliveries(std::optional<DeliveryState> state, int limit) {
  return database_.read([&](soci::session& sql) {
    return select_deliveries(
        sql, "WHERE (:state = '' OR state = :state) AND id > :now ORDER BY id DESC LIMIT :limit",
        state ? to_string(*state) : std::string(), 0, limit);
  });
}

Status Deliveries::update_delivery(const Delivery& delivery) {
  return database_.write([&](soci::session& sql) -> Status {
    const std::string state = to_string(delivery.state);
    long long id = delivery.id;
    long long next_at = to_seconds(delivery.next_at);
    soci::statement update =
        (sql.prepare << "UPDATE delivery SET state = :state, attempts = :attempts, next_at = :next, "
                        "last_status = :status, code = :code, reason = :reason WHERE id = :id",
         soci::use(state, "state"), soci::use(delivery.attempts, "attempts"), soci::use(next_at, "next"),
         soci::use(delivery.last_status, "status"), soci::use(delivery.code, "code"),
         soci::use(delivery.reason, "reason"), soci::use(id, "id"));
    update.execute(true);
    if (update.get_affected_rows() == 0) return no_such("delivery");
    return {};
  });
}

Status Deliveries::retry_delivery(std::int64_t id) {
  return database_.write([&](soci::session& sql) -> Status {
    long long number = id;
    long long now = to_seconds(clock_.now());
    soci::statement update =
        (sql.prepare
             << "UPDATE delivery SET state = 'pending', attempts = 0, created_at = :now, next_at = :now, "
                "code = '', reason = '' WHERE id = :id",
         soci::use(now, "now"), soci::use(number, "id"));
    update.execute(true);
    if (update.get_affected_rows() == 0) return no_such("delivery");
    return {};
  });
}

}  // namespace oligard::store
