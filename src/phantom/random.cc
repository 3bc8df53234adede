#include "phantom/random.h"

#include <bit>

namespace oligard::phantom {

std::uint64_t splitmix64(std::uint64_t& state) {
  state += 0x9E3779B97F4A7C15U;
  std::uint64_t z = state;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31U);
}

Random::Random(std::uint64_t seed, std::string_view stream) : state_{} {
  std::uint64_t name = 0xCBF29CE484222325U;  // FNV-1a
  for (const char c : stream)
    name = (name ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  std::uint64_t mixed = splitmix64(seed) ^ name;
  for (std::uint64_t& word : state_)
    word = splitmix64(mixed);
}

std::uint64_t Random::next() {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t shifted = state_[1] << 17U;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

double Random::uniform() {
  return static_cast<double>(next() >> 11U) * 0x1.0p-53;
}

std::size_t Random::below(std::size_t n) {
  const std::uint64_t limit = n * (UINT64_MAX / n);
  std::uint64_t value = next();
  while (value >= limit)
    value = next();
  return static_cast<std::size_t>(value % n);
}

double Random::normal() {
  double sum = -6;
  for (int i = 0; i < 12; ++i)
    sum += uniform();
  return sum;
}

}  // namespace oligard::phantom
