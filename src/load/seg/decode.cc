#include "load/seg/decode.h"

#include <string>
#include <tuple>

#include "load/bytes/bit_runs.h"
#include "load/seg/fractions.h"

namespace oligard::load {
namespace {

constexpr std::size_t kLabelValues = 65536;
constexpr std::size_t kMaxValuesARun = 8;  // of all fractional values, on average

void append_runs(const FramePixels& pixels, const DecodePlan& plan, std::int32_t slice,
                 std::vector<Run>& runs) {
  if (pixels.bytes.empty()) {
    append_bit_runs(pixels.words, pixels.first_bit, plan.format.shape, slice, plan.max_runs, runs);
  } else {
    append_threshold_runs(pixels.bytes, plan.threshold, plan.format.shape, slice, plan.max_runs, runs);
  }
}

/// Sorts pixel values of a label map into segments.
class LabelSorter {
 public:
  explicit LabelSorter(SegmentTable& table) : table_(table), index_(kLabelValues, SegmentTable::kUnknown) {
    for (const auto& [number, index] : table.index_of_number)
      index_[static_cast<std::size_t>(number)] = index;
  }

  Status add(const FramePixels& pixels, const DecodePlan& plan, std::int32_t slice, std::size_t& total) {
    values_.clear();
    append_value_runs(pixels.bytes, plan.format.bits_allocated / 8, plan.format.shape, slice, plan.max_runs,
                      values_);
    for (const ValueRun& value : values_) {
      const int index = index_[value.value];
      if (index == SegmentTable::kUnknown)
        return fail(ErrorKind::kInvalidInput, "SEG_SEGMENT_UNKNOWN",
                    "the pixels hold segment " + std::to_string(value.value) +
                        ", which the Segment Sequence does not");
      if (index == SegmentTable::kLeftOut) continue;
      table_.segments[static_cast<std::size_t>(index)].mask.runs.push_back(value.run);
      ++total;
    }
    return {};
  }

 private:
  SegmentTable& table_;
  std::vector<int> index_;
  std::vector<ValueRun> values_;
};

/// Frames usually come in order: then there is nothing to sort.
bool is_normal(const std::vector<Run>& runs) {
  for (std::size_t i = 1; i < runs.size(); ++i) {
    const Run& a = runs[i - 1];
    const Run& b = runs[i];
    if (std::tie(a.slice, a.row, a.column) >= std::tie(b.slice, b.row, b.column)) return false;
    if (a.slice == b.slice && a.row == b.row && a.column + a.length >= b.column) return false;
  }
  return true;
}

Status decode_label_map(FrameSource& source, const DecodePlan& plan, SegmentTable& table) {
  LabelSorter sorter(table);
  std::size_t total = 0;
  for (std::size_t frame = 0; frame < plan.format.frames; ++frame) {
    const Result<FramePixels> pixels = source.read(frame);
    if (!pixels) return fail(pixels);
    if (Status added = sorter.add(*pixels, plan, plan.slice_of_frame[frame], total); !added) return added;
    if (total > plan.max_runs) break;
  }
  if (total > plan.max_runs)
    return fail(ErrorKind::kUnsupported, "SEG_TOO_COMPLEX", "the segments fall into too many pieces");
  return {};
}

Status decode_segment_frames(FrameSource& source, const DecodePlan& plan, SegmentTable& table) {
  std::size_t total = 0;
  std::size_t values = 0;
  for (std::size_t frame = 0; frame < plan.format.frames; ++frame) {
    if (plan.segment_of_frame[frame] == SegmentTable::kLeftOut) continue;
    const Result<FramePixels> pixels = source.read(frame);
    if (!pixels) return fail(pixels);
    Segment& segment = table.segments[static_cast<std::size_t>(plan.segment_of_frame[frame])];
    const std::int32_t slice = plan.slice_of_frame[frame];
    const std::size_t before = segment.mask.runs.size() + segment.fractions.runs.size();
    append_runs(*pixels, plan, slice, segment.mask.runs);
    if (plan.maximum_fraction > 0) {
      const std::size_t had = segment.fractions.values.size();
      segment.fractions.maximum = plan.maximum_fraction;
      append_fractions(pixels->bytes, plan.format.shape, slice, plan.max_runs, segment.fractions);
      values += segment.fractions.values.size() - had;
    }
    total += segment.mask.runs.size() + segment.fractions.runs.size() - before;
    if (total > plan.max_runs || values / kMaxValuesARun > plan.max_runs)
      return fail(ErrorKind::kUnsupported, "SEG_TOO_COMPLEX", "the segments fall into too many pieces");
  }
  return {};
}

}  // namespace

Status decode_frames(FrameSource& source, const DecodePlan& plan, SegmentTable& table) {
  Status decoded = plan.type == SegmentationType::kLabelMap ? decode_label_map(source, plan, table)
                                                            : decode_segment_frames(source, plan, table);
  if (!decoded) return decoded;
  for (Segment& segment : table.segments) {
    if (!is_normal(segment.mask.runs)) normalise(segment.mask);
    normalise(segment.fractions);
  }
  return {};
}

}  // namespace oligard::load
