"""Where the clinical context comes from: settings, a context file, headers and reports, and what is said of it."""
import json
import unittest

import pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian, generate_uid

from setting import Case, oligard

COMPREHENSIVE_3D = "1.2.840.10008.5.1.4.1.1.88.34"
IDENTITY = ("PatientID", "PatientName", "PatientBirthDate", "PatientSex", "StudyInstanceUID", "StudyDate")


def code(value, meaning, scheme="DCM"):
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, meaning
    return Sequence([item])


def content(relationship, kind, name):
    item = Dataset()
    item.RelationshipType, item.ValueType = relationship, kind
    item.ConceptNameCodeSequence = code(*name)
    return item


def coded(name, value):
    item = content("CONTAINS", "CODE", name)
    item.ConceptCodeSequence = code(*value)
    return item


def role_group(seg, number, is_target):
    """A measurement group that gives a segment a RECIST role, and no size."""
    segment = content("CONTAINS", "IMAGE", ("121191", "Referenced Segment"))
    reference = Dataset()
    reference.ReferencedSOPClassUID, reference.ReferencedSOPInstanceUID = seg.SOPClassUID, seg.SOPInstanceUID
    reference.ReferencedSegmentNumber = number
    segment.ReferencedSOPSequence = Sequence([reference])
    group = content("CONTAINS", "CONTAINER", ("125007", "Measurement Group"))
    group.ContinuityOfContent = "SEPARATE"
    value = ("112074", "Target Lesion at Baseline") if is_target else ("112075", "Non-Target Lesion at Baseline")
    group.ContentSequence = Sequence([segment, coded(("112016", "Baseline Category"), value)])
    return group


def write_report(path, seg, roles, context=()):
    """A reader's TID 1500 with RECIST roles by segment number."""
    report = Dataset()
    report.file_meta = FileMetaDataset()
    report.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    report.file_meta.MediaStorageSOPClassUID = report.SOPClassUID = COMPREHENSIVE_3D
    report.file_meta.MediaStorageSOPInstanceUID = report.SOPInstanceUID = generate_uid()
    for keyword in IDENTITY:
        setattr(report, keyword, seg.get(keyword, ""))
    report.Modality, report.SeriesInstanceUID, report.InstanceNumber = "SR", generate_uid(), 1
    report.ContentDate, report.ContentTime = seg.StudyDate, "120000"
    report.CompletionFlag, report.VerificationFlag = "COMPLETE", "UNVERIFIED"
    report.ValueType, report.ContinuityOfContent = "CONTAINER", "SEPARATE"
    report.ConceptNameCodeSequence = code("126000", "Imaging Measurement Report")
    observer = content("HAS OBS CONTEXT", "PNAME", ("121008", "Person Observer Name"))
    observer.PersonName = "Reader^A"
    measurements = content("CONTAINS", "CONTAINER", ("126010", "Imaging Measurements"))
    measurements.ContinuityOfContent = "SEPARATE"
    measurements.ContentSequence = Sequence([role_group(seg, n, is_target) for n, is_target in roles.items()])
    report.ContentSequence = Sequence([observer, *context, measurements])
    report.is_little_endian, report.is_implicit_VR = True, False
    report.save_as(path, write_like_original=False)
    return path


def texts(path):
    """Every text of a report, one a line."""
    report = pydicom.dcmread(path)
    return "\n".join(str(element.value) for element in report.iterall() if element.keyword == "TextValue")


