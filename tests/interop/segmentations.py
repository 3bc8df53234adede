"""Segmentations written by highdicom, read by `oligard measure`: voxel counts must be equal, volumes to 0.1 %.

Every type with every transfer syntax that highdicom writes for it, four orientations, frames with and without the empty ones.

    OLIGARD=build/release/src/app/oligard python segmentations.py FOLDER        (scripts/interop calls it)
"""
import itertools
import json
import os
import pathlib
import subprocess
import sys

import highdicom as hd
import numpy as np
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sr.codedict import codes
from pydicom.uid import (ExplicitVRLittleEndian, ImplicitVRLittleEndian, JPEG2000Lossless, JPEGLSLossless, RLELossless,
                         generate_uid)

OLIGARD = os.environ["OLIGARD"]
SLICES, ROWS, COLUMNS, SEGMENTS = 9, 48, 56, 3
ROW_MM, COLUMN_MM, SLICE_MM = 0.7, 0.9, 2.5
Type = hd.seg.SegmentationTypeValues
ORIENTATIONS = {"axial": (1, 0, 0, 0, 1, 0), "sagittal": (0, 1, 0, 0, 0, -1), "coronal": (1, 0, 0, 0, 0, -1),
                "oblique": (0.8, 0.6, 0, -0.48, 0.64, -0.6)}
SYNTAXES = {Type.BINARY: (ExplicitVRLittleEndian, ImplicitVRLittleEndian),
            Type.FRACTIONAL: (ExplicitVRLittleEndian, RLELossless, JPEG2000Lossless, JPEGLSLossless),
            Type.LABELMAP: (ExplicitVRLittleEndian, RLELossless, JPEG2000Lossless, JPEGLSLossless)}


def images(orientation):
    """A CT series without content."""
    normal = np.cross(orientation[:3], orientation[3:])
    common = {"StudyInstanceUID": generate_uid(), "SeriesInstanceUID": generate_uid(), "FrameOfReferenceUID": generate_uid()}
    series = []
    for index in range(SLICES):
        image = Dataset()
        image.file_meta = FileMetaDataset()
        image.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
        image.SOPClassUID = "1.2.840.10008.5.1.4.1.1.2"
        image.SOPInstanceUID = generate_uid()
        for keyword, value in common.items():
            setattr(image, keyword, value)
        for keyword in ("AccessionNumber", "PatientBirthDate", "PatientSex", "PositionReferenceIndicator",
                        "ReferringPhysicianName", "StudyID"):
            setattr(image, keyword, "")
        image.PatientID, image.PatientName = "INTEROP", "Interop^"
        image.StudyDate = image.ContentDate = "20260105"
        image.StudyTime = image.ContentTime = "101010"
        image.Modality, image.Manufacturer, image.SeriesNumber, image.InstanceNumber = "CT", "none", 1, index + 1
        image.ImageOrientationPatient = list(orientation)
        image.ImagePositionPatient = [float(x) for x in np.array([-10, 20, 30]) + normal * SLICE_MM * index]
        image.PixelSpacing, image.SliceThickness = [ROW_MM, COLUMN_MM], SLICE_MM
        image.Rows, image.Columns, image.SamplesPerPixel = ROWS, COLUMNS, 1
        image.PhotometricInterpretation, image.PixelRepresentation = "MONOCHROME2", 1
        image.BitsAllocated, image.BitsStored, image.HighBit = 16, 16, 15
        image.PixelData = bytes(2 * ROWS * COLUMNS)
        series.append(image)
    return series


def ellipsoids(random):
    z, y, x = np.mgrid[:SLICES, :ROWS, :COLUMNS]
    masks = np.zeros((SLICES, ROWS, COLUMNS, SEGMENTS), bool)
    for segment in range(SEGMENTS):
        centre = random.uniform((2, 8, 8), (SLICES - 3, ROWS - 8, COLUMNS - 8))
        radii = random.uniform((1.5, 3, 3), (3, 8, 8))
        masks[..., segment] = sum(((axis - c) / r) ** 2 for axis, c, r in zip((z, y, x), centre, radii)) <= 1
    return masks


def described(number):
    algorithm = hd.AlgorithmIdentificationSequence("none", codes.DCM.ArtificialIntelligence, "1")
    return hd.seg.SegmentDescription(
        segment_number=number, segment_label=f"Lesion {number}",
        segmented_property_category=codes.SCT.MorphologicallyAbnormalStructure, segmented_property_type=codes.SCT.Lesion,
        algorithm_type=hd.seg.SegmentAlgorithmTypeValues.AUTOMATIC, algorithm_identification=algorithm)


def written(kind, syntax, orientation, omits_empty, random):
    """The object, and how many voxels each segment has."""
    masks = ellipsoids(random)
    options = {}
    if kind == Type.LABELMAP:
        for first, second in itertools.combinations(range(SEGMENTS), 2):
            masks[..., second] &= ~masks[..., first]
    pixels, counts = masks.astype(np.uint8), masks.sum((0, 1, 2))
    if kind == Type.FRACTIONAL:
        pixels = (masks * random.uniform(0.2, 1, masks.shape)).astype(np.float32)
        counts = (np.around(pixels * 200) >= 100).sum((0, 1, 2))
        options = {"fractional_type": hd.seg.SegmentationFractionalTypeValues.PROBABILITY, "max_fractional_value": 200}
    segmentation = hd.seg.Segmentation(
        images(orientation), pixels, kind, [described(i + 1) for i in range(SEGMENTS)], generate_uid(), 1, generate_uid(), 1,
        "none", "none", "1", "1", transfer_syntax_uid=syntax, omit_empty_frames=omits_empty, **options)
    return segmentation, [int(count) for count in counts]


def main():
    random = np.random.default_rng(3)
    failed = 0
    cases = [(kind, syntax, plane, omits) for kind, syntaxes in SYNTAXES.items() for syntax in syntaxes
             for plane in ORIENTATIONS for omits in (True, False)]
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "seg.dcm"
    for kind, syntax, plane, omits in cases:
        segmentation, counts = written(kind, syntax, ORIENTATIONS[plane], omits, random)
        segmentation.save_as(path)
        done = subprocess.run([OLIGARD, "measure", path, "--format", "json", "--all-segments"], capture_output=True, text=True)
        segments = json.loads(done.stdout)["segments"] if done.returncode == 0 else []
        voxel = ROW_MM * COLUMN_MM * SLICE_MM
        same = [s["voxel_count"] for s in segments] == counts and all(
            abs(s["volume_mm3"] - count * voxel) <= 1e-3 * count * voxel for s, count in zip(segments, counts))
        if not same:
            failed += 1
            print(f"{kind.value} {syntax.name} {plane}: expected {counts}, got",
                  [s["voxel_count"] for s in segments] or done.stderr.strip())
    print(f"segmentations by highdicom {hd.__version__}: {len(cases) - failed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
