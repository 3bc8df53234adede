"""kill -9 at random moments while objects arrive: nothing that was answered 0000 is lost, and each time point has
exactly one result in the PACS."""
import random
import re
import subprocess
import time
import unittest

import pydicom

from setting import Case, PROGRAM, peers

KILLS = 10
PATIENTS = 20
TIME_POINTS = 10
QUIET_PERIOD_S = 30


class Restart(Case):
    def test_nothing_is_lost_and_nothing_is_doubled(self):
        rng = random.Random(20)
        out = self.folder / "phantom"
        subprocess.run([PROGRAM, "phantom", "--out", out, "--patients", str(PATIENTS), "--timepoints",
                        str(TIME_POINTS), "--lesions", "5"], check=True, stdout=subprocess.DEVNULL)
        objects = sorted(out.rglob("seg.dcm"))
        arrivals = list(objects)
        rng.shuffle(arrivals)
        pacs = self.started(peers.Orthanc(self.folder / "pacs"))
        service = peers.Service(self.folder / "oligard", PROGRAM, quiet_period_s=QUIET_PERIOD_S, destinations=[
            {"name": "pacs", "aet": "PACS", "host": "127.0.0.1", "port": pacs.dicom_port, "retry_first_s": 1}])
        self.started(service)

        kill_before = sorted(rng.sample(range(5, len(arrivals) - 5), KILLS))
        acknowledged = set()
        sender = None
        for start, stop in zip([0] + kill_before, kill_before + [len(arrivals)]):
            sender = subprocess.Popen(
                ["storescu", "-v", "-R", "-nh", "-aet", "MODALITY", "-aec", "OLIGARD", "127.0.0.1", str(service.port),
                 *map(str, arrivals[start:stop])],
                env=peers.DCMTK_ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            if stop != len(arrivals):
                time.sleep(rng.uniform(0.02, 0.6))
                service.kill()
            output = sender.communicate(timeout=120)[0]
            acknowledged |= acknowledged_files(output)
            if stop != len(arrivals):
                service.start()
        # What was not acknowledged is sent again by its sender, as a PACS does.
        missing = [path for path in objects if str(path) not in acknowledged]
        if missing:
            peers.store("OLIGARD", service.port, missing)

        known = {row["object"] for row in service.table("objects")}
        for path in objects:
            if str(path) in acknowledged:
                self.assertIn(pydicom.dcmread(path, stop_before_pixels=True).SOPInstanceUID, known)
        peers.wait_until(lambda: not service.table("jobs"), 180, "all jobs done")
        peers.wait_until(lambda: all(d["state"] == "sent" for d in service.table("deliveries")), 120, "deliveries")
        results = self.results_by_study(pacs)
        self.assertEqual(sorted(results), sorted(self.study_of(path) for path in objects))
        self.assertEqual({study: len(found) for study, found in results.items() if len(found) != 1}, {})
        print(f"{len(acknowledged)} of {len(objects)} objects acknowledged in the first place, {KILLS} kills, "
              f"{sum(map(len, results.values()))} results")

    @staticmethod
    def study_of(path):
        return str(pydicom.dcmread(path, stop_before_pixels=True).StudyInstanceUID)

    @staticmethod
    def results_by_study(pacs):
        results = {}
        for instance in pacs.find("Instance", {"Modality": "SR"}):
            tags = pacs.get(f"/instances/{instance}/simplified-tags")
            if tags["ConceptNameCodeSequence"][0]["CodeValue"] == "126001":
                results.setdefault(tags["StudyInstanceUID"], []).append(instance)
        return results


def acknowledged_files(output):
    """Files that storescu reports as stored with success."""
    done, current = set(), None
    for line in output.splitlines():
        match = re.search(r"Sending file: (.*)$", line)
        if match:
            current = match[1].strip()
        elif "Received Store Response (Success)" in line and current:
            done.add(current)
    return done


if __name__ == "__main__":
    unittest.main()
