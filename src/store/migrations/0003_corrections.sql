-- Which of our results a reader's report corrects, annotates or verifies. Both are kept as instances.
CREATE TABLE correction (
  sop_instance_uid TEXT NOT NULL REFERENCES instance (sop_instance_uid),
  result_uid TEXT NOT NULL REFERENCES instance (sop_instance_uid),
  linked_at BIGINT NOT NULL,
  PRIMARY KEY (sop_instance_uid, result_uid)
);
CREATE INDEX correction_of_result ON correction (result_uid);
