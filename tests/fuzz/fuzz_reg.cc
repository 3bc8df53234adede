// libFuzzer target: a Spatial or Deformable Spatial Registration from bytes to mapped points.
#include <variant>

#include "oligard/load/registration.h"
#include "target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto object = oligard::fuzz::load_bytes({data, size});
  const auto* registration = object ? std::get_if<oligard::load::Registration>(&*object) : nullptr;
  if (registration == nullptr) return 0;
  for (const oligard::Vec3& point : {oligard::Vec3{}, oligard::Vec3{12.5, 7, 3},
                                     oligard::Vec3{-400, 350, 1e6}, oligard::Vec3{1e300, 0, 0}}) {
    for (const auto& matrix : registration->matrices)
      (void)matrix.map(point);
    for (const auto& deformation : registration->deformations)
      (void)deformation.map(point);
  }
  return 0;
}
