"""Case files through DICOM: a phantom is written from the case, analysed, and said to be what the case expects. The worked cases
of the rule book when they are there, and some of our own."""
import json
import sys
import unittest

from case_phantom import Axes, CasePhantom, parts_of, undrawable
from setting import PROGRAM, ROOT, WORKED_CASES, Case, oligard

OWN = ROOT / "tests/cases/classify"
OWN_FILES = ("absence", "category_pattern", "confidence_caps", "growth_limits", "recist_table", "recist_target")
# Percentages of volumes of voxels, and figures that follow from them, in percent points.
VOLUME_TOLERANCE = 0.5
LESION_FIELDS = ("status", "confidence", "flags", "size_mm", "nadir_mm", "baseline_mm", "from_nadir_pct", "from_baseline_pct",
                 "from_previous_pct")


def agree(name, expected, found):
    """As 5.1 of the rule book compares; lists are sets."""
    if isinstance(expected, list):
        # That "not evaluable" was said by the reader is a flag here and nothing in a case.
        return sorted(expected) == sorted(set(found or []) - {"reader"})
    numbers = isinstance(expected, (int, float)) and isinstance(found, (int, float)) and not isinstance(expected, bool)
    if not numbers:
        return expected == found
    tolerance = 0.1 if name.endswith("_pct") else 0.05 if name.endswith("_mm") else 0
    return abs(expected - found) <= tolerance + 1e-9


class Drawn:
    """One case, drawn and analysed; `differences` are the fields that are not as expected."""

    def __init__(self, case, axes, folder):
        self.case = case
        self.phantom = CasePhantom(case, axes)
        self.phantom.write(folder)
        profiles = case.get("evaluated_profiles") or ["default_5"]
        options = [word for name in profiles for word in ("--profile", name)]
        done = oligard("analyze", folder / "studies", "--out", folder / "out", "--context", folder / "context.json", "--config",
                       folder / "oligard.toml", *options)
        results = sorted((folder / "out").glob("*/assessment.json"))
        if done.returncode != 0 or len(results) != 1:
            raise AssertionError(f"{case['id']}: {done.stderr}")
        self.result = json.loads(results[0].read_text())
        self.tracks = self.tracks_of_lesions()
        self.differences = []
        self.compare()

    def tracks_of_lesions(self):
        """{lesion of the case: track}, by the label of its segments."""
        found = {}
        for lesion in self.result["lesions"]:
            found.setdefault(lesion["segment"]["label"].split("#")[0], set()).add(lesion["track"])
        return {lesion: tracks.pop() if len(tracks) == 1 else f"{sorted(tracks)}" for lesion, tracks in found.items()}

    def expect(self, place, name, expected, found):
        if not agree(name, expected, found):
            self.differences.append(f"{place}.{name}: expected {expected}, found {found}")

    def compare(self):
        for index, timepoint in enumerate(self.case["timepoints"]):
            expected = self.case["expected"].get(timepoint["id"])
            if expected:
                self.compare_time_point(f"{self.case['id']} {timepoint['id']}", expected, self.result["assessments"][f"TP{index}"])

    def compare_time_point(self, place, expected, found):
        if "lesions" in expected:
            self.expect(place, "lesions", [self.tracks.get(lesion, lesion) for lesion in expected["lesions"]],
                        list(found["lesions"]))
        for lesion, fields in expected.get("lesions", {}).items():
            here = found["lesions"].get(self.tracks.get(lesion), {})
            for name in LESION_FIELDS:
                if name in fields:
                    self.expect(f"{place} {lesion}", name, fields[name], here.get(name))
            volume = fields.get("volume_from_nadir_pct")
            stated = CasePhantom.states_volumes(next(one for one in self.case["lesions"] if one["id"] == lesion))
            if volume is not None and stated and \
                    abs(volume - (here.get("volume_from_nadir_pct") or 0)) > VOLUME_TOLERANCE:
                self.expect(f"{place} {lesion}", "volume", volume, here.get("volume_from_nadir_pct"))
        for name, value in expected.get("recist", {}).items():
            if name == "target_ids":
                value = [self.tracks.get(lesion, lesion) for lesion in value]
            self.expect(f"{place} recist", name, value, found["recist"].get(name))
        for profile, fields in expected.get("profiles", {}).items():
            for name, value in fields.items():
                self.expect(f"{place} {profile}", name, value, found["profiles"][profile].get(name))
        for name in ("estro_eortc_state", "irecist", "irecist_flags"):
            if name in expected:
                self.expect(place, name, expected[name], found.get(name))


class DrawnCases(Case):
    def check(self, path):
        """Draws and compares every case of a file that can be drawn; says why the others cannot. Returns (drawn, all)."""
        cases = json.loads(path.read_text())["cases"]
        reasons = {case["id"]: undrawable(case) for case in cases}
        drawn = [case for case in cases if reasons[case["id"]] is None]
        axes = Axes(PROGRAM, self.folder)
        axes.prepare(drawn)
        for name, reason in reasons.items():
            if reason:
                print(f"{path.stem} {name} is not drawn: {reason}", file=sys.stderr)
        differences = [text for case in drawn for text in Drawn(case, axes, self.folder / case["id"]).differences]
        self.assertEqual(differences, [])
        print(f"{path.stem}: {len(drawn)} of {len(cases)} cases drawn, analysed, and as expected", file=sys.stderr)
        return len(drawn), len(cases)

    def test_the_worked_cases_of_the_rule_book(self):
        if not WORKED_CASES.exists():
            self.skipTest("../shared/data/worked-cases.json is not beside the repository")
        drawn, cases = self.check(WORKED_CASES)
        self.assertEqual(drawn, cases)

    def test_our_own_cases(self):
        drawn = 0
        for name in OWN_FILES:
            with self.subTest(name):
                drawn += self.check(OWN / f"{name}.json")[0]
        self.assertGreater(drawn, 60)


if __name__ == "__main__":
    unittest.main()
