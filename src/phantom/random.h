// Deterministic random numbers: xoshiro256** (Blackman and Vigna, 2018), seeded by splitmix64. The
// distributions are our own, because those of the standard library differ between implementations; they use
// only operations that IEEE 754 rounds exactly.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace oligard::phantom {

/// One step of splitmix64: advances `state` and returns a well mixed number.
[[nodiscard]] std::uint64_t splitmix64(std::uint64_t& state);

class Random {
 public:
  /// Streams of one seed with different names are independent: more draws from one leave the others as they
  /// are.
  Random(std::uint64_t seed, std::string_view stream);

  std::uint64_t next();
  /// [0, 1), 53 bits.
  double uniform();
  double uniform(double low, double high) { return low + (high - low) * uniform(); }
  /// 0 … n − 1 without bias; n > 0.
  std::size_t below(std::size_t n);
  /// Mean 0, standard deviation 1, within ±6: the sum of twelve uniform numbers.
  double normal();

  template <class T>
  void shuffle(std::vector<T>& values) {
    for (std::size_t i = values.size(); i > 1; --i)
      std::swap(values[i - 1], values[below(i)]);
  }

 private:
  std::array<std::uint64_t, 4> state_;
};

}  // namespace oligard::phantom
