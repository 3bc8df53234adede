#!/usr/bin/python3
"""Writes the seeds of the fuzz targets: small objects of every kind, type and transfer syntax that the readers know.

    tests/fuzz/seeds.py OUT [REAL]      OUT/seg, OUT/sr, OUT/rtstruct, OUT/reg; REAL: a folder of real files to add
"""
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib

from pydicom import dcmread
from pydicom._uid_dict import UID_dictionary
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.sequence import Sequence

IMPLICIT, EXPLICIT, BIG, DEFLATED = "1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99"
NATIVE = {"implicit": IMPLICIT, "explicit": EXPLICIT, "big": BIG, "deflated": DEFLATED}
JPEG_2000 = "1.2.840.10008.1.2.4.90"
RLE, DEFLATED_FRAME, ENCAPSULATED = "1.2.840.10008.1.2.5", "1.2.840.10008.1.2.8.1", "1.2.840.10008.1.2.1.98"
SEG, LABELMAP = "1.2.840.10008.5.1.4.1.1.66.4", "1.2.840.10008.5.1.4.1.1.66.7"
RTSTRUCT = "1.2.840.10008.5.1.4.1.1.481.3"
REGISTRATION, DEFORMABLE = "1.2.840.10008.5.1.4.1.1.66.1", "1.2.840.10008.5.1.4.1.1.66.3"
SR, CT = "1.2.840.10008.5.1.4.1.1.88.34", "1.2.840.10008.5.1.4.1.1.2"
SIDE = 12
MAX_BYTES = 100_000

for uid in (DEFLATED_FRAME, ENCAPSULATED):  # newer than Debian's pydicom
    UID_dictionary[uid] = (uid, "Transfer Syntax", "", "", "")


def make(**values):
    dataset = Dataset()
    for keyword, value in values.items():
        setattr(dataset, keyword, Sequence([value]) if isinstance(value, Dataset) else value)
    return dataset


def code(value, scheme="SCT", meaning="meaning"):
    return make(CodeValue=value, CodingSchemeDesignator=scheme, CodeMeaning=meaning)


def identity(sop_class, modality):
    return make(SOPClassUID=sop_class, SOPInstanceUID="2.25.1", StudyInstanceUID="2.25.3", SeriesInstanceUID="2.25.2",
                Modality=modality, PatientID="SEED", PatientName="Seed", StudyDate="20260131", Manufacturer="Seeds",
                ManufacturerModelName="Model", SeriesDescription="Lesions", SpecificCharacterSet="ISO_IR 100")


def save(path, dataset, syntax=EXPLICIT):
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = dataset.SOPClassUID
    meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    meta.TransferSyntaxUID = syntax
    meta.ImplementationClassUID = "2.25.9"
    path.parent.mkdir(parents=True, exist_ok=True)
    dataset.is_little_endian, dataset.is_implicit_VR = syntax != BIG, syntax == IMPLICIT
    file = FileDataset(str(path), dataset, file_meta=meta, preamble=b"\0" * 128)
    file.is_little_endian, file.is_implicit_VR = dataset.is_little_endian, dataset.is_implicit_VR
    file.save_as(path, write_like_original=False)


# ---- SEG

def disc(frame, values=1, side=SIDE):
    return [values if (row - side / 2) ** 2 + (column - side / 2) ** 2 < (2 + frame % 3) ** 2 else 0
            for row in range(side) for column in range(side)]


