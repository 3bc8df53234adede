#include "oligard/store/events.h"

#include "store/rows.h"

namespace oligard::store {
namespace {

std::pair<std::string, std::string> texts_of(const InstanceConflict& event) {
  return {event.sop_instance_uid, "kept aside as " + event.digest + ".dcm, from " + event.calling_ae};
}

std::pair<std::string, std::string> texts_of(const ObjectQuarantined& event) {
  return {event.sop_instance_uid, event.reason};
}

std::pair<std::string, std::string> texts_of(const ObjectNotSent& event) {
  return {event.patient_key + " " + event.timepoint_date,
          event.object + ": " + event.error.code + ": " + event.error.reason};
}

std::pair<std::string, std::string> texts_of(const ResultReviewed& event) {
  return {event.sop_instance_uid, "a reader's report on result " + event.result_uid};
}

}  // namespace

void insert_event(soci::session& sql, UnixTime at, const Event& event) {
  long long seconds = to_seconds(at);
  const std::string kind = std::visit([](const auto& e) { return std::string(e.kKind); }, event);
  const auto [subject, detail] = std::visit([](const auto& e) { return texts_of(e); }, event);
  sql << "INSERT INTO event (happened_at, kind, subject, detail) VALUES (:at, :kind, :subject, :detail)",
      soci::use(seconds, "at"), soci::use(kind, "kind"), soci::use(subject, "subject"),
      soci::use(detail, "detail");
}

Status Events::append_event(const Event& event) {
  return database_.write([&](soci::session& sql) -> Status {
    insert_event(sql, clock_.now(), event);
    return {};
  });
}

Result<std::vector<EventRow>> Events::list_events(int limit) {
  return database_.read([&](soci::session& sql) -> Result<std::vector<EventRow>> {
    EventRow row;
    long long at = 0;
    soci::statement query =
        (sql.prepare << "SELECT happened_at, kind, subject, detail FROM event ORDER BY id DESC LIMIT :limit",
         soci::use(limit, "limit"), soci::into(at), soci::into(row.kind), soci::into(row.subject),
         soci::into(row.detail));
    query.execute();
    std::vector<EventRow> rows;
    while (query.fetch()) {
      row.at = to_time(at);
      rows.push_back(row);
    }
    return rows;
  });
}

}  // namespace oligard::store
