"""A patient of a case file (docs/clinical-rules.md) as DICOM objects: ellipsoids whose measured axes and volumes are the stated
ones, one segment and Tracking UID a lesion, images that reach over the regions of `coverage`, and a report with what the
reader states (absent, too small to measure, …). What a mask cannot say is named by `undrawable`."""
import dataclasses
import json
import math
import subprocess

import numpy as np

from case_objects import (IMAGES, ORGANS, PIXEL_MM, Patient, image_stack, report, segment_item, segmentation, uid_of, write)

REGIONS = ("brain", "neck", "chest", "abdomen", "pelvis", "extremity")  # from the head down
ANGLE = math.radians(27)  # of the long axes in the plane: off the rows the grid's scatter averages out
OFF_CENTRE = (0.3, 0.1)  # of a lesion's centre from a pixel's, in pixels
GAP_MM = 25  # between lesions along the body: more than what may be one lesion
FRAGMENT_GAP_MM = 2
FLAGS = ("cavitating", "necrotic")  # that the rules look at
END_MM = 30  # of a region without a lesion
IMPUTED_MM = {"absent": 0, "too_small": 5}
TOLERANCE_MM = 0.049  # of drawn axes: they round to the stated tenth


def parts_of(observation):
    return observation.get("parts", [observation])


def undrawable(case):
    """Why a case cannot be drawn as masks, or nothing."""
    for timepoint in case["timepoints"]:
        if not any(timepoint["id"] in lesion["observations"] for lesion in case["lesions"]):
            return f"there is no lesion and no statement at {timepoint['id']}, so no object"
        if timepoint.get("coverage") is None:
            return "what was imaged is not known"
        if timepoint.get("modality") not in IMAGES:
            return "the modality is not known"
        if not timepoint.get("slice_thickness_mm"):
            return "the slice thickness is not known, but masks have one"
    for lesion in case["lesions"]:
        name = lesion["id"]
        if lesion["organ"] not in ORGANS:
            return f"{name} lies in {lesion['organ']}, which has no code here"
        drawn = False
        overrides = set()
        for timepoint, observation in lesion["observations"].items():
            overrides.add((observation.get("modality"), observation.get("slice_thickness_mm")))
            if observation["state"] == "measured":
                drawn = True
                if any(value != round(value, 1) for part in parts_of(observation) for value in pair_of(part)):
                    return f"{name} has a size of hundredths of a millimetre"
            elif observation.get("not_evaluable_reason", "reader") != "reader":
                return f"{name} is not evaluable by {observation['not_evaluable_reason']}"
        if len(overrides) > 1:
            return f"{name} is seen by another technique at one time point"
        if not drawn:
            return f"{name} is never measured"
    return None


def pair_of(part):
    return part["long_mm"], part.get("short_mm") or 0.8 * part["long_mm"]


def pairs_of(case):
    return {pair_of(part) for lesion in case["lesions"] for seen in lesion["observations"].values()
            if seen["state"] == "measured" for part in parts_of(seen)}


@dataclasses.dataclass
class Ellipsoid:
    """Half axes: long and short in the plane, the third along the body; the volume that its voxels are to have."""
    a: float
    b: float
    c: float
    volume_mm3: float

    def section(self, height):
        """Half axes of the section at a height above the centre."""
        share = math.sqrt(max(0.0, 1 - (height / self.c) ** 2))
        return self.a * share, self.b * share


def nominal(a, b):
    """The volume of an ellipsoid whose third axis is 0.9 of the long one."""
    return 4 / 3 * math.pi * a * b * 0.9 * a


def third_axis(a, b, volume, spacing):
    """The half axis along the body with which sections at this spacing add up to the volume."""
    low, high = 0.26 * spacing, 200.0
    for _ in range(60):
        c = (low + high) / 2
        reach = int(c / spacing)
        total = sum(math.pi * a * b * (1 - (k * spacing / c) ** 2) * spacing for k in range(-reach, reach + 1))
        low, high = (c, high) if total < volume else (low, c)
    return (low + high) / 2


def agreeing_volume(size, sizes, first, last):
    """A volume for a size without one: it doubles with growth by 20 % and 5 mm from the smallest size before, is 0.3 of the first
    from 30 % shrinkage on, and else stays what it was at first or less."""
    if first is None:
        return None
    if size >= 1.2 * min(sizes) - 1e-9 and size - min(sizes) >= 5 - 1e-9:
        return 2 * last
    return 0.3 * first if size <= 0.7 * sizes[0] + 1e-9 else min(last, first)


