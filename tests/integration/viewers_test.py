"""What a radiologist sees: the results of a patient with images, opened in OHIF in front of a PACS. Screenshots are kept in
build/release/viewer-shots."""
import json
import re
import unittest

import numpy as np
import pydicom
from PIL import Image

import sr_items as sr
import viewer
from setting import Case, oligard, peers

REPORT, AXES, LESIONS, PAGE = "Tumor response (", "Lesion axes", "Lesions by status", "Tumor response page"
VIEWPORT = slice(300, 1200)  # columns of a shot between the two side panels
D65 = np.array([0.95047, 1.0, 1.08883])


def rgb_of(cielab):
    """sRGB of a Recommended Display CIELab Value (PS3.3 C.10.7.1.1), white point D65."""
    lightness, a, b = cielab[0] / 65535 * 100, cielab[1] / 65535 * 255 - 128, cielab[2] / 65535 * 255 - 128
    f = (lightness + 16) / 116 + np.array([a / 500, 0, -b / 200])
    xyz = D65 * np.where(f > 6 / 29, f ** 3, 3 * (6 / 29) ** 2 * (f - 4 / 29))
    linear = np.array([[3.2406, -1.5372, -0.4986], [-0.9689, 1.8758, 0.0415], [0.0557, -0.2040, 1.0570]]) @ xyz
    linear = np.clip(linear, 0, 1)
    return 255 * np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


