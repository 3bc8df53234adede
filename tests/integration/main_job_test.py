"""The main job on real parts: three studies into a PACS, structured reports back into it."""
import subprocess
import unittest

import pydicom

from setting import Case, PROGRAM, peers

CANARIES = ("CANARYNAME", "ZEBULON", "CANARYID77", "19010203")


class MainJob(Case):
    def results(self, pacs):
        """Our documents in the PACS by (study date, title code)."""
        found = {}
        for instance in pacs.find("Instance", {"Modality": "SR"}):
            path = self.folder / f"{instance}.dcm"
            pacs.download(instance, path)
            report = pydicom.dcmread(path)
            key = report.StudyDate, report.ConceptNameCodeSequence[0].CodeValue
            self.assertNotIn(key, found, "one result of a kind for each time point")
            found[key] = path
        return found

    def setUp(self):
        super().setUp()
        self.patient = self.phantom("--demo", "--ct", "--patient-id", CANARIES[2], "--patient-name",
                                    f"{CANARIES[0]}^{CANARIES[1]}")
        port = peers.free_port()
        self.pacs = self.started(peers.Orthanc(self.folder / "pacs", forward_to=("OLIGARD", port)))
        self.service = self.started(peers.Service(
            self.folder / "oligard", PROGRAM, port=port,
            destinations=[{"name": "pacs", "aet": "PACS", "host": "127.0.0.1", "port": self.pacs.dicom_port}]))

    def run_job(self):
        for index in range(3):
            peers.store("PACS", self.pacs.dicom_port, [self.patient / f"TP{index}"])
        peers.wait_until(lambda: self.service.log().count('"event":"time_point_assessed"') >= 3, 120, "assessments")
        peers.wait_until(lambda: all(d["state"] == "sent" for d in self.service.table("deliveries")), 60, "deliveries")

    def test_results_come_back_and_flag_the_escaping_lesions(self):
        self.run_job()
        results = self.results(self.pacs)
        dates = sorted({date for date, _ in results})
        self.assertEqual(len(dates), 3)
        for date in dates:
            self.assertIn((date, "126001"), results)
            self.assertIn((date, "126000"), results)
        self.check_flag(results[dates[-1], "126001"])
        self.check_references(results[dates[-1], "126001"])
        self.check_validators([results[dates[-1], title] for title in ("126001", "126000")])
        self.check_no_patient_data_in_logs()
        self.check_returned_result_is_not_analysed(results)

    def check_flag(self, path):
        dump = subprocess.run(["dsrdump", "+Pc", "+Pl", str(path)], capture_output=True, text=True, check=True).stdout
        lines = dump.splitlines()
        flag = next(line for line in lines if "OLIGOPD" in line)
        self.assertIn("Present", flag)
        self.assertTrue(any("RECIST Progressive Disease" in line for line in lines), "the new lesion makes RECIST PD")
        progressing = next(line for line in lines if "OLIGO_LESIONS" in line).lower()
        self.assertIn("liver", progressing)
        self.assertIn("bone", progressing)

    def check_references(self, path):
        """Every referenced segment is in a SEG that the PACS holds."""
        report = pydicom.dcmread(path)
        references = []

        def walk(item):
            for child in item.get("ContentSequence", []):
                for reference in child.get("ReferencedSOPSequence", []):
                    if "ReferencedSegmentNumber" in reference:
                        references.append((reference.ReferencedSOPInstanceUID, int(reference.ReferencedSegmentNumber)))
                walk(child)

        walk(report)
        self.assertGreaterEqual(len(references), 11)
        for uid, number in references:
            found = self.pacs.find("Instance", {"SOPInstanceUID": uid})
            self.assertEqual(len(found), 1, uid)
            seg = self.folder / "seg.dcm"
            self.pacs.download(found[0], seg)
            self.assertIn(number, [s.SegmentNumber for s in pydicom.dcmread(seg).SegmentSequence])

    def check_no_patient_data_in_logs(self):
        log = self.service.log()
        self.assertIn("object_indexed", log)
        for canary in CANARIES:
            self.assertNotIn(canary.lower(), log.lower())
        seg = pydicom.dcmread(self.patient / "TP0/seg.dcm", stop_before_pixels=True)
        for uid in (seg.StudyInstanceUID, seg.SOPInstanceUID):
            self.assertNotIn(uid, log)

    def check_returned_result_is_not_analysed(self, results):
        before = len(self.service.table("deliveries"))
        peers.store("OLIGARD", self.service.port, results.values())
        peers.store("OLIGARD", self.service.port, [self.patient / f"TP{i}/seg.dcm" for i in range(3)])
        peers.wait_until(lambda: not self.service.table("jobs"), 60, "an empty job list")
        self.assertEqual(len(self.service.table("deliveries")), before)
        self.assertEqual(self.service.log().count('"event":"time_point_assessed"'), 3)


if __name__ == "__main__":
    unittest.main()