def packed(pixels):
    out = bytearray((len(pixels) + 7) // 8)
    for index, value in enumerate(pixels):
        out[index // 8] |= (value != 0) << (index % 8)
    return bytes(out)


def pack_bits(data):
    out = bytearray()
    for value in data:  # literals of one byte: valid, if not small
        out += bytes([0, value])
    return bytes(out) + b"\0" * (len(out) % 2)


def rle(planes):
    header, body = [len(planes)], b""
    for plane in planes:
        header.append(64 + len(body))
        body += pack_bits(plane)
    return struct.pack("<16I", *(header + [0] * (16 - len(header)))) + body


def measures(**more):
    return make(PixelSpacing=[0.8, 0.9], **more)


def groups(index, position, orientation=None, segment=None, spacing=None):
    group = make(PlanePositionSequence=make(ImagePositionPatient=position),
                 FrameContentSequence=make(DimensionIndexValues=[1, index + 1]),
                 DerivationImageSequence=make(SourceImageSequence=make(
                     ReferencedSOPClassUID=CT, ReferencedSOPInstanceUID=f"2.25.5.{index}")))
    if orientation:
        group.PlaneOrientationSequence = Sequence([make(ImageOrientationPatient=orientation)])
    if segment:
        group.SegmentIdentificationSequence = Sequence([make(ReferencedSegmentNumber=segment)])
    if spacing:
        group.PixelMeasuresSequence = Sequence([spacing])
    return group


def segment(number, label="Lesion"):
    return make(SegmentNumber=number, SegmentLabel=label, SegmentAlgorithmType="MANUAL", TrackingID=f"L{number}",
                TrackingUID=f"2.25.7.{number}", SegmentedPropertyCategoryCodeSequence=code("49755003"),
                SegmentedPropertyTypeCodeSequence=code("52988006"),
                AnatomicRegionSequence=code("10200004", meaning="Liver"))


def place(depth, orientation):
    (a, b, c), (d, e, f) = orientation[:3], orientation[3:]
    normal = (b * f - c * e, c * d - a * f, a * e - b * d)
    return [round(start + depth * along, 6) for start, along in zip((10, 20, 0), normal)]


def seg(kind, bits, frames=4, segments=2, side=SIDE, z=lambda index: 2.5 * index, shared=True, orientation=None):
    dataset = identity(LABELMAP if kind == "LABELMAP" else SEG, "SEG")
    orientation = orientation or [1, 0, 0, 0, 1, 0]
    dataset.SegmentationType, dataset.FrameOfReferenceUID = kind, "2.25.4"
    if kind == "FRACTIONAL":
        dataset.MaximumFractionalValue, dataset.SegmentationFractionalType = 200, "PROBABILITY"
    dataset.Rows = dataset.Columns = side
    dataset.NumberOfFrames, dataset.SamplesPerPixel, dataset.PixelRepresentation = frames, 1, 0
    dataset.PhotometricInterpretation = "MONOCHROME2"
    dataset.BitsAllocated = dataset.BitsStored = bits
    dataset.HighBit = bits - 1
    dataset.SegmentsOverlap = "NO"
    dataset.SegmentSequence = Sequence([segment(number + 1) for number in range(segments)])
    dataset.ReferencedSeriesSequence = Sequence([make(SeriesInstanceUID="2.25.6", ReferencedInstanceSequence=make(
        ReferencedSOPClassUID=CT, ReferencedSOPInstanceUID="2.25.5.0"))])
    spacing = measures(SpacingBetweenSlices=2.5, SliceThickness=2.5)
    common = Dataset()
    if shared:
        common.PlaneOrientationSequence = Sequence([make(ImageOrientationPatient=orientation)])
        common.PixelMeasuresSequence = Sequence([spacing])
    dataset.SharedFunctionalGroupsSequence = Sequence([common])
    dataset.PerFrameFunctionalGroupsSequence = Sequence([
        groups(index, place(z(index), orientation), None if shared else orientation,
               None if kind == "LABELMAP" else index % segments + 1, None if shared else spacing)
        for index in range(frames)])
    values = {"BINARY": 1, "FRACTIONAL": 150, "LABELMAP": segments}[kind]
    return dataset, [disc(index, values, side) for index in range(frames)]


def native(frames, bits):
    pixels = [value for frame in frames for value in frame]
    if bits == 1:
        data = packed(pixels)
    elif bits == 8:
        data = bytes(pixels)
    else:
        data = struct.pack(f"<{len(pixels)}H", *pixels)
    return data + b"\0" * (len(data) % 2)


def deflate(data):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    out = packer.compress(data) + packer.flush()
    return out + b"\0" * (len(out) % 2)


def write_seg(path, dataset, frames, syntax=EXPLICIT, encode=None):
    bits = dataset.BitsAllocated
    if encode is None:
        data = native(frames, bits)
        if syntax == BIG and bits == 16:
            data = b"".join(data[i:i + 2][::-1] for i in range(0, len(data), 2))
        dataset.PixelData = data
        dataset["PixelData"].VR = "OB" if bits == 8 and syntax != IMPLICIT else "OW"
    else:
        dataset.PixelData = encapsulate([encode(frame) for frame in frames])
        dataset["PixelData"].VR = "OB"
        dataset["PixelData"].is_undefined_length = True
    save(path, dataset, syntax)


def segs(out):
    for kind, bits in (("BINARY", 1), ("BINARY", 8), ("FRACTIONAL", 8), ("LABELMAP", 8), ("LABELMAP", 16)):
        for name, syntax in NATIVE.items():
            write_seg(out / f"{kind.lower()}{bits}-{name}.dcm", *seg(kind, bits), syntax)
        planes = {1: lambda frame: [bytes(frame)], 8: lambda frame: [bytes(frame)],
                  16: lambda frame: [bytes(v >> 8 for v in frame), bytes(v & 255 for v in frame)]}[bits]
        write_seg(out / f"{kind.lower()}{bits}-rle.dcm", *seg(kind, bits), RLE, lambda frame: rle(planes(frame)))
        write_seg(out / f"{kind.lower()}{bits}-deflatedframe.dcm", *seg(kind, bits), DEFLATED_FRAME,
                  lambda frame: deflate(native([frame], bits)))
        write_seg(out / f"{kind.lower()}{bits}-encapsulated.dcm", *seg(kind, bits), ENCAPSULATED,
                  lambda frame: native([frame], bits))
    write_seg(out / "binary1-rle-packed.dcm", *seg("BINARY", 1), RLE, lambda frame: rle([packed(frame)]))
    write_seg(out / "per-frame.dcm", *seg("BINARY", 1, shared=False))
    write_seg(out / "oblique.dcm", *seg("BINARY", 1, orientation=[0.8, 0.6, 0, 0, 0, -1]))
    write_seg(out / "gap.dcm", *seg("BINARY", 1, z=lambda index: 2.5 * (index if index < 3 else 6)))
    write_seg(out / "irregular.dcm", *seg("BINARY", 1, z=lambda index: [0, 2, 5, 6.1][index]))
    write_seg(out / "backwards.dcm", *seg("BINARY", 1, z=lambda index: -2.5 * index))
    write_seg(out / "one-frame.dcm", *seg("BINARY", 1, frames=1, segments=1))
    write_seg(out / "many-frames.dcm", *seg("BINARY", 1, frames=24, side=5))
    write_seg(out / "beyond-on-demand.dcm", *seg("FRACTIONAL", 8, frames=5, side=120))
    dataset, frames = seg("BINARY", 1)
    dataset.ConcatenationUID, dataset.InConcatenationNumber, dataset.InConcatenationTotalNumber = "2.25.8", 1, 2
    write_seg(out / "concatenation.dcm", dataset, frames)
    dataset, frames = seg("LABELMAP", 8)
    dataset.PhotometricInterpretation = "PALETTE COLOR"
    dataset.RedPaletteColorLookupTableDescriptor = [256, 0, 16]
    dataset.PixelPaddingValue = 0
    write_seg(out / "palette.dcm", dataset, frames)


def jpeg_2000(frame, bits):
    with tempfile.TemporaryDirectory() as folder:
        image, coded = pathlib.Path(folder, "frame.rawl"), pathlib.Path(folder, "frame.j2k")
        image.write_bytes(struct.pack(f"<{len(frame)}{'H' if bits == 16 else 'B'}", *frame))
        subprocess.run(["opj_compress", "-i", image, "-o", coded, "-n", "2", "-F", f"{SIDE},{SIDE},1,{bits},u"],
                       stdout=subprocess.DEVNULL, check=True)
        data = coded.read_bytes()
        return data + b"\0" * (len(data) % 2)


def coded_segs(out):
    """Frames in the JPEG codings, by whichever coders there are."""
    for name in ("labelmap8", "labelmap16", "fractional8", "binary8"):
        for tool, suffix in (("dcmcjpls", "jpegls"), ("dcmcjpeg", "jpeg")):
            if shutil.which(tool):
                subprocess.run([tool, out / f"{name}-explicit.dcm", out / f"{name}-{suffix}.dcm"], check=True)
            else:
                print(f"no {tool}: no {suffix} seed of {name}")
    if not shutil.which("opj_compress"):
        print("no opj_compress: no JPEG 2000 seeds")
        return
    for kind, bits in (("LABELMAP", 8), ("LABELMAP", 16), ("FRACTIONAL", 8)):
        write_seg(out / f"{kind.lower()}{bits}-jpeg2000.dcm", *seg(kind, bits), JPEG_2000,
                  lambda frame, bits=bits: jpeg_2000(frame, bits))


# ---- SR

def item(relationship, kind, name, *children, **values):
    content = make(RelationshipType=relationship, ValueType=kind, **values)
    if name:
        content.ConceptNameCodeSequence = Sequence([name])
    if children:
        content.ContentSequence = Sequence(children)
    return content


def number(name, value, unit="mm", *children):
    return item("CONTAINS", "NUM", name, *children, MeasuredValueSequence=make(
        NumericValue=value, MeasurementUnitsCodeSequence=code(unit, "UCUM", unit)))


def image(uid="2.25.5.0", sop_class=CT, **more):
    return item("SELECTED FROM", "IMAGE", None, ReferencedSOPSequence=make(
        ReferencedSOPClassUID=sop_class, ReferencedSOPInstanceUID=uid, **more))


def scoord(kind, points):
    return item("INFERRED FROM", "SCOORD", None, image(), GraphicType=kind, GraphicData=points)


def scoord3d(kind, points):
    return item("INFERRED FROM", "SCOORD3D", None, GraphicType=kind, GraphicData=points,
                ReferencedFrameOfReferenceUID="2.25.4")


LONG, SHORT = code("103339001", meaning="Long Axis"), code("103340004", meaning="Short Axis")
VOLUME, LENGTH = code("118565006", meaning="Volume"), code("G-D7FE", "SRT", "Length")


def group(*children, name="Lesion 1", uid="2.25.7.1"):
    return item("CONTAINS", "CONTAINER", code("125007", "DCM", "Measurement Group"),
                item("HAS OBS CONTEXT", "TEXT", code("112039", "DCM", "Tracking Identifier"), TextValue=name),
                item("HAS OBS CONTEXT", "UIDREF", code("112040", "DCM", "Tracking Unique Identifier"), UID=uid),
                item("CONTAINS", "CODE", code("121071", "DCM", "Finding"), ConceptCodeSequence=code("52988006")),
                item("CONTAINS", "CODE", code("363698007", "SCT", "Finding Site"),
                     item("HAS CONCEPT MOD", "CODE", code("272741003"), ConceptCodeSequence=code("24028007")),
                     ConceptCodeSequence=code("39607008", meaning="Lung")), *children)


def report(*groups_of, title=None):
    dataset = identity(SR, "SR")
    dataset.update(item("", "CONTAINER", title or code("126000", "DCM", "Imaging Measurement Report"),
                        item("HAS OBS CONTEXT", "PNAME", code("121008", "DCM", "Person Observer Name"), PersonName="A^B"),
                        item("CONTAINS", "CONTAINER", code("126010", "DCM", "Imaging Measurements"), *groups_of),
                        ContentTemplateSequence=make(MappingResource="DCMR", TemplateIdentifier="1500"),
                        ContinuityOfContent="SEPARATE"))
    del dataset.RelationshipType
    dataset.CurrentRequestedProcedureEvidenceSequence = Sequence([make(
        StudyInstanceUID="2.25.3", ReferencedSeriesSequence=make(
            SeriesInstanceUID="2.25.6", ReferencedSOPSequence=make(
                ReferencedSOPClassUID=CT, ReferencedSOPInstanceUID="2.25.5.0")))])
    return dataset


def reports(out):
    line = scoord("POLYLINE", [1.5, 2.5, 30, 40])
    trees = {
        "axes": report(group(number(LONG, "22.5", "mm", line), number(SHORT, "1.2", "cm", line), number(VOLUME, "900", "mm3"))),
        "ellipse": report(group(scoord("ELLIPSE", [0, 0, 20, 0, 10, -5, 10, 5]), number(LENGTH, "20"))),
        "line3d": report(group(number(LONG, "10", "mm", scoord3d("POLYLINE", [0, 0, 0, 10, 0, 0])))),
        "ellipsoid3d": report(group(scoord3d("ELLIPSOID", [0, 0, 0, 9, 0, 0, 4, 4, 0, 4, -4, 0, 4, 0, 4, 4, 0, -4]),
                                    number(VOLUME, "2", "ml"))),
        "polygon3d": report(group(scoord3d("POLYGON", [0, 0, 0, 9, 0, 0, 9, 9, 0, 0, 0, 0]), number(LONG, "12.7"))),
        "segment": report(group(image("2.25.1", SEG, ReferencedFrameNumber=[1, 2], ReferencedSegmentNumber=1),
                                item("CONTAINS", "UIDREF", code("121232", "DCM", "Source series"), UID="2.25.6"),
                                number(VOLUME, "1.5", "cm3", item("HAS CONCEPT MOD", "CODE", code("121401", "DCM"),
                                                                 ConceptCodeSequence=code("373098007"))))),
        "absent": report(group(item("CONTAINS", "CODE", code("442714003"), ConceptCodeSequence=code("272519000")))),
        "words": report(group(item("CONTAINS", "TEXT", code("1", "99X", "Lesion status"), TextValue="too small to measure")),
                        group(item("CONTAINS", "TEXT", code("121106", "DCM", "Comment"),
                                   TextValue="unequivocal progression"), uid="2.25.7.2")),
        "merged": report(group(number(LONG, "10")), group(number(SHORT, "5")), group(number(VOLUME, "100", "mm3"))),
        "empty-number": report(group(item("CONTAINS", "NUM", LONG, MeasuredValueSequence=[]), number(LONG, "0"))),
        "cornerstone": report(group(item("CONTAINS", "CODE", code("121071", "DCM", "Finding"), ConceptCodeSequence=code(
            "CORNERSTONEFREETEXT", "CORNERSTONEJS", "liver lesion")), number(LENGTH, "12"), name="cornerstoneTools@^4.0.0:Length")),
    }
    aim = identity("1.2.840.10008.5.1.4.1.1.88.33", "SR")
    aim.update(item("", "CONTAINER", code("zzz001", "99NCIAIM", "AIM"), item(
        "CONTAINS", "CONTAINER", code("zzz002", "99NCIAIM", "Annotation"),
        item("CONTAINS", "CODE", code("zzz008", "99NCIAIM", "Anatomic entity"), ConceptCodeSequence=code("T-62000", "SRT", "Liver")),
        item("CONTAINS", "CODE", code("zzz011", "99NCIAIM", "Calculation"),
             number(code("zzz015", "99NCIAIM", "Result"), "23.5"), ConceptCodeSequence=code("G-D7FE", "SRT", "Length")),
        item("CONTAINS", "SCOORD", code("zzz022", "99NCIAIM", "Shape"), image(), GraphicType="MULTIPOINT", GraphicData=[1, 2, 3, 4]))))
    del aim.RelationshipType
    trees["aim"] = aim
    for name, dataset in trees.items():
        save(out / f"{name}.dcm", dataset)
    for name, syntax in NATIVE.items():
        save(out / f"axes-{name}.dcm", trees["axes"], syntax)


# ---- RTSTRUCT

def contour(z, points, kind="CLOSED_PLANAR"):
    data = [coordinate for x, y in points for coordinate in (x, y, z)]
    return make(ContourGeometricType=kind, NumberOfContourPoints=len(points), ContourData=data,
                ContourImageSequence=make(ReferencedSOPClassUID=CT, ReferencedSOPInstanceUID=f"2.25.5.{int(z)}"))


def structure_set(*contours):
    dataset = identity(RTSTRUCT, "RTSTRUCT")
    dataset.StructureSetLabel, dataset.StructureSetName = "RT", "RT"
    dataset.StructureSetDate, dataset.StructureSetTime = "20260131", "120000"
    dataset.ReferencedFrameOfReferenceSequence = Sequence([make(
        FrameOfReferenceUID="2.25.4", RTReferencedStudySequence=make(
            ReferencedSOPClassUID="1.2.840.10008.3.1.2.3.1", ReferencedSOPInstanceUID="2.25.3",
            RTReferencedSeriesSequence=make(SeriesInstanceUID="2.25.6", ContourImageSequence=[
                make(ReferencedSOPClassUID=CT, ReferencedSOPInstanceUID=f"2.25.5.{index}") for index in range(4)])))])
    dataset.StructureSetROISequence = Sequence([make(
        ROINumber=1, ReferencedFrameOfReferenceUID="2.25.4", ROIName="GTV liver", ROIGenerationAlgorithm="MANUAL")])
    dataset.ROIContourSequence = Sequence([make(ROIDisplayColor=[255, 0, 0], ReferencedROINumber=1,
                                                ContourSequence=list(contours))])
    dataset.RTROIObservationsSequence = Sequence([make(
        ObservationNumber=1, ReferencedROINumber=1, RTROIInterpretedType="GTV", ROIInterpreter="",
        RTROIIdentificationCodeSequence=code("52988006"), ROIObservationLabel="lesion")])
    return dataset


def structures(out):
    square = [(0, 0), (8, 0), (8, 8), (0, 8)]
    hole = [(3, 3), (5, 3), (5, 5), (3, 5)]
    keyhole = square + [(0, 0), (3, 3), (3, 5), (5, 5), (5, 3), (3, 3), (0, 0)]
    sets = {
        "squares": structure_set(*(contour(z, square) for z in (0, 2, 4))),
        "hole": structure_set(*(contour(z, shape) for z in (0, 2, 4) for shape in (square, hole))),
        "keyhole": structure_set(*(contour(z, keyhole) for z in (0, 2))),
        "xor": structure_set(*(contour(z, square, "CLOSEDPLANAR_XOR") for z in (0, 2))),
        "one-plane": structure_set(contour(0, square)),
        "point": structure_set(contour(0, [(1, 1)], "POINT"), contour(2, square)),
        "irregular": structure_set(*(contour(z, square) for z in (0, 2, 5, 6.1))),
        "bow-tie": structure_set(contour(0, [(0, 0), (8, 8), (8, 0), (0, 8)]), contour(2, square)),
        "no-contour": structure_set(),
    }
    oblique = structure_set(*(contour(z, square) for z in (0, 2, 4)))
    for each in oblique.ROIContourSequence[0].ContourSequence:
        data = [float(value) for value in each.ContourData]
        each.ContourData = [round(value, 5) for at in range(0, len(data), 3)
                            for value in (data[at], 0.8 * data[at + 1] - 0.6 * data[at + 2],
                                          0.6 * data[at + 1] + 0.8 * data[at + 2])]
    sets["oblique"] = oblique
    for name, dataset in sets.items():
        save(out / f"{name}.dcm", dataset)
    for name, syntax in NATIVE.items():
        save(out / f"hole-{name}.dcm", sets["hole"], syntax)


# ---- REG

def matrix(kind="RIGID", numbers=(1, 0, 0, 5, 0, 1, 0, -3, 0, 0, 1, 2, 0, 0, 0, 1)):
    return make(FrameOfReferenceTransformationMatrixType=kind, FrameOfReferenceTransformationMatrix=list(numbers))


def registration(*matrices):
    dataset = identity(REGISTRATION, "REG")
    dataset.FrameOfReferenceUID, dataset.ContentDate = "2.25.4", "20260131"
    dataset.RegistrationSequence = Sequence([
        make(FrameOfReferenceUID=frame, MatrixRegistrationSequence=make(
            RegistrationTypeCodeSequence=code("125024", "DCM"), MatrixSequence=list(of)),
            ReferencedImageSequence=make(ReferencedSOPClassUID=CT, ReferencedSOPInstanceUID=f"{frame}.1"))
        for frame, of in (("2.25.4", [matrix(numbers=(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1))]),
                          ("2.25.40", matrices))])
    return dataset


def deformable(dimensions=(3, 2, 2), vectors=12):
    dataset = identity(DEFORMABLE, "REG")
    dataset.FrameOfReferenceUID = "2.25.4"
    dataset.DeformableRegistrationSequence = Sequence([make(
        SourceFrameOfReferenceUID="2.25.40", RegistrationTypeCodeSequence=code("125024", "DCM"),
        PreDeformationMatrixRegistrationSequence=matrix(), PostDeformationMatrixRegistrationSequence=matrix("AFFINE"),
        DeformableRegistrationGridSequence=make(
            ImageOrientationPatient=[1, 0, 0, 0, 1, 0], ImagePositionPatient=[0, 0, 0],
            GridDimensions=list(dimensions), GridResolution=[10.0, 10.0, 10.0],
            VectorGridData=struct.pack(f"<{3 * vectors}f", *(0.5 * (i % 7) for i in range(3 * vectors)))))])
    return dataset


def registrations(out):
    scaled = (1.1, 0, 0, 5, 0, 0.9, 0.1, -3, 0, 0, 1, 2, 0, 0, 0, 1)
    sets = {
        "rigid": registration(matrix()),
        "two-matrices": registration(matrix(), matrix("RIGID_SCALE", scaled)),
        "affine": registration(matrix("AFFINE", scaled)),
        "singular": registration(matrix("AFFINE", (1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1))),
        "grid": deformable(),
        "wrong-grid": deformable((3, 2, 2), 11),
    }
    for name, dataset in sets.items():
        save(out / f"{name}.dcm", dataset)
    for name, syntax in NATIVE.items():
        save(out / f"rigid-{name}.dcm", sets["rigid"], syntax)
        if syntax != BIG:
            save(out / f"grid-{name}.dcm", sets["grid"], syntax)


# ---- real files

def real_files(folder, out):
    readers = {SEG: "seg", LABELMAP: "seg", RTSTRUCT: "rtstruct", REGISTRATION: "reg", DEFORMABLE: "reg"}
    count = 0
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.stat().st_size > MAX_BYTES:
            continue
        try:
            sop_class = dcmread(path, stop_before_pixels=True, force=True).get("SOPClassUID", "")
        except Exception:  # damaged on purpose: the readers must bear it, pydicom need not
            sop_class = ""
        reader = readers.get(sop_class, "sr" if ".88." in sop_class else None)
        if reader is None:
            continue
        (out / reader / f"real-{count}.dcm").write_bytes(path.read_bytes())
        count += 1
    return count


def main():
    out = pathlib.Path(sys.argv[1])
    segs(out / "seg")
    coded_segs(out / "seg")
    reports(out / "sr")
    structures(out / "rtstruct")
    registrations(out / "reg")
    if len(sys.argv) > 2 and pathlib.Path(sys.argv[2]).is_dir():
        print(f"{real_files(pathlib.Path(sys.argv[2]), out)} real files")
    for reader in sorted(out.iterdir()):
        print(f"{reader.name}: {len(list(reader.iterdir()))} seeds")


if __name__ == "__main__":
    main()
