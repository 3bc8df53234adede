// One sound object of each kind for the tests of the contract: the reports as the program writes them, the
// others built here.
#pragma once

#include <string>

#include "oligard/report/contract.h"

namespace oligard::report::test {

struct SoundObject {
  Expected expected;
  std::string bytes;
};

/// Two segments of two slices.
[[nodiscard]] SoundObject sound_segmentation();
/// A page of 4 × 3 pixels.
[[nodiscard]] SoundObject sound_capture();
[[nodiscard]] SoundObject sound_pdf();

}  // namespace oligard::report::test
