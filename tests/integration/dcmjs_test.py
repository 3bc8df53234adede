"""dcmjs, the parser that OHIF uses, reads from SR-A and SR-B what pydicom reads."""
import json
import os
import subprocess
import unittest

import pydicom

import sr_items as sr
import viewer
from setting import Case, oligard


def region_of(item):
    for below in item.get("ContentSequence", []):
        if below.ValueType == "SCOORD":
            image = below.ContentSequence[0].ReferencedSOPSequence[0]
            return {"type": below.GraphicType, "points": [float(value) for value in below.GraphicData],
                    "image": image.ReferencedSOPInstanceUID}
    return None


def value_of(item):
    if item.ValueType == "NUM":
        value, unit = sr.number(item)
        return {"number": float(value), "unit": unit, "region": region_of(item)}
    if item.ValueType == "CODE":
        return item.ConceptCodeSequence[0].CodeValue
    if item.ValueType == "UIDREF":
        return item.UID
    if item.ValueType == "IMAGE":
        return item.ReferencedSOPSequence[0].ReferencedSOPInstanceUID
    return item.TextValue


class Dcmjs(Case):
    @classmethod
    def setUpClass(cls):
        viewer.need_fetched()

    def read(self, paths):
        done = subprocess.run(["node", viewer.OURS / "read_report.js", *paths], capture_output=True, text=True, check=False,
                              env={**os.environ, "NODE_PATH": str(viewer.FETCHED / "node_modules")})
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def test_reports_are_read_as_by_pydicom(self):
        for seed, options in ((1, ["--demo"]), (2, ["--level", "hard", "--lesions", "40", "--timepoints", "3"])):
            done = oligard("phantom", "--out", self.folder / "studies" / str(seed), "--seed", seed, "--patient-id", f"P{seed}", *options)
            self.assertEqual(done.returncode, 0, done.stderr)
        done = oligard("analyze", self.folder / "studies", "--out", self.folder / "out", "--all-timepoints")
        self.assertIn(done.returncode, (0, 1), done.stderr)  # truth.json is no DICOM object
        paths = sorted([*self.folder.rglob("*-result.dcm"), *self.folder.rglob("*-viewer.dcm")])
        self.assertEqual(len(paths), 12)
        for path, found in zip(paths, self.read(paths)):
            with self.subTest(path.name):
                data = pydicom.dcmread(path)
                groups = sr.children(data, *sr.GROUPS)
                self.assertGreater(len(groups), 5)
                self.assertEqual(found["title"], sr.concept(data))
                self.assertEqual(found["groups"], [[[sr.concept(item), value_of(item)] for item in group.ContentSequence]
                                                   for group in groups])
                if path.name.endswith("viewer.dcm"):
                    self.check_axes(found["groups"])

    def check_axes(self, groups):
        """Each group of SR-B has both axes with their end points on one image."""
        for items in groups:
            values = dict(map(tuple, items))
            axes = [values[sr.LONG_AXIS], values[sr.SHORT_AXIS]]
            self.assertEqual({axis["unit"] for axis in axes}, {"mm"})
            self.assertEqual([len(axis["region"]["points"]) for axis in axes], [4, 4])
            self.assertEqual(len({axis["region"]["image"] for axis in axes}), 1)


if __name__ == "__main__":
    unittest.main()
