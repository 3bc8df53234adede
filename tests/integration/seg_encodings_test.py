"""Voxel counts and volumes of `oligard measure` against pydicom and numpy, for every way of writing a Segmentation."""
import itertools
import json
import re
import subprocess
import unittest
import zlib

import numpy as np
import pydicom

import seg_maker as make
from setting import REAL, Case, oligard

SHAPE = (9, 37, 45)  # odd: frames of a bit a pixel do not begin on bytes
KINDS = [("BINARY", 1), ("BINARY", 8), ("FRACTIONAL", 8), ("LABELMAP", 8), ("LABELMAP", 16)]
VOXEL = 0.9 * 0.7 * 2.5


def volumes_for(kind, bits, seed, shape=SHAPE):
    """Values to write, and the expected mask of each segment."""
    first, second = make.blobs(shape, seed), make.blobs(shape, seed + 1000)
    numbers = (3, 7) if bits != 16 else (3, 700)
    if kind == "LABELMAP":
        labels = np.zeros(shape, np.uint16)
        labels[first], labels[second] = numbers
        return {0: labels}, {n: labels == n for n in numbers}
    if kind == "FRACTIONAL":
        random = np.random.default_rng(seed)
        values = {n: (mask * random.integers(1, 256, shape)).astype(np.uint8)
                  for n, mask in zip(numbers, (first, second))}
        return values, {n: 2 * v.astype(int) >= 255 for n, v in values.items()}
    values = {n: mask.astype(np.uint8) for n, mask in zip(numbers, (first, second))}
    return values, {n: v != 0 for n, v in values.items()}


