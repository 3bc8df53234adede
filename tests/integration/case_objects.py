"""The objects of a drawn case (case_phantom.py): a Segmentation, images without a picture, a reader's report."""
import dataclasses

import numpy as np
import pydicom
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence

from seg_maker import EXPLICIT, code

ORGANS = {"lung": "39607008", "liver": "10200004", "adrenal": "23451007", "lymph_node": "59441001", "bone": "3138006",
          "brain": "12738006", "kidney": "64033007", "spleen": "78961009", "pancreas": "15776009", "prostate": "41216001",
          "soft_tissue": "87784001", "skin": "39937001", "muscle": "91727004", "breast": "76752008", "ovary": "15497006"}
STATEMENTS = {"absent": ("2667000", "SCT", "Absent"), "too_small": ("112133", "DCM", "Too small to measure"),
              "not_evaluable": ("373068000", "SCT", "Undetermined"), "present": ("52101004", "SCT", "Present"),
              "increased_equivocal": ("1", "99TEST", "Equivocal increase"),
              "unequivocal_progression": ("112047", "DCM", "Unequivocal progression")}
ROLES = {"target": ("112074", "Target lesion at baseline"), "non_target": ("112075", "Non-Target lesion at baseline")}
IMAGES = {"CT": "1.2.840.10008.5.1.4.1.1.2.1", "MR": "1.2.840.10008.5.1.4.1.1.4.1", "PT": "1.2.840.10008.5.1.4.1.1.130"}
SEGMENTATION = "1.2.840.10008.5.1.4.1.1.66.4"
REPORT = "1.2.840.10008.5.1.4.1.1.88.33"
PIXEL_MM = 0.2


def uid_of(*parts):
    """A UID that the same case has again."""
    return pydicom.uid.generate_uid(entropy_srcs=[str(part) for part in parts])


@dataclasses.dataclass
class Patient:
    id: str

    def study(self, date, index):
        return {"date": date, "study": uid_of(self.id, "study", index), "frame": uid_of(self.id, "frame"), "index": index}


def header(patient, study, sop_class, modality, series, name):
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = sop_class
    meta.MediaStorageSOPInstanceUID = uid_of(patient.id, study["index"], name)
    meta.TransferSyntaxUID = EXPLICIT
    ds = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    ds.SOPClassUID, ds.SOPInstanceUID = sop_class, meta.MediaStorageSOPInstanceUID
    ds.PatientID, ds.PatientName, ds.PatientBirthDate, ds.PatientSex = patient.id, f"Case^{patient.id}", "", ""
    ds.StudyInstanceUID, ds.StudyDate, ds.StudyTime = study["study"], study["date"], "100000"
    ds.AccessionNumber, ds.ReferringPhysicianName, ds.StudyID = "", "", ""
    ds.SeriesInstanceUID, ds.Modality = uid_of(patient.id, study["index"], name, "series"), modality
    ds.SeriesDescription, ds.SeriesNumber, ds.InstanceNumber = series, {"SEG": 300, "SR": 400}.get(modality, 2), 1
    ds.ContentDate, ds.ContentTime = study["date"], "110000"
    ds.Manufacturer, ds.ManufacturerModelName = "Test", "case_phantom"
    ds.is_little_endian, ds.is_implicit_VR = True, False
    return ds


def write(path, ds):
    path.parent.mkdir(parents=True, exist_ok=True)
    pydicom.dcmwrite(path, ds, write_like_original=False)


def segment_item(number, label, organ, tracking_uid):
    item = Dataset()
    item.SegmentNumber, item.SegmentLabel, item.SegmentAlgorithmType = number, label, "MANUAL"
    item.SegmentedPropertyCategoryCodeSequence = code("49755003", "Morphologically Altered Structure")
    item.SegmentedPropertyTypeCodeSequence = code("52988006", "Lesion")
    item.AnatomicRegionSequence = code(ORGANS[organ], organ)
    if tracking_uid:
        item.TrackingID, item.TrackingUID = label, tracking_uid
    return item


def planes(heights, matrix, pixel_mm, thickness, extra=None):
    """Shared and per-frame functional groups of axial planes at these heights."""
    shared, orientation, measures = Dataset(), Dataset(), Dataset()
    orientation.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
    measures.PixelSpacing, measures.SliceThickness = [pixel_mm, pixel_mm], thickness
    measures.SpacingBetweenSlices = thickness
    shared.PlaneOrientationSequence, shared.PixelMeasuresSequence = Sequence([orientation]), Sequence([measures])
    corner = -(matrix - 1) * pixel_mm / 2
    groups = []
    for i, height in enumerate(heights):
        item, position = Dataset(), Dataset()
        position.ImagePositionPatient = [f"{corner:.4f}", f"{corner:.4f}", f"{height:.4f}"]
        item.PlanePositionSequence = Sequence([position])
        if extra:
            extra(item, i)
        groups.append(item)
    return Sequence([shared]), Sequence(groups)


def image_stack(patient, study, modality, heights, field_mm, thickness):
    """An enhanced image of 2 x 2 pixels a frame: what was imaged, without a picture."""
    ds = header(patient, study, IMAGES[modality], modality, "Images", "images")
    ds.FrameOfReferenceUID = study["frame"]
    ds.Rows = ds.Columns = 2
    ds.NumberOfFrames = len(heights)
    ds.SamplesPerPixel, ds.PhotometricInterpretation, ds.PixelRepresentation = 1, "MONOCHROME2", 0
    ds.BitsAllocated, ds.BitsStored, ds.HighBit = 16, 16, 15
    ds.SharedFunctionalGroupsSequence, ds.PerFrameFunctionalGroupsSequence = planes(heights, 2, field_mm / 2, thickness)
    ds.PixelData = bytes(8 * len(heights))
    ds["PixelData"].VR = "OW"
    return ds


