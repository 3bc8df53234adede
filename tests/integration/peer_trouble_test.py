"""A PACS that is away, refuses us, or breaks the connection: what the log, the list and the end state say."""
import socket
import time
import unittest

import pydicom

from fault_proxy import FaultProxy
from setting import Case, PROGRAM, peers


REPORTS_ALONE = """[[TransferSyntaxes]]
[Uncompressed]
TransferSyntax1 = LittleEndianExplicit
[[PresentationContexts]]
[Reports]
PresentationContext1 = 1.2.840.10008.5.1.4.1.1.88.34\\Uncompressed
[[Profiles]]
[ReportsAlone]
PresentationContexts = Reports
"""


class ReportArchive(peers.Part):
    """DCMTK's storescp with a list of what it accepts."""

    def __init__(self, folder, port, configuration, received):
        super().__init__(folder)
        self.aet, self.port, self.configuration, self.received = "ARCHIVE", port, configuration, received

    def start(self):
        self.launch(["storescp", "-aet", self.aet, "-xf", self.configuration, "ReportsAlone", "-od", self.received,
                     self.port], "storescp.log")
        peers.wait_until(self.listens, 10, "storescp")
        return self

    def listens(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


class PeerTrouble(Case):
    def start_service(self, port, aet="PACS", **options):
        destination = {"name": "pacs", "aet": aet, "host": "127.0.0.1", "port": port, "retry_first_s": 1,
                       "retry_max_s": 2, "connect_timeout_s": 2, "acse_timeout_s": 5, "dimse_timeout_s": 5}
        destination.update(options)
        self.service = self.started(peers.Service(self.folder / "oligard", PROGRAM, quiet_period_s=1,
                                                  destinations=[destination]))

    def send_baseline(self):
        patient = self.phantom("--timepoints", "1", "--lesions", "3")
        peers.store("OLIGARD", self.service.port, [patient / "TP0/seg.dcm"])
        peers.wait_until(lambda: self.service.table("deliveries"), 60, "a delivery")

    def deliveries(self):
        return self.service.table("deliveries")

    def wait_for(self, state, seconds=60):
        peers.wait_until(lambda: all(d["state"] == state for d in self.deliveries()), seconds, f"state {state}")

    def test_a_pacs_that_is_down_for_a_while_gets_its_results(self):
        port = peers.free_port()
        self.start_service(port)
        self.send_baseline()
        peers.wait_until(lambda: int(self.deliveries()[0]["attempts"]) >= 2, 60, "two attempts")
        delivery = self.deliveries()[0]
        self.assertEqual(delivery["state"], "pending")
        self.assertIn("PEER_UNREACHABLE", delivery["reason"])
        self.assertIn("PEER_UNREACHABLE", self.service.log())
        pacs = self.started(peers.Orthanc(self.folder / "pacs", dicom_port=port))
        self.wait_for("sent")
        self.assertEqual(len(pacs.find("Instance", {})), len(self.deliveries()))

    def test_a_refused_ae_title_parks_the_delivery_with_its_reason(self):
        pacs = self.started(peers.Orthanc(self.folder / "pacs"))
        self.start_service(pacs.dicom_port, aet="WRONG")
        self.send_baseline()
        self.wait_for("parked")
        delivery = self.deliveries()[0]
        self.assertEqual(delivery["attempts"], "1")
        self.assertIn("PEER_REJECTED", delivery["reason"])
        # The admin corrects the settings and asks for another attempt.
        self.service.stop()
        self.service.config.write_text(self.service.config.read_text().replace('"WRONG"', '"PACS"'))
        self.service.start()
        for delivery in self.deliveries():
            self.service.run("deliveries", "retry", delivery["id"])
        self.wait_for("sent")

    def test_a_connection_that_breaks_in_mid_object_is_tried_again(self):
        pacs = self.started(peers.Orthanc(self.folder / "pacs"))
        proxy = FaultProxy(pacs.dicom_port)
        self.addCleanup(proxy.close)
        proxy.mode, proxy.cut_after = "cut", 3000
        self.start_service(proxy.port)
        self.send_baseline()
        peers.wait_until(lambda: int(self.deliveries()[0]["attempts"]) >= 2, 60, "two attempts")
        self.assertEqual(pacs.find("Instance", {}), [])
        self.assertIn("PEER_LOST", self.deliveries()[0]["reason"])
        proxy.mode = "pass"
        self.wait_for("sent")
        self.assertEqual(len(pacs.find("Instance", {})), len(self.deliveries()))

    def test_of_a_pacs_that_takes_reports_alone_the_reports_arrive(self):
        configuration = self.folder / "reports.cfg"
        configuration.write_text(REPORTS_ALONE)
        received = self.folder / "received"
        received.mkdir()
        port = peers.free_port()
        pacs = self.started(ReportArchive(self.folder / "archive", port, configuration, received))
        self.start_service(port, aet=pacs.aet)
        self.send_baseline()
        peers.wait_until(lambda: not any(d["state"] == "pending" for d in self.deliveries()), 60, "no delivery pending")
        kinds = sorted(str(pydicom.dcmread(path).Modality) for path in received.iterdir())
        sent = [d for d in self.deliveries() if d["state"] == "sent"]
        parked = [d for d in self.deliveries() if d["state"] == "parked"]
        self.assertEqual(kinds, ["SR"] * len(sent))
        self.assertTrue(sent)
        self.assertEqual(len(parked), 3, "lesion SEG, secondary capture and PDF")
        for delivery in parked:
            self.assertIn("PEER_NO_CONTEXT", delivery["reason"])
            self.assertEqual(delivery["attempts"], "1")

    def test_the_retry_budget_ends(self):
        self.start_service(peers.free_port(), retry_budget_s=3)
        self.send_baseline()
        self.wait_for("parked", 30)
        self.assertIn("RETRY_BUDGET_SPENT", self.deliveries()[0]["reason"])

    def test_sigterm_drains_within_the_grace_period(self):
        self.start_service(peers.free_port())
        self.send_baseline()
        began = time.monotonic()
        self.assertEqual(self.service.stop(), 0)
        self.assertLess(time.monotonic() - began, 30)
        self.assertIn("service_stopped", self.service.log())


if __name__ == "__main__":
    unittest.main()
