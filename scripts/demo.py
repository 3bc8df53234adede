"""The demonstration itself; scripts/demo prepares what it needs and calls it."""
import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys
import textwrap
import time

import pydicom

import peers

STUDIES = 3
# Series Number: name of the file, what it is for.
OBJECTS = {
    "9905": ("page.pdf.dcm", "the page as encapsulated PDF"),
    "9904": ("page.sc.dcm", "the page as an image"),
    "9903": ("lesions.seg.dcm", "lesions in the colour of their status, for viewers"),
    "9902": ("viewer.dcm", "axes for viewers"),
    "9901": ("result.dcm", "the record: try build/release/src/app/oligard explain, dsrdump"),
}
RESULT = "9901"


def say(text=""):
    print(text, flush=True)


class Waiting:
    """One line that shows what is waited for; rewritten on a terminal."""

    def __init__(self, describe):
        self.describe = describe
        self.began = time.monotonic()
        self.last = None

    def __call__(self):
        text = self.describe()
        if sys.stdout.isatty():
            print(f"\r  {time.monotonic() - self.began:4.0f} s  {text}\033[K", end="", flush=True)
        elif text != self.last:
            say(f"  {time.monotonic() - self.began:4.0f} s  {text}")
        self.last = text

    def done(self):
        self()
        if sys.stdout.isatty():
            say()


def results_in(pacs):
    """Our objects in the PACS: {study date: {Series Number: instance id}}."""
    found = {}
    for instance in pacs.find("Instance", {"SeriesDescription": "*(AI, unverified)"}):
        tags = pacs.get(f"/instances/{instance}/simplified-tags")
        if tags.get("Manufacturer") == "Oligard project":
            found.setdefault(tags["StudyDate"], {})[tags["SeriesNumber"]] = instance
    return found


def concept(item):
    return item.ConceptNameCodeSequence[0].CodeValue if "ConceptNameCodeSequence" in item else ""


def children(item, value=None):
    for child in item.get("ContentSequence", []):
        if value is None or concept(child) == value:
            yield child


def first(item, value):
    return next(children(item, value), None)


def number(group, value):
    item = first(group, value)
    return float(item.MeasuredValueSequence[0].NumericValue) if item is not None else None


def coded(group, value):
    item = first(group, value)
    return item.ConceptCodeSequence[0].CodeMeaning if item is not None else ""


def text(group, value):
    item = first(group, value)
    return item.TextValue if item is not None else ""


def show_report(report):
    evaluations = first(report, "C0034375")
    say(textwrap.fill(text(evaluations, "121077"), 110))
    say()
    rows = [("lesion", "site", "long axis", "short axis", "volume", "from nadir", "status")]
    for group in children(first(report, "126010"), "125007"):
        axis, short, volume = (number(group, code) for code in ("103339001", "103340004", "118565006"))
        change = number(group, "PCT_NADIR")
        rows.append((text(group, "112039"), coded(group, "363698007"),
                     f"{axis:.1f} mm" if axis is not None else "-", f"{short:.1f} mm" if short is not None else "-",
                     f"{volume:.2f} cm3" if volume is not None else "-",
                     f"{change:+.1f} %" if change is not None else "-", coded(group, "LESION_STATUS")))
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        say("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
    say()
    say(f"  Oligoprogression: {coded(evaluations, 'OLIGOPD')}; RECIST 1.1: {coded(evaluations, '112048')}; "
        f"progressing: {text(evaluations, 'OLIGO_LESIONS')}")


def write_context(program, phantom, folder):
    """What images cannot tell, as a hospital's own system would: the patient is on systemic therapy."""
    folder.mkdir()
    said = subprocess.run([program, "inspect", phantom / "TP0/seg.dcm"], check=True, capture_output=True, text=True)
    key = re.search(r"Patient key +(\S+)", said.stdout)[1]
    (folder / f"{key}.json").write_text(json.dumps({"on_systemic_therapy": True}))


def send_studies(pacs, phantom):
    for index in range(STUDIES):
        peers.store(pacs.aet, pacs.dicom_port, [phantom / f"TP{index}"])
        count = sum(1 for _ in (phantom / f"TP{index}").rglob("*.dcm"))
        say(f"  study {index + 1} of {STUDIES}: {count} object{'s' if count > 1 else ''} into the PACS")


def wait_for_results(pacs, service):
    def describe():
        done = len(results_in(pacs))
        received = service.log().count('"event":"object_indexed"')
        return f"segmentations at Oligard: {received} of {STUDIES}, studies with a result in the PACS: {done} of {STUDIES}"

    waiting = Waiting(describe)
    peers.wait_until(lambda: len(results_in(pacs)) == STUDIES and all(
        delivery["state"] == "sent" for delivery in service.table("deliveries")), 120, "results in the PACS", waiting)
    waiting.done()


def fetch(pacs, folder, date):
    """{Series Number: file} of one study's results."""
    folder.mkdir()
    paths = {}
    for series, instance in results_in(pacs)[date].items():
        paths[series] = folder / f"{date}-{OBJECTS[series][0]}"
        pacs.download(instance, paths[series])
    return paths


def unpack_page(page):
    """The PDF inside an Encapsulated PDF object."""
    path = page.parent / page.name.replace(".pdf.dcm", ".pdf")
    document = pydicom.dcmread(page)
    path.write_bytes(document.EncapsulatedDocument[:document.get("EncapsulatedDocumentLength")])
    return path


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--program", required=True)
    arguments.add_argument("--folder", required=True)
    arguments.add_argument("--keep", action="store_true")
    options = arguments.parse_args()
    folder = pathlib.Path(options.folder).resolve()
    program = pathlib.Path(options.program).resolve()
    shutil.rmtree(folder, ignore_errors=True)
    began = time.monotonic()

    subprocess.run([program, "phantom", "--demo", "--ct", "--out", folder / "phantom"], check=True,
                   stdout=subprocess.DEVNULL)
    phantom = next((folder / "phantom").iterdir())

    service_port = peers.free_port()
    context = folder / "context"
    write_context(program, phantom, context)
    pacs = peers.Orthanc(folder / "pacs", forward_to=("OLIGARD", service_port))
    service = peers.Service(
        folder / "oligard", program, port=service_port,
        destinations=[{"name": "pacs", "aet": pacs.aet, "host": peers.LOOPBACK, "port": pacs.dicom_port}],
        extra=f'[analysis]\ncontext_dir = "{context}"\n')
    try:
        pacs.start()
        service.start()
        say(f"PACS (Orthanc) {pacs.aet}@{peers.LOOPBACK}:{pacs.dicom_port}, Oligard {service.aet}@{peers.LOOPBACK}:{service.port}")
        send_studies(pacs, phantom)
        wait_for_results(pacs, service)
        paths = fetch(pacs, folder / "results", max(results_in(pacs)))
        say()
        show_report(pydicom.dcmread(paths[RESULT]))
        say()
        say("Look at:")
        say(f"  {unpack_page(paths['9905'])}   (one page, read in ten seconds)")
        for series, (_, purpose) in OBJECTS.items():
            say(f"  {paths[series]}   ({purpose})")
        say(f"  {phantom / 'truth.json'}   (what the patient really has)")
        say(f"  {service.folder / 'oligard.log'}")
        if options.keep:
            say(f"  {pacs.url}/app/explorer.html   (the PACS; stop it with: kill {pacs.process.pid})")
        say(f"done in {time.monotonic() - began:.0f} s. Not verified by a physician: the patient is synthetic.")
    finally:
        service.stop()
        if not options.keep:
            pacs.stop()


main()
