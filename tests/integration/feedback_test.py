"""A result comes back from a reader: corrected, annotated or verified; from a folder and through the service."""
import json
import unittest

import pydicom
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import generate_uid

from setting import Case, PROGRAM, oligard, peers

OWN = "99OLIGARD"


def concept(item):
    name = item.get("ConceptNameCodeSequence")
    return name[0].CodeValue if name else ""


def below(parent, value):
    return next(item for item in parent.ContentSequence if concept(item) == value)


def groups(report):
    return [item for item in below(report, "126010").ContentSequence if concept(item) == "125007"]


def group_of(report, track):
    return next(group for group in groups(report) if below(group, "112039").TextValue.split(".")[0] == track)


def texts(report, value):
    found = []

    def walk(item):
        for child in item.get("ContentSequence", []):
            if concept(child) == value and "TextValue" in child:
                found.append(child.TextValue)
            walk(child)

    walk(report)
    return found


def text_item(value, scheme, meaning, text):
    item, name = Dataset(), Dataset()
    name.CodeValue, name.CodingSchemeDesignator, name.CodeMeaning = value, scheme, meaning
    item.RelationshipType, item.ValueType, item.TextValue = "CONTAINS", "TEXT", text
    item.ConceptNameCodeSequence = Sequence([name])
    return item


class Copy:
    """A result as a reader's workstation stores it again: verified, under UIDs of its own."""

    def __init__(self, path, when="20240503101500"):
        self.report = pydicom.dcmread(path)
        self.original = self.report.SOPInstanceUID
        report = self.report
        report.SOPInstanceUID = report.file_meta.MediaStorageSOPInstanceUID = generate_uid()
        report.SeriesInstanceUID = generate_uid()
        report.VerificationFlag, report.PreliminaryFlag = "VERIFIED", "FINAL"
        observer = Dataset()
        observer.VerifyingOrganization, observer.VerifyingObserverName = "A hospital", "READERNAME^CANARY"
        observer.VerificationDateTime = when
        report.VerifyingObserverSequence = Sequence([observer])
        self.uid = report.SOPInstanceUID

    def naming_its_predecessor(self):
        study, series, instance = Dataset(), Dataset(), Dataset()
        instance.ReferencedSOPClassUID, instance.ReferencedSOPInstanceUID = self.report.SOPClassUID, self.original
        series.SeriesInstanceUID, series.ReferencedSOPSequence = generate_uid(), Sequence([instance])
        study.StudyInstanceUID, study.ReferencedSeriesSequence = self.report.StudyInstanceUID, Sequence([series])
        self.report.PredecessorDocumentsSequence = Sequence([study])
        return self

    def stating(self, track, status):
        for group in groups(self.report):
            if below(group, "112039").TextValue.split(".")[0] != track:
                continue
            code = below(group, "LESION_STATUS").ConceptCodeSequence[0]
            code.CodeValue, code.CodeMeaning = status, status.capitalize()
        return self

    def noting(self, track, text):
        group_of(self.report, track).ContentSequence.append(text_item("121106", "DCM", "Comment", text))
        return self

    def concluding(self, text):
        evaluations = below(self.report, "C0034375")
        evaluations.ContentSequence.append(text_item("121106", "DCM", "Comment", text))
        return self

    def without_record(self):
        self.report.ContentSequence = Sequence([i for i in self.report.ContentSequence if concept(i) != "RECORD"])
        return self

    def save(self, path):
        self.report.save_as(path)
        return path


def predecessors(report):
    return {instance.ReferencedSOPInstanceUID: [code.CodeValue for code in instance.get(
                "PurposeOfReferenceCodeSequence", [])]
            for study in report.get("PredecessorDocumentsSequence", [])
            for series in study.ReferencedSeriesSequence for instance in series.ReferencedSOPSequence}


def evidence(report):
    return {instance.ReferencedSOPInstanceUID
            for study in report.CurrentRequestedProcedureEvidenceSequence
            for series in study.ReferencedSeriesSequence for instance in series.ReferencedSOPSequence}


