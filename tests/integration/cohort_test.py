"""Cohorts through the whole program: phantom, analyze and evaluate, against bounds that sound linking keeps."""
import json
import unittest

from setting import Case, oligard


class Cohorts(Case):
    def scores(self, *options, patients=8, seed=4200, name="cohort"):
        """Figures of a cohort that is written, analysed and scored."""
        out, results = self.folder / name / "studies", self.folder / name / "results"
        done = oligard("phantom", "--out", out, "--patients", patients, "--seed", seed, "--matrix", 256, *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        done = oligard("analyze", *sorted(out.glob("*/TP*")), "--out", results)
        self.assertEqual(done.returncode, 0, done.stderr[-500:])
        done = oligard("evaluate", out, results, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        found = json.loads(done.stdout)
        self.assertEqual(found["patients"], patients)
        self.assertEqual(found["without_result"], 0)
        return found

    def check(self, found, **least):
        for name, bound in least.items():
            figure = found["metrics"][name]
            self.assertGreaterEqual(figure["value"], bound, f"{name}: {figure}")

    def test_easy_cohorts_are_linked_without_fault(self):
        found = self.scores("--level", "easy")
        self.check(found, link_f1=0.999, new_f1=0.95, resolved_f1=0.95, exact_histories=0.99, class_agreement=0.95,
                   unflagged_precision=0.998)

    def test_medium_cohorts_are_linked_well(self):
        found = self.scores("--level", "medium")
        self.check(found, link_precision=0.99, link_f1=0.97, gap_link_f1=0.8, exact_histories=0.93,
                   class_agreement=0.8, unflagged_precision=0.99)
        self.assertLessEqual(found["calibration_error"]["value"], 0.05)

    def test_splits_and_merges_are_found_on_organ_maps(self):
        found = self.scores("--level", "easy", "--melting", 0.5, "--organ-masks", patients=3)
        self.check(found, split_f1=0.8, merge_f1=0.8, link_f1=0.99)

    def test_misleading_uids_change_nothing(self):
        options = ("--level", "medium", "--lesions", 8)
        without = self.scores(*options, patients=4)["metrics"]["link_f1"]["value"]
        misled = self.scores(*options, "--tracking", "misleading", patients=4, name="misled")["metrics"]["link_f1"]["value"]
        self.assertGreaterEqual(misled, without)

    def test_another_patients_study_is_not_linked(self):
        found = self.scores("--level", "medium", "--timepoints", 2, "--pattern", "impostor")
        self.check(found, strange_pairs_detected=1.0)

    def test_a_mirrored_study_is_refused(self):
        found = self.scores("--level", "medium", "--timepoints", 2, "--mirrored", "--cropped", 0, "--lesions", 12)
        self.check(found, refused_pairs=1.0)

    def test_scores_say_what_does_not_fit(self):
        done = oligard("evaluate", self.folder / "nowhere", self.folder)
        self.assertEqual(done.returncode, 2)
        self.assertIn("FILE_UNREADABLE", done.stderr)
        self.phantom("--level", "easy", "--matrix", 64)
        done = oligard("evaluate", self.folder / "phantom", self.folder / "phantom")
        self.assertIn("EVALUATE_NOTHING", done.stderr)


if __name__ == "__main__":
    unittest.main()
