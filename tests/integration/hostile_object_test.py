"""Objects that kill or fool a parser, and workers that die: nothing is lost and the rest goes on."""
import os
import re
import signal
import struct
import subprocess
import unittest

import pydicom

from setting import Case, PROGRAM, peers

SR = b"1.2.840.10008.5.1.4.1.1.88.22\0"


def element(group, number, vr, value):
    if len(value) % 2:
        value += b"\0"
    return struct.pack("<HH2sH", group, number, vr, len(value)) + value


def deeply_nested(path, depth, uid):
    """An SR whose content items lie `depth` levels deep, with sequences of undefined length."""
    sop_uid = uid.encode()
    meta = element(2, 0x10, b"UI", b"1.2.840.10008.1.2.1")
    meta = element(2, 2, b"UI", SR) + element(2, 3, b"UI", sop_uid) + meta
    meta = struct.pack("<HH2sHI2s", 2, 1, b"OB", 0, 2, b"\0\1") + meta
    preamble = b"\0" * 128 + b"DICM" + element(2, 0, b"UL", struct.pack("<I", len(meta))) + meta
    body = element(8, 0x16, b"UI", SR) + element(8, 0x18, b"UI", sop_uid) + element(0x10, 0x20, b"LO", b"NESTED")
    body += element(0x20, 0x0D, b"UI", b"1.2.3.4")
    opening = struct.pack("<HH2sHI", 0x40, 0xA730, b"SQ", 0, 0xFFFFFFFF) + struct.pack("<HHI", 0xFFFE, 0xE000, 0xFFFFFFFF)
    closing = struct.pack("<HHI", 0xFFFE, 0xE00D, 0) + struct.pack("<HHI", 0xFFFE, 0xE0DD, 0)
    path.write_bytes(preamble + body + opening * depth + closing * depth)


class HostileObjects(Case):
    def service_with_pacs(self):
        pacs = self.started(peers.Orthanc(self.folder / "pacs"))
        return pacs, self.started(peers.Service(self.folder / "oligard", PROGRAM, quiet_period_s=1, destinations=[
            {"name": "pacs", "aet": "PACS", "host": "127.0.0.1", "port": pacs.dicom_port}]))

    def test_deep_nesting_is_refused_before_it_reaches_the_parser_and_the_rest_goes_on(self):
        bad = self.folder / "nested.dcm"
        deeply_nested(bad, 200000, "1.2.3.4.5")
        # What the object does to a parser without this defence.
        dumped = subprocess.run(["dcmdump", bad], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        self.assertLess(dumped.returncode, 0, "DCMTK's own tool dies of a signal")
        pacs, service = self.service_with_pacs()
        patient = self.phantom("--timepoints", "1", "--lesions", "3")
        self.assertTrue(self.send_raw(service, bad))
        peers.store("OLIGARD", service.port, [patient / "TP0/seg.dcm"])
        peers.wait_until(lambda: not service.table("jobs"), 120, "all jobs done")
        states = {row["object"]: row for row in service.table("objects")}
        self.assertEqual(states["1.2.3.4.5"]["state"], "refused")
        self.assertIn("FILE_TOO_DEEP", states["1.2.3.4.5"]["reason"])
        peers.wait_until(lambda: pacs.find("Instance", {"Modality": "SR"}), 60, "the other patient's result")

    def test_workers_that_are_killed_are_replaced_and_their_jobs_done(self):
        pacs, service = self.service_with_pacs()
        patient = self.phantom("--timepoints", "3", "--lesions", "10")
        for index in range(3):
            peers.store("OLIGARD", service.port, [patient / f"TP{index}/seg.dcm"])
            pid = [int(match) for match in re.findall(r'"event":"worker_started".*?"pid":(\d+)', service.log())][-1]
            os.kill(pid, signal.SIGKILL)
            peers.wait_until(lambda: service.log().count('"event":"worker_started"') == index + 2, 30, "a new worker")
        peers.wait_until(lambda: len(pacs.find("Instance", {"Modality": "SR"})) >= 3, 60, "results")
        self.assertEqual(service.log().count('"signal":9'), 3)

    def send_raw(self, service, path):
        """DCMTK's own sender dies of this file, so its bytes are sent by a small sender of ours."""
        from dimse_sender import send_bytes
        data = path.read_bytes()
        start = 132 + 12 + struct.unpack("<I", data[140:144])[0]
        return send_bytes("127.0.0.1", service.port, "MODALITY", "OLIGARD", SR.decode().rstrip("\0"), "1.2.3.4.5",
                          data[start:]) == 0

    def test_truncated_and_mislabelled_objects_are_refused_with_a_code(self):
        service = self.started(peers.Service(self.folder / "oligard", PROGRAM, quiet_period_s=1))
        patient = self.phantom("--timepoints", "1", "--lesions", "3")
        seg = pydicom.dcmread(patient / "TP0/seg.dcm")
        seg.PixelData = seg.PixelData[:len(seg.PixelData) // 4 * 2]
        seg.save_as(self.folder / "short.dcm")
        peers.store("OLIGARD", service.port, [self.folder / "short.dcm"])
        peers.wait_until(lambda: not service.table("jobs"), 60, "all jobs done")
        row = service.table("objects")[0]
        self.assertEqual(row["state"], "refused")
        self.assertRegex(row["reason"], r"^SEG_[A-Z_]+: ")


if __name__ == "__main__":
    unittest.main()
