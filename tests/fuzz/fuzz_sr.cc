// libFuzzer target: a structured report from bytes to measurements.
#include <cstddef>

#include "target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  (void)oligard::fuzz::load_bytes({data, size});
  return 0;
}
