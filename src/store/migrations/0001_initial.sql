-- Times are seconds since the epoch, UTC. Absent text is '', absent time 0. {identity}: see dialect.h.
CREATE TABLE patient (
  patient_key TEXT NOT NULL PRIMARY KEY,
  patient_id TEXT NOT NULL,
  issuer TEXT NOT NULL,
  first_seen_at BIGINT NOT NULL
);

CREATE TABLE study (
  study_instance_uid TEXT NOT NULL,
  patient_key TEXT NOT NULL REFERENCES patient (patient_key),
  first_object_at BIGINT NOT NULL,
  last_object_at BIGINT NOT NULL,
  state TEXT NOT NULL,
  PRIMARY KEY (study_instance_uid, patient_key)
);
CREATE INDEX study_of_patient ON study (patient_key);

CREATE TABLE instance (
  sop_instance_uid TEXT NOT NULL PRIMARY KEY,
  sop_class_uid TEXT NOT NULL,
  transfer_syntax_uid TEXT NOT NULL,
  study_instance_uid TEXT NOT NULL,
  series_instance_uid TEXT NOT NULL,
  modality TEXT NOT NULL,
  patient_key TEXT NOT NULL,
  digest TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  calling_ae TEXT NOT NULL,
  state TEXT NOT NULL,
  code TEXT NOT NULL,
  reason TEXT NOT NULL,
  received_at BIGINT NOT NULL
);
CREATE INDEX instance_of_patient ON instance (patient_key, received_at);
CREATE INDEX instance_of_study ON instance (study_instance_uid);
CREATE INDEX instance_by_state ON instance (state, received_at);

CREATE TABLE job (
  id {identity},
  kind TEXT NOT NULL,
  job_key TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  generation BIGINT NOT NULL,
  leased_generation BIGINT NOT NULL,
  first_waiting_at BIGINT NOT NULL,
  next_at BIGINT NOT NULL,
  lease_until BIGINT NOT NULL,
  lease_owner TEXT NOT NULL,
  code TEXT NOT NULL,
  reason TEXT NOT NULL,
  UNIQUE (kind, job_key)
);
CREATE INDEX job_due ON job (state, next_at, id);

CREATE TABLE assessment (
  id {identity},
  patient_key TEXT NOT NULL,
  study_instance_uid TEXT NOT NULL,
  timepoint_date TEXT NOT NULL,
  result_key TEXT NOT NULL,
  category TEXT NOT NULL,
  json TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX assessment_of_patient ON assessment (patient_key, timepoint_date, id);

CREATE TABLE assessment_object (
  assessment_id BIGINT NOT NULL REFERENCES assessment (id),
  position BIGINT NOT NULL,
  sop_instance_uid TEXT NOT NULL REFERENCES instance (sop_instance_uid),
  PRIMARY KEY (assessment_id, position)
);

CREATE TABLE delivery (
  id {identity},
  sop_instance_uid TEXT NOT NULL REFERENCES instance (sop_instance_uid),
  destination TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  next_at BIGINT NOT NULL,
  last_status TEXT NOT NULL,
  code TEXT NOT NULL,
  reason TEXT NOT NULL,
  UNIQUE (sop_instance_uid, destination)
);
CREATE INDEX delivery_due ON delivery (state, next_at, id);

CREATE TABLE event (
  id {identity},
  happened_at BIGINT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL
);

CREATE TABLE setting (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);
