"""Writes a small CT series, a SEG and TID 1500 reports with highdicom, and checks what oligard reads of them.

    OLIGARD=build/release/src/app/oligard python reports.py FOLDER        (scripts/interop calls it)
"""
import datetime
import json
import os
import pathlib
import subprocess
import sys

import highdicom as hd
import numpy as np
from highdicom import sr
from pydicom.dataset import FileMetaDataset
from pydicom.sr.codedict import codes
from pydicom.sr.coding import Code
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian, generate_uid
import pydicom

ROWS = COLUMNS = 64
SLICES = 9
PIXEL = 1.0
STEP = 2.0
STUDY, SERIES, FRAME = generate_uid(), generate_uid(), generate_uid()
failures = []


def expect(name, condition, detail=""):
    print(("ok      " if condition else "FAILED  ") + name + ("" if condition else f": {detail}"))
    if not condition:
        failures.append(name)


def ct_series(folder):
    images = []
    for i in range(SLICES):
        image = pydicom.Dataset()
        image.file_meta = FileMetaDataset()
        image.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
        image.SOPClassUID, image.SOPInstanceUID = CTImageStorage, generate_uid()
        image.StudyInstanceUID, image.SeriesInstanceUID, image.FrameOfReferenceUID = STUDY, SERIES, FRAME
        image.PatientID, image.PatientName, image.PatientBirthDate, image.PatientSex = "INTEROP", "Interop^", "19500101", "O"
        image.StudyDate, image.StudyTime, image.StudyID, image.AccessionNumber = "20240501", "120000", "1", ""
        image.ReferringPhysicianName, image.PositionReferenceIndicator = "", ""
        image.Modality, image.Manufacturer, image.SeriesNumber, image.InstanceNumber = "CT", "Interop", 1, i + 1
        image.Rows, image.Columns, image.PixelSpacing = ROWS, COLUMNS, [PIXEL, PIXEL]
        image.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
        image.ImagePositionPatient = [0, 0, i * STEP]
        image.SliceThickness, image.ImageType = STEP, ["ORIGINAL", "PRIMARY", "AXIAL"]
        image.SamplesPerPixel, image.PhotometricInterpretation = 1, "MONOCHROME2"
        image.BitsAllocated, image.BitsStored, image.HighBit, image.PixelRepresentation = 16, 16, 15, 0
        image.RescaleIntercept, image.RescaleSlope, image.KVP = 0, 1, 120
        image.PixelData = np.zeros((ROWS, COLUMNS), np.uint16).tobytes()
        image.save_as(folder / f"ct{i}.dcm", enforce_file_format=True)
        images.append(image)
    return images


def ball(radius=8.0, centre=(32, 32, 8.0)):
    z, y, x = np.mgrid[0:SLICES, 0:ROWS, 0:COLUMNS].astype(float)
    return ((x - centre[0]) ** 2 + (y - centre[1]) ** 2 + (z * STEP - centre[2]) ** 2 <= radius**2).astype(np.uint8)


def segmentation(images, tracking_uid):
    description = hd.seg.SegmentDescription(
        segment_number=1, segment_label="Liver lesion",
        segmented_property_category=codes.SCT.MorphologicallyAbnormalStructure,
        segmented_property_type=codes.SCT.Neoplasm,
        algorithm_type=hd.seg.SegmentAlgorithmTypeValues.MANUAL,
        tracking_uid=tracking_uid, tracking_id="Lesion 1")
    return hd.seg.Segmentation(
        images, ball(), hd.seg.SegmentationTypeValues.BINARY, [description], generate_uid(), 2, generate_uid(), 1,
        "Interop", "highdicom", hd.__version__, "1")


def number(name, value, unit, points=None, image=None, **options):
    """A measurement, drawn on `image` or, without one, in space when it has points."""
    if points is not None and image is None:
        options["referenced_coordinates"] = [sr.CoordinatesForMeasurement3D("POLYLINE", np.array(points), FRAME)]
    elif points is not None:
        options["referenced_coordinates"] = [sr.CoordinatesForMeasurement(
            "POLYLINE", np.array(points), sr.SourceImageForRegion.from_source_image(image))]
    return sr.Measurement(name=name, value=value, unit=unit, **options)


