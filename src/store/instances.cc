#include "oligard/store/instances.h"

#include "store/rows.h"

namespace oligard::store {
namespace {

constexpr const char* kColumns =
    "SELECT sop_instance_uid, sop_class_uid, transfer_syntax_uid, study_instance_uid, patient_key, digest, "
    "bytes, "
    "calling_ae, state, code, reason, received_at FROM instance ";

/// Runs kColumns + `condition`, whose parameters are :key (text) and :limit.
Result<std::vector<Instance>> select_instances(soci::session& sql, const std::string& condition,
                                               std::string key, long long limit) {
  Instance row;
  std::string state;
  long long bytes = 0;
  long long received_at = 0;
  soci::statement query =
      (sql.prepare << kColumns + condition, soci::use(key, "key"), soci::use(limit, "limit"),
       soci::into(row.sop_instance_uid), soci::into(row.sop_class_uid), soci::into(row.transfer_syntax_uid),
       soci::into(row.study_instance_uid), soci::into(row.patient_key), soci::into(row.digest),
       soci::into(bytes), soci::into(row.calling_ae), soci::into(state), soci::into(row.code),
       soci::into(row.reason), soci::into(received_at));
  query.execute();
  std::vector<Instance> found;
  while (query.fetch()) {
    const Result<InstanceState> parsed = instance_state_from(state);
    if (!parsed) return fail(parsed);
    row.state = *parsed;
    row.bytes = bytes;
    row.received_at = to_time(received_at);
    found.push_back(row);
  }
  return found;
}

}  // namespace

Result<std::optional<Instance>> Instances::find_instance(const std::string& sop_instance_uid) {
  return database_.read([&](soci::session& sql) -> Result<std::optional<Instance>> {
    auto found = select_instances(sql, "WHERE sop_instance_uid = :key LIMIT :limit", sop_instance_uid, 1);
    if (!found) return fail(found);
    if (found->empty()) return std::nullopt;
    return std::move(found->front());
  });
}

Result<std::vector<Instance>> Instances::instances_of_patient(const std::string& patient_key) {
  return database_.read([&](soci::session& sql) {
    return select_instances(sql,
                            "WHERE patient_key = :key ORDER BY received_at, sop_instance_uid LIMIT :limit",
                            patient_key, std::numeric_limits<long long>::max());
  });
}

Result<std::vector<Instance>> Instances::list_instances(std::optional<InstanceState> state, int limit) {
  return database_.read([&](soci::session& sql) {
    return select_instances(sql,
                            "WHERE (:key = '' OR state = :key) ORDER BY received_at DESC, sop_instance_uid "
                            "LIMIT :limit",
                            state ? to_string(*state) : std::string(), limit);
  });
}

Status Instances::set_instance_state(const std::string& sop_instance_uid, InstanceState state,
                                     const std::string& code, const std::string& reason) {
  return database_.write([&](soci::session& sql) -> Status {
    const std::string name = to_string(state);
    soci::statement update =
        (sql.prepare << "UPDATE instance SET state = :state, code = :code, reason = :reason "
                        "WHERE sop_instance_uid = :uid",
         soci::use(name, "state"), soci::use(code, "code"), soci::use(reason, "reason"),
         soci::use(sop_instance_uid, "uid"));
    update.execute(true);
    if (update.get_affected_rows() == 0) return no_such("instance");
    return {};
  });
}

}  // namespace oligard::store
