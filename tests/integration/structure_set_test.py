"""RT Structure Sets by an independent writer: measured, linked over time, drawn on the images."""
import datetime
import json
import math
import pathlib
import unittest

import numpy
import pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian, generate_uid

from setting import Case, oligard

STRUCTURE_SET = "1.2.840.10008.5.1.4.1.1.481.3"
CT_IMAGE = "1.2.840.10008.5.1.4.1.1.2"
REGISTRATION = "1.2.840.10008.5.1.4.1.1.66.1"
SPACING = 2.5
PIXEL = 0.8
SIDE = 256
CORNER = (-110.3, -95.7, -60.0)


def save(dataset, path):
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.MediaStorageSOPClassUID = dataset.SOPClassUID
    meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    dataset.file_meta = meta
    dataset.is_little_endian = True
    dataset.is_implicit_VR = False
    dataset.save_as(path, write_like_original=False)
    return path


def items(datasets):
    return Sequence(list(datasets))


def sphere(centre, radius, corners=48):
    """Circles of a ball on the image planes: (z, points)."""
    for index in range(40):
        z = CORNER[2] + index * SPACING
        across = radius ** 2 - (z - centre[2]) ** 2
        if across <= 0.01:
            continue
        step = 2 * math.pi / corners
        reach = math.sqrt(across * step / math.sin(step))
        yield z, [(centre[0] + reach * math.cos(i * step), centre[1] + reach * math.sin(i * step), z)
                  for i in range(corners)]


class Study:
    """One date: a CT series and what was contoured on it."""

    def __init__(self, folder, date):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.date = date
        self.study, self.series, self.frame = generate_uid(), generate_uid(), generate_uid()
        self.images = [generate_uid() for _ in range(40)]

    def header(self, sop_class, uid, modality):
        dataset = Dataset()
        dataset.SOPClassUID, dataset.SOPInstanceUID = sop_class, uid
        dataset.StudyInstanceUID = self.study
        dataset.StudyDate, dataset.StudyTime = self.date.strftime("%Y%m%d"), "101112"
        dataset.PatientID, dataset.PatientName = "RT-1", "Structure^Set"
        dataset.PatientBirthDate, dataset.PatientSex = "19600101", "O"
        dataset.Modality, dataset.Manufacturer = modality, "Independent"
        dataset.StudyID, dataset.AccessionNumber, dataset.ReferringPhysicianName = "1", "", ""
        dataset.FrameOfReferenceUID = self.frame
        return dataset

    def write_images(self):
        for index, uid in enumerate(self.images):
            image = self.header(CT_IMAGE, uid, "CT")
            image.SeriesInstanceUID = self.series
            image.InstanceNumber = index + 1
            image.ImagePositionPatient = [CORNER[0], CORNER[1], CORNER[2] + index * SPACING]
            image.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
            image.PixelSpacing = [PIXEL, PIXEL]
            image.SliceThickness = SPACING
            image.Rows = image.Columns = SIDE
            image.BitsAllocated = image.BitsStored = 16
            image.HighBit, image.SamplesPerPixel, image.PixelRepresentation = 15, 1, 1
            image.PhotometricInterpretation = "MONOCHROME2"
            image.PixelData = numpy.zeros((SIDE, SIDE), numpy.int16).tobytes()
            save(image, self.folder / f"ct{index:02}.dcm")

    def references(self):
        frame, study, series = Dataset(), Dataset(), Dataset()
        series.SeriesInstanceUID = self.series
        series.ContourImageSequence = items(self.image(index) for index in range(len(self.images)))
        study.ReferencedSOPClassUID = "1.2.840.10008.3.1.2.3.1"
        study.ReferencedSOPInstanceUID = self.study
        study.RTReferencedSeriesSequence = items([series])
        frame.FrameOfReferenceUID = self.frame
        frame.RTReferencedStudySequence = items([study])
        return items([frame])

    def image(self, index):
        image = Dataset()
        image.ReferencedSOPClassUID, image.ReferencedSOPInstanceUID = CT_IMAGE, self.images[index]
        return image

    def contour(self, z, points):
        contour = Dataset()
        contour.ContourImageSequence = items([self.image(round((z - CORNER[2]) / SPACING))])
        contour.ContourGeometricType = "CLOSED_PLANAR"
        contour.NumberOfContourPoints = len(points)
        contour.ContourData = [f"{value:.3f}" for point in points for value in point]
        return contour

    def write_structures(self, rois):
        """rois: (name, interpreted type, [(z, points), ...])"""
        dataset = self.header(STRUCTURE_SET, generate_uid(), "RTSTRUCT")
        dataset.SeriesInstanceUID = generate_uid()
        dataset.StructureSetLabel = "RTSTRUCT"
        dataset.StructureSetDate, dataset.StructureSetTime = dataset.StudyDate, "120000"
        dataset.ReferencedFrameOfReferenceSequence = self.references()
        identities, observations, drawn = [], [], []
        for number, (name, interpreted, contours) in enumerate(rois, 1):
            identity, observation, roi = Dataset(), Dataset(), Dataset()
            identity.ROINumber, identity.ROIName = number, name
            identity.ReferencedFrameOfReferenceUID = self.frame
            identity.ROIGenerationAlgorithm = "MANUAL"
            observation.ObservationNumber = observation.ReferencedROINumber = number
            observation.RTROIInterpretedType, observation.ROIInterpreter = interpreted, ""
            roi.ReferencedROINumber, roi.ROIDisplayColor = number, [255, 0, 0]
            if contours:
                roi.ContourSequence = items(self.contour(z, points) for z, points in contours)
            identities.append(identity)
            observations.append(observation)
            drawn.append(roi)
        dataset.StructureSetROISequence = items(identities)
        dataset.RTROIObservationsSequence = items(observations)
        dataset.ROIContourSequence = items(drawn)
        return save(dataset, self.folder / "rtstruct.dcm")


