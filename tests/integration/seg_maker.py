"""Writes Segmentations with pydicom and numpy, independently of the program: any type, bit depth, transfer syntax,
storage orientation, frame order and split between shared and per-frame groups."""
import dataclasses
import pathlib
import struct
import subprocess
import zlib

import numpy as np
import pydicom
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.filebase import DicomFile
from pydicom.filewriter import write_dataset, write_file_meta_info
from pydicom.sequence import Sequence
from pydicom.uid import generate_uid

IMPLICIT = "1.2.840.10008.1.2"
EXPLICIT = "1.2.840.10008.1.2.1"
BIG_ENDIAN = "1.2.840.10008.1.2.2"
DEFLATED = "1.2.840.10008.1.2.1.99"
ENCAPSULATED = "1.2.840.10008.1.2.1.98"
DEFLATED_FRAME = "1.2.840.10008.1.2.8.1"
RLE = "1.2.840.10008.1.2.5"
JPEG_2000 = "1.2.840.10008.1.2.4.90"
NATIVE = (IMPLICIT, EXPLICIT, BIG_ENDIAN, DEFLATED)
SEGMENTATIONS = ("1.2.840.10008.5.1.4.1.1.66.4", "1.2.840.10008.5.1.4.1.1.66.7")

# Storage orientations: column direction and row direction; the slices go along their cross product.
AXIAL = (1, 0, 0, 0, 1, 0)
SAGITTAL = (0, 1, 0, 0, 0, -1)
CORONAL = (1, 0, 0, 0, 0, -1)
OBLIQUE = (0.8, 0.6, 0, -0.48, 0.64, 0.6)


@dataclasses.dataclass
class Plan:
    """How to write a segmentation."""
    type: str = "BINARY"
    bits: int = 1
    orientation: tuple = AXIAL
    row_spacing: float = 0.9
    column_spacing: float = 0.7
    depths: list = None  # of the slices along the normal; None = 2.5 mm apart
    slope: float = 0  # mm sideways a mm of depth, along the rows' direction
    order: str = "ascending"  # shuffled, reversed
    shared: str = "all"  # what stands in the shared groups: all, none, mixed
    syntax: str = EXPLICIT
    maximum: int = 255
    fractional_type: str = "PROBABILITY"
    photometric: str = "MONOCHROME2"
    vr: str = "OW"
    keep_empty: bool = False
    spacing_between_slices: float = None
    slice_thickness: float = None
    seed: int = 0
    change: object = None  # last word on the data set before it is encoded


def blobs(shape, seed, count=3):
    """A mask of a few random ellipsoids, away from the border."""
    random = np.random.default_rng(seed)
    grid = np.indices(shape).astype(float)
    mask = np.zeros(shape, bool)
    for _ in range(count):
        radius = [random.uniform(1.2, max(1.3, size / 5)) for size in shape]
        centre = [random.uniform(r + 0.5, size - r - 1.5) for r, size in zip(radius, shape)]
        mask |= sum(((g - c) / r) ** 2 for g, c, r in zip(grid, centre, radius)) <= 1
    return mask


def code(value, meaning, scheme="SCT"):
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, meaning
    return Sequence([item])


def segment_item(number, label):
    item = Dataset()
    item.SegmentNumber = number
    item.SegmentLabel = label
    item.SegmentAlgorithmType = "MANUAL"
    item.SegmentedPropertyCategoryCodeSequence = code("49755003", "Morphologically Altered Structure")
    item.SegmentedPropertyTypeCodeSequence = code("52988006", "Lesion")
    return item


def frames_of(volumes, plan):
    """(segment number or None, slice, values) in the order of writing."""
    frames = []
    for number, volume in volumes.items():
        for index, plane in enumerate(volume):
            if plan.keep_empty or plane.any():
                frames.append((None if plan.type == "LABELMAP" else number, index, plane))
    if plan.order == "reversed":
        frames.reverse()
    if plan.order == "shuffled":
        order = np.random.default_rng(plan.seed).permutation(len(frames))
        frames = [frames[i] for i in order]
    return frames


