"""`oligard analyze` over objects that other people made: every file is accounted for, nothing crashes."""
import json
import re
import subprocess
import unittest

from setting import REAL, WORKED_CASES, Case, oligard

CODE = re.compile(r"^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$")


class RealData(Case):
    def setUp(self):
        super().setUp()
        self.need_real_data()

    def analyze(self, *paths, extra=()):
        out = self.folder / "out"
        done = oligard("analyze", *paths, "--out", out, *extra)
        self.assertIn(done.returncode, (0, 1), f"exit {done.returncode}: {done.stderr}")
        return json.loads((out / "summary.json").read_text()), out, done

    def check_all_accounted_for(self, summary, folder):
        seen = [entry["path"] for kind in ("used", "ignored", "refused") for entry in summary[kind]]
        expected = sorted(str(path) for path in folder.rglob("*") if path.is_file())
        self.assertEqual(sorted(seen), expected)
        for kind in ("ignored", "refused"):
            for entry in summary[kind]:
                self.assertRegex(entry["code"], CODE)
                self.assertGreater(len(entry["reason"]), 10, entry)

    def test_each_folder(self):
        for folder in sorted(path for path in REAL.iterdir() if path.is_dir()):
            with self.subTest(folder.name):
                summary, out, done = self.analyze(folder)
                self.check_all_accounted_for(summary, folder)
                for patient in summary["patients"]:
                    self.assertTrue("folder" in patient or CODE.match(patient["code"]), patient)
                subprocess.run(["rm", "-r", str(out)], check=True)

    def test_all_at_once_in_one_process(self):
        summary, _, _ = self.analyze(REAL)
        self.check_all_accounted_for(summary, REAL)

    def test_two_visits_of_one_reader_are_linked_when_the_settings_allow_it(self):
        """The reports carry another Patient ID than the images they measure: refused by default, with the reason;
        a source rule may declare that as known."""
        for subject in ("0022", "0023"):
            with self.subTest(subject):
                folder = REAL / "aim-longitudinal" / subject
                summary, out, _ = self.analyze(folder)
                self.assertIn("REFERENCE_OTHER_PATIENT", {entry["code"] for entry in summary["refused"]})
                subprocess.run(["rm", "-r", str(out)], check=True)
                config = self.folder / "aim.toml"
                config.write_text('[[source]]\nname = "AIM annotations"\nallow_other_patient_id = true\n')
                summary, out, done = self.analyze(folder, extra=["--config", config])
                patient = next(entry for entry in summary["patients"] if entry.get("timepoints") == 2)
                assessment = json.loads((out / patient["folder"] / "assessment.json").read_text())
                self.assertEqual([lesion["timepoint"] for lesion in assessment["lesions"]], ["TP0", "TP1"])
                self.assertEqual(len({lesion["track"] for lesion in assessment["lesions"]}), 1)
                self.assertEqual(len(assessment["links"]), 1)
                self.assertIn("ambiguous", assessment["links"][0])
                lesion = next(iter(assessment["assessments"]["TP1"]["lesions"].values()))
                self.assertIsNotNone(lesion["from_nadir_pct"])
                subprocess.run(["rm", "-r", str(out)], check=True)


class WorkedCases(Case):
    def test_the_published_cases_come_out_exactly(self):
        if not WORKED_CASES.is_file():
            self.skipTest("../shared/data/worked-cases.json is not beside the repository")
        done = oligard("classify", WORKED_CASES)
        self.assertEqual(done.returncode, 0, done.stderr)
        results = {case["id"]: case["assessments"] for case in json.loads(done.stdout)["cases"]}
        for case in json.loads(WORKED_CASES.read_text())["cases"]:
            with self.subTest(case["id"]):
                self.compare(case["expected"], results[case["id"]], case["id"])

    def compare(self, expected, actual, where):
        if isinstance(expected, dict):
            self.assertEqual(set(expected) - set(actual), set(), where)
            for key, value in expected.items():
                self.compare(value, actual[key], f"{where}.{key}")
        elif isinstance(expected, list):
            self.assertEqual(sorted(expected), sorted(actual), where)
        elif isinstance(expected, float) and actual is not None:
            self.assertAlmostEqual(expected, actual, delta=0.1 + 1e-9 if where.endswith("pct") else 0.05 + 1e-9, msg=where)
        else:
            self.assertEqual(expected, actual, where)


if __name__ == "__main__":
    unittest.main()
