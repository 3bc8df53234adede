"""pydicom on one SEG: dcmread, the functional groups, and the pixels of each segment; warm, in one process.

Prints: CPU seconds (median), peak MiB, number of set voxels.   pydicom_peer.py FILE RUNS
"""
import resource
import statistics
import sys
import time

import pydicom


def decode(path):
    dataset = pydicom.dcmread(path)
    segments = [int(group.SegmentIdentificationSequence[0].ReferencedSegmentNumber)
                for group in dataset.PerFrameFunctionalGroupsSequence]
    positions = [group.PlanePositionSequence[0].ImagePositionPatient for group in dataset.PerFrameFunctionalGroupsSequence]
    assert len(segments) == len(positions)
    return int(dataset.pixel_array.sum(dtype="int64"))


path, runs = sys.argv[1], int(sys.argv[2])
voxels = decode(path)
times = []
for _ in range(runs):
    begin = time.process_time()
    voxels = decode(path)
    times.append(time.process_time() - begin)
print(statistics.median(times), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, voxels)
