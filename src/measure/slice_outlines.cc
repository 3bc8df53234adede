#include "measure/slice_outlines.h"

namespace oligard::measure {

SliceOutlines::SliceOutlines(const Mask& mask) : grid_(&mask.grid) {
  const std::span<const Run> runs(mask.runs);
  std::vector<std::size_t> ends;
  for (std::size_t first = 0; first < runs.size();) {
    std::size_t end = first + 1;
    while (end < runs.size() && runs[end].slice == runs[first].slice)
      ++end;
    slices_.push_back({runs[first].slice, runs.subspan(first, end - first), {}});
    append_centres(slices_.back().runs, corners_);
    ends.push_back(corners_.size());
    first = end;
  }
  const std::span<const HalfPoint> corners(corners_);
  for (std::size_t i = 0; i < slices_.size(); ++i) {
    const std::size_t begin = i == 0 ? 0 : ends[i - 1];
    slices_[i].centres = corners.subspan(begin, ends[i] - begin);
  }
}

}  // namespace oligard::measure