class FromAFolder(Case):
    def setUp(self):
        super().setUp()
        self.patient = self.phantom("--demo")
        self.first = self.analyse("first")
        self.result = self.first / "TP2-result.dcm"

    def analyse(self, name, *more):
        out = self.folder / name
        done = oligard("analyze", self.patient, *more, "--out", out, "--all-timepoints")
        self.assertIn(done.returncode, (0, 1), done.stderr)
        self.text = done.stdout
        self.summary = json.loads((out / "summary.json").read_text())
        folder = next(path for path in out.iterdir() if path.is_dir())
        self.assessment = json.loads((folder / "assessment.json").read_text())
        return folder

    def lesion(self, track, timepoint="TP2"):
        return self.assessment["assessments"][timepoint]["lesions"][track]

    def save(self, copy, name="copy.dcm"):
        return copy.save(self.folder / name)

    def outcome(self, uid):
        for kind in ("used", "ignored", "refused"):
            for outcome in self.summary[kind]:
                if outcome["sop_instance_uid"] == uid:
                    return kind, outcome.get("code") or ""
        return None

    def check_explained(self, folder):
        for path in sorted(folder.glob("*-result.dcm")):
            done = oligard("explain", path)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_a_changed_status_binds_and_the_next_result_says_so(self):
        self.assertEqual(self.lesion("L03")["status"], "PROGRESSING")
        copy = Copy(self.result).stating("L03", "STABLE").noting("L03", "Scar\tafter radiotherapy.")
        folder = self.analyse("second", self.save(copy))
        self.assertEqual(self.outcome(copy.uid), ("used", ""))
        lesion = self.lesion("L03")
        self.assertEqual((lesion["status"], lesion["confidence"]), ("STABLE", "definite"))
        self.assertEqual(lesion["reader"]["rules_status"], "PROGRESSING")
        self.assertEqual(lesion["reader"]["date"], "2024-05-03")
        self.assertEqual(lesion["reader"]["sop_instance_uid"], copy.uid)
        self.assertEqual([note["text"] for note in lesion["reader_notes"]], ["Scar after radiotherapy."])
        self.assertEqual(self.lesion("L03", "TP1")["reader"], None)
        self.assertIn("A reader's correction applies: L03 is STABLE", self.text)
        self.assertIn("Scar after radiotherapy.", self.text)

        report = pydicom.dcmread(folder / "TP2-result.dcm")
        group = group_of(report, "L03")
        self.assertEqual(below(group, "LESION_STATUS").ConceptCodeSequence[0].CodeValue, "STABLE")
        self.assertEqual(below(group, "READER_NOTE").TextValue, "Scar after radiotherapy. (reader, 3 May 2024)")
        self.assertIn("the rules say PROGRESSING", below(group, "121106").TextValue)
        self.assertEqual(len(texts(report, "READER_SAYS")), 1)
        self.assertIn("corrected and annotated and verified by a reader on 3 May 2024",
                      texts(report, "READER_REVIEW")[0])
        self.assertIn("A reader's correction applies", texts(report, "121077")[0])
        self.assertEqual(predecessors(report), {copy.uid: []}, "a person's report is not replaced by a computed one")
        self.assertIn(copy.uid, evidence(report))
        self.assertNotIn("READERNAME", str(report) + self.text)
        self.check_explained(folder)
        self.check_validators([folder / "TP2-result.dcm", folder / "TP2-viewer.dcm"])

        # The reader's statement, said back unchanged, is no new one; corrected in view of it, it is outweighed.
        again = Copy(folder / "TP2-result.dcm", "20240601080000")
        self.analyse("third", self.folder / "copy.dcm", self.save(again, "again.dcm"))
        self.assertEqual(self.lesion("L03")["status"], "STABLE")
        back = Copy(folder / "TP2-result.dcm", "20240601080000").stating("L03", "REGRESSING")
        self.analyse("fourth", self.folder / "copy.dcm", self.save(back, "back.dcm"))
        self.assertEqual(self.lesion("L03")["status"], "REGRESSING")

    def test_two_readers_who_differ_are_not_followed(self):
        copies = [self.save(Copy(self.result).stating("L03", status), f"{status}.dcm")
                  for status in ("STABLE", "RESOLVED")]
        self.analyse("second", *copies)
        self.assertEqual(self.lesion("L03")["status"], "PROGRESSING")
        self.assertIn("READER_STATUS_CONTRADICTED", " ".join(self.assessment["warnings"]))

    def test_what_says_nothing_new_binds_nothing(self):
        before = self.assessment["assessments"]["TP2"]["lesions"]
        verified = Copy(self.result).concluding("Agreed.")
        folder = self.analyse("verified", self.save(verified))
        after = self.assessment["assessments"]["TP2"]["lesions"]
        self.assertEqual({k: v["status"] for k, v in after.items()}, {k: v["status"] for k, v in before.items()})
        report = pydicom.dcmread(folder / "TP2-result.dcm")
        self.assertEqual(texts(report, "READER_REVIEW"),
                         ["An earlier issue of this result was annotated and verified by a reader on 3 May 2024; "
                          "no status was changed."])
        self.assertEqual(texts(report, "READER_NOTE"), ["Agreed. (reader, 3 May 2024)"])
        self.assertEqual(self.assessment["warnings"], [])
        self.check_explained(folder)

        own = [path for path in self.first.iterdir() if path.suffix == ".dcm"]
        self.analyse("own", *own)
        for path in own:
            uid = pydicom.dcmread(path).SOPInstanceUID
            self.assertEqual(self.outcome(uid), ("ignored", "OWN_RESULT"), path.name)
        self.assertEqual(self.assessment["assessments"]["TP2"]["lesions"], before)

    def test_the_result_itself_stands_in_for_a_lost_record(self):
        copy = Copy(self.result).without_record().stating("L03", "STABLE")
        self.save(copy)
        self.analyse("alone", self.folder / "copy.dcm")
        self.assertEqual(self.lesion("L03")["status"], "PROGRESSING")
        self.assertIn("READER_STATUS_UNSURE", " ".join(self.assessment["warnings"]))
        self.analyse("beside", self.folder / "copy.dcm", self.result)
        self.assertEqual(self.lesion("L03")["status"], "STABLE")
        self.assertEqual(self.assessment["warnings"], [])