GROWS = (12.4, 30.2, -10.3)
STAYS = (-40.7, 20.1, -5.1)
LIVER = (0.0, 25.0, -10.0)


def rois(radius):
    return [("Liver", "ORGAN", list(sphere(LIVER, 40))), ("GTV-1", "GTV", list(sphere(GROWS, radius))),
            ("GTV-2", "", list(sphere(STAYS, 8.0))), ("PTV-1", "PTV", list(sphere(GROWS, radius + 5))),
            ("Empty", "GTV", [])]


class StructureSets(Case):
    def test_measure_gives_the_volume_of_the_bodies(self):
        path = Study(self.folder, datetime.date(2024, 1, 10)).write_structures(rois(10.0))
        done = oligard("measure", path, "--format", "json")
        self.assertEqual(done.returncode, 0, done.stderr)
        measured = json.loads(done.stdout)
        roles = {segment["label"]: segment["role"] for segment in measured["segments"]}
        self.assertEqual(roles, {"Liver": "organ", "GTV-1": "lesion", "GTV-2": "lesion", "PTV-1": "other",
                                 "Empty": "lesion"})
        volumes = {segment["label"]: segment["volume_mm3"] for segment in measured["segments"]}
        for label, radius, centre in (("Liver", 40, LIVER), ("GTV-1", 10, GROWS), ("GTV-2", 8, STAYS)):
            on_planes = SPACING * sum(math.pi * (radius ** 2 - (z - centre[2]) ** 2)
                                      for z, _ in sphere(centre, radius))
            self.assertAlmostEqual(volumes[label] / on_planes, 1, delta=0.01, msg=label)
        lesion = next(lesion for lesion in measured["lesions"] if lesion["segment"]["number"] == 2)
        self.assertAlmostEqual(lesion["long_axis_mm"], 20, delta=0.3)
        self.assertAlmostEqual(lesion["short_axis_mm"], 20, delta=0.3)

    def two_dates(self, with_images):
        for date, radius in ((datetime.date(2024, 1, 10), 8.0), (datetime.date(2024, 4, 12), 12.0)):
            study = Study(self.folder / "in" / date.isoformat(), date)
            study.write_structures(rois(radius))
            if with_images:
                study.write_images()
        done = oligard("analyze", self.folder / "in", "--out", self.folder / "out")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        summary = json.loads((self.folder / "out/summary.json").read_text())
        self.assertEqual((summary["refused"], len(summary["patients"])), ([], 1))
        folder = self.folder / "out" / summary["patients"][0]["folder"]
        return json.loads((folder / "assessment.json").read_text()), folder

    def test_two_dates_give_linked_lesions_with_a_change(self):
        assessment, folder = self.two_dates(with_images=False)
        by_track = {}
        for lesion in assessment["lesions"]:
            by_track.setdefault(lesion["track"], []).append(lesion)
        self.assertEqual(sorted(len(lesions) for lesions in by_track.values()), [2, 2])
        sizes = sorted([round(lesion["long_axis_mm"]) for lesion in sorted(lesions, key=lambda x: x["timepoint"])]
                       for lesions in by_track.values())
        self.assertEqual(sizes, [[16, 16], [16, 24]])
        self.assertEqual({lesion["organ"] for lesion in assessment["lesions"]}, {"liver"})
        self.assertFalse((folder / "TP1-viewer.dcm").exists(), "no image was sent, so nothing can be drawn on one")
        report = pydicom.dcmread(folder / "TP1-result.dcm")
        self.assertNotIn("ReferencedSegmentNumber", str(report), "an ROI is no segment")
        classes = {instance.ReferencedSOPClassUID for study in report.CurrentRequestedProcedureEvidenceSequence
                   for series in study.ReferencedSeriesSequence for instance in series.ReferencedSOPSequence}
        self.assertIn(STRUCTURE_SET, classes)

    def test_axes_are_drawn_in_pixels_of_the_images(self):
        _, folder = self.two_dates(with_images=True)
        report = pydicom.dcmread(folder / "TP1-viewer.dcm")
        ends = []

        def walk(item):
            for child in item.get("ContentSequence", []):
                if child.ValueType == "SCOORD":
                    image = child.ContentSequence[0].ReferencedSOPSequence[0].ReferencedSOPInstanceUID
                    ends.append((child.GraphicData, image))
                walk(child)

        walk(report)
        self.assertEqual(len(ends), 4, "long and short axis of two lesions")
        images = {pydicom.dcmread(path, stop_before_pixels=True).SOPInstanceUID:
                  pydicom.dcmread(path, stop_before_pixels=True)
                  for path in (self.folder / "in/2024-04-12").glob("ct*.dcm")}
        for (c1, r1, c2, r2), uid in ends:
            corner = images[uid].ImagePositionPatient
            middle = (corner[0] + ((c1 + c2) / 2 - 0.5) * PIXEL, corner[1] + ((r1 + r2) / 2 - 0.5) * PIXEL, corner[2])
            nearest = min((GROWS, STAYS), key=lambda body: math.dist(body, middle))
            self.assertLess(math.dist(nearest[:2], middle[:2]), 0.5)
            self.assertLess(abs(nearest[2] - middle[2]), SPACING)
            length = math.hypot(c2 - c1, r2 - r1) * PIXEL
            self.assertAlmostEqual(length, 24 if nearest == GROWS else 16, delta=0.4)
        self.check_validators([folder / "TP1-result.dcm", folder / "TP1-viewer.dcm"])

    def test_inspect_names_what_is_left_out(self):
        study = Study(self.folder, datetime.date(2024, 1, 10))
        path = study.write_structures(rois(10.0))
        dataset = pydicom.dcmread(path)
        for contour in dataset.ROIContourSequence[3].ContourSequence:
            contour.ContourGeometricType = "OPEN_PLANAR"
        save(dataset, path)
        done = oligard("inspect", path)
        self.assertEqual(done.returncode, 0, done.stderr)
        line = next(line for line in done.stdout.splitlines() if "PTV-1" in line)
        self.assertIn("RTSTRUCT_NO_AREA", line)

    def test_a_registration_is_described_and_a_wrong_one_refused(self):
        study = Study(self.folder, datetime.date(2024, 1, 10))
        dataset = study.header(REGISTRATION, generate_uid(), "REG")
        dataset.SeriesInstanceUID = generate_uid()
        item, registration, matrix = Dataset(), Dataset(), Dataset()
        matrix.FrameOfReferenceTransformationMatrixType = "RIGID"
        matrix.FrameOfReferenceTransformationMatrix = [0, -1, 0, 5, 1, 0, 0, 6, 0, 0, 1, 7, 0, 0, 0, 1]
        registration.MatrixSequence = items([matrix])
        item.FrameOfReferenceUID = generate_uid()
        item.MatrixRegistrationSequence = items([registration])
        dataset.RegistrationSequence = items([item])
        path = save(dataset, self.folder / "reg.dcm")
        done = oligard("inspect", path)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("rotation 90.00 degrees, translation (5.00, 6.00, 7.00) mm", done.stdout)
        self.assertIn("used where it joins two dates", done.stdout)
        matrix.FrameOfReferenceTransformationMatrix = [2, -1, 0, 5, 1, 0, 0, 6, 0, 0, 1, 7, 0, 0, 0, 1]
        save(dataset, path)
        self.assertIn("REG_MATRIX_TYPE", oligard("inspect", path).stderr)


if __name__ == "__main__":
    unittest.main()
