"""`oligard inspect` and `oligard measure` for people, and what a study without its images loses."""
import csv
import io
import json
import subprocess
import unittest

import pydicom

from setting import PROGRAM, REAL, Case, oligard


def evidence_of(patient, out):
    done = oligard("analyze", patient, "--out", out)
    assert done.returncode in (0, 1), done.stderr  # truth.json is no DICOM object
    folder = next(path for path in out.iterdir() if path.is_dir())
    return json.loads((folder / "assessment.json").read_text())


class Inspect(Case):
    def test_every_real_file_is_explained(self):
        self.need_real_data()
        for path in sorted(path for path in REAL.rglob("*") if path.is_file() and path.suffix != ".md"):
            with self.subTest(path.name):
                done = oligard("inspect", path)
                self.assertIn(done.returncode, (0, 1), done.stderr)
                self.assertIn("Analysis", done.stdout)
                self.assertNotIn("\x1b", done.stdout)
                if done.returncode == 1:
                    refusal = json.loads(done.stderr)
                    self.assertEqual(set(refusal), {"path", "sop_instance_uid", "code", "reason"})
                    self.assertIn(f"refused: {refusal['code']}", done.stdout)
                if "refused" in done.stdout or "left out: " in done.stdout:
                    self.assertIn("What to do", done.stdout)

    def test_csv_and_json_of_a_phantom_agree(self):
        patient = self.phantom("--seed", "5", "--lesions", "6", "--timepoints", "1")
        seg = next(path for path in sorted(patient.rglob("*.dcm")) if b"liver" in path.read_bytes().lower())
        measured = json.loads(oligard("measure", seg, "--format", "json").stdout)
        raw = subprocess.run([PROGRAM, "measure", seg, "--format", "csv"], capture_output=True,
                             check=True).stdout.decode()
        self.assertTrue(raw.endswith("\r\n"))
        rows = list(csv.DictReader(io.StringIO(raw, newline="")))
        self.assertEqual(len(rows), len(measured["lesions"]))
        for row, lesion in zip(rows, measured["lesions"]):
            self.assertEqual(int(row["segment"]), lesion["segment"]["number"])
            self.assertAlmostEqual(float(row["volume_mm3"]), lesion["volume_mm3"], places=2)
            self.assertAlmostEqual(float(row["long_axis_mm"]), lesion["long_axis_mm"], places=2)
            self.assertEqual(row["definitions"], measured["definitions"])
        shown = oligard("measure", seg).stdout
        self.assertIn(f"{len(rows)} lesion", shown)


class WithoutImages(Case):
    def test_coverage_is_inferred_and_never_makes_more_certain_what_images_do_not(self):
        patient = self.phantom("--seed", "3", "--ct", "--timepoints", "2", "--lesions", "8", "--slice-spacing", "5")
        seen = evidence_of(patient, self.folder / "with")
        self.assertEqual({t["coverage_evidence"] for t in seen["timepoints"]}, {"images"})
        for path in patient.rglob("*.dcm"):
            if pydicom.dcmread(path, stop_before_pixels=True).Modality == "CT":
                path.unlink()
        inferred = evidence_of(patient, self.folder / "without")
        self.assertEqual({t["coverage_evidence"] for t in inferred["timepoints"]}, {"referenced_series"})
        for with_images, without in zip(seen["timepoints"], inferred["timepoints"]):
            for a, b in zip(with_images["coverage_z_mm"], without["coverage_z_mm"]):
                self.assertAlmostEqual(a, b, delta=0.01)
        for t in ("TP0", "TP1"):
            before = seen["assessments"][t]["lesions"]
            after = inferred["assessments"][t]["lesions"]
            self.assertEqual(before.keys(), after.keys())
            order = ["indeterminate", "probable", "definite"]
            for track, verdict in after.items():
                self.assertEqual(verdict["status"], before[track]["status"], track)
                if verdict.get("confidence") in order:
                    self.assertLessEqual(order.index(verdict["confidence"]), order.index(before[track]["confidence"]))


if __name__ == "__main__":
    unittest.main()