class Viewers(Case):
    @classmethod
    def setUpClass(cls):
        viewer.need_browser()

    def setUp(self):
        super().setUp()
        patient = self.phantom("--demo", "--ct")
        context = self.folder / "context.json"
        context.write_text(json.dumps({"on_systemic_therapy": True}))
        done = oligard("analyze", patient, "--out", self.folder / "out", "--context", context)
        self.assertIn(done.returncode, (0, 1), done.stderr)  # truth.json is no DICOM object
        results = next(path for path in (self.folder / "out").iterdir() if path.is_dir())
        self.objects = {name: pydicom.dcmread(results / f"TP2-{name}.dcm") for name in ("result", "viewer", "lesions.seg", "page.sc")}
        self.assessment = json.loads((results / "assessment.json").read_text())["assessments"]["TP2"]
        self.instance_numbers = {}
        for path in (patient / "TP2/ct").iterdir():
            image = pydicom.dcmread(path, stop_before_pixels=True)
            self.instance_numbers[image.SOPInstanceUID] = int(image.InstanceNumber)
        self.pacs = self.started(peers.Orthanc(self.folder / "pacs", options=viewer.DICOM_WEB))
        peers.store("PACS", self.pacs.dicom_port, [patient / "TP2", *results.glob("TP2*.dcm")])
        self.page = self.started(viewer.Viewer(self.folder / "viewer", self.pacs))
        self.page("open", url=f"{self.page.url}/viewer?StudyInstanceUIDs={self.objects['result'].StudyInstanceUID}")
        self.page("wait", text=f"(?=.*Skip all)(?=.*Tumor response)(?=.*{AXES})(?=.*{LESIONS}).*I:", seconds=60)
        self.page("click", text="Skip all")  # a tour over the page

    def tearDown(self):
        if self._outcome.result.failures or self._outcome.result.errors:
            self.page.shot("failed")
        super().tearDown()

    def test_what_the_viewer_shows(self):
        self.check_axes()
        self.check_report()
        self.check_lesions()
        self.check_page()
        self.assertEqual([line for line in self.page("said") if "Shepherd" not in line and "advanceOn" not in line], [])

    def check_axes(self):
        """SR-B: on the slice of each lesion its two axes with our numbers, the progressing ones first."""
        groups = sr.children(self.objects["viewer"], *sr.GROUPS)
        self.assertEqual(len(groups), 11)
        self.page("hang", series=AXES)
        for i, group in enumerate(groups):
            comment = sr.child(group, sr.COMMENT).TextValue
            lengths = [sr.child(group, axis) for axis in (sr.LONG_AXIS, sr.SHORT_AXIS)]
            shown = [f"{float(sr.number(length)[0]):.2f} {sr.number(length)[1]}" for length in lengths]
            region = lengths[0].ContentSequence[0]
            slices = {self.instance_numbers[image.ReferencedSOPSequence[0].ReferencedSOPInstanceUID]
                      for image in region.ContentSequence}
            said = self.page("wait", text=re.escape(comment) + r".*I:\d+ ", seconds=20)
            self.assertRegex(said, re.escape(comment) + rf": L: : {shown[0]}W: : {shown[1]}\n")
            self.assertEqual({int(number) for number in re.findall(r"\bI:(\d+) ", said)}, slices, comment)
            if i == 0:
                self.assertIn("PROGRESSING", comment)
                self.page.shot("axes")
            self.page("next")

    def check_report(self):
        """SR-A: readable text, the conclusion on the first screen, every lesion's sentence below."""
        conclusion = sr.child(self.objects["result"], *sr.CONCLUSION).TextValue
        self.assertIn("compatible with oligoprogression", conclusion)
        self.page("hang", series=REPORT)
        said = self.page("wait", text="Conclusion: ", seconds=20)
        self.assertIn("Conclusion: " + conclusion, said)
        top = self.page("top", text="Conclusion: ")
        self.assertTrue(0 < top < 600, f"the conclusion begins at row {top} of 900")
        for group in sr.children(self.objects["result"], *sr.GROUPS):
            self.assertIn(sr.child(group, sr.COMMENT).TextValue, said)
        self.page.shot("report")

    def check_lesions(self):
        """The lesion SEG: a label a lesion, each in the colour of its status on its slices, red where it progresses."""
        seg = self.objects["lesions.seg"]
        colours = {segment.SegmentNumber: rgb_of(segment.RecommendedDisplayCIELabValue) for segment in seg.SegmentSequence}
        labels = {segment.SegmentNumber: segment.SegmentLabel for segment in seg.SegmentSequence}
        slices = self.slices_of_segments(seg)
        self.page("hang", series=LESIONS)
        self.page("wait", text="open this Segmentation", seconds=30)
        self.page("click", text="Yes")
        self.page("press", button="panelSegmentation-btn")
        said = self.page("wait", text=re.escape(labels[max(labels)]), seconds=30)
        for label in labels.values():
            self.assertIn(f"\n{label}\n", said + "\n")
        progressing = [number for number, label in labels.items() if "PROGRESSING" in label]
        calm = [number for number, label in labels.items() if "REGRESSING" in label
                and not any(slices[number] & slices[other] for other in progressing)]
        self.assertTrue(progressing and calm)
        red = colours[progressing[0]]
        self.assertTrue(red[0] > 180 and red[0] > 2 * red[1] and red[2] < 60, f"{red} is red")
        for number in (progressing[0], calm[0]):
            self.page("click", text=labels[number])
            self.page("wait", text="I:(" + "|".join(map(str, sorted(slices[number]))) + ") ", seconds=20)
            name = f"lesion-{labels[number].split()[0]}"
            # It draws some time after it says which slice it shows.
            peers.wait_until(lambda: self.pixels(name, colours[number]) > 30, 10, f"the colour of {labels[number]}")
        self.assertEqual(self.pixels(name, red), 0, "red where nothing progresses")

    def check_page(self):
        """The page as an image: what is shown has its colours, mostly white."""
        page = self.objects["page.sc"].pixel_array
        white = (page.reshape(-1, 3) > 250).all(axis=1).mean()
        self.page("hang", series=PAGE)

        def shown():
            picture = np.asarray(Image.open(self.page.shot("page")).convert("RGB"), float)[100:800, 400:1100]
            return (picture.reshape(-1, 3) > 250).all(axis=1).mean()
        self.assertGreater(white, 0.5)
        peers.wait_until(lambda: shown() > 0.5 * white, 20, "the page in the viewer")

    def slices_of_segments(self, seg):
        """{segment: Instance Numbers of the images its frames lie on}."""
        found = {}
        for frame in seg.PerFrameFunctionalGroupsSequence:
            number = frame.SegmentIdentificationSequence[0].ReferencedSegmentNumber
            image = frame.DerivationImageSequence[0].SourceImageSequence[0].ReferencedSOPInstanceUID
            found.setdefault(number, set()).add(self.instance_numbers[image])
        return found

    def pixels(self, name, colour):
        """How many pixels of the viewport have a colour."""
        picture = np.asarray(Image.open(self.page.shot(name)).convert("RGB"), float)[:, VIEWPORT]
        return int((np.abs(picture - colour).max(axis=2) < 12).sum())


if __name__ == "__main__":
    unittest.main()