class ThroughTheService(Case):
    def test_a_corrected_copy_makes_a_new_result(self):
        patient = self.phantom("--demo")
        port = peers.free_port()
        pacs = self.started(peers.Orthanc(self.folder / "pacs", forward_to=("OLIGARD", port)))
        service = self.started(peers.Service(
            self.folder / "oligard", PROGRAM, port=port,
            destinations=[{"name": "pacs", "aet": "PACS", "host": "127.0.0.1", "port": pacs.dicom_port}]))

        def assessed(n):
            peers.wait_until(lambda: service.log().count('"event":"time_point_assessed"') >= n, 120, "assessments")
            peers.wait_until(lambda: all(d["state"] == "sent" for d in service.table("deliveries")), 60, "deliveries")

        def results():
            found = {}
            for instance in pacs.find("Instance", {"Modality": "SR"}):
                path = self.folder / f"{instance}.dcm"
                pacs.download(instance, path)
                report = pydicom.dcmread(path)
                if concept(report) == "126001":
                    found[report.SOPInstanceUID] = path
            return found

        for index in range(3):
            peers.store("PACS", pacs.dicom_port, [patient / f"TP{index}"])
        assessed(3)
        before = results()
        last = max(before.values(), key=lambda path: pydicom.dcmread(path).StudyDate)
        # A workstation that drops what it does not know, and keeps the Observation UIDs.
        copy = Copy(last).without_record().naming_its_predecessor().stating("L03", "STABLE")
        peers.store("PACS", pacs.dicom_port, [copy.save(self.folder / "copy.dcm")])
        assessed(4)
        new = [pydicom.dcmread(path) for uid, path in results().items() if uid not in before and uid != copy.uid]
        self.assertEqual(len(new), 1)
        self.assertEqual(below(group_of(new[0], "L03"), "LESION_STATUS").ConceptCodeSequence[0].CodeValue, "STABLE")
        self.assertEqual(predecessors(new[0]), {copy.original: ["121360"], copy.uid: []})
        self.assertIn(copy.uid, evidence(new[0]))
        self.assertNotIn(copy.original, evidence(new[0]))
        events = [event for event in service.table("events") if event["event"] == "result_reviewed"]
        self.assertEqual([(event["subject"], event["detail"].split()[-1]) for event in events],
                         [(copy.uid, copy.original)])
        self.assertNotIn("READERNAME", service.log())


if __name__ == "__main__":
    unittest.main()
