#include "oligard/store/results.h"
#include "store/rows.h"

namespace oligard::store {
namespace {

bool is_result(soci::session& sql, const std::string& uid) {
  std::string state;
  sql << "SELECT state FROM instance WHERE sop_instance_uid = :uid", soci::use(uid, "uid"), soci::into(state);
  return sql.got_data() && state == to_string(InstanceState::kResult);
}

bool is_known(soci::session& sql, const std::string& copy, const std::string& result) {
  long long found = 0;
  sql << "SELECT COUNT(*) FROM correction WHERE sop_instance_uid = :copy AND result_uid = :result",
      soci::use(copy, "copy"), soci::use(result, "result"), soci::into(found);
  return found > 0;
}

}  // namespace

Status Results::record_correction(const std::string& sop_instance_uid,
                                  const std::vector<std::string>& result_uids) {
  return database_.write([&](soci::session& sql) -> Status {
    const UnixTime now = clock_.now();
    long long at = to_seconds(now);
    for (const std::string& result : result_uids) {
      if (!is_result(sql, result) || is_known(sql, sop_instance_uid, result)) continue;
      sql << "INSERT INTO correction (sop_instance_uid, result_uid, linked_at) VALUES (:copy, :result, :at)",
          soci::use(sop_instance_uid, "copy"), soci::use(result, "result"), soci::use(at, "at");
      insert_event(sql, now, ResultReviewed{sop_instance_uid, result});
    }
    return {};
  });
}

Result<std::vector<std::string>> Results::corrections_of(const std::string& result_uid) {
  return database_.read([&](soci::session& sql) -> Result<std::vector<std::string>> {
    std::string row;
    soci::statement query =
        (sql.prepare << "SELECT sop_instance_uid FROM correction WHERE result_uid = :result "
                        "ORDER BY linked_at, sop_instance_uid",
         soci::use(result_uid, "result"), soci::into(row));
    query.execute();
    std::vector<std::string> found;
    while (query.fetch())
      found.push_back(row);
    return found;
  });
}

}  // namespace oligard::store
