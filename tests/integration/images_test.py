"""Few lesions that nothing but the images can link: CT slices of two dates, registered."""
import json
import unittest

from setting import Case, oligard

# Three lesions at a hard level: the constellation alone is refused.
PATIENT = ("--level", "hard", "--seed", "5", "--lesions", "2", "--max-lesions", "3", "--timepoints", "2", "--matrix", "128",
           "--slice-spacing", "5", "--pattern", "stable", "--missed", "0", "--ct")


class Images(Case):
    def analysed(self, patient, registration):
        config = self.folder / "oligard.toml"
        config.write_text(f'[matching]\nimage_registration = "{registration}"\n')
        out = self.folder / f"results-{registration}"
        done = oligard("analyze", *sorted(patient.glob("TP*")), "--out", out, "--config", config)
        self.assertEqual(done.returncode, 0, done.stderr)
        scored = oligard("evaluate", patient, out, "--json")
        self.assertEqual(scored.returncode, 0, scored.stderr)
        result = json.loads(next(out.glob("*/assessment.json")).read_text())
        return result, json.loads(scored.stdout)["metrics"]

    def test_images_link_what_lesions_alone_do_not(self):
        patient = self.phantom(*PATIENT)
        without, score = self.analysed(patient, "off")
        self.assertFalse(without["registration"][0]["accepted"])
        self.assertEqual(score["link_f1"]["found"], 0)

        result, score = self.analysed(patient, "when_needed")
        self.assertEqual(result["registration"][0]["method"], "image_registration")
        self.assertTrue(result["registration"][0]["accepted"])
        self.assertEqual(score["link_f1"]["right"], 3)
        self.assertEqual(score["link_f1"]["found"], 3)
        self.assertEqual(result["warnings"], [])

    def test_images_that_do_not_do_are_named_in_the_result(self):
        patient = self.phantom(*PATIENT)
        for path in sorted((patient / "TP1/ct").iterdir())[5:]:
            path.unlink()
        result, score = self.analysed(patient, "when_needed")
        self.assertEqual(score["link_f1"]["found"], 0)
        self.assertIn("The images of TP0 and TP1 were not registered: no series has 8 parallel slices over 80 mm without a gap.",
                      result["warnings"])


if __name__ == "__main__":
    unittest.main()