def plane_groups(plan):
    orientation = Dataset()
    orientation.ImageOrientationPatient = list(plan.orientation)
    measures = Dataset()
    measures.PixelSpacing = [plan.row_spacing, plan.column_spacing]
    if plan.spacing_between_slices:
        measures.SpacingBetweenSlices = plan.spacing_between_slices
    if plan.slice_thickness:
        measures.SliceThickness = plan.slice_thickness
    return orientation, measures


def add_groups(ds, frames, depths, plan):
    column, row = np.array(plan.orientation[:3]), np.array(plan.orientation[3:])
    normal = np.cross(column, row)
    orientation, measures = plane_groups(plan)
    shared = Dataset()
    if plan.shared in ("all", "mixed"):
        shared.PlaneOrientationSequence = Sequence([orientation])
    if plan.shared == "all":
        shared.PixelMeasuresSequence = Sequence([measures])
    if plan.shared != "none":
        ds.SharedFunctionalGroupsSequence = Sequence([shared])
    per_frame = []
    for number, index, _ in frames:
        item = Dataset()
        position = Dataset()
        at = np.array([-31.5, 12.25, 440.0]) + depths[index] * normal + plan.slope * depths[index] * row
        position.ImagePositionPatient = [float(f"{v:.6f}") for v in at]
        item.PlanePositionSequence = Sequence([position])
        if plan.shared == "none":
            item.PlaneOrientationSequence = Sequence([orientation])
        if plan.shared != "all":
            item.PixelMeasuresSequence = Sequence([measures])
        if number is not None:
            identification = Dataset()
            identification.ReferencedSegmentNumber = number
            item.SegmentIdentificationSequence = Sequence([identification])
        per_frame.append(item)
    ds.PerFrameFunctionalGroupsSequence = Sequence(per_frame)


def pack_bits(data):
    """RLE of one byte plane (PS3.5 Annex G)."""
    out = bytearray()
    at = 0
    while at < len(data):
        same = 1
        while at + same < len(data) and same < 128 and data[at + same] == data[at]:
            same += 1
        if same >= 3:
            out += bytes([257 - same, data[at]])
            at += same
            continue
        end = at + 1
        while end < len(data) and end - at < 128 and not (
                end + 2 < len(data) and data[end] == data[end + 1] == data[end + 2]):
            end += 1
        out += bytes([end - at - 1]) + data[at:end]
        at = end
    return bytes(out) + b"\0" * (len(out) % 2)


def unpack_bits(data):
    """The inverse (PS3.5 G.3.2)."""
    out, at = bytearray(), 0
    while at < len(data):
        control = data[at]
        if control < 128:
            out += data[at + 1:at + 2 + control]
            at += 2 + control
        elif control > 128:
            out += data[at + 1:at + 2] * (257 - control)
            at += 2
        else:
            at += 1
    return bytes(out)


def rle_frame(planes):
    header, body = [len(planes)], b""
    for plane in planes:
        header.append(64 + len(body))
        body += pack_bits(plane)
    return struct.pack("<16L", *(header + [0] * (16 - len(header)))) + body


def frame_bytes(values, bits):
    if bits == 1:
        return np.packbits((values != 0).ravel(), bitorder="little").tobytes()
    return values.astype("<u2" if bits == 16 else "u1").tobytes()


def jpeg_2000_frame(values, bits, folder):
    raw, coded = folder / "frame.raw", folder / "frame.j2k"
    raw.write_bytes(values.astype("<u2" if bits == 16 else "u1").tobytes())
    size = f"{values.shape[1]},{values.shape[0]},1,{bits},u"
    # OpenJPEG's raw files of two bytes are big endian, its .rawl ones little endian.
    source = raw.rename(raw.with_suffix(".rawl")) if bits == 16 else raw
    subprocess.run(["opj_compress", "-i", source, "-o", coded, "-F", size, "-n", "2"], check=True,
                   stdout=subprocess.DEVNULL)
    data = coded.read_bytes()
    return data + b"\0" * (len(data) % 2)


