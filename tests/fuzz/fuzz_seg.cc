// libFuzzer target: a Segmentation from bytes to lesions.
#include "target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto object = oligard::fuzz::load_bytes({data, size});
  if (object) oligard::fuzz::measure(*object);
  return 0;
}
