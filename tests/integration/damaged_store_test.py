"""The database is overwritten while the service runs: it stops, once, and says why and what to do."""
import json
import time
import unittest

from setting import Case, PROGRAM, peers


class DamagedStore(Case):
    def overwrite(self):
        for path in sorted(self.service.data_dir.glob("oligard.db*")):
            with path.open("r+b") as file:
                file.write(b"\x5a" * path.stat().st_size)

    def events(self):
        return [json.loads(line) for line in self.service.log().splitlines() if line.startswith("{")]

    def stopped(self, seconds):
        """The exit code and the events of the end."""
        before = time.monotonic()
        code = self.service.process.wait(seconds)
        print(f"the service ended after {time.monotonic() - before:.1f} s")
        return code, [e for e in self.events() if e["event"] == "service_stops"]

    def test_the_service_stops_once_with_a_line_that_tells_what_to_do(self):
        self.service = self.started(peers.Service(self.folder / "oligard", PROGRAM, workers=2))
        patient = self.phantom("--timepoints", "1", "--lesions", "3")
        peers.store("OLIGARD", self.service.port, [patient / "TP0/seg.dcm"])
        self.overwrite()
        code, ends = self.stopped(15)
        self.assertEqual(code, 3)
        self.assertEqual(len(ends), 1, self.service.log()[-3000:])
        self.assertEqual(ends[0]["level"], "error")
        self.assertEqual(ends[0]["code"], "STORE_CORRUPT")
        self.assertIn("damaged", ends[0]["reason"])
        self.assertIn("back-up", ends[0]["next_step"])
        self.assertEqual(self.events()[-1]["event"], "service_stopped")
        figures = [event["values"] for event in self.events() if event["event"] == "metrics" and "worker" not in event]
        self.assertIn('oligard_objects_received_total{outcome="stored"}=1', figures[-1])
        again = self.service.run("serve")
        self.assertIn("STORE_CORRUPT", again)

    def test_without_workers_and_destinations_the_listener_and_the_sender_notice(self):
        self.service = self.started(peers.Service(self.folder / "oligard", PROGRAM, workers=0))
        self.overwrite()
        patient = self.phantom("--timepoints", "1", "--lesions", "3")
        peers.store("OLIGARD", self.service.port, [patient / "TP0/seg.dcm"], check=False)
        code, ends = self.stopped(15)
        self.assertEqual((code, len(ends)), (3, 1))


if __name__ == "__main__":
    unittest.main()
