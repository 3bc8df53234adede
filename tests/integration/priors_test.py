"""Earlier studies that only the PACS holds are fetched before a patient is assessed; what cannot be fetched is said."""
import json
import os
import pathlib
import sqlite3
import subprocess
import time
import unittest

import pydicom

from fault_proxy import FaultProxy
from setting import Case, PROGRAM, oligard, peers


class Priors(Case):
    def start_pacs(self, port):
        """A PACS that knows us as a move destination and takes results."""
        peer = {"AET": "OLIGARD", "Host": peers.LOOPBACK, "Port": port}
        self.pacs = self.started(peers.Orthanc(self.folder / "pacs", options={"DicomModalities": {"OLIGARD": peer}}))

    def start_service(self, service_port, pacs_port, **options):
        source = {"aet": "PACS", "host": peers.LOOPBACK, "port": pacs_port, "wait_s": 30, "connect_timeout_s": 2,
                  "retry_first_s": 1, "retry_max_s": 1}
        source.update(options)
        table = "[prior_source]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in source.items())
        destinations = [{"name": "pacs", "aet": "PACS", "host": peers.LOOPBACK, "port": self.pacs.dicom_port}]
        self.service = self.started(peers.Service(self.folder / "oligard", PROGRAM, port=service_port,
                                                  quiet_period_s=1, destinations=destinations, extra=table))

    def start(self, **options):
        port = peers.free_port()
        self.start_pacs(port)
        self.start_service(port, self.pacs.dicom_port, **options)

    def make_patient(self, patient_id, seed=1, timepoints=3, extra=()):
        out = self.folder / f"phantom-{seed}"
        done = oligard("phantom", "--out", out, "--seed", str(seed), "--timepoints", str(timepoints), "--lesions", "4",
                       "--patient-id", patient_id, *extra)
        self.assertEqual(done.returncode, 0, done.stderr)
        return next(path for path in sorted(out.iterdir()) if path.is_dir())

    def archive(self, patient, *indices):
        peers.store("PACS", self.pacs.dicom_port, [patient / f"TP{i}" for i in indices])

    def send(self, patient, index):
        peers.store("OLIGARD", self.service.port, [patient / f"TP{index}/seg.dcm"])

    def assessments(self):
        """What was recorded, oldest first."""
        with sqlite3.connect(f"file:{self.service.data_dir}/oligard.db?mode=ro", uri=True) as database:
            return [json.loads(row[0]) for row in database.execute("SELECT json FROM assessment ORDER BY id")]

    def wait_for_assessments(self, count, seconds=40):
        peers.wait_until(lambda: len(self.assessments()) >= count, seconds, f"{count} assessments")
        return self.assessments()

    def result_of(self, study_file):
        """Our report on the study of a file, from the PACS."""
        study = pydicom.dcmread(study_file, stop_before_pixels=True).StudyInstanceUID
        query = {"StudyInstanceUID": str(study), "SeriesNumber": "9901"}
        found = peers.wait_until(lambda: self.pacs.find("Instance", query), 20, "the report in the PACS")
        path = self.folder / "result.dcm"
        self.pacs.download(found[-1], path)
        return path

    @staticmethod
    def text_of(path, code):
        report = pydicom.dcmread(path)
        return [item.TextValue for section in report.ContentSequence for item in section.get("ContentSequence", [])
                if item.ConceptNameCodeSequence[0].CodeValue == code]

    def test_the_first_study_ever_sent_has_its_history(self):
        self.start()
        patient = self.make_patient("PRIOR12")
        neighbour = self.make_patient("PRIOR123", seed=2)
        self.archive(patient, 0, 1, 2)
        self.archive(neighbour, 0, 1, 2)
        self.send(patient, 2)
        assessed = self.wait_for_assessments(3)
        self.assertEqual(sorted(len(a["timepoints"]) for a in assessed), [1, 2, 3])
        self.assertTrue(all(a["priors"] == {"complete": True, "missing": 0, "code": None} for a in assessed), assessed)
        self.assertEqual(len({row["patient"] for row in self.service.table("studies")}), 1)
        self.assertEqual(self.text_of(self.result_of(patient / "TP2/seg.dcm"), "PRIORS"), [])
        [search] = self.service.table("priors")
        self.assertEqual((search["state"], search["missing"]), ("complete", "0"))
        peers.wait_until(lambda: not self.service.table("jobs"), 20, "an empty job list")
        self.assertEqual(len(self.assessments()), 3, "nobody is assessed before the history is here")
        log = self.service.log()
        for secret in ("PRIOR12", str(pydicom.dcmread(patient / "TP0/seg.dcm").StudyInstanceUID)):
            self.assertNotIn(secret, log)
        self.assertIn("ok    prior source", self.service.run("doctor"))
        closed = subprocess.run([PROGRAM, "doctor", "--config", self.service.config], capture_output=True, text=True,
                                env={**os.environ, "OLIGARD__LISTENER__ALLOWED_AETS": "OTHER"}, timeout=60, check=False)
        self.assertEqual(closed.returncode, 1)
        self.assertIn("FAIL  prior source: PRIOR_SOURCE_NOT_ALLOWED", closed.stdout)

    def test_an_id_with_a_wildcard_fetches_nobody(self):
        self.start()
        self.archive(self.make_patient("PRIOR12", seed=2), 0, 1)
        patient = self.make_patient("PRIOR*")
        self.send(patient, 0)
        [assessed] = self.wait_for_assessments(1)
        self.assertEqual(assessed["priors"], {"complete": False, "missing": None, "code": "PRIOR_ID_WILDCARD"})
        self.assertEqual(len(self.service.table("objects")), 1 + len(self.service.table("deliveries")))

    def test_a_pacs_that_is_down_is_said_and_mended_later(self):
        port, closed = peers.free_port(), peers.free_port()
        self.start_pacs(port)
        patient = self.make_patient("PRIOR12")
        self.archive(patient, 0, 1)
        self.start_service(port, closed, wait_s=3)
        self.send(patient, 2)
        [assessed] = self.wait_for_assessments(1)
        self.assertEqual(assessed["priors"], {"complete": False, "missing": None, "code": "PEER_UNREACHABLE"})
        [sentence] = self.text_of(self.result_of(patient / "TP2/seg.dcm"), "PRIORS")
        self.assertIn("how many are missing is not known (PEER_UNREACHABLE)", sentence)
        self.assertIn("FAIL  prior source: PEER_UNREACHABLE", self.service.run("doctor"))
        # The search goes on, and what it brings corrects the result.
        proxy = FaultProxy(self.pacs.dicom_port)
        self.addCleanup(proxy.close)
        self.service.stop()
        self.service.config.write_text(self.service.config.read_text().replace(str(closed), str(proxy.port)))
        self.service.start()
        assessed = self.wait_for_assessments(4)
        self.assertEqual(len(assessed[-1]["timepoints"]), 3)
        self.assertTrue(assessed[-1]["priors"]["complete"])

    def test_a_pacs_that_hangs_costs_a_bounded_time(self):
        port = peers.free_port()
        self.start_pacs(port)
        proxy = FaultProxy(self.pacs.dicom_port)
        self.addCleanup(proxy.close)
        proxy.mode, proxy.hang_after = "hang", 600
        self.start_service(port, proxy.port, wait_s=4)
        patient = self.make_patient("PRIOR12")
        self.archive(patient, 0)
        began = time.monotonic()
        self.send(patient, 2)
        [assessed] = self.wait_for_assessments(1)
        self.assertLess(time.monotonic() - began, 20)
        self.assertIsNone(assessed["priors"]["missing"])
        self.assertEqual(assessed["priors"]["code"], "PRIOR_TIMEOUT")
        self.assertEqual(self.service.stop(), 0)

    def test_an_unknown_move_destination_is_said(self):
        self.start(move_destination_aet="NOBODY", wait_s=3)
        patient = self.make_patient("PRIOR12")
        self.archive(patient, 0, 1)
        self.send(patient, 2)
        [assessed] = self.wait_for_assessments(1)
        self.assertEqual(assessed["priors"], {"complete": False, "missing": 2, "code": "PRIOR_MOVE_FAILED"})
        [sentence] = self.text_of(self.result_of(patient / "TP2/seg.dcm"), "PRIORS")
        self.assertIn("2 are missing", sentence)

    def test_a_search_survives_kill_9(self):
        port = peers.free_port()
        self.start_pacs(port)
        proxy = FaultProxy(self.pacs.dicom_port)
        self.addCleanup(proxy.close)
        patient = self.make_patient("PRIOR12")
        self.archive(patient, 0, 1)
        proxy.mode, proxy.hang_after = "hang", 600
        self.start_service(port, proxy.port)
        self.send(patient, 2)
        peers.wait_until(lambda: proxy.connections >= 1, 20, "a search")
        time.sleep(0.5)
        self.service.kill()
        proxy.mode = "pass"
        self.service.start()
        assessed = self.wait_for_assessments(3)
        self.assertEqual(sorted(len(a["timepoints"]) for a in assessed), [1, 2, 3])
        self.assertTrue(assessed[-1]["priors"]["complete"])

    def test_images_come_where_they_are_asked_for(self):
        self.start(images="when_referenced")
        patient = self.make_patient("PRIOR12", timepoints=2, extra=("--ct",))
        self.archive(patient, 0)
        self.send(patient, 1)
        assessed = self.wait_for_assessments(2)
        self.assertEqual(len(assessed[-1]["timepoints"]), 2)
        files = len(list(pathlib.Path(patient / "TP0").rglob("*.dcm")))
        received = [row for row in self.service.table("objects") if row["from"] == "PACS"]
        self.assertEqual(len(received), files)
        self.assertEqual(assessed[-1]["timepoints"][0]["coverage_evidence"], "images")


if __name__ == "__main__":
    unittest.main()
