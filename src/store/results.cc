#include "oligard/store/results.h"

#include "store/rows.h"

namespace oligard::store {
namespace {

constexpr const char* kExplicitLittleEndian = "1.2.840.10008.1.2.1";

using StoredObjects = std::vector<std::unique_ptr<NewObject>>;

struct LatestAssessment {
  long long id = 0;
  std::string result_key;
};

std::optional<std::string> state_of(soci::session& sql, const std::string& uid) {
  std::string state;
  sql << "SELECT state FROM instance WHERE sop_instance_uid = :uid", soci::use(uid, "uid"), soci::into(state);
  if (!sql.got_data()) return std::nullopt;
  return state;
}

std::optional<LatestAssessment> find_latest(soci::session& sql, const std::string& patient_key,
                                            const std::string& date) {
  LatestAssessment latest;
  sql << "SELECT id, result_key FROM assessment WHERE patient_key = :key AND timepoint_date = :date "
         "ORDER BY id DESC LIMIT 1",
      soci::use(patient_key, "key"), soci::use(date, "date"), soci::into(latest.id),
      soci::into(latest.result_key);
  if (!sql.got_data()) return std::nullopt;
  return latest;
}

/// A result that came back before it was recorded (the database was lost) becomes ours again, with our bytes.
void claim_instance(soci::session& sql, const ResultObject& object, const NewObject& stored) {
  long long bytes = stored.bytes();
  sql << "UPDATE instance SET state = 'result', code = '', reason = '', study_instance_uid = :study, "
         "digest = :digest, bytes = :bytes WHERE sop_instance_uid = :uid",
      soci::use(object.study_instance_uid, "study"), soci::use(stored.digest(), "digest"),
      soci::use(bytes, "bytes"), soci::use(object.sop_instance_uid, "uid");
}

void insert_deliveries(soci::session& sql, const std::string& uid,
                       const std::vector<std::string>& destinations, UnixTime now) {
  long long at = to_seconds(now);
  for (const std::string& destination : destinations) {
    sql << "INSERT INTO delivery (sop_instance_uid, destination, state, attempts, created_at, next_at, "
           "last_status, "
           "code, reason) VALUES (:uid, :destination, 'pending', 0, :at, :at, '', '', '') "
           "ON CONFLICT (sop_instance_uid, destination) DO NOTHING",
        soci::use(uid, "uid"), soci::use(destination, "destination"), soci::use(at, "at");
  }
}

void record_object(soci::session& sql, const AssessmentRecord& record, const ResultObject& object,
                   const NewObject& stored, const std::vector<std::string>& destinations, UnixTime now) {
  const std::optional<std::string> state = state_of(sql, object.sop_instance_uid);
  if (state == to_string(InstanceState::kResult)) return;
  if (state) {
    claim_instance(sql, object, stored);
  } else {
    insert_instance(sql,
                    {.sop_instance_uid = object.sop_instance_uid,
                     .sop_class_uid = object.sop_class_uid,
                     .transfer_syntax_uid = kExplicitLittleEndian,
                     .study_instance_uid = object.study_instance_uid,
                     .digest = stored.digest(),
                     .bytes = stored.bytes(),
                     .calling_ae = {},
                     .state = to_string(InstanceState::kResult)},
                    now);
  }
  sql << "UPDATE instance SET patient_key = :key WHERE sop_instance_uid = :uid",
      soci::use(record.patient_key, "key"), soci::use(object.sop_instance_uid, "uid");
  insert_deliveries(sql, object.sop_instance_uid, destinations, now);
}

long long insert_assessment(soci::session& sql, const AssessmentRecord& record, UnixTime now) {
  long long at = to_seconds(now);
  sql << "INSERT INTO assessment (patient_key, study_instance_uid, timepoint_date, result_key, category, "
         "json, "
         "created_at) VALUES (:key, :study, :date, :result, :category, :json, :at)",
      soci::use(record.patient_key, "key"), soci::use(record.study_instance_uid, "study"),
      soci::use(record.timepoint_date, "date"), soci::use(record.result_key, "result"),
      soci::use(record.category, "category"), soci::use(record.json, "json"), soci::use(at, "at");
  return dialect::last_identity(sql);
}

void insert_objects(soci::session& sql, long long assessment, const std::vector<ResultObject>& objects) {
  for (std::size_t i = 0; i < objects.size(); ++i) {
    auto position = static_cast<long long>(i);
    sql << "INSERT INTO assessment_object (assessment_id, position, sop_instance_uid) VALUES (:id, "
           ":position, :uid)",
        soci::use(assessment, "id"), soci::use(position, "position"),
        soci::use(objects[i].sop_instance_uid, "uid");
  }
}

std::vector<ResultObject> select_objects(soci::session& sql, long long assessment) {
  ResultObject row;
  soci::statement query =
      (sql.prepare
           << "SELECT i.sop_instance_uid, i.sop_class_uid, i.study_instance_uid FROM assessment_object o "
              "JOIN instance i ON i.sop_instance_uid = o.sop_instance_uid "
              "WHERE o.assessment_id = :id ORDER BY o.position",
       soci::use(assessment, "id"), soci::into(row.sop_instance_uid), soci::into(row.sop_class_uid),
       soci::into(row.study_instance_uid));
  query.execute();
  std::vector<ResultObject> objects;
  while (query.fetch()) {
    objects.push_back(row);
  }
  return objects;
}

/// Puts the bytes of all in place, durable.
Result<StoredObjects> store_objects(Objects& objects, const std::vector<ResultObject>& results) {
  StoredObjects stored;
  std::vector<Put> puts;
  for (const ResultObject& result : results) {
    auto object = objects.create();
    if (!object) return fail(object);
    if (Status written = (*object)->append(result.bytes); !written) return fail(written);
    if (Status finished = (*object)->finish(); !finished) return fail(finished);
    puts.push_back({object->get()});
    stored.push_back(std::move(*object));
  }
  if (const auto put = objects.put(puts); !put) return fail(put);
  return stored;
}

}  // namespace

Result<bool> Results::has_result(const std::string& sop_instance_uid) {
  return database_.read([&](soci::session& sql) -> Result<bool> {
    return state_of(sql, sop_instance_uid) == to_string(InstanceState::kResult);
  });
}

Status Results::record_assessment(const AssessmentRecord& record,
                                  const std::vector<std::string>& destinations) {
  const auto stored = store_objects(objects_, record.objects);
  if (!stored) return fail(stored);
  return database_.write([&](soci::session& sql) -> Status {
    const UnixTime now = clock_.now();
    for (std::size_t i = 0; i < record.objects.size(); ++i) {
      record_object(sql, record, record.objects[i], *(*stored)[i], destinations, now);
    }
    const std::optional<LatestAssessment> latest =
        find_latest(sql, record.patient_key, record.timepoint_date);
    if (!latest || latest->result_key != record.result_key) {
      insert_objects(sql, insert_assessment(sql, record, now), record.objects);
    }
    sql << "UPDATE study SET state = 'assessed' WHERE study_instance_uid = :study AND patient_key = :key",
        soci::use(record.study_instance_uid, "study"), soci::use(record.patient_key, "key");
    return {};
  });
}

Result<std::optional<AssessmentRecord>> Results::latest_assessment(const std::string& patient_key,
                                                                   const std::string& timepoint_date) {
  return database_.read([&](soci::session& sql) -> Result<std::optional<AssessmentRecord>> {
    const std::optional<LatestAssessment> latest = find_latest(sql, patient_key, timepoint_date);
    if (!latest) return std::nullopt;
    AssessmentRecord record;
    record.patient_key = patient_key;
    record.timepoint_date = timepoint_date;
    record.result_key = latest->result_key;
    long long id = latest->id;
    sql << "SELECT study_instance_uid, category, json FROM assessment WHERE id = :id", soci::use(id, "id"),
        soci::into(record.study_instance_uid), soci::into(record.category), soci::into(record.json);
    record.objects = select_objects(sql, latest->id);
    return record;
  });
}

}  // namespace oligard::store