def encode(frames, plan, folder):
    """Pixel Data of the frames in the plan's transfer syntax."""
    values = [plane for _, _, plane in frames]
    if plan.syntax in NATIVE:
        if plan.bits == 1:
            bits = np.concatenate([(plane != 0).ravel() for plane in values])
            data = np.packbits(bits, bitorder="little").tobytes()
        else:
            data = b"".join(frame_bytes(plane, plan.bits) for plane in values)
        data += b"\0" * (len(data) % 2)
        if plan.syntax == BIG_ENDIAN and plan.vr == "OW":
            data = np.frombuffer(data, "<u2").astype(">u2").tobytes()
        return data
    if plan.syntax == RLE and plan.bits == 16:
        items = [rle_frame([(plane >> 8).astype("u1").tobytes(), (plane & 255).astype("u1").tobytes()])
                 for plane in values]
    elif plan.syntax == RLE:
        items = [rle_frame([frame_bytes(plane, plan.bits)]) for plane in values]
    elif plan.syntax == JPEG_2000:
        items = [jpeg_2000_frame(plane, plan.bits, folder) for plane in values]
    else:
        items = []
        for plane in values:
            data = frame_bytes(plane, plan.bits)
            if plan.syntax == DEFLATED_FRAME:
                deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
                data = deflate.compress(data) + deflate.flush()
            items.append(data + b"\0" * (len(data) % 2))
    return encapsulate(items)


def write(path, volumes, plan=None):
    """`volumes`: {segment number: array of values (slice, row, column)}; of a label map {0: array of numbers}."""
    plan = plan or Plan()
    path = pathlib.Path(path)
    shape = next(iter(volumes.values())).shape
    depths = plan.depths or [2.5 * i for i in range(shape[0])]
    frames = frames_of(volumes, plan)
    meta = FileMetaDataset()
    is_label_map = plan.type == "LABELMAP"
    meta.MediaStorageSOPClassUID = f"1.2.840.10008.5.1.4.1.1.66.{7 if is_label_map else 4}"
    meta.MediaStorageSOPInstanceUID = generate_uid()
    meta.TransferSyntaxUID = plan.syntax
    ds = FileDataset(str(path), {}, file_meta=meta, preamble=b"\0" * 128)
    ds.SOPClassUID, ds.SOPInstanceUID = meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID
    ds.StudyInstanceUID, ds.SeriesInstanceUID = generate_uid(), generate_uid()
    ds.FrameOfReferenceUID = generate_uid()
    ds.PatientID, ds.PatientName, ds.StudyDate, ds.Modality = "MADE", "Made^By^Test", "20260131", "SEG"
    ds.SegmentationType = plan.type
    if plan.type == "FRACTIONAL":
        ds.MaximumFractionalValue = plan.maximum
        ds.SegmentationFractionalType = plan.fractional_type
    numbers = sorted(set(np.unique(volumes[0])) - {0}) if is_label_map else sorted(volumes)
    ds.SegmentSequence = Sequence([segment_item(int(n), f"blob {n}") for n in numbers])
    ds.Rows, ds.Columns = shape[1:]
    ds.NumberOfFrames = len(frames)
    ds.SamplesPerPixel, ds.PhotometricInterpretation, ds.PixelRepresentation = 1, plan.photometric, 0
    ds.BitsAllocated = ds.BitsStored = plan.bits
    ds.HighBit = plan.bits - 1
    add_groups(ds, frames, depths, plan)
    ds.PixelData = encode(frames, plan, path.parent)
    ds["PixelData"].VR = plan.vr if plan.syntax in NATIVE else "OB"
    if plan.syntax not in NATIVE:
        ds["PixelData"].is_undefined_length = True
    if plan.change:
        plan.change(ds)
    ds.is_little_endian = plan.syntax != BIG_ENDIAN
    ds.is_implicit_VR = plan.syntax == IMPLICIT
    if plan.syntax in (ENCAPSULATED, DEFLATED_FRAME):
        write_unknown_syntax(path, ds)
    else:
        pydicom.dcmwrite(path, ds, write_like_original=False)
    return path


def write_unknown_syntax(path, ds):
    """Explicit VR Little Endian, under a transfer syntax that pydicom 2.3 does not know."""
    with DicomFile(path, "wb") as file:
        file.write(b"\0" * 128 + b"DICM")
        file.is_little_endian, file.is_implicit_VR = True, False
        write_file_meta_info(file, ds.file_meta)
        write_dataset(file, ds)