def report(images, groups, evidence):
    observer = sr.ObserverContext(codes.DCM.Person, sr.PersonObserverIdentifyingAttributes("Reader^A"))
    tree = sr.MeasurementReport(
        observation_context=sr.ObservationContext(observer_person_context=observer),
        procedure_reported=codes.LN.CTUnspecifiedBodyRegion, imaging_measurements=groups, title=codes.DCM.ImagingMeasurementReport)
    return sr.Comprehensive3DSR(
        evidence=evidence, content=tree, series_number=3, series_instance_uid=generate_uid(),
        sop_instance_uid=generate_uid(), instance_number=1, manufacturer="Interop reader", is_final=True, is_complete=True)


def tracking(name, uid=None):
    return sr.TrackingIdentifier(uid=uid or generate_uid(), identifier=name)


def groups_of(images, seg, tracking_uid):
    middle = images[4]
    source = sr.SourceImageForRegion.from_source_image(middle)
    liver = [sr.FindingSite(codes.SCT.Liver)]
    outline = np.array([[24, 24], [40, 24], [40, 40], [24, 40], [24, 24]], float) + 0.5
    return {
        "planar": sr.PlanarROIMeasurementsAndQualitativeEvaluations(
            tracking_identifier=tracking("planar"),
            referenced_region=sr.ImageRegion("POLYLINE", outline, source), finding_sites=liver,
            finding_type=codes.SCT.Neoplasm,
            measurements=[number(codes.SCT.Diameter, 1.5, codes.UCUM.Centimeter),
                          number(codes.SCT.Area, 256.0, codes.UCUM.SquareMillimeter)]),
        "lines": sr.MeasurementsAndQualitativeEvaluations(
            tracking_identifier=tracking("lines"), finding_sites=liver, finding_type=codes.SCT.Neoplasm,
            measurements=[
                number(codes.SCT.LongAxis, 12.0, codes.UCUM.Millimeter, [[26.5, 32.5], [38.5, 32.5]], middle),
                number(codes.SCT.ShortAxis, 9.0, codes.UCUM.Millimeter, [[32.5, 28.0], [32.5, 37.0]], middle)]),
        "outline": sr.PlanarROIMeasurementsAndQualitativeEvaluations(
            tracking_identifier=tracking("outline"),
            referenced_region=sr.ImageRegion("ELLIPSE", np.array([[4, 8], [20, 8], [12, 4], [12, 12]], float), source),
            measurements=[number(codes.SCT.Area, 100.0, codes.UCUM.SquareMillimeter)]),
        "polygon": sr.PlanarROIMeasurementsAndQualitativeEvaluations(
            tracking_identifier=tracking("polygon"),
            referenced_region=sr.ImageRegion3D("POLYGON", np.array(
                [[50, 50, 8], [60, 50, 8], [60, 60, 8], [50, 60, 8], [50, 50, 8]], float), FRAME),
            measurements=[number(codes.SCT.Length, 10.0, codes.UCUM.Millimeter)]),
        "space": sr.MeasurementsAndQualitativeEvaluations(
            tracking_identifier=tracking("space"),
            measurements=[number(codes.SCT.Length, 8.0, codes.UCUM.Millimeter, np.array([[4, 55, 8], [12, 55, 8]], float))]),
        "volume": sr.VolumetricROIMeasurementsAndQualitativeEvaluations(
            tracking_identifier=tracking("volume", tracking_uid),
            referenced_segment=sr.ReferencedSegment(
                seg.SOPClassUID, seg.SOPInstanceUID, 1, source_series=sr.SourceSeriesForSegmentation(SERIES)),
            finding_type=codes.SCT.Neoplasm,
            measurements=[number(codes.SCT.Volume, 2.1, codes.UCUM.CubicCentimeter),
                          number(codes.SCT.LongAxis, 99.0, codes.UCUM.Millimeter, derivation=codes.SCT.Mean)]),
        "absent": sr.MeasurementsAndQualitativeEvaluations(
            tracking_identifier=tracking("absent"),
            qualitative_evaluations=[sr.QualitativeEvaluation(
                Code("705057003", "SCT", "Presence"), Code("2667000", "SCT", "Absent"))]),
        "small": sr.MeasurementsAndQualitativeEvaluations(
            tracking_identifier=tracking("small"),
            qualitative_evaluations=[sr.QualitativeEvaluation(
                Code("LS", "99INTEROP", "Lesion status"), Code("TS", "99INTEROP", "Too small to measure"))]),
    }


