"""`oligard analyze --plot`: the pictures hold what assessment.json holds, as an XML parser of another make reads them."""
import json
import re
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

    def hints(self, root, element):
        """What the pointer meets: titles with their elements."""
        shapes = [shape for shape in root.iter(SVG + element) if shape.find(SVG + "title") is not None]
        return [(shape.find(SVG + "title").text, shape) for shape in shapes]

    def test_lesions_links_and_texts(self):
        patient = self.phantom("--level", "hard", "--lesions", "30", "--timepoints", "4", "--seed", "8", "--organ-masks",
                               "--patient-name", "Never^Shown", "--patient-id", "SECRET-7")
        picture, assessment = self.pictured(patient, "one")
        root = xml.fromstring(picture)
        self.assertEqual(root.tag, SVG + "svg")
        shapes = self.hints(root, "rect")
        listed = {lesion["track"] for lesion in assessment["lesions"]}
        seen = [title for title, _ in shapes if title.split()[0].split(".")[0].rstrip(",") in listed
                and not title.endswith(", not seen")]
        self.assertEqual(len(seen), len(assessment["lesions"]))
        links = self.hints(root, "path")
        self.assertEqual(len(links), len(assessment["links"]))
        doubtful = [title for title, _ in links if ", in doubt" in title]
        self.assertEqual(len(doubtful), sum(link["ambiguous"] for link in assessment["links"]))
        self.assertIn("liver", [title for title, _ in shapes], "the organs' masks")
        texts = [text.text for text in root.iter(SVG + "text")]
        for timepoint in assessment["timepoints"]:
            self.assertIn(f"{timepoint['id']} · {timepoint['date']}", texts)
        self.assertIn(assessment["patient"]["key"], texts[0])
        for hidden in (b"Never", b"Shown", b"SECRET"):
            self.assertNotIn(hidden, picture)
        width, height = map(float, root.get("viewBox").split()[2:])
        for _, shape in shapes:
            x, y = (float(shape.get(at)) + float(shape.get(size)) / 2 for at, size in (("x", "width"), ("y", "height")))
            self.assertTrue(0 < x < width and 0 < y < height)
        self.assertEqual(self.pictured(patient, "two")[0], picture)

    def test_changes(self):
        patient = self.phantom("--level", "hard", "--lesions", "40", "--timepoints", "5", "--seed", "3",
                               "--patient-name", "Never^Shown", "--patient-id", "SECRET-7")
        _, assessment = self.pictured(patient, "one")
        folder = self.folder / "one" / assessment["patient"]["key"]
        last = assessment["assessments"][assessment["timepoints"][-1]["id"]]["lesions"]
        progression = {"PROGRESSING", "NEW", "REAPPEARED"}

        spider = xml.fromstring((folder / "spider.svg").read_bytes())
        points = [title for title, _ in self.hints(spider, "rect")]
        for said in assessment["assessments"].values():
            for track, lesion in said["lesions"].items():
                if lesion["size_mm"] and lesion["status"] in progression:
                    self.assertTrue(any(title.startswith(track + " ") and f"{lesion['size_mm']:g} mm" in title
                                        for title in points), (track, lesion))

        waterfall = xml.fromstring((folder / "waterfall.svg").read_bytes())
        bars = self.hints(waterfall, "rect")
        growing = {title.split()[0] for title, _ in bars if ": progressing" in title or ": new" in title}
        self.assertEqual(growing, {track for track, lesion in last.items() if lesion["status"] in progression})
        compared = [(float(bar.get("x")), last[title.split()[0]]["from_nadir_pct"]) for title, bar in bars
                    if " from " in title]
        values = [value for _, value in sorted(compared) if value is not None]
        self.assertGreater(len(values), 20)
        self.assertEqual(values, sorted(values, reverse=True))

        for name in ("spider.svg", "waterfall.svg"):
            picture = (folder / name).read_bytes()
            self.assertIn(b"not verified by a physician", picture)
            for hidden in (b"Never", b"Shown", b"SECRET"):
                self.assertNotIn(hidden, picture)
            self.pictured(patient, "two")
            self.assertEqual((self.folder / "two" / folder.name / name).read_bytes(), picture)

    def test_text_for_people(self):
        patient = self.phantom("--level", "hard", "--lesions", "40", "--timepoints", "6", "--seed", "8")
        printed = oligard("analyze", patient, "--out", self.folder / "out")
        assessment = json.loads(next((self.folder / "out").glob("*/assessment.json")).read_text())
        self.assertNotIn("\x1b", printed.stdout)
        last = assessment["assessments"]["TP5"]["lesions"]
        rows = [line for line in printed.stdout.splitlines() if re.match(r"  L\d+ ", line)]
        self.assertLessEqual(max(map(len, rows)), 100)
        shown = [line.split()[0] for line in rows]
        growing = [track for track, lesion in last.items() if lesion["status"] in ("PROGRESSING", "NEW", "REAPPEARED")]
        self.assertEqual(sorted(shown[:len(growing)]), sorted(growing), "progressing lesions come first")
        for track, lesion in last.items():
            if lesion["status"] == "NOT_EVALUABLE":
                self.assertRegex(printed.stdout, rf"Not evaluable \(.*{track} ")
        hidden = sum(int(n) for n in re.findall(r"and (\d+) more:", printed.stdout))
        self.assertEqual(len(shown) + hidden, len(last))
        full = oligard("analyze", patient, "--out", self.folder / "out", "--full-table").stdout
        for track in last:
            self.assertIn(f"\n  {track} ", full)

    def test_not_drawn_unless_asked_for(self):
        patient = self.phantom("--seed", "5", "--lesions", "3", "--timepoints", "1")
        out = self.folder / "out"
        oligard("analyze", patient, "--out", out)
        self.assertEqual(list(out.rglob("*.svg")), [])


if __name__ == "__main__":
    unittest.main()
