"""A link that nothing confirms: the text of `analyze`, assessment.json and SR-A say what hangs on it."""
import json
import unittest

import pydicom

from setting import Case, oligard


def texts(item, code):
    """Texts of the content items with this concept name, at any depth."""
    found = []
    for child in item.get("ContentSequence", []):
        name = child.get("ConceptNameCodeSequence")
        if name and name[0].CodeValue == code:
            found.append(child.TextValue)
        found += texts(child, code)
    return found


class Doubt(Case):
    def test_two_lone_lesions(self):
        patient = self.phantom("--level", "easy", "--pattern", "stable", "--lesions", "1", "--timepoints", "2",
                               "--seed", "1")
        out = self.folder / "out"
        done = oligard("analyze", patient, "--out", out)
        self.assertIn(done.returncode, (0, 1), done.stderr)  # truth.json is no DICOM object
        folder = next(path for path in out.iterdir() if path.is_dir())
        assessment = json.loads((folder / "assessment.json").read_text())
        link, = assessment["links"]
        self.assertTrue(link["ambiguous"])
        self.assertTrue(link["doubt"])
        self.assertEqual(assessment["assessments"]["TP0"]["review"], [])
        reason, = assessment["assessments"]["TP1"]["review"]
        said = assessment["assessments"]["TP1"]
        self.assertEqual(reason["tracks"], ["L01"])
        self.assertEqual(reason["timepoints"], ["TP0", "TP1"])
        self.assertNotEqual(reason["recist_overall"], said["recist"]["overall"])
        self.assertNotEqual(reason["categories"]["default_5"], said["profiles"]["default_5"]["category"])
        self.assertIn(reason["text"], done.stdout)
        self.assertIn("Needs review: 1 link in doubt", done.stdout)
        report = pydicom.dcmread(folder / "TP1-result.dcm")
        self.assertEqual(texts(report, "REVIEW"), [reason["text"]])
        doubt, = texts(report, "LINK_DOUBT")
        self.assertIn(link["doubt"], doubt)


if __name__ == "__main__":
    unittest.main()