def oligard(*arguments):
    done = subprocess.run([os.environ["OLIGARD"], *map(str, arguments)], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def block(text, name):
    """What inspect prints of one group."""
    lines, inside = [], False
    for line in text.splitlines():
        if line[:3].strip().rstrip(".").isdigit() or (line.startswith("  ") and line[2:3].isdigit()):
            inside = f". {name}" in line
        if inside:
            lines.append(line)
    return "\n".join(lines)


def check_inspect(path):
    code, text = oligard("inspect", path)
    expect("inspect reads the report", code == 0, text)
    planar = block(text, "planar")
    expect("planar: diameter in cm", "long axis    15 mm" in planar, planar)
    expect("planar: outline and site", "POLYLINE of 5 points" in planar and ", liver" in planar, planar)
    lines = block(text, "lines")
    expect("lines: long axis", "long axis    12 mm, from (26.5, 32.5) to (38.5, 32.5)" in lines, lines)
    expect("lines: short axis", "short axis   9 mm, from (32.5, 28.0)" in lines, lines)
    outline = block(text, "outline")
    expect("outline: no size, said so", "not used     it has an outline" in outline, outline)
    polygon = block(text, "polygon")
    expect("polygon: in space", "POLYGON of 5 points in patient space" in polygon, polygon)
    space = block(text, "space")
    expect("space: line in patient space", "long axis    8 mm, from (4.0, 55.0, 8.0)" in space, space)
    volume = block(text, "volume")
    expect("volume: ml as mm3", "volume       2100 mm3" in volume, volume)
    expect("volume: segment", "segment      1 of" in volume, volume)
    expect("volume: a mean is no long axis", "long axis" not in volume, volume)
    expect("absent", "says         absent" in block(text, "absent"), text)
    expect("too small", "says         too small to measure" in block(text, "small"), text)


def check_analyze(folder, rule, name):
    config = folder.parent / f"{name}.toml"
    config.write_text(rule)
    code, text = oligard("analyze", folder, "--out", folder.parent / name, "--config", config)
    expect(f"analyze ({name})", code == 0, text)
    [path] = (folder.parent / name).glob("P*/assessment.json")
    lesions = json.loads(path.read_text())["lesions"]
    [lesion] = [one for one in lesions if one["segment"]["label"] == "Liver lesion"]
    others = [one for one in lesions if one is not lesion]
    stated = {(one["long_axis_mm"], one["volume_mm3"]): one["disagrees"] for one in lesion["stated"]}
    expect(f"three statements joined ({name})", set(stated) == {(15.0, None), (12.0, None), (None, 2100.0)}, lesion["stated"])
    expect(f"12 mm beside some 16 mm disagrees ({name})", stated.get((12.0, None)) is True, lesion)
    expect(f"15 mm does not ({name})", stated.get((15.0, None)) is False, lesion)
    expect(f"those elsewhere are lesions of their own ({name})",
           sorted(one["long_axis_mm"] for one in others) == [8.0, 10.0], others)
    return lesion


def main():
    folder = pathlib.Path(sys.argv[1]) / "study"
    folder.mkdir(parents=True)
    tracking_uid = generate_uid()
    images = ct_series(folder)
    seg = segmentation(images, tracking_uid)
    seg.save_as(folder / "seg.dcm")
    groups = groups_of(images, seg, tracking_uid)
    report(images, list(groups.values()), [*images, seg]).save_as(folder / "sr.dcm")
    check_inspect(folder / "sr.dcm")
    ours = check_analyze(folder, "", "plain")
    expect("ours counts without a rule", ours["own"] is None and abs(ours["long_axis_mm"] - 16) < 1.5, ours)
    outranked = check_analyze(
        folder, '[[source]]\nname = "readers"\nmatch_manufacturer = "Interop reader"\nreader_outranks = true\n', "outranks")
    expect("the reader's first diameter and volume count with one",
           (outranked["long_axis_mm"], outranked["short_axis_mm"], outranked["volume_mm3"]) == (15.0, None, 2100.0), outranked)
    expect("ours is kept", outranked["own"] is not None and outranked["own"]["long_axis_mm"] == ours["long_axis_mm"], outranked)
    print(f"highdicom {hd.__version__}: {len(failures)} failed")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
