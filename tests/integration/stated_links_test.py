"""What other people's objects say of how studies belong together: corrected results and registrations."""
import json
import unittest

import numpy
import pydicom
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import generate_uid

from setting import Case, oligard

SPATIAL_REGISTRATION = "1.2.840.10008.5.1.4.1.1.66.1"


def code(value, meaning):
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, "DCM", meaning
    return item


def concept(item):
    return item.ConceptNameCodeSequence[0].CodeValue


def tracking_uids(report):
    """The items that hold the Tracking Unique Identifiers of a report's measurement groups."""
    measurements = next(item for item in report.ContentSequence if concept(item) == "126010")
    found = [next(item for item in group.ContentSequence if concept(item) == "112040")
             for group in measurements.ContentSequence]
    return {item.UID: item for item in found}


def end_of(end):
    return end["timepoint"], end["number"]


class StatedLinks(Case):
    def setUp(self):
        super().setUp()
        self.patient = self.phantom("--seed", 5, "--timepoints", 3, "--lesions", 8)
        self.truth = json.loads((self.patient / "truth.json").read_text())

    def analyse(self, name, *more):
        out = self.folder / name
        done = oligard("analyze", *sorted(self.patient.glob("TP*")), *more, "--out", out, "--all-timepoints")
        self.assertEqual(done.returncode, 0, done.stderr)
        folder = next(path for path in out.iterdir() if path.is_dir())
        self.summary = json.loads((out / "summary.json").read_text())
        return folder, json.loads((folder / "assessment.json").read_text())

    def outcome(self, uid):
        for kind in ("used", "ignored", "refused"):
            for outcome in self.summary[kind]:
                if outcome["sop_instance_uid"] == uid:
                    return kind, outcome
        return None, None

    def links(self, assessment):
        return {(end_of(link["from"]), end_of(link["to"])): link for link in assessment["links"]}

    def corrected(self, path, tracks):
        """A result as a viewer stores it after a reader exchanged two lesions."""
        report = pydicom.dcmread(path)
        items = tracking_uids(report)
        one, other = items[tracks[0]], items[tracks[1]]
        one.UID, other.UID = other.UID, one.UID
        report.SOPInstanceUID = report.file_meta.MediaStorageSOPInstanceUID = generate_uid()
        report.SeriesInstanceUID = generate_uid()
        report.Manufacturer, report.ManufacturerModelName = "A viewer's maker", "A viewer"
        observer = Dataset()
        observer.RelationshipType, observer.ValueType = "HAS OBS CONTEXT", "PNAME"
        observer.ConceptNameCodeSequence = Sequence([code("121008", "Person Observer Name")])
        observer.PersonName = "unknown^unknown"
        report.ContentSequence = Sequence(
            [observer if concept(item) == "121013" else item for item in report.ContentSequence
             if concept(item) not in ("121005", "121012", "121014", "121015")])
        corrected = self.folder / "corrected.dcm"
        report.save_as(corrected)
        return corrected, report.SOPInstanceUID

    def test_a_corrected_result_binds_and_an_unchanged_one_does_not(self):
        folder, first = self.analyse("first")
        liver = [lesion for lesion in first["lesions"] if lesion["timepoint"] == "TP2" and lesion["organ"] == "liver"]
        before = {lesion["track"]: lesion for lesion in first["lesions"] if lesion["timepoint"] == "TP1"}
        one, other = [lesion for lesion in liver if lesion["track"] in before][:2]
        corrected, uid = self.corrected(folder / "TP2-viewer.dcm", (one["tracking_uid"], other["tracking_uid"]))
        _, second = self.analyse("second", corrected)
        self.assertEqual(self.outcome(uid)[0], "used")
        links = self.links(second)
        for lesion, track in ((one, other["track"]), (other, one["track"])):
            here = "TP2", lesion["segment"]["number"]
            told = "TP1", before[track]["segment"]["number"]
            self.assertIn((told, here), links)
            link = links[told, here]
            self.assertEqual(link["evidence"], "reader")
            self.assertFalse(link["ambiguous"])
            into = [ends for ends in links if ends[1] == here]
            self.assertEqual(into, [(told, here)], "the other decision is gone")
        tracks = {lesion["segment"]["number"]: lesion["tracking_uid"] for lesion in second["lesions"]
                  if lesion["timepoint"] == "TP2"}
        self.assertEqual(tracks[one["segment"]["number"]], other["tracking_uid"])
        self.assertEqual(len(second["lesions"]), len(first["lesions"]), "its measurements are those of our lesions")
        pairs = {(pair["from"], pair["to"]): pair for pair in second["registration"]}
        self.assertTrue(pairs["TP1", "TP2"]["accepted"], "stated links register what has none")
        unmoved = [ends for ends, link in self.links(first).items() if ends[1][0] == "TP1"]
        self.assertTrue(all(ends in links for ends in unmoved))

        _, third = self.analyse("third", folder / "TP2-viewer.dcm")
        own = pydicom.dcmread(folder / "TP2-viewer.dcm").SOPInstanceUID
        self.assertEqual(self.outcome(own)[1]["code"], "OWN_RESULT")
        self.assertEqual(third["links"], first["links"])

    def registration(self, source, target, matrix, uid):
        """A Spatial Registration that maps frame `source` to frame `target`, after the first study's header."""
        seg = pydicom.dcmread(self.patient / "TP0" / "seg.dcm", stop_before_pixels=True)
        reg = Dataset()
        reg.file_meta = pydicom.dataset.FileMetaDataset()
        reg.file_meta.TransferSyntaxUID = pydicom.uid.ExplicitVRLittleEndian
        reg.file_meta.MediaStorageSOPClassUID = reg.SOPClassUID = SPATIAL_REGISTRATION
        reg.file_meta.MediaStorageSOPInstanceUID = reg.SOPInstanceUID = uid
        for keyword in ("PatientID", "PatientName", "PatientBirthDate", "PatientSex", "StudyInstanceUID", "StudyDate"):
            setattr(reg, keyword, seg.get(keyword, ""))
        reg.Modality, reg.SeriesInstanceUID, reg.FrameOfReferenceUID = "REG", generate_uid(), target
        item, registration, step = Dataset(), Dataset(), Dataset()
        step.FrameOfReferenceTransformationMatrixType = "RIGID"
        step.FrameOfReferenceTransformationMatrix = [f"{value:.8g}" for value in matrix.ravel()]
        registration.MatrixSequence = Sequence([step])
        item.FrameOfReferenceUID = source
        item.MatrixRegistrationSequence = Sequence([registration])
        reg.RegistrationSequence = Sequence([item])
        reg.is_little_endian, reg.is_implicit_VR = True, False
        path = self.folder / f"{uid}.dcm"
        reg.save_as(path, write_like_original=False)
        return path

    def pose(self, index):
        pose = self.truth["timepoints"][index]["body_to_patient"]
        matrix = numpy.eye(4)
        matrix[:3, :3] = pose["rotation"]
        matrix[:3, 3] = pose["translation_mm"]
        return matrix

    def test_a_registration_object_is_used_between_the_studies_it_joins(self):
        frames = [point["frame_of_reference_uid"] for point in self.truth["timepoints"]]
        uid, stray = generate_uid(), generate_uid()
        matrix = self.pose(1) @ numpy.linalg.inv(self.pose(0))
        paths = [self.registration(frames[0], frames[1], matrix, uid),
                 self.registration(frames[0], generate_uid(), matrix, stray)]
        folder, assessment = self.analyse("registered", *paths)
        self.assertEqual(self.outcome(uid)[0], "used")
        self.assertEqual(self.outcome(stray)[1]["code"], "REGISTRATION_NOT_USED")
        methods = {(pair["from"], pair["to"]): pair for pair in assessment["registration"]}
        self.assertEqual(methods["TP0", "TP1"]["method"], "registration_object")
        self.assertTrue(methods["TP0", "TP1"]["accepted"])
        self.assertNotEqual(methods["TP1", "TP2"]["method"], "registration_object")
        evidence = {link["evidence"] for ends, link in self.links(assessment).items() if ends[1][0] == "TP1"}
        self.assertEqual(evidence, {"registration_object"})
        for index, expected in ((0, False), (1, True), (2, True)):
            self.assertEqual(uid in str(pydicom.dcmread(folder / f"TP{index}-result.dcm")), expected, index)


if __name__ == "__main__":
    unittest.main()
