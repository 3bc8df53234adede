"""`oligard explain`: the verdict of results derived again from the results alone."""
import json
import sys
import unittest

import pydicom

from case_phantom import Axes, undrawable
from drawn_case_test import Drawn
from setting import PROGRAM, REAL, WORKED_CASES, Case, oligard

PATTERNS = ("stable", "response", "oligo", "poly", "mixed", "miliary", "replaced")


class Explain(Case):
    def explain_all(self, folder):
        """Every result below a folder agrees; returns their categories under the first profile."""
        categories = set()
        for path in sorted(folder.rglob("*result.dcm")):
            with self.subTest(str(path)):
                done = oligard("explain", path, "--json")
                self.assertEqual(done.returncode, 0, done.stdout[:4000] + done.stderr)
                found = json.loads(done.stdout)
                self.assertTrue(found["agrees"] and found["seal_holds"] and found["compared"] > 10)
                self.assertEqual(found["differences"], [])
                assessment = json.loads((path.parent / "assessment.json").read_text())
                stated = assessment["assessments"][found["timepoint"]]
                for lesion, derived in found["derived"]["lesions"].items():
                    self.assertEqual(stated["lesions"][lesion]["status"], derived["status"])
                first = next(iter(found["derived"]["profiles"].values()))
                categories.add(first["category"])
        return categories

    def analyse(self, *paths):
        out = self.folder / "out"
        done = oligard("analyze", *paths, "--out", out, "--all-timepoints")
        self.assertIn(done.returncode, (0, 1), done.stderr)
        return out

    def result_of_demo(self):
        out = self.analyse(self.phantom("--demo"))
        return next(out.rglob("TP2-result.dcm"))

    def test_agrees_on_phantoms_of_every_course(self):
        for seed, pattern in enumerate(PATTERNS, 11):
            done = oligard("phantom", "--out", self.folder / pattern, "--seed", seed, "--level", "easy", "--pattern", pattern,
                           "--lesions", "6", "--timepoints", "3")
            self.assertEqual(done.returncode, 0, done.stderr)
        categories = self.explain_all(self.analyse(*(self.folder / pattern for pattern in PATTERNS)))
        print(f"categories: {sorted(categories)}", file=sys.stderr)
        self.assertGreaterEqual(len(categories), 4)

    def test_agrees_on_the_worked_cases(self):
        if not WORKED_CASES.exists():
            self.skipTest("../shared/data/worked-cases.json is not beside the repository")
        cases = [case for case in json.loads(WORKED_CASES.read_text())["cases"] if undrawable(case) is None]
        axes = Axes(PROGRAM, self.folder)
        axes.prepare(cases)
        for case in cases:
            Drawn(case, axes, self.folder / case["id"])
            self.assertTrue(self.explain_all(self.folder / case["id"]))

    def test_agrees_on_real_data(self):
        self.need_real_data()
        self.assertTrue(self.explain_all(self.analyse(REAL)))

    def test_an_altered_number_is_told(self):
        path = self.result_of_demo()
        told = oligard("explain", path)
        self.assertEqual(told.returncode, 0, told.stderr)
        self.assertIn("L03 liver: PROGRESSING, definite   agrees", told.stdout)
        data = pydicom.dcmread(path)
        measurements = next(item for item in data.ContentSequence
                            if item.ConceptNameCodeSequence[0].CodeValue == "126010")
        group = measurements.ContentSequence[-1]
        number = next(item for item in group.ContentSequence if item.ValueType == "NUM")
        number.MeasuredValueSequence[0].NumericValue = "1.25"
        data.save_as(self.folder / "altered.dcm")
        done = oligard("explain", self.folder / "altered.dcm")
        self.assertEqual(done.returncode, 4, done.stdout + done.stderr)
        self.assertIn("stated 1.25 cm3, derived ", done.stdout)
        self.assertIn("DISAGREES: ", done.stdout)

    def test_copies_of_other_programs_agree(self):
        """Implicit VR and explicit lengths change no content."""
        data = pydicom.dcmread(self.result_of_demo())
        data.file_meta.TransferSyntaxUID = pydicom.uid.ImplicitVRLittleEndian
        data.is_implicit_VR = True
        data.save_as(self.folder / "implicit.dcm")
        done = oligard("explain", self.folder / "implicit.dcm")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_what_is_no_result_is_named(self):
        viewer = self.result_of_demo().with_name("TP2-viewer.dcm")
        for path, code, text in ((viewer, 5, "EXPLAIN_NOT_A_RESULT"), (__file__, 5, "FILE_NOT_DICOM"),
                                 (self.folder / "none.dcm", 2, "FILE_UNREADABLE")):
            done = oligard("explain", path)
            self.assertEqual((done.returncode, done.stdout), (code, ""), done.stderr)
            self.assertIn(text, done.stderr)


if __name__ == "__main__":
    unittest.main()
