#include <map>

#include "oligard/store/instances.h"
#include "store/rows.h"

namespace oligard::store {
namespace {

/// What the database knows about a UID.
struct Known {
  std::string digest;
  bool is_result = false;
};
using KnownByUid = std::map<std::string, Known>;

std::optional<Known> find_known(soci::session& sql, const std::string& uid) {
  Known known;
  std::string state;
  sql << "SELECT digest, state FROM instance WHERE sop_instance_uid = :uid", soci::use(uid),
      soci::into(known.digest), soci::into(state);
  if (!sql.got_data()) return std::nullopt;
  known.is_result = state == to_string(InstanceState::kResult);
  return known;
}

/// Decides in order, so that of two arrivals with one UID in a batch the first wins.
std::vector<Admission> decide(soci::session& sql, const std::vector<Arrival>& batch) {
  std::vector<Admission> decisions;
  KnownByUid in_batch;
  for (const Arrival& arrival : batch) {
    const auto earlier = in_batch.find(arrival.sop_instance_uid);
    const std::optional<Known> known =
        earlier != in_batch.end() ? earlier->second : find_known(sql, arrival.sop_instance_uid);
    if (!known) {
      decisions.push_back(Admission::kStored);
      in_batch.emplace(arrival.sop_instance_uid, Known{arrival.object->digest(), false});
    } else if (known->is_result) {
      decisions.push_back(Admission::kOwnResult);
    } else {
      decisions.push_back(known->digest == arrival.object->digest() ? Admission::kDuplicate
                                                                    : Admission::kConflict);
    }
  }
  return decisions;
}

/// The objects whose bytes are kept, in order.
std::vector<Put> puts_of(const std::vector<Arrival>& batch, const std::vector<Admission>& decisions) {
  std::vector<Put> puts;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (decisions[i] == Admission::kStored) puts.push_back({batch[i].object.get(), Shelf::kObjects});
    if (decisions[i] == Admission::kConflict) puts.push_back({batch[i].object.get(), Shelf::kConflicts});
  }
  return puts;
}

void insert_index_job(soci::session& sql, const std::string& uid, UnixTime now) {
  long long at = to_seconds(now);
  sql << "INSERT INTO job (kind, job_key, state, attempts, generation, leased_generation, first_waiting_at, "
         "next_at, "
         "lease_until, lease_owner, code, reason) "
         "VALUES ('index', :key, 'due', 0, 0, 0, :first, :next, 0, '', '', '')",
      soci::use(uid, "key"), soci::use(at, "first"), soci::use(at, "next");
}

void insert_arrival(soci::session& sql, const Arrival& arrival, UnixTime now) {
  insert_instance(sql,
                  {.sop_instance_uid = arrival.sop_instance_uid,
                   .sop_class_uid = arrival.sop_class_uid,
                   .transfer_syntax_uid = arrival.transfer_syntax_uid,
                   .study_instance_uid = {},
                   .digest = arrival.object->digest(),
                   .bytes = arrival.object->bytes(),
                   .calling_ae = arrival.calling_ae,
                   .state = to_string(InstanceState::kReceived)},
                  now);
  insert_index_job(sql, arrival.sop_instance_uid, now);
}

/// `is_new` has one value for each object that is kept, in order.
void insert_rows(soci::session& sql, const std::vector<Arrival>& batch,
                 const std::vector<Admission>& decisions, const std::vector<bool>& is_new, UnixTime now) {
  auto next = is_new.begin();
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const Arrival& arrival = batch[i];
    if (decisions[i] == Admission::kStored) {
      ++next;
      insert_arrival(sql, arrival, now);
    } else if (decisions[i] == Admission::kConflict && *next++) {
      insert_event(sql, now,
                   InstanceConflict{arrival.sop_instance_uid, arrival.object->digest(), arrival.calling_ae});
    }
  }
}

}  // namespace

void insert_instance(soci::session& sql, const InstanceRow& row, UnixTime received_at) {
  long long at = to_seconds(received_at);
  sql << "INSERT INTO instance (sop_instance_uid, sop_class_uid, transfer_syntax_uid, study_instance_uid, "
         "series_instance_uid, modality, patient_key, digest, bytes, calling_ae, state, code, reason, "
         "received_at) "
         "VALUES (:uid, :class, :syntax, :study, '', '', '', :digest, :bytes, :ae, :state, '', '', :at)",
      soci::use(row.sop_instance_uid, "uid"), soci::use(row.sop_class_uid, "class"),
      soci::use(row.transfer_syntax_uid, "syntax"), soci::use(row.study_instance_uid, "study"),
      soci::use(row.digest, "digest"), soci::use(row.bytes, "bytes"), soci::use(row.calling_ae, "ae"),
      soci::use(row.state, "state"), soci::use(at, "at");
}

Result<std::vector<Admission>> Instances::admit(const std::vector<Arrival>& batch) {
  const UnixTime now = clock_.now();
  return database_.write([&](soci::session& sql) -> Result<std::vector<Admission>> {
    std::vector<Admission> decisions = decide(sql, batch);
    const std::vector<Put> puts = puts_of(batch, decisions);
    const auto is_new = objects_.put(puts);
    if (!is_new) return fail(is_new);
    // After a failed COMMIT the rows may be on disk all the same: an object too many does no harm, a missing
    // one would. So only what fails before it takes the objects back.
    try {
      insert_rows(sql, batch, decisions, *is_new, now);
    } catch (...) {
      objects_.take_back(puts);
      throw;
    }
    return decisions;
  });
}

}  // namespace oligard::store