def segmentation(patient, study, segments, frames, matrix, thickness, series, images=None):
    """`frames`: (segment number, height, plane)."""
    ds = header(patient, study, SEGMENTATION, "SEG", series, "seg")
    ds.FrameOfReferenceUID = study["frame"]
    ds.SegmentationType, ds.ContentLabel = "BINARY", "LESIONS"
    ds.SegmentSequence = Sequence(segments)
    ds.Rows = ds.Columns = matrix
    ds.NumberOfFrames = len(frames)
    ds.SamplesPerPixel, ds.PhotometricInterpretation, ds.PixelRepresentation = 1, "MONOCHROME2", 0
    ds.BitsAllocated, ds.BitsStored, ds.HighBit = 1, 1, 0
    if images is not None:
        series_item, instance = Dataset(), Dataset()
        instance.ReferencedSOPClassUID, instance.ReferencedSOPInstanceUID = images.SOPClassUID, images.SOPInstanceUID
        series_item.SeriesInstanceUID = images.SeriesInstanceUID
        series_item.ReferencedInstanceSequence = Sequence([instance])
        ds.ReferencedSeriesSequence = Sequence([series_item])

    def identify(item, i):
        identification = Dataset()
        identification.ReferencedSegmentNumber = frames[i][0]
        item.SegmentIdentificationSequence = Sequence([identification])

    ds.SharedFunctionalGroupsSequence, ds.PerFrameFunctionalGroupsSequence = planes(
        [height for _, height, _ in frames], matrix, PIXEL_MM, thickness, identify)
    ds.PixelData = b"".join(np.packbits(plane.ravel(), bitorder="little").tobytes() for _, _, plane in frames)
    ds["PixelData"].VR = "OB"
    return ds


def content(relationship, value_type, name, **values):
    item = Dataset()
    item.RelationshipType, item.ValueType = relationship, value_type
    item.ConceptNameCodeSequence = code(name[0], name[1], "DCM")
    for keyword, value in values.items():
        setattr(item, keyword, value)
    return item


def report(patient, study, statements, roles, fragments, images, segmented):
    """A reader's TID 1500 report: for each (Tracking UID, state) a measurement group with the finding alone, for each
    (Tracking UID, role) one with the baseline category, and for each (Tracking UID, segment number) one that says which
    lesion a fragment belongs to."""
    ds = header(patient, study, REPORT, "SR", "Reading", "sr")
    ds.ValueType, ds.ContinuityOfContent = "CONTAINER", "SEPARATE"
    ds.CompletionFlag, ds.VerificationFlag = "COMPLETE", "UNVERIFIED"
    ds.ConceptNameCodeSequence = code("126000", "Imaging Measurement Report", "DCM")
    groups = []
    for uid, state in statements:
        value, scheme, meaning = STATEMENTS[state]
        finding = content("CONTAINS", "CODE", ("121071", "Finding"), ConceptCodeSequence=code(value, meaning, scheme))
        tracking = content("HAS OBS CONTEXT", "UIDREF", ("112040", "Tracking Unique Identifier"), UID=uid)
        groups.append(content("CONTAINS", "CONTAINER", ("125007", "Measurement Group"), ContinuityOfContent="SEPARATE",
                              ContentSequence=Sequence([tracking, finding])))
    for uid, role in roles:
        value, meaning = ROLES[role]
        tracking = content("HAS OBS CONTEXT", "UIDREF", ("112040", "Tracking Unique Identifier"), UID=uid)
        category = content("CONTAINS", "CODE", ("112016", "Baseline Category"), ConceptCodeSequence=code(value, meaning, "DCM"))
        groups.append(content("CONTAINS", "CONTAINER", ("125007", "Measurement Group"), ContinuityOfContent="SEPARATE",
                              ContentSequence=Sequence([tracking, category])))
    for uid, number in fragments:
        tracking = content("HAS OBS CONTEXT", "UIDREF", ("112040", "Tracking Unique Identifier"), UID=uid)
        segment, reference = content("CONTAINS", "IMAGE", ("121191", "Referenced Segment")), Dataset()
        reference.ReferencedSOPClassUID, reference.ReferencedSOPInstanceUID = segmented.SOPClassUID, segmented.SOPInstanceUID
        reference.ReferencedSegmentNumber = number
        segment.ReferencedSOPSequence = Sequence([reference])
        groups.append(content("CONTAINS", "CONTAINER", ("125007", "Measurement Group"), ContinuityOfContent="SEPARATE",
                              ContentSequence=Sequence([tracking, segment])))
    observer = content("HAS OBS CONTEXT", "PNAME", ("121008", "Person Observer Name"), PersonName="Test^Reader")
    measurements = content("CONTAINS", "CONTAINER", ("126010", "Imaging Measurements"), ContinuityOfContent="SEPARATE",
                           ContentSequence=Sequence(groups))
    ds.ContentSequence = Sequence([observer, measurements])
    study_item, series_item, instance = Dataset(), Dataset(), Dataset()
    instance.ReferencedSOPClassUID, instance.ReferencedSOPInstanceUID = images.SOPClassUID, images.SOPInstanceUID
    series_item.SeriesInstanceUID, series_item.ReferencedSOPSequence = images.SeriesInstanceUID, Sequence([instance])
    study_item.StudyInstanceUID, study_item.ReferencedSeriesSequence = study["study"], Sequence([series_item])
    ds.CurrentRequestedProcedureEvidenceSequence = Sequence([study_item])
    return ds
