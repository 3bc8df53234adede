"""Written reports pass the independent checkers, and the script that runs them notices damage."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import pydicom

PROGRAM = pathlib.Path(os.environ.get("OLIGARD", "oligard"))
WRITER = PROGRAM.resolve().parent.parent / "report/test_report"
SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "scripts/validate-sr"


def concept(item):
    return item.ConceptNameCodeSequence[0].CodeValue


def validate(*files):
    return subprocess.run([SCRIPT, *files], capture_output=True, text=True, check=False)


class ReportConformance(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        for needed in ("dciodvfy", "dsrdump", "java"):
            if shutil.which(needed) is None:
                raise unittest.SkipTest(f"{needed} is not installed")
        if not pathlib.Path("/usr/share/java/pixelmed.jar").exists():
            raise unittest.SkipTest("libpixelmed-java is not installed")
        if not WRITER.exists():
            raise unittest.SkipTest(f"{WRITER.name} is not built")
        cls.temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.folder = pathlib.Path(cls.temporary.name)
        subprocess.run([WRITER, "--gtest_filter=KeepDocuments.*"], check=True, capture_output=True,
                       env={**os.environ, "OLIGARD_KEEP_DOCUMENTS": str(cls.folder)})
        cls.files = sorted(cls.folder.glob("*.dcm"))

    def test_every_document_is_clean(self):
        self.assertGreaterEqual(len(self.files), 15)
        done = validate(*self.files)
        wrong = [line for line in done.stdout.splitlines() if "Error" in line or "Warning" in line]
        self.assertEqual((done.returncode, wrong), (0, []), done.stdout + done.stderr)
        complete = done.stdout.count("Root Template Validation Complete")
        self.assertEqual(complete, len(self.files), "each document is checked against its templates")

    def test_damage_is_noticed(self):
        flag = pydicom.dcmread(self.folder / "comprehensive3d-result.dcm")
        flag.CompletionFlag = "PERHAPS"
        flag.save_as(self.folder / "flag")
        template = pydicom.dcmread(self.folder / "comprehensive3d-result.dcm")
        container = next(item for item in template.ContentSequence if concept(item) == "126010")
        group = next(item for item in container.ContentSequence if concept(item) == "125007")
        group.ContentSequence = [item for item in group.ContentSequence if concept(item) != "121191"]
        template.save_as(self.folder / "template")
        done = validate(self.folder / "flag", self.folder / "template")
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertRegex(done.stdout, r"/flag: dciodvfy: Error")
        self.assertRegex(done.stdout, r"/template: PixelMed: .*Error: .*Referenced Segment")

    def test_missing_file_is_noticed(self):
        self.assertEqual(validate(self.folder / "absent.dcm").returncode, 1)

    def test_no_file_is_wrong_use(self):
        self.assertEqual(validate().returncode, 2)


if __name__ == "__main__":
    unittest.main()
