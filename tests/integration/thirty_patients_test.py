"""Thirty generated patients of every category, and the real data: every object of their results passes every checker, is the
same in `oligard explain`, and the lesion SEG holds the voxels that came."""
import collections
import concurrent.futures
import json
import os
import re
import subprocess
import sys
import unittest

import pydicom

import sr_items as sr
from case_phantom import Axes, CasePhantom
from segment_masks import masks_of
from setting import PROGRAM, REAL, ROOT, Case, oligard

SR, SEG = "1.2.840.10008.5.1.4.1.1.88.34", "1.2.840.10008.5.1.4.1.1.66.4"
CATEGORY = ("C0034375", "CATEGORY")
# Cases of the rule book that are drawn: (file, case, category under default_5).
DRAWN = (("category_pattern", "K27", "OLIGOPROGRESSION"), ("category_steps", "step-7-therapy", "LIMITED_PROG"),
         ("category_steps", "step-7-control", "LIMITED_PROG"), ("category_pattern", "K14", "MIXED_RESPONSE"),
         ("profile_limits_share", "default_5-share-at", "POLYPROGRESSION"), ("category_pattern", "K7", "RESPONSE"),
         ("category_pattern", "K8", "STABLE"), ("category_evaluable", "K4", "INDETERMINATE"),
         ("category_evaluable", "K1", "SINGLE_TIMEPOINT"))
PATTERNS = ("stable", "response", "oligo", "poly", "mixed", "miliary", "replaced")
WITH_IMAGES = ("oligo-1", "mixed-1")
AIM = '[[source]]\nname = "AIM annotations"\nallow_other_patient_id = true\n'
# What dcentvfy says of any report beside its images: it files this attribute of reports differently.
ENTITY_LIMIT = re.compile(r"^Warning - Different information entities for attribute - Element=<AccessionNumber>")
NO_ERROR = re.compile(r"^Warning - |^[A-Za-z0-9]+$")  # of dciodvfy: a warning, or the name of the IOD
DSRDUMP_LIMIT = "VR checker does not support this Specific Character Set"


def entity_complaints(paths):
    done = subprocess.run(["dcentvfy", *paths], capture_output=True, text=True, check=False)
    return [line for line in (done.stdout + done.stderr).splitlines() if not ENTITY_LIMIT.match(line)]


def kind_of(complaint):
    """A complaint of dcentvfy without values and files."""
    return re.split(r" for file | Value 1| PatientID=<", complaint)[0]


