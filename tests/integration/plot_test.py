"""`oligard analyze --plot`: the picture holds what assessment.json holds, as an XML parser of another make reads it."""
import json
import unittest
import xml.etree.ElementTree as xml

from setting import Case, oligard

SVG = "{http://www.w3.org/2000/svg}"


class Plot(Case):
    def pictured(self, patient, name):
        out = self.folder / name
        done = oligard("analyze", patient, "--out", out, "--plot")
        self.assertIn(done.returncode, (0, 1), done.stderr)  # truth.json is no DICOM object
        folder = next(path for path in out.iterdir() if path.is_dir())
        return (folder / "lesions.svg").read_bytes(), json.loads((folder / "assessment.json").read_text())

    def test_lesions_links_and_texts(self):
        patient = self.phantom("--level", "hard", "--lesions", "30", "--timepoints", "4", "--seed", "8", "--organ-masks",
                               "--patient-name", "Never^Shown", "--patient-id", "SECRET-7")
        picture, assessment = self.pictured(patient, "one")
        root = xml.fromstring(picture)
        self.assertEqual(root.tag, SVG + "svg")
        drawn = [shape.get("class").split() for shape in root.iter(SVG + "ellipse")
                 if shape.get("class").startswith("lesion ")]
        seen = [look for look in drawn if "gone" not in look]
        self.assertEqual(len(seen), len(assessment["lesions"]))
        lines = [path for path in root.iter(SVG + "path") if path.find(SVG + "title") is not None]
        self.assertEqual(len(lines), len(assessment["links"]))
        doubtful = [path for path in lines if path.get("class") == "link doubt"]
        self.assertEqual(len(doubtful), sum(link["ambiguous"] for link in assessment["links"]))
        organs = [shape for shape in root.iter(SVG + "ellipse") if shape.get("class") == "organ"]
        self.assertGreater(len(organs), 0)
        texts = [text.text for text in root.iter(SVG + "text")]
        for timepoint in assessment["timepoints"]:
            self.assertIn(f"{timepoint['id']} · {timepoint['date']}", texts)
        self.assertIn(assessment["patient"]["key"], texts[0])
        for hidden in (b"Never", b"Shown", b"SECRET"):
            self.assertNotIn(hidden, picture)
        width, height = float(root.get("width")), float(root.get("height"))
        for shape in root.iter(SVG + "ellipse"):
            self.assertTrue(0 < float(shape.get("cx")) < width and 0 < float(shape.get("cy")) < height)
        self.assertEqual(self.pictured(patient, "two")[0], picture)

    def test_not_drawn_unless_asked_for(self):
        patient = self.phantom("--seed", "5", "--lesions", "3", "--timepoints", "1")
        out = self.folder / "out"
        oligard("analyze", patient, "--out", out)
        self.assertEqual(list(out.rglob("*.svg")), [])


if __name__ == "__main__":
    unittest.main()
