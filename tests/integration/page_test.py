"""The page as secondary capture and PDF: text, colours and form, as other programs read them."""
import json
import re
import shutil
import subprocess
import unittest

import numpy
import pydicom

from setting import Case, oligard

COLOURS = {"progressing": (0xD5, 0x5E, 0x00), "new": (0xCC, 0x79, 0xA7), "regressing": (0x00, 0x9E, 0x73)}


class Page(Case):
    def analysed(self, patient, config=""):
        """Folder of results of the last time point."""
        arguments = []
        if config:
            (self.folder / "oligard.toml").write_text(config)
            arguments = ["--config", self.folder / "oligard.toml"]
        out = self.folder / "out"
        shutil.rmtree(out, ignore_errors=True)
        done = oligard("analyze", patient, "--out", out, *arguments)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        return next(path for path in out.iterdir() if path.is_dir())

    def opened(self, folder, ending):
        return pydicom.dcmread(next(folder.glob(f"*-page.{ending}.dcm")))

    def text_of(self, folder):
        document = self.opened(folder, "pdf")
        path = self.folder / "page.pdf"
        path.write_bytes(document.EncapsulatedDocument[:document.EncapsulatedDocumentLength])
        if not shutil.which("pdftotext"):
            self.skipTest("pdftotext (poppler-utils) is not installed")
        pages = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
        self.assertRegex(pages, r"Pages:\s+1\n")
        done = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True)
        return " ".join(done.stdout.split())

    def check_form(self, folder):
        if not shutil.which("dciodvfy"):
            print("skipped: dciodvfy is not installed")
            return
        for path in folder.glob("*-page.*.dcm"):
            done = subprocess.run(["dciodvfy", path], capture_output=True, text=True, check=False)
            self.assertEqual([line for line in done.stderr.splitlines() if line.startswith("Error")], [], path)

    def test_says_what_the_assessment_says(self):
        patient = self.phantom("--demo", "--ct", "--patient-name", "Yamada^Tarou=山田^太郎=やまだ^たろう")
        folder = self.analysed(patient)
        assessment = json.loads((folder / "assessment.json").read_text())
        now = assessment["assessments"][assessment["timepoints"][-1]["id"]]
        text = self.text_of(folder)
        for said in ("OLIGOPROGRESSION", "AI result, not verified by a physician", "Yamada, Tarou (山田 太郎)",
                     "Computer-generated, not verified by a physician", "RECIST 1.1", now["recist"]["overall"],
                     "default_5", "lesion-rules-1.0", "6 Aug 2024", "8 Feb 2024"):
            self.assertIn(said, text)
        for track, lesion in now["lesions"].items():
            self.assertIn(track, text)
            if lesion["size_mm"]:
                self.assertIn(f"{lesion['size_mm']:.1f}", text)
            if lesion["status"] == "PROGRESSING":
                self.assertIn(f"+{lesion['from_nadir_pct']:.0f} %", text)
                self.assertIn(f"nadir {lesion['nadir_mm']:.1f} mm", text)
        self.check_form(folder)

    def test_picture_shows_colours_and_key_slices(self):
        patient = self.phantom("--demo", "--ct")
        image = self.opened(self.analysed(patient), "sc")
        pixels = numpy.frombuffer(image.PixelData, numpy.uint8).reshape(image.Rows, image.Columns, 3)
        for name, colour in COLOURS.items():
            self.assertGreater(int((pixels == colour).all(axis=2).sum()), 200, name)
        with_images = int(((pixels > 30) & (pixels < 200) & (numpy.ptp(pixels, axis=2) == 0)[..., None]).sum())
        shutil.rmtree(patient.parent)
        bare = self.opened(self.analysed(self.phantom("--demo")), "sc")
        bare_pixels = numpy.frombuffer(bare.PixelData, numpy.uint8).reshape(bare.Rows, bare.Columns, 3)
        without = int(((bare_pixels > 30) & (bare_pixels < 200) & (numpy.ptp(bare_pixels, axis=2) == 0)[..., None]).sum())
        self.assertGreater(with_images - without, 3 * 20000, "CT slices are grey")
        self.assertEqual(image.BurnedInAnnotation, "YES")
        self.assertEqual(image.file_meta.TransferSyntaxUID, pydicom.uid.ExplicitVRLittleEndian)

    def test_forty_lesions(self):
        patient = self.phantom("--level", "hard", "--lesions", "40", "--timepoints", "6", "--seed", "8")
        folder = self.analysed(patient)
        assessment = json.loads((folder / "assessment.json").read_text())
        lesions = assessment["assessments"][assessment["timepoints"][-1]["id"]]["lesions"]
        text = self.text_of(folder)
        growing = [track for track, lesion in lesions.items() if lesion["status"] in ("PROGRESSING", "NEW", "REAPPEARED")]
        self.assertGreater(len(growing), 3)
        for track in growing:
            self.assertIn(track, text)
        self.assertIn(f"Progressing lesions ({len(growing)}", text)
        self.assertIn(f"Other lesions ({len(lesions) - len(growing)})", text)
        self.assertRegex(text, r"and \d+ more: ")
        self.check_form(folder)

    def test_as_the_settings_say(self):
        patient = self.phantom("--demo")
        for page, expected in (("both", {"sc", "pdf"}), ("pdf", {"pdf"}), ("secondary_capture", {"sc"}),
                               ("none", set())):
            folder = self.analysed(patient, f'[report]\npage = "{page}"\n')
            made = {re.search(r"-page\.(\w+)\.dcm$", path.name)[1] for path in folder.glob("*-page.*.dcm")}
            self.assertEqual(made, expected, page)
            self.assertEqual(len(list(folder.glob("*-result.dcm"))), 1)


if __name__ == "__main__":
    unittest.main()