class SegCase(Case):
    def measure(self, path, *options):
        done = oligard("measure", path, "--format", "json", "--all-segments", *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def check(self, path, expected, voxel_mm3=VOXEL):
        segments = {s["number"]: s for s in self.measure(path)["segments"]}
        self.assertEqual(sorted(segments), sorted(expected))
        for number, mask in expected.items():
            count = int(np.count_nonzero(mask))
            self.assertEqual(segments[number]["voxel_count"], count)
            self.assertAlmostEqual(segments[number]["volume_mm3"] / (count * voxel_mm3), 1, delta=1e-3)

    def refusal(self, path):
        done = oligard("measure", path, "--format", "json")
        self.assertEqual(done.returncode, 1, done.stdout)
        return done.stderr


class Encodings(SegCase):
    def test_orders_orientations_and_groups(self):
        seed = itertools.count(1)
        orientations = (make.AXIAL, make.SAGITTAL, make.CORONAL, make.OBLIQUE)
        for (kind, bits), orientation, order in itertools.product(
                KINDS, orientations, ("ascending", "shuffled", "reversed")):
            number = next(seed)
            plan = make.Plan(type=kind, bits=bits, orientation=orientation, order=order, seed=number,
                             shared=("all", "none", "mixed")[number % 3], keep_empty=number % 2 == 0,
                             slice_thickness=(None, 5.0)[number % 2],
                             photometric="PALETTE COLOR" if kind == "LABELMAP" and number % 2 else "MONOCHROME2")
            values, expected = volumes_for(kind, bits, number)
            with self.subTest(plan=plan):
                self.check(make.write(self.folder / "seg.dcm", values, plan), expected)

    def test_transfer_syntaxes(self):
        for (kind, bits), syntax in itertools.product(KINDS, (
                *make.NATIVE, make.ENCAPSULATED, make.DEFLATED_FRAME, make.RLE, make.JPEG_2000)):
            if syntax == make.JPEG_2000 and bits == 1:
                continue  # opj_compress writes no 1-bit images
            for vr in ("OW", "OB") if syntax in make.NATIVE and bits != 16 else ("OW",):
                plan = make.Plan(type=kind, bits=bits, syntax=syntax, vr=vr)
                values, expected = volumes_for(kind, bits, 5)
                with self.subTest(kind=kind, bits=bits, syntax=syntax, vr=vr):
                    self.check(make.write(self.folder / "seg.dcm", values, plan), expected)

    def test_what_dcmtk_compresses(self):
        tools = {"JPEG-LS": ["dcmcjpls"], "JPEG Lossless SV1": ["dcmcjpeg", "+e1"],
                 "JPEG Lossless P14": ["dcmcjpeg", "+el"], "RLE": ["dcmcrle"],
                 "JPEG-LS in fragments": ["dcmcjpls", "+fs", "1"]}
        for (kind, bits), (name, tool) in itertools.product(KINDS, tools.items()):
            if bits == 1:
                continue
            values, expected = volumes_for(kind, bits, 11)
            source = make.write(self.folder / "plain.dcm", values, make.Plan(type=kind, bits=bits))
            coded = self.folder / "coded.dcm"
            with self.subTest(kind=kind, bits=bits, tool=name):
                subprocess.run([*tool, source, coded], check=True, stderr=subprocess.DEVNULL)
                self.check(coded, expected)

    def test_what_dcmtk_converts(self):
        for (kind, bits), option in itertools.product(KINDS, ("+ti", "+te", "+tb", "+td")):
            values, expected = volumes_for(kind, bits, 17)
            source = make.write(self.folder / "plain.dcm", values, make.Plan(type=kind, bits=bits))
            with self.subTest(kind=kind, bits=bits, option=option):
                subprocess.run(["dcmconv", option, source, self.folder / "converted.dcm"], check=True)
                self.check(self.folder / "converted.dcm", expected)

    def test_lossy_and_damaged_frames_are_refused(self):
        values, _ = volumes_for("FRACTIONAL", 8, 3)
        source = make.write(self.folder / "plain.dcm", values, make.Plan(type="FRACTIONAL", bits=8))
        for tool in (["dcmcjpeg", "+eb"], ["dcmcjpls", "+en", "+md", "2"]):
            subprocess.run([*tool, source, self.folder / "lossy.dcm"], check=True, stderr=subprocess.DEVNULL)
            self.assertIn("SEG_TRANSFER_SYNTAX", self.refusal(self.folder / "lossy.dcm"))
        for tool in ("dcmcjpls", "dcmcjpeg", "opj"):
            path = self.folder / "coded.dcm"
            if tool == "opj":
                make.write(path, values, make.Plan(type="FRACTIONAL", bits=8, syntax=make.JPEG_2000))
            else:
                subprocess.run([tool, source, path], check=True, stderr=subprocess.DEVNULL)
            ds = pydicom.dcmread(path)
            ds.Rows, ds.Columns = ds.Columns, ds.Rows
            ds.save_as(path)
            self.assertIn("SEG_PIXEL_DATA_DAMAGED", self.refusal(path), tool)

    def test_the_same_mask_gives_the_same_figures_however_it_is_written(self):
        mask = make.blobs(SHAPE, 23)
        figures = set()
        for kind, bits in KINDS:
            for syntax, order in ((make.EXPLICIT, "shuffled"), (make.BIG_ENDIAN, "reversed"), (make.RLE, "ascending")):
                value = 255 if kind == "FRACTIONAL" else 1
                volume = (mask * value).astype(np.uint8)
                plan = make.Plan(type=kind, bits=bits, syntax=syntax, order=order)
                path = make.write(self.folder / "seg.dcm", {0 if kind == "LABELMAP" else 1: volume}, plan)
                measured = self.measure(path)
                for lesion in measured["lesions"]:
                    lesion["segment"].pop("sop_instance_uid")
                    if kind == "FRACTIONAL":
                        self.assertAlmostEqual(lesion["weighted_volume_mm3"], lesion["volume_mm3"], places=6)
                    lesion.pop("weighted_volume_mm3")
                figures.add(json.dumps(measured, sort_keys=True))
        self.assertEqual(len(figures), 1)

    def test_storage_orientation_does_not_change_the_body(self):
        """The same voxels of patient space, stored as axial, sagittal and coronal planes."""
        mask = make.blobs((20, 24, 28), 31)  # z, y, x; 1 mm each way
        stored = {make.AXIAL: mask, make.SAGITTAL: mask.transpose(2, 0, 1)[:, ::-1, :],
                  make.CORONAL: mask.transpose(1, 0, 2)[:, ::-1, :]}
        found = []
        for orientation, planes in stored.items():
            # Sagittal and coronal columns run against z; the normal of coronal planes is +y, of sagittal ones -x.
            normal = np.cross(orientation[:3], orientation[3:])
            planes = planes if normal.sum() > 0 else planes[::-1]
            plan = make.Plan(orientation=orientation, row_spacing=1, column_spacing=1,
                             depths=[float(i) for i in range(planes.shape[0])])
            path = make.write(self.folder / "seg.dcm", {1: planes.astype(np.uint8)}, plan)
            measured = self.measure(path)
            found.append((measured["segments"][0]["voxel_count"], measured["segments"][0]["components"],
                          sorted(round(lesion["volume_mm3"], 6) for lesion in measured["lesions"]),
                          sorted(round(lesion["max_3d_diameter_mm"], 6) for lesion in measured["lesions"])))
        self.assertEqual(found[0], found[1])
        self.assertEqual(found[0], found[2])
        self.assertEqual(found[0][0], int(mask.sum()))


class Stacks(SegCase):
    def test_unequal_distances(self):
        random = np.random.default_rng(2)
        for seed in range(6):
            depths = np.cumsum(random.uniform(1.5, 3.5, SHAPE[0])).tolist()
            mask = make.blobs(SHAPE, seed)
            mask[:2] = mask[-2:] = False
            plan = make.Plan(depths=depths, order="shuffled", keep_empty=True)
            path = make.write(self.folder / "seg.dcm", {1: mask.astype(np.uint8)}, plan)
            heights = np.gradient(np.array(depths))  # half the distance to each neighbour
            segment = self.measure(path)["segments"][0]
            self.assertEqual(segment["voxel_count"], int(mask.sum()))
            volume = float((mask.sum(axis=(1, 2)) * heights).sum()) * 0.9 * 0.7
            self.assertAlmostEqual(segment["volume_mm3"] / volume, 1, delta=1e-3)

    def test_a_tilted_gantry(self):
        for orientation in (make.AXIAL, make.OBLIQUE):
            mask = make.blobs(SHAPE, 41)
            plan = make.Plan(orientation=orientation, slope=0.36, order="shuffled", spacing_between_slices=2.5)
            path = make.write(self.folder / "seg.dcm", {1: mask.astype(np.uint8)}, plan)
            self.check(path, {1: mask})

    def test_a_hole_counts_for_nobody(self):
        mask = np.zeros(SHAPE, bool)
        mask[:4, 10:20, 10:20] = mask[5:, 10:20, 10:20] = True
        depths = [0, 2, 4.5, 6.4, 30, 60, 62.2, 64, 66.5]
        path = make.write(self.folder / "seg.dcm", {1: mask.astype(np.uint8)}, make.Plan(depths=depths))
        measured = self.measure(path)
        self.assertEqual(measured["segments"][0]["components"], 2)
        for lesion in measured["lesions"]:
            self.assertLess(lesion["volume_mm3"], 90 * 0.9 * 0.7 * 10)

    def test_tiles_are_refused(self):
        values, _ = volumes_for("BINARY", 1, 1)
        path = make.write(self.folder / "seg.dcm", values)
        ds = pydicom.dcmread(path)
        for i, frame in enumerate(ds.PerFrameFunctionalGroupsSequence):
            frame.PlanePositionSequence[0].ImagePositionPatient = [45 * 0.7 * i, 0, 0]
        ds.save_as(path)
        self.assertIn("SEG_NOT_A_STACK", self.refusal(path))


class Fractions(SegCase):
    def test_threshold_and_weighted_volume(self):
        random = np.random.default_rng(4)
        values = (make.blobs(SHAPE, 9, 1) * random.integers(1, 201, SHAPE)).astype(np.uint8)
        values[tuple(np.argwhere(values)[0])] = 200  # so that one voxel is whole
        for kind in ("PROBABILITY", "OCCUPANCY"):
            plan = make.Plan(type="FRACTIONAL", bits=8, maximum=200, fractional_type=kind)
            path = make.write(self.folder / "seg.dcm", {1: values}, plan)
            for percent in (1, 25, 50, 73, 100):
                config = self.folder / "config.toml"
                config.write_text(f"[[source]]\nname = \"x\"\nfraction_threshold_pct = {percent}\n"
                                  "split_components = false\n")
                measured = self.measure(path, "--config", config)
                expected = int(np.count_nonzero(100 * values.astype(int) >= percent * 200))
                self.assertEqual(measured["segments"][0]["voxel_count"], expected)
                lesion = measured["lesions"][0]
                self.assertAlmostEqual(lesion["weighted_volume_mm3"], values.sum() / 200 * VOXEL, delta=1e-3)
            self.assertIn(f"FRACTIONAL, {kind}", oligard("inspect", path).stdout)

    def test_shares_are_given_out_once(self):
        random = np.random.default_rng(6)
        values = (make.blobs(SHAPE, 77, 5) * random.integers(1, 256, SHAPE)).astype(np.uint8)
        plan = make.Plan(type="FRACTIONAL", bits=8)
        measured = self.measure(make.write(self.folder / "seg.dcm", {1: values}, plan))
        self.assertGreater(len(measured["lesions"]), 3)
        total = sum(lesion["weighted_volume_mm3"] for lesion in measured["lesions"])
        self.assertAlmostEqual(total, values.sum() / 255 * VOXEL, delta=1e-3 * len(measured["lesions"]))


class Refusals(SegCase):
    def made(self, change=None, kind="BINARY", bits=1):
        values, _ = volumes_for(kind, bits, 1)
        return make.write(self.folder / "seg.dcm", values, make.Plan(type=kind, bits=bits, change=change))

    def test_parts_slides_and_surfaces(self):
        def part(ds):
            ds.InConcatenationNumber, ds.InConcatenationTotalNumber = 2, 3

        def part_without_numbers(ds):
            ds.ConcatenationUID = "2.25.1"

        def tiled(ds):
            ds.DimensionOrganizationType = "TILED_FULL"
            del ds.PerFrameFunctionalGroupsSequence

        def matrix(ds):
            ds.TotalPixelMatrixColumns = ds.TotalPixelMatrixRows = 4000

        def surface(ds):
            ds.SOPClassUID = ds.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.66.5"

        reason = self.refusal(self.made(part))
        self.assertIn("SEG_CONCATENATION", reason)
        self.assertIn("part 2 of 3", reason)
        self.assertIn("SEG_CONCATENATION", self.refusal(self.made(part_without_numbers)))
        self.assertIn("SEG_WHOLE_SLIDE", self.refusal(self.made(tiled)))
        self.assertIn("SEG_WHOLE_SLIDE", self.refusal(self.made(matrix)))
        self.assertIn("SEG_SURFACE", self.refusal(self.made(surface)))

    def test_values_that_are_not_plain(self):
        def inverted(ds):
            ds.PhotometricInterpretation = "MONOCHROME1"

        def palette(ds):
            ds.PhotometricInterpretation = "PALETTE COLOR"

        def signed(ds):
            ds.PixelRepresentation = 1

        for change in (inverted, palette, signed):
            self.assertIn("SEG_PIXEL_FORMAT", self.refusal(self.made(change)))

    def test_undescribed_values(self):
        def drop(ds):
            ds.SegmentSequence.pop()

        self.assertIn("SEG_SEGMENT_UNKNOWN", self.refusal(self.made(drop, "LABELMAP", 8)))
        self.assertIn("SEG_SEGMENT_UNKNOWN", self.refusal(self.made(drop)))


class RealFiles(SegCase):
    """Every readable SEG of other producers: counts equal, volumes to 0.1 %."""

    def pixels(self, ds):
        """Frames by pydicom; those of one bit a pixel that it cannot decompress, by zlib and PackBits here."""
        try:
            pixels = ds.pixel_array
        except (NotImplementedError, RuntimeError, AttributeError):
            size = ds.Rows * ds.Columns
            self.assertEqual(ds.BitsAllocated, 1)
            frames = []
            for fragment in pydicom.encaps.generate_pixel_data_frame(ds.PixelData, int(ds.NumberOfFrames)):
                if ds.file_meta.TransferSyntaxUID == "1.2.840.10008.1.2.8.1":
                    data = zlib.decompressobj(-15).decompress(fragment)
                else:
                    data = make.unpack_bits(fragment[64:])
                packed = len(data) < size
                values = np.frombuffer(data, np.uint8)
                frames.append((np.unpackbits(values, bitorder="little") if packed else values)[:size])
            pixels = np.array(frames).reshape(-1, ds.Rows, ds.Columns)
        return pixels if pixels.ndim == 3 else pixels[None]

    def expected(self, ds):
        """{segment number: voxel count}, by pydicom and numpy."""
        pixels = self.pixels(ds)
        counts = {int(item.SegmentNumber): 0 for item in ds.SegmentSequence}
        if ds.SegmentationType == "LABELMAP":
            for number, count in zip(*np.unique(pixels, return_counts=True)):
                if int(number) in counts:
                    counts[int(number)] += int(count)
            return counts
        limit = ds.MaximumFractionalValue if ds.SegmentationType == "FRACTIONAL" else 2
        shared = ds.get("SharedFunctionalGroupsSequence", [pydicom.Dataset()])[0]
        for frame, groups in zip(pixels, ds.PerFrameFunctionalGroupsSequence):
            sequence = groups.get("SegmentIdentificationSequence") or shared.get("SegmentIdentificationSequence")
            counts[int(sequence[0].ReferencedSegmentNumber)] += int(np.count_nonzero(2 * frame.astype(int) >= limit))
        return counts

    def voxel_mm3(self, ds):
        shared = ds.get("SharedFunctionalGroupsSequence", [pydicom.Dataset()])[0]
        frames = ds.PerFrameFunctionalGroupsSequence

        def group(keyword):
            return (frames[0].get(keyword) or shared.get(keyword))[0]

        cosines = np.array(group("PlaneOrientationSequence").ImageOrientationPatient, float)
        normal = np.cross(cosines[:3], cosines[3:])
        depths = np.unique(np.round([np.dot(normal, np.array(
            (f.get("PlanePositionSequence") or shared.PlanePositionSequence)[0].ImagePositionPatient, float))
            for f in frames], 3))
        measures = group("PixelMeasuresSequence")
        area = float(measures.PixelSpacing[0]) * float(measures.PixelSpacing[1])
        stated = float(measures.get("SpacingBetweenSlices") or 0)
        if len(depths) == 1:
            return area * (stated or float(measures.SliceThickness))
        gaps = np.diff(depths)
        if stated and np.allclose(gaps / stated, np.round(gaps / stated), atol=0.1):
            return area * stated
        return area * gaps.min()

    def test_counts_and_volumes(self):
        self.need_real_data()
        compared = 0
        for path in sorted(REAL.rglob("*.dcm")):
            ds = pydicom.dcmread(path, force=True, stop_before_pixels=True)
            if str(ds.get("SOPClassUID", "")) not in make.SEGMENTATIONS:
                continue
            done = oligard("measure", path, "--format", "json", "--all-segments")
            if done.returncode == 1:
                code = re.search("SEG_[A-Z_]+", done.stderr)
                self.assertIsNotNone(code, done.stderr)
                print(f"refused: {path.relative_to(REAL)}: {code.group()}")
                continue
            with self.subTest(str(path.relative_to(REAL))):
                ds = pydicom.dcmread(path, force=True)
                expected = self.expected(ds)
                voxel = self.voxel_mm3(ds)
                for segment in json.loads(done.stdout)["segments"]:
                    count = expected[segment["number"]]
                    self.assertEqual(segment["voxel_count"], count)
                    if count:
                        self.assertAlmostEqual(segment["volume_mm3"] / (count * voxel), 1, delta=1e-3)
                compared += 1
        self.assertGreater(compared, 0)
        print(f"{compared} segmentations of other producers are equal")


if __name__ == "__main__":
    unittest.main()
