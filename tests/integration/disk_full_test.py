"""A full disk: the sender is told A700, no half object stays, and storing goes on when there is space again."""
import os
import subprocess
import unittest

from setting import Case, PROGRAM, peers


class DiskFull(Case):
    def mount(self, megabytes):
        target = self.folder / "disk"
        target.mkdir()
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(target)],
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            self.skipTest(f"no tmpfs can be mounted here: {done.stderr.strip()}")
        self.addCleanup(lambda: subprocess.run(["umount", "-l", str(target)], check=False))
        return target

    def test_out_of_resources_is_answered_and_passes(self):
        disk = self.mount(12)
        service = self.started(peers.Service(self.folder / "oligard", PROGRAM, quiet_period_s=3600,
                                             data_dir=disk / "data", workers=1))
        patient = self.phantom("--timepoints", "1", "--lesions", "5", "--ct")
        slices = sorted((patient / "TP0/ct").glob("*.dcm"))
        filler = disk / "filler"
        free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
        filler.write_bytes(b"x" * max(0, free - 3 * (1 << 20)))
        sent = peers.store("OLIGARD", service.port, slices, check=False)
        self.assertNotEqual(sent.returncode, 0)
        shown = subprocess.run(["storescu", "-v", "-R", "-aec", "OLIGARD", "127.0.0.1", str(service.port), str(slices[-1])],
                               env=peers.DCMTK_ENVIRONMENT, capture_output=True, text=True, check=False)
        self.assertRegex(shown.stdout + shown.stderr, r"0xa700|OutOfResources|Refused: Out", shown.stderr)
        incoming = [path for path in (disk / "data/incoming").rglob("*") if path.is_file()]
        self.assertEqual(incoming, [], "no half object stays")
        stored = len(list((disk / "data/objects").rglob("*.dcm")))
        self.assertEqual(stored, len(service.table("objects")))

        filler.unlink()
        peers.store("OLIGARD", service.port, [slices[-1]])
        self.assertEqual(len(list((disk / "data/objects").rglob("*.dcm"))), stored + 1)
        self.assertTrue(service.is_alive())


if __name__ == "__main__":
    unittest.main()
