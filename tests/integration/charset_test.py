"""Names of patients in the character sets of DICOM, most of them the examples of PS3.5 annexes H to K: they arrive in every object of
a result, in UTF-8 and unchanged."""
import subprocess
import sys
import unittest

import pydicom

from setting import Case, oligard

NAMES = {
    "latin-1": ("ISO_IR 100", "Buc^Jérôme"),
    "latin-2": ("ISO_IR 101", "Dvořák^Šárka"),
    "cyrillic": ("ISO_IR 144", "Люкceмбypг"),
    "arabic": ("ISO_IR 127", "قباني^لنزار"),
    "greek": ("ISO_IR 126", "Διονυσιος"),
    "hebrew": ("ISO_IR 138", "שרון^דבורה"),
    "utf-8": ("ISO_IR 192", "Wang^XiaoDong=王^小東"),
    "gb18030": ("GB18030", "Wang^XiaoDong=王^小东"),
    "japanese": (["", "ISO 2022 IR 87"], "Yamada^Tarou=山田^太郎=やまだ^たろう"),
    "katakana": (["ISO 2022 IR 13", "ISO 2022 IR 87"], "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう"),
    "korean": (["", "ISO 2022 IR 149"], "Hong^Gildong=洪^吉洞=홍^길동"),
}


class Charsets(Case):
    def write_patients(self):
        """One phantom a character set, its objects rewritten in it."""
        for seed, (name, (charset, patient)) in enumerate(NAMES.items(), 1):
            done = oligard("phantom", "--out", self.folder / "phantom", "--seed", seed, "--patient-id", name, "--timepoints", "2",
                           "--lesions", "3")
            self.assertEqual(done.returncode, 0, done.stderr)
            for path in sorted((self.folder / "phantom").rglob("*.dcm")):
                data = pydicom.dcmread(path)
                data.SpecificCharacterSet = charset
                data.PatientName = patient
                data.StudyDescription = patient.split("=")[-1].replace("^", " ")
                target = self.folder / "studies" / name / path.parent.name / path.name
                target.parent.mkdir(parents=True, exist_ok=True)
                data.save_as(target)
                path.unlink()

    def test_names_survive(self):
        self.write_patients()
        done = oligard("analyze", self.folder / "studies", "--out", self.folder / "out")
        self.assertEqual(done.returncode, 0, done.stderr)
        found, pages = {}, set()
        for path in sorted((self.folder / "out").rglob("*.dcm")):
            data = pydicom.dcmread(path)
            charset, patient = NAMES[data.PatientID]
            found.setdefault(data.PatientID, set()).add(path.name.split("-", 1)[1])
            with self.subTest(f"{data.PatientID} {path.name}"):
                self.assertEqual(data.SpecificCharacterSet, "ISO_IR 192")
                self.assertEqual(str(data.PatientName), patient)
                self.assertEqual(data.StudyDescription, patient.split("=")[-1].replace("^", " "))
                self.assertIn(patient.split("=")[-1].split("^")[0].encode("utf-8"), path.read_bytes())
                if data.SOPClassUID == pydicom.uid.EncapsulatedPDFStorage:
                    self.check_page(data, patient)
                    pages.add(data.PatientID)
        self.assertEqual((set(found), pages), (set(NAMES), set(NAMES)))
        self.assertEqual(len({frozenset(kinds) for kinds in found.values()}), 1, "the same objects for everybody")
        print(sorted(found["utf-8"]), file=sys.stderr)

    def check_page(self, data, patient):
        """The text of the page has the name in each of its writings."""
        page = self.folder / "page.pdf"
        page.write_bytes(data.EncapsulatedDocument)
        text = subprocess.run(["pdftotext", page, "-"], capture_output=True, check=True).stdout.decode("utf-8")
        for writing in patient.split("="):
            for part in writing.split("^"):
                self.assertIn(part, text)


if __name__ == "__main__":
    unittest.main()