def correct(planes, shape, wanted):
    """Adds or takes pixels at the rims beside the middle section until the planes have `wanted`; the axes stay."""
    missing = wanted - sum(int(plane.sum()) for plane in planes)
    for plane in (plane for i, plane in enumerate(planes) if i != len(planes) // 2):
        rows, columns = np.nonzero(plane) if missing < 0 else np.nonzero(grown(plane) & ~plane)
        rows_in, columns_in = np.nonzero(plane)
        far = (rows - rows_in.mean()) ** 2 + (columns - columns_in.mean()) ** 2
        # Never beyond the middle section's short axis, and never down to nothing.
        order = np.argsort(far if missing > 0 else -far, kind="stable")
        order = order[far[order] * PIXEL_MM ** 2 < shape.b ** 2] if missing > 0 else order[: len(order) // 2]
        chosen = order[: abs(missing)]
        plane[rows[chosen], columns[chosen]] = missing > 0
        missing -= len(chosen) if missing > 0 else -len(chosen)
        if missing == 0:
            return


def grown(plane):
    """The pixels of a plane and their neighbours by an edge."""
    result = plane.copy()
    result[1:] |= plane[:-1]
    result[:-1] |= plane[1:]
    result[:, 1:] |= plane[:, :-1]
    result[:, :-1] |= plane[:, 1:]
    return result


def disc(a, b, matrix, shift=(0.0, 0.0)):
    """The pixels whose centres lie in an ellipse around the middle of the frame; `shift` in mm."""
    rows, columns = np.indices((matrix, matrix), sparse=True)
    x = (columns - matrix // 2 - OFF_CENTRE[0]) * PIXEL_MM - shift[0]
    y = (rows - matrix // 2 - OFF_CENTRE[1]) * PIXEL_MM - shift[1]
    along, across = x * math.cos(ANGLE) + y * math.sin(ANGLE), y * math.cos(ANGLE) - x * math.sin(ANGLE)
    return (along / a) ** 2 + (across / b) ** 2 <= 1


class Axes:
    """Half axes of the ellipses that are measured as given long and short axes, found by measuring with the program."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.found = {}

    def prepare(self, cases):
        """Finds those of all measured sizes: of many ellipses of nearly the nominal axes the best is taken."""
        wanted = sorted({pair for case in cases for pair in pairs_of(case)} - set(self.found))
        for reach in (2, 4, 8):
            steps = [0.02 * i for i in range(-reach, reach + 1)]
            tried = {(pair, i, j): (pair[0] / 2 + i, pair[1] / 2 + j) for pair in wanted for i in steps for j in steps}
            if not tried:
                return
            measured = self.measure(tried)
            for pair in wanted:
                errors = {halves: max(abs(measured[key][0] - pair[0]), abs(measured[key][1] - pair[1]))
                          for key, halves in tried.items() if key[0] == pair}
                best = min(errors, key=errors.get)
                if errors[best] <= TOLERANCE_MM:
                    self.found[pair] = best
            wanted = [pair for pair in wanted if pair not in self.found]
        if wanted:
            raise ValueError(f"no ellipse of pixels measures {wanted}")

    def measure(self, tried):
        """{key: measured (long, short)} of ellipses of these half axes, one a slice."""
        matrix = matrix_for(2 * max(a for a, _ in tried.values()))
        order = list(tried)
        patient = Patient("AXES")
        frames = [(i + 1, 3.0 * i, disc(*tried[key], matrix)) for i, key in enumerate(order)]
        segments = [segment_item(i + 1, f"Disc {i + 1}", "liver", None) for i in range(len(order))]
        path = self.folder / "axes.dcm"
        write(path, segmentation(patient, patient.study("20250101", 0), segments, frames, matrix, 1.5, "discs"))
        done = subprocess.run([self.program, "measure", path, "--format", "json", "--all-segments"], capture_output=True,
                              text=True, check=True)
        found = {lesion["segment"]["number"]: lesion for lesion in json.loads(done.stdout)["lesions"]}
        return {key: (found[i + 1]["long_axis_mm"], found[i + 1]["short_axis_mm"]) for i, key in enumerate(order)}


def matrix_for(length_mm):
    """Rows and columns that hold a lesion of this length with a margin; a multiple of eight, so that frames end on bytes."""
    return 8 * math.ceil((length_mm + 12) / PIXEL_MM / 8)


class CasePhantom:
    """One case, drawn."""

    def __init__(self, case, axes):
        axes.prepare([case])
        self.case = case
        self.patient = Patient(case["id"])
        self.uids = {lesion["id"]: uid_of(case["id"], lesion["id"]) for lesion in case["lesions"]}
        self.shapes = {lesion["id"]: self.shapes_of(lesion, axes) for lesion in case["lesions"]}
        self.matrix = matrix_for(max(self.length(shapes) for by_time in self.shapes.values() for shapes in by_time.values()))
        self.place_lesions()

    @staticmethod
    def length(shapes):
        return sum(2 * shape.a for shape in shapes) + FRAGMENT_GAP_MM * (len(shapes) - 1)

    @staticmethod
    def states_volumes(lesion):
        """Volumes count for lesions that are no nodes; a case states them for all sizes of a lesion or for none."""
        return all("volume_mm3" in part for seen in lesion["observations"].values() if seen["state"] == "measured"
                   for part in parts_of(seen))

    def shapes_of(self, lesion, axes):
        """{time point: an ellipsoid for each fragment}."""
        shapes, sizes, first, last = {}, [], None, None
        for timepoint in self.case["timepoints"]:
            seen = lesion["observations"].get(timepoint["id"], {"state": None})
            if seen["state"] in IMPUTED_MM:
                sizes.append(IMPUTED_MM[seen["state"]])
            if seen["state"] != "measured":
                continue
            parts = parts_of(seen)
            halves = [axes.found[pair_of(part)] for part in parts]
            size = sum(part["short_mm" if lesion.get("nodal") else "long_mm"] for part in parts)
            full = sum(nominal(a, b) for a, b in halves)
            last = agreeing_volume(size, sizes, first, last) or full
            first = first or last
            sizes.append(size)
            volumes = [part["volume_mm3"] if self.states_volumes(lesion) else last * nominal(a, b) / full
                       for part, (a, b) in zip(parts, halves)]
            shapes[timepoint["id"]] = [Ellipsoid(a, b, third_axis(a, b, volume, timepoint["slice_thickness_mm"]), volume)
                                       for (a, b), volume in zip(halves, volumes)]
        return shapes

    def place_lesions(self):
        """Heights of the lesions' centres and of the regions, from the head down. A lesion without a region lies in the chest."""
        self.heights, self.regions = {}, {}
        z = 0.0
        for region in REGIONS:
            top = z
            z -= END_MM
            for lesion in self.case["lesions"]:
                if (lesion.get("region") or "chest") != region:
                    continue
                reach = max(shape.c for shapes in self.shapes[lesion["id"]].values() for shape in shapes)
                self.heights[lesion["id"]] = z - reach - GAP_MM / 2
                z -= 2 * reach + GAP_MM
            z -= END_MM
            self.regions[region] = (z, top)

    def slices(self, timepoint):
        """Heights of the slices of the regions that were imaged, from the foot up; what lies between two is imaged, too."""
        step = timepoint["slice_thickness_mm"]
        covered = [self.regions[region] for region in timepoint["coverage"]]
        low, high = min(part[0] for part in covered), max(part[1] for part in covered)
        return step * np.arange(math.ceil(low / step), math.floor(high / step) + 1)

    def shift(self, shapes, part, cut):
        """How far a fragment's centre lies off: side by side along the long axis; one that is cut touches the frame's border.
        Whole pixels: on the grid every ellipse lies as where its axes were measured."""
        shape = shapes[part]
        shift = np.zeros(2)
        if len(shapes) > 1:
            start = -self.length(shapes) / 2 + sum(2 * one.a + FRAGMENT_GAP_MM for one in shapes[:part]) + shape.a
            shift = PIXEL_MM * np.round(start / PIXEL_MM * np.array([math.cos(ANGLE), math.sin(ANGLE)]))
        if cut:
            shift[0] = -PIXEL_MM * np.flatnonzero(disc(shape.a, shape.b, self.matrix).any(axis=0))[0]
        return shift

    def frames(self, lesion, timepoint, shape, shift):
        """(height, plane) of one fragment."""
        step = timepoint["slice_thickness_mm"]
        centre = step * round(self.heights[lesion["id"]] / step)
        reach = int(shape.c / step)
        heights = [k * step for k in range(-reach, reach + 1) if shape.section(k * step)[0] > 0]
        planes = [disc(*shape.section(height), self.matrix, shift) for height in heights]
        kept = [(height, plane) for height, plane in zip(heights, planes) if plane.any()]
        correct([plane for _, plane in kept], shape, round(shape.volume_mm3 / (PIXEL_MM * PIXEL_MM * step)))
        return [(centre + height, plane) for height, plane in kept]

    def reading(self, timepoint):
        """What the reader's report says: (Tracking UID, state), (Tracking UID, role)."""
        statements, roles = [], []
        for lesion in self.case["lesions"]:
            uid = self.uids[lesion["id"]]
            seen = lesion["observations"].get(timepoint["id"])
            if lesion.get("recist_role", "auto") != "auto" and timepoint["id"] == self.baseline():
                roles.append((uid, lesion["recist_role"]))
            if seen and seen["state"] != "measured":
                statements.append((uid, seen["state"]))
            if seen and seen.get("reader_unequivocal_progression"):
                statements.append((uid, "unequivocal_progression"))
        return statements, roles

    def write_time_point(self, folder, index):
        timepoint = self.case["timepoints"][index]
        study = self.patient.study(timepoint["date"].replace("-", ""), index)
        thickness = timepoint["slice_thickness_mm"]
        images = image_stack(self.patient, study, timepoint["modality"], self.slices(timepoint), self.matrix * PIXEL_MM, thickness)
        write(folder / "images.dcm", images)
        segments, frames, fragments, segmented = [], [], [], None
        for lesion in self.case["lesions"]:
            shapes = self.shapes[lesion["id"]].get(timepoint["id"], [])
            for part, shape in enumerate(shapes):
                number = len(segments) + 1
                # Of several fragments the segmentation names the first; the report says that the others belong to it.
                label, uid = (lesion["id"], self.uids[lesion["id"]]) if part == 0 else (f"{lesion['id']}#{part}", None)
                if len(shapes) > 1:
                    fragments.append((self.uids[lesion["id"]], number))
                segments.append(segment_item(number, label, lesion["organ"], uid))
                cut = lesion["observations"][timepoint["id"]].get("truncated", False)
                frames += [(number, *frame) for frame in self.frames(lesion, timepoint, shape, self.shift(shapes, part, cut))]
        if segments:
            series = "exhaustive" if timepoint.get("segmentation_exhaustive") else "partial"
            segmented = segmentation(self.patient, study, segments, frames, self.matrix, thickness, series, images)
            write(folder / "seg.dcm", segmented)
        statements, roles = self.reading(timepoint)
        if statements or roles or fragments:
            write(folder / "sr.dcm", report(self.patient, study, statements, roles, fragments, images, segmented))

    def baseline(self):
        return self.case.get("baseline_timepoint") or self.case["timepoints"][0]["id"]

    def context(self):
        context = {key: value for key, value in self.case["context"].items() if value is not None}
        ids = [timepoint["id"] for timepoint in self.case["timepoints"]]
        context["baseline_timepoint"] = f"TP{ids.index(self.baseline())}"
        if self.case.get("irecist"):
            context["irecist"] = True
        treated = {self.uids[lesion["id"]]: lesion["local_therapy"] for lesion in self.case["lesions"] if lesion.get("local_therapy")}
        # What masks cannot show, but the context may say.
        special = {self.uids[lesion["id"]]: {"kind": lesion.get("kind", "solid"),
                                             "flags": [flag for flag in lesion.get("flags", []) if flag in FLAGS]}
                   for lesion in self.case["lesions"]
                   if lesion.get("flags") or lesion.get("kind", "solid") not in ("solid", "lytic_soft_tissue")}
        if treated:
            context["local_therapy"] = treated
        if special:
            context["lesions"] = special
        return context

    def write(self, folder):
        """Writes folder/studies/TPn, context.json and oligard.toml."""
        for index in range(len(self.case["timepoints"])):
            self.write_time_point(folder / f"studies/TP{index}", index)
        (folder / "context.json").write_text(json.dumps(self.context()))
        (folder / "oligard.toml").write_text('[matching]\nimage_registration = "off"\n\n[[source]]\nname = "exhaustive"\n'
                                             'match_series = "exhaustive"\nexhaustive = true\n')