class Checked(Case):
    """Results of one analysis, by every checker."""

    def check_all(self, sources, results):
        paths = sorted(path for path in results.rglob("*.dcm"))
        headers = {path: pydicom.dcmread(path) for path in paths}
        reports = [path for path in paths if headers[path].Modality == "SR"]
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            said = pool.map(self.said_of_one, paths)
        self.assertEqual([line for lines in said for line in lines], [])
        self.check_templates(reports)
        self.check_entities(sources, headers)
        self.check_explanations(path for path in reports if path.name.endswith("result.dcm"))
        self.check_voxels(sources, headers)
        counts = collections.Counter(path.name.split("-", 1)[1] for path in paths)
        print(f"{len(list(results.glob('P*')))} patients: " + ", ".join(f"{n} {name}" for name, n in sorted(counts.items())),
              file=sys.stderr)
        return headers

    @staticmethod
    def said_of_one(path):
        """What dciodvfy finds wrong, and anything that dsrdump says of a report."""
        def run(*command):
            done = subprocess.run([*command, path], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
            return done.returncode, done.stderr.splitlines()
        status, lines = run("dciodvfy", "-new")
        wrong = [f"{path}: dciodvfy: {line}" for line in lines if not NO_ERROR.match(line)]
        if status != 0 or not lines:
            wrong.append(f"{path}: dciodvfy: exit status {status}")
        if pydicom.dcmread(path, specific_tags=["Modality"]).Modality == "SR":
            status, lines = run("dsrdump")
            wrong += [f"{path}: dsrdump: {line}" for line in lines if DSRDUMP_LIMIT not in line]
            wrong += [f"{path}: dsrdump: exit status {status}"] if status != 0 else []
        return wrong

    def check_templates(self, reports):
        done = subprocess.run([ROOT / "scripts/validate-sr", *reports], capture_output=True, text=True, timeout=600, check=False)
        wrong = [line for line in done.stdout.splitlines() if "Error" in line]
        self.assertEqual((done.returncode, wrong), (0, []), done.stderr)
        self.assertEqual(done.stdout.count("Root Template Validation Complete"), len(reports))

    def check_entities(self, sources, headers):
        """Patient, study and series attributes are those of the objects that the result rests on, where these agree."""
        studies = collections.defaultdict(list)
        for path, data in headers.items():
            studies[data.StudyInstanceUID].append(path)
        known = {}
        for path in sources.rglob("*"):
            if path.is_file() and path.suffix != ".json":
                try:
                    data = pydicom.dcmread(path, specific_tags=["StudyInstanceUID"])
                except pydicom.errors.InvalidDicomError:
                    continue
                known.setdefault(data.get("StudyInstanceUID"), []).append(path)
        for uid, results in studies.items():
            self.assertTrue(known.get(uid), f"{results} stand in no study that came")
            contradicted = {kind_of(line) for line in entity_complaints(known[uid])}
            ours = [line for line in entity_complaints([*known[uid], *results])
                    if any(str(path) in line for path in results) and kind_of(line) not in contradicted]
            self.assertEqual(ours, [])

    def check_explanations(self, paths):
        for path in paths:
            done = oligard("explain", path, "--json")
            self.assertEqual(done.returncode, 0, f"{path}: {done.stdout[:2000]}{done.stderr}")

    def check_voxels(self, sources, headers):
        """Every segment of a lesion SEG is a received one, or all that name the same received one make it up."""
        lesion_segs = [path for path, data in headers.items() if data.SOPClassUID == SEG]
        received = {}
        for path in sources.rglob("*.dcm"):
            data = pydicom.dcmread(path, stop_before_pixels=True, force=True)
            if data.get("SOPClassUID") == SEG and "FrameOfReferenceUID" in data and path.parent.name != "malformed":
                received.setdefault((data.StudyInstanceUID, data.FrameOfReferenceUID), []).append(path)
        for path in lesion_segs:
            seg, ours = masks_of(path)
            candidates = [(source, number, mask) for source in received[seg.StudyInstanceUID, seg.FrameOfReferenceUID]
                          for number, mask in masks_of(source)[1].items() if mask]
            parts = collections.defaultdict(set)
            for segment in seg.SegmentSequence:
                mask = ours[segment.SegmentNumber]
                said = int(re.search(r"Voxels of received segment (\d+)", segment.SegmentDescription)[1])
                owners = [(source, number) for source, number, whole in candidates if number == said and mask <= whole]
                self.assertTrue(mask and owners, f"{path}: {segment.SegmentLabel} has voxels that did not come")
                parts[owners[0]] |= mask
            for source, number, whole in candidates:
                if (source, number) in parts:
                    self.assertEqual(parts[source, number], whole, f"{path}: voxels of segment {number} are missing")


class ThirtyPatients(Checked):
    def draw(self, studies, contexts):
        """Draws the cases; returns {Patient ID: category}."""
        cases = {}
        for file in {name for name, _, _ in DRAWN}:
            cases.update({(file, case["id"]): case for case in json.loads((ROOT / f"tests/cases/classify/{file}.json").read_text())["cases"]})
        axes = Axes(PROGRAM, self.folder)
        axes.prepare([cases[file, name] for file, name, _ in DRAWN])
        for file, name, _ in DRAWN:
            phantom = CasePhantom(cases[file, name], axes)
            phantom.write(self.folder / "cases" / name)
            (self.folder / "cases" / name / "studies").rename(studies / name)
            key = re.search(r"Patient key +(\S+)", oligard("inspect", next(studies.glob(f"{name}/TP0/*.dcm"))).stdout)[1]
            (contexts / f"{key}.json").write_text(json.dumps(phantom.context()))
        settings = (self.folder / "cases" / DRAWN[0][1] / "oligard.toml").read_text()
        (self.folder / "oligard.toml").write_text(f'{settings}\n[analysis]\ncontext_dir = "{contexts}"\n')
        return {name: category for _, name, category in DRAWN}

    def test_results_of_every_category(self):
        studies, contexts = self.folder / "studies", self.folder / "contexts"
        studies.mkdir()
        contexts.mkdir()
        expected = self.draw(studies, contexts)
        for pattern in PATTERNS:
            for seed in (1, 2, 3):
                name = f"{pattern}-{seed}"
                done = oligard("phantom", "--out", studies / name, "--seed", seed, "--patient-id", name, "--level", "easy",
                               "--pattern", pattern, "--lesions", "6", "--timepoints", "3", *(["--ct"] if name in WITH_IMAGES else []))
                self.assertEqual(done.returncode, 0, done.stderr)
        done = oligard("analyze", studies, "--out", self.folder / "out", "--config", self.folder / "oligard.toml")
        self.assertIn(done.returncode, (0, 1), done.stderr)  # truth.json is no DICOM object
        headers = self.check_all(studies, self.folder / "out")
        categories = {data.PatientID: sr.child(data, *CATEGORY).ConceptCodeSequence[0].CodeValue
                      for path, data in headers.items() if path.name.endswith("result.dcm")}
        self.assertEqual(len(categories), 30)
        self.assertEqual({name: categories[name] for name in expected}, expected)
        print(collections.Counter(categories.values()), file=sys.stderr)


class RealData(Checked):
    def test_results_of_real_data(self):
        self.need_real_data()
        (self.folder / "aim.toml").write_text(AIM)
        for name, options in (("plain", []), ("aim", ["--config", self.folder / "aim.toml"])):
            with self.subTest(name):
                done = oligard("analyze", REAL, "--out", self.folder / name, "--all-timepoints", *options)
                self.assertIn(done.returncode, (0, 1), done.stderr)
                self.assertTrue(self.check_all(REAL, self.folder / name))


if __name__ == "__main__":
    unittest.main()
