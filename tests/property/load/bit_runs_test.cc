#include "load/bytes/bit_runs.h"

#include <algorithm>
#include <cstring>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace oligard::load {
namespace {

constexpr std::size_t kNoLimit = std::size_t{1} << 30U;

struct Frame {
  FrameShape shape;
  std::vector<std::uint16_t> pixels;
};

/// Full size from the first case on: RapidCheck's ranges start small.
template <class T>
T draw(T low, T high) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<T>(low, high));
}

Frame draw_frame(unsigned values) {
  Frame frame;
  frame.shape.rows = draw(1, 12);
  frame.shape.columns = draw(1, 150);
  // Long stretches of one value, as segments have them, and noise.
  while (frame.pixels.size() < frame.shape.pixels()) {
    const auto length = *rc::gen::weightedElement<int>({{4, 1}, {2, 7}, {2, 64}, {1, 200}, {1, 800}});
    const auto value = draw<unsigned>(0, values);
    frame.pixels.insert(frame.pixels.end(), static_cast<std::size_t>(draw(1, length + 1)),
                        static_cast<std::uint16_t>(value));
  }
  frame.pixels.resize(frame.shape.pixels());
  return frame;
}

/// The plain way: pixel by pixel.
std::vector<ValueRun> reference_runs(const Frame& frame, std::int32_t slice) {
  std::vector<ValueRun> runs;
  for (std::int32_t row = 0; row < frame.shape.rows; ++row) {
    std::uint16_t previous = 0;
    for (std::int32_t column = 0; column < frame.shape.columns; ++column) {
      const auto at = static_cast<std::size_t>(row) * static_cast<std::size_t>(frame.shape.columns) +
                      static_cast<std::size_t>(column);
      const std::uint16_t value = frame.pixels[at];
      if (value != 0 && column > 0 && value == previous) {
        ++runs.back().run.length;
      } else if (value != 0) {
        runs.push_back({value, Run{slice, row, column, 1}});
      }
      previous = value;
    }
  }
  return runs;
}

std::vector<Run> runs_only(const std::vector<ValueRun>& runs) {
  std::vector<Run> result;
  for (const ValueRun& run : runs)
    result.push_back(run.run);
  return result;
}

RC_GTEST_PROP(BitRuns, EqualADenseDecodeAtAnyBitOffset, ()) {
  const Frame frame = draw_frame(2);
  const auto first_bit = static_cast<std::size_t>(draw(0, 300));
  const bool surrounded = *rc::gen::arbitrary<bool>();
  const std::size_t bits = first_bit + frame.shape.pixels();
  std::vector<std::uint64_t> words(bits / 64 + 2, surrounded ? ~std::uint64_t{0} : 0);
  for (std::size_t i = 0; i < frame.shape.pixels(); ++i) {
    const std::size_t bit = first_bit + i;
    const std::uint64_t mask = std::uint64_t{1} << (bit % 64);
    words[bit / 64] = frame.pixels[i] != 0 ? words[bit / 64] | mask : words[bit / 64] & ~mask;
  }
  std::vector<Run> runs;
  append_bit_runs(words, first_bit, frame.shape, 5, kNoLimit, runs);
  RC_ASSERT(runs == runs_only(reference_runs(frame, 5)));
}

RC_GTEST_PROP(ThresholdRuns, EqualADenseDecode, ()) {
  Frame frame = draw_frame(256);
  const auto threshold = draw(1U, 256U);
  const std::vector<std::uint8_t> bytes(frame.pixels.begin(), frame.pixels.end());
  for (std::uint16_t& pixel : frame.pixels)
    pixel = pixel >= threshold ? 1 : 0;
  std::vector<Run> runs;
  append_threshold_runs(bytes, threshold, frame.shape, 0, kNoLimit, runs);
  RC_ASSERT(runs == runs_only(reference_runs(frame, 0)));
}

RC_GTEST_PROP(ValueRuns, EqualADenseDecodeForBothWidths, ()) {
  const int width = *rc::gen::element(1, 2);
  const Frame frame = draw_frame(width == 1 ? 4 : 700);
  std::vector<std::uint8_t> bytes(frame.pixels.size() * static_cast<std::size_t>(width));
  for (std::size_t i = 0; i < frame.pixels.size(); ++i) {
    bytes[i * static_cast<std::size_t>(width)] = static_cast<std::uint8_t>(frame.pixels[i] & 0xFFU);
    if (width == 2) bytes[2 * i + 1] = static_cast<std::uint8_t>(frame.pixels[i] >> 8U);
  }
  std::vector<ValueRun> runs;
  append_value_runs(bytes, width, frame.shape, 3, kNoLimit, runs);
  const std::vector<ValueRun> expected = reference_runs(frame, 3);
  RC_ASSERT(runs_only(runs) == runs_only(expected));
  RC_ASSERT(std::equal(runs.begin(), runs.end(), expected.begin(),
                       [](const ValueRun& a, const ValueRun& b) { return a.value == b.value; }));
}

}  // namespace
}  // namespace oligard::load
