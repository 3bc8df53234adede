"""A PACS that is away, refuses us, or breaks the connection: what the log, the list and the end state say."""
import time
import unittest

from fault_proxy import FaultProxy
from setting import Case, PROGRAM, peers


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
