-- A patient's search for earlier objects in the PACS; states in store.h.
CREATE TABLE prior_search (
  patient_key TEXT NOT NULL PRIMARY KEY REFERENCES patient (patient_key),
  state TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  deadline BIGINT NOT NULL,
  tries BIGINT NOT NULL,
  counted BIGINT NOT NULL,
  not_asked BIGINT NOT NULL,
  code TEXT NOT NULL,
  reason TEXT NOT NULL
);

-- What the search has asked for; gone when the search is complete.
CREATE TABLE prior_object (
  sop_instance_uid TEXT NOT NULL PRIMARY KEY,
  patient_key TEXT NOT NULL REFERENCES patient (patient_key)
);
CREATE INDEX prior_object_of_patient ON prior_object (patient_key);

-- 'unasked': no search since the study came; 'asked': one has begun; 'complete': all that it found is here.
ALTER TABLE study ADD COLUMN priors TEXT NOT NULL DEFAULT 'unasked';
