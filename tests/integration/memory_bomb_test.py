"""Files that ask for more memory than any honest one end in a refusal with a code, within the memory that is allowed."""
import re
import resource
import subprocess
import unittest

import bombs
from setting import Case, PROGRAM, peers

MIB = 1 << 20
# docs/operations.md: what one object may take with the default limits. Address space, so more than memory.
CAP = 2048 * MIB
# A worker with little memory: here the limit of the process itself must end in a refusal.
SMALL_CAP = 320 * MIB


def run(command, path, cap):
    """The finished process, which may have `cap` bytes of address space."""
    arguments = [PROGRAM, command, path, *(["--all-segments"] if command == "measure" else [])]
    return subprocess.run(arguments, capture_output=True, text=True, timeout=120, check=False, errors="replace",
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (cap, cap)))


def code_of(done):
    """The code on standard error, of a refused file or of the command."""
    found = re.search(r'"code": "([A-Z_]+)"|^error ([A-Z_]+):', done.stderr, re.MULTILINE)
    return found and (found[1] or found[2])


class MemoryBombs(Case):
    def test_each_is_refused_within_the_cap(self):
        for name, codes, make in bombs.ALL:
            with self.subTest(name):
                path = self.folder / f"{name}.dcm"
                make(path)
                done = run("inspect", path, CAP)
                if codes:
                    self.assertEqual(done.returncode, 1, done.stderr)
                    self.assertIn(code_of(done), codes)
                else:
                    self.assertIn(done.returncode, (0, 1), done.stderr)
                with self.subTest("with little memory"):
                    done = run("measure", path, SMALL_CAP)
                    self.assertIn(done.returncode, (0, 1), done.stderr)
                    if done.returncode == 1:
                        self.assertTrue(code_of(done), done.stderr)
                path.unlink()
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        print(f"peak of all: {peak} MiB")

    def test_a_worker_with_little_memory_refuses_one_and_goes_on(self):
        pacs = self.started(peers.Orthanc(self.folder / "pacs"))
        service = self.started(peers.Service(
            self.folder / "oligard", PROGRAM, quiet_period_s=1, memory_mb=256, destinations=[
                {"name": "pacs", "aet": "PACS", "host": "127.0.0.1", "port": pacs.dicom_port}]))
        patient = self.phantom("--timepoints", "1", "--lesions", "3")
        bomb = self.folder / "bomb.dcm"
        bombs.many_content_items(bomb)
        peers.store("OLIGARD", service.port, [bomb])
        peers.store("OLIGARD", service.port, [patient / "TP0/seg.dcm"])
        peers.wait_until(lambda: not service.table("jobs"), 240, "all jobs done")
        row = {each["object"]: each for each in service.table("objects")}["1.2.3.4"]
        self.assertIn(row["state"], ("refused", "quarantined"))
        self.assertRegex(row["reason"], "LOAD_NO_MEMORY|WORKER_CRASHED")
        peers.wait_until(lambda: pacs.find("Instance", {"Modality": "SR"}), 60, "the other patient's result")


if __name__ == "__main__":
    unittest.main()
