#include "load/bytes/bit_runs.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace oligard::load {
namespace {

constexpr std::size_t kWordBits = 64;
constexpr std::uint64_t kAllSet = ~std::uint64_t{0};

class BitScanner {
 public:
  BitScanner(std::span<const std::uint64_t> words, std::size_t end) : words_(words), end_(end) {}

  [[nodiscard]] std::size_t next_set(std::size_t bit) const {
    if (bit >= end_) return end_;
    const std::size_t last = (end_ - 1) / kWordBits;
    std::size_t index = bit / kWordBits;
    std::uint64_t word = words_[index] & (kAllSet << (bit % kWordBits));
    while (word == 0) {
      index = skip_zero_words(index + 1, last);
      if (index > last) return end_;
      word = words_[index];
    }
    return std::min(end_, index * kWordBits + static_cast<std::size_t>(std::countr_zero(word)));
  }

  [[nodiscard]] std::size_t next_clear(std::size_t bit) const {
    if (bit >= end_) return end_;
    const std::size_t last = (end_ - 1) / kWordBits;
    std::size_t index = bit / kWordBits;
    std::uint64_t word = ~words_[index] & (kAllSet << (bit % kWordBits));
    while (word == 0) {
      if (++index > last) return end_;
      word = ~words_[index];
    }
    return std::min(end_, index * kWordBits + static_cast<std::size_t>(std::countr_zero(word)));
  }

 private:
  [[nodiscard]] std::size_t skip_zero_words(std::size_t index, std::size_t last) const {
    const std::uint64_t* w = words_.data();
    while (index + 8 <= last && (w[index] | w[index + 1] | w[index + 2] | w[index + 3] | w[index + 4] |
                                 w[index + 5] | w[index + 6] | w[index + 7]) == 0)
      index += 8;
    while (index <= last && w[index] == 0)
      ++index;
    return index;
  }

  std::span<const std::uint64_t> words_;
  std::size_t end_;
};

/// Splits runs of linear pixel indices at the ends of rows.
class RowSplitter {
 public:
  RowSplitter(FrameShape shape, std::int32_t slice)
      : columns_(static_cast<std::size_t>(shape.columns)), slice_(slice) {}

  template <class Emit>
  void split(std::size_t begin, std::size_t end, Emit emit) {
    if (begin >= row_begin_ + columns_) {
      row_ = begin / columns_;
      row_begin_ = row_ * columns_;
    }
    while (begin < end) {
      const std::size_t stop = std::min(end, row_begin_ + columns_);
      emit(Run{slice_, static_cast<std::int32_t>(row_), static_cast<std::int32_t>(begin - row_begin_),
               static_cast<std::int32_t>(stop - begin)});
      begin = stop;
      if (begin < end) {
        ++row_;
        row_begin_ += columns_;
      }
    }
  }

 private:
  std::size_t columns_;
  std::int32_t slice_;
  std::size_t row_ = 0;
  std::size_t row_begin_ = 0;
};

std::size_t skip_zero_bytes(std::span<const std::uint8_t> bytes, std::size_t index) {
  while (index + sizeof(std::uint64_t) <= bytes.size()) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + index, sizeof word);
    if (word != 0) break;
    index += sizeof word;
  }
  return index;
}

}  // namespace

void append_bit_runs(std::span<const std::uint64_t> words, std::size_t first_bit, FrameShape shape,
                     std::int32_t slice, std::size_t max_runs, std::vector<Run>& runs) {
  const std::size_t end_bit = first_bit + shape.pixels();
  const BitScanner scanner(words, end_bit);
  RowSplitter rows(shape, slice);
  for (std::size_t begin = scanner.next_set(first_bit); begin < end_bit && runs.size() <= max_runs;) {
    const std::size_t end = scanner.next_clear(begin);
    rows.split(begin - first_bit, end - first_bit, [&runs](const Run& run) { runs.push_back(run); });
    begin = scanner.next_set(end);
  }
}

void append_threshold_runs(std::span<const std::uint8_t> bytes, unsigned threshold, FrameShape shape,
                           std::int32_t slice, std::size_t max_runs, std::vector<Run>& runs) {
  const std::span<const std::uint8_t> frame = bytes.first(shape.pixels());
  RowSplitter rows(shape, slice);
  for (std::size_t index = skip_zero_bytes(frame, 0); index < frame.size() && runs.size() <= max_runs;
       index = skip_zero_bytes(frame, index)) {
    if (frame[index] < threshold) {
      ++index;
      continue;
    }
    const std::size_t begin = index;
    while (index < frame.size() && frame[index] >= threshold)
      ++index;
    rows.split(begin, index, [&runs](const Run& run) { runs.push_back(run); });
  }
}

void append_value_runs(std::span<const std::uint8_t> bytes, int bytes_per_pixel, FrameShape shape,
                       std::int32_t slice, std::size_t max_runs, std::vector<ValueRun>& runs) {
  const auto width = static_cast<std::size_t>(bytes_per_pixel);
  const std::span<const std::uint8_t> frame = bytes.first(shape.pixels() * width);
  const auto value_at = [&](std::size_t pixel) {
    const unsigned low = frame[pixel * width];
    return static_cast<std::uint16_t>(width == 1 ? low : low | (unsigned{frame[pixel * width + 1]} << 8U));
  };
  RowSplitter rows(shape, slice);
  for (std::size_t pixel = 0; pixel < shape.pixels() && runs.size() <= max_runs;) {
    pixel = skip_zero_bytes(frame, pixel * width) / width;
    if (pixel >= shape.pixels()) break;
    const std::uint16_t value = value_at(pixel);
    const std::size_t begin = pixel++;
    if (value == 0) continue;
    while (pixel < shape.pixels() && value_at(pixel) == value)
      ++pixel;
    rows.split(begin, pixel, [&](const Run& run) { runs.push_back(ValueRun{value, run}); });
  }
}

}  // namespace oligard::load
