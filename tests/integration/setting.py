"""What the integration tests share: the program, a scratch folder, the demonstration patient, real data."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

import peers  # noqa: E402  (found through the line above)

PROGRAM = pathlib.Path(os.environ.get("OLIGARD", ROOT / "build/release/src/app/oligard"))
REAL = ROOT.parent / "shared/data/real"
WORKED_CASES = ROOT.parent / "shared/data/worked-cases.json"


def oligard(*arguments, timeout=300):
    """Runs a command; returns the finished process with its text."""
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=timeout,
                          check=False)


class Case(unittest.TestCase):
    """A test with a scratch folder that is kept when it fails."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="oligard-"))
        self.parts = []

    def tearDown(self):
        for part in reversed(self.parts):
            part.kill()
        result = self._outcome.result
        failed = any(test is self for test, _ in result.errors + result.failures)
        if failed:
            print(f"files of the failed test: {self.folder}")
        else:
            shutil.rmtree(self.folder, ignore_errors=True)

    def started(self, part):
        self.parts.append(part)
        return part.start()

    def phantom(self, *options):
        """Writes a phantom patient and returns its folder."""
        out = self.folder / "phantom"
        done = oligard("phantom", "--out", out, *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        return next(path for path in sorted(out.iterdir()) if path.is_dir())

    def check_validators(self, paths):
        """dciodvfy, DCMTK and PixelMed find no fault with the reports."""
        if not shutil.which("dciodvfy") or not pathlib.Path("/usr/share/java/pixelmed.jar").exists():
            print("skipped: dciodvfy or PixelMed's validator is not installed")
            return
        done = subprocess.run([str(ROOT / "scripts/validate-sr"), *map(str, paths)], capture_output=True, text=True,
                              timeout=300, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def need_real_data(self):
        if not REAL.is_dir():
            self.skipTest("../shared/data/real is not beside the repository")