class Context(Case):
    def setUp(self):
        super().setUp()
        self.patient = self.phantom("--seed", 11, "--timepoints", 3, "--lesions", 7)
        self.first = pydicom.dcmread(self.patient / "TP0" / "seg.dcm", stop_before_pixels=True)

    def analyse(self, name, *more):
        out = self.folder / name
        done = oligard("analyze", *sorted(self.patient.glob("TP*")), *more, "--out", out)
        self.assertEqual(done.returncode, 0, done.stderr)
        folder = next(path for path in out.iterdir() if path.is_dir())
        return folder, json.loads((folder / "assessment.json").read_text()), " ".join(done.stdout.split())

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text if isinstance(text, str) else json.dumps(text))
        return path

    def tracks(self, assessment, timepoint):
        return {lesion["segment"]["number"]: lesion["track"] for lesion in assessment["lesions"]
                if lesion["timepoint"] == timepoint}

    def test_a_readers_targets_are_the_recist_targets(self):
        _, before, _ = self.analyse("before")
        numbers = sorted(self.tracks(before, "TP0"))
        automatic = before["assessments"]["TP2"]["recist"]["target_ids"]
        chosen = numbers[-2:] if [self.tracks(before, "TP0")[n] for n in numbers[-2:]] != automatic else numbers[:2]
        roles = {number: number in chosen for number in numbers}
        _, after, _ = self.analyse("after", write_report(self.folder / "roles.dcm", self.first, roles))
        tracks = self.tracks(after, "TP0")
        wanted = sorted(tracks[number] for number in chosen)
        for timepoint in ("TP0", "TP1", "TP2"):
            self.assertEqual(after["assessments"][timepoint]["recist"]["target_ids"], wanted)
        self.assertNotEqual(wanted, automatic)
        for track in tracks.values():
            role = after["context"]["lesions"][track]["recist_role"]
            self.assertEqual(role, {"value": "target" if track in wanted else "non_target", "source": "sr"})
        self.assertEqual(after["warnings"], before["warnings"])

    def test_the_baseline_is_the_one_that_headers_or_reports_name(self):
        _, plain, _ = self.analyse("plain")
        self.assertEqual(plain["context"]["baseline_timepoint"], {"value": "TP0", "source": "assumed"})
        second = self.patient / "TP1" / "seg.dcm"
        seg = pydicom.dcmread(second)
        seg.ClinicalTrialTimePointID = "BASELINE"
        seg.save_as(second)
        _, named, text = self.analyse("named")
        self.assertEqual(named["context"]["baseline_timepoint"], {"value": "TP1", "source": "header"})
        self.assertEqual(named["assessments"]["TP0"]["recist"]["overall"], "HISTORY")
        self.assertEqual(named["assessments"]["TP1"]["recist"]["overall"], "BASELINE")
        self.assertIn("Baseline TP1", text)
        typed = coded(("126072", "Time Point Type"), ("C1442488", "Baseline", "UMLS"))
        report = write_report(self.folder / "typed.dcm", self.first, {1: True}, [typed])
        _, contradicted, text = self.analyse("contradicted", report)
        self.assertEqual(contradicted["context"]["baseline_timepoint"], {"value": "TP0", "source": "sr"})
        warning = "Headers call TP1 the baseline; TP0 is used (sr)."
        self.assertIn(warning, contradicted["warnings"])
        self.assertIn(warning, text)

    def test_settings_and_context_file_with_their_sources(self):
        dates = [point["date"] for point in self.analyse("dates")[1]["timepoints"]]
        config = self.write("settings.toml", '[rules]\npd_rel = 0.25\n[context]\non_systemic_therapy = true\n'
                                             '[profiles.mine]\nmax_lesions = 4\n')
        context = self.write("context.json", {"systemic_therapy": [{"drug": "A", "start": dates[0], "stop": dates[1]}],
                                              "targets": ["L99"]})
        folder, said, text = self.analyse("said", "--config", config, "--context", context, "--profile", "mine")
        self.assertEqual(said["context"]["on_systemic_therapy"], {"value": True, "source": "config"})
        self.assertEqual(said["context"]["systemic_therapy"]["source"], "external")
        at = [said["assessments"][f"TP{t}"]["context"]["on_systemic_therapy"] for t in range(3)]
        self.assertEqual([here["value"] for here in at], [True, True, False])
        self.assertIn("The clinical context names L99 (targets), which is no lesion known at this time; that is not "
                      "used.", said["warnings"])
        self.assertTrue(any(warning.startswith("At TP2 systemic_therapy") for warning in said["warnings"]))
        changes = ["pd_rel 0.25 (default 0.2)", "profile mine (user-defined): max_lesions 4, cns_mode count"]
        self.assertEqual(said["rules"]["changed"], changes)
        report = texts(folder / "TP2-result.dcm")
        for change in changes:
            self.assertIn(change, report)
            self.assertIn(change, text)
        self.assertIn("source here: external", report)
        usual, _, _ = self.analyse("usual", "--context", context)
        self.assertNotEqual(pydicom.dcmread(usual / "TP2-result.dcm").SOPInstanceUID,
                            pydicom.dcmread(folder / "TP2-result.dcm").SOPInstanceUID, "a new result")

    def test_a_context_that_is_not_understood_stops_the_assessment(self):
        out = self.folder / "out"
        context = self.write("bad.json", {"on_therapy": True})
        oligard("analyze", self.patient / "TP0", "--context", context, "--out", out)
        patient = json.loads((out / "summary.json").read_text())["patients"][0]
        self.assertEqual(patient["code"], "CONTEXT_INVALID")
        self.assertIn("on_therapy", patient["reason"])


if __name__ == "__main__":
    unittest.main()
