"""Masks of a Segmentation, decoded by pydicom: sets of voxels in the patient's space."""
import numpy as np
import pydicom

FRACTION = 0.5  # of the maximum: from here on a voxel of a fractional segment belongs to it


def frames_of(seg):
    """Planes by frame, as booleans."""
    planes = seg.pixel_array if "PixelData" in seg else np.zeros((0, seg.Rows, seg.Columns))
    planes = planes if planes.ndim == 3 else planes[np.newaxis]
    if seg.SegmentationType == "FRACTIONAL":
        return planes >= FRACTION * seg.MaximumFractionalValue
    return planes > 0


def functional_group(seg, frame, name):
    found = frame.get(name) or seg.SharedFunctionalGroupsSequence[0].get(name)
    return found[0]


def masks_of(path):
    """{segment number: positions of its voxels in 1/100 mm, as a set}."""
    seg = pydicom.dcmread(path)
    found = {segment.SegmentNumber: set() for segment in seg.SegmentSequence}
    for plane, frame in zip(frames_of(seg), seg.PerFrameFunctionalGroupsSequence):
        number = functional_group(seg, frame, "SegmentIdentificationSequence").ReferencedSegmentNumber
        origin = np.array(functional_group(seg, frame, "PlanePositionSequence").ImagePositionPatient, float)
        sides = np.array(functional_group(seg, frame, "PlaneOrientationSequence").ImageOrientationPatient, float)
        height, width = functional_group(seg, frame, "PixelMeasuresSequence").PixelSpacing
        rows, columns = np.nonzero(plane)
        places = origin + np.outer(columns * float(width), sides[:3]) + np.outer(rows * float(height), sides[3:])
        found[number].update(map(tuple, np.rint(100 * places).astype(int)))
    return seg, found
