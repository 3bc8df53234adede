#include <map>

#include <unistd.h>

#include "oligard/base/digest.h"
#include "store/sql_store.h"

namespace oligard::store {
namespace {

namespace fs = std::filesystem;

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
      in_batch.emplace(arrival.sop_instance_uid, Known{arrival.digest, false});
    } else if (known->is_result) {
      decisions.push_back(Admission::kOwnResult);
    } else {
      decisions.push_back(known->digest == arrival.digest ? Admission::kDuplicate : Admission::kConflict);
    }
  }
  return decisions;
}

/// Files a batch has moved out of incoming/; back they go unless the batch is kept.
class MovedFiles {
 public:
  ~MovedFiles() {
    if (kept_) return;
    for (const auto& [from, to] : moved_) {
      ::rename(to.c_str(), from.c_str());
    }
  }
  MovedFiles() = default;
  MovedFiles(const MovedFiles&) = delete;
  MovedFiles& operator=(const MovedFiles&) = delete;

  /// A file of that name has these bytes already: names are digests, and only synced files get one.
  Status move(const fs::path& from, const fs::path& to) {
    if (fs::exists(to)) {
      unsynced_.insert(to.parent_path());
      return {};
    }
    if (Status moved = move_file(from, to, unsynced_); !moved) return moved;
    moved_.emplace_back(from, to);
    return {};
  }
  Status sync() const { return sync_folders(unsynced_); }
  void keep() { kept_ = true; }

 private:
  std::vector<std::pair<fs::path, fs::path>> moved_;
  std::set<fs::path> unsynced_;
  bool kept_ = false;
};

Result<std::vector<Arrival>> prepare(const std::vector<Arrival>& batch) {
  std::vector<Arrival> prepared = batch;
  for (Arrival& arrival : prepared) {
    if (arrival.digest.empty()) {
      const Result<std::string> digest = sha256_hex_of_file(arrival.file);
      if (!digest) return fail(ErrorKind::kNotFound, "STORE_NOT_FOUND", "an arrived file cannot be read");
      arrival.digest = *digest;
    }
    if (arrival.synced) continue;
    if (Status synced = sync_file(arrival.file); !synced) return fail(synced);
    arrival.synced = true;
  }
  return prepared;
}

void insert_index_job(soci::session& sql, const std::string& uid, UnixTime now) {
  long long at = to_seconds(now);
  sql << "INSERT INTO job (kind, job_key, state, attempts, generation, leased_generation, first_waiting_at, "
         "next_at, "
         "lease_until, lease_owner, code, reason) "
         "VALUES ('index', :key, 'due', 0, 0, 0, :first, :next, 0, '', '', '')",
      soci::use(uid, "key"), soci::use(at, "first"), soci::use(at, "next");
}

void insert_arrival(soci::session& sql, const Arrival& arrival, long long bytes, UnixTime now) {
  insert_instance(sql,
                  {.sop_instance_uid = arrival.sop_instance_uid,
                   .sop_class_uid = arrival.sop_class_uid,
                   .transfer_syntax_uid = arrival.transfer_syntax_uid,
                   .study_instance_uid = {},
                   .digest = arrival.digest,
                   .bytes = bytes,
                   .calling_ae = arrival.calling_ae,
                   .state = to_string(InstanceState::kReceived)},
                  now);
  insert_index_job(sql, arrival.sop_instance_uid, now);
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

void insert_event(soci::session& sql, UnixTime at, const std::string& kind, const std::string& subject,
                  const std::string& detail) {
  long long seconds = to_seconds(at);
  sql << "INSERT INTO event (happened_at, kind, subject, detail) VALUES (:at, :kind, :subject, :detail)",
      soci::use(seconds, "at"), soci::use(kind, "kind"), soci::use(subject, "subject"),
      soci::use(detail, "detail");
}

Result<std::vector<Admission>> SqlStore::admit(const std::vector<Arrival>& batch) {
  const Result<std::vector<Arrival>> prepared = prepare(batch);
  if (!prepared) return fail(prepared);
  MovedFiles moved;
  bool commits = false;
  const UnixTime now = clock_.now();
  auto admitted = database_.write([&](soci::session& sql) -> Result<std::vector<Admission>> {
    std::vector<Admission> decisions = decide(sql, *prepared);
    for (std::size_t i = 0; i < decisions.size(); ++i) {
      const Arrival& arrival = (*prepared)[i];
      if (decisions[i] == Admission::kStored) {
        std::error_code error;
        const auto bytes = static_cast<long long>(fs::file_size(arrival.file, error));
        if (Status done = moved.move(arrival.file, files_.object(arrival.digest)); !done) return fail(done);
        insert_arrival(sql, arrival, bytes, now);
      } else if (decisions[i] == Admission::kConflict) {
        const fs::path aside = files_.conflict(arrival.digest);
        if (fs::exists(aside)) continue;
        if (Status done = moved.move(arrival.file, aside); !done) return fail(done);
        insert_event(sql, now, "instance_conflict", arrival.sop_instance_uid,
                     "kept aside as " + aside.filename().string() + ", from " + arrival.calling_ae);
      }
    }
    if (Status synced = moved.sync(); !synced) return fail(synced);
    commits = true;
    return decisions;
  });
  // After a failed COMMIT the rows may be on disk all the same: an object too many does no harm, a missing
  // one would.
  if (admitted || commits) moved.keep();
  if (!admitted) return admitted;
  for (const Arrival& arrival : batch) {
    ::unlink(arrival.file.c_str());
  }
  return admitted;
}

}  // namespace oligard::store
