#include <variant>

#include "oligard/load/components.h"
#include "oligard/measure/measure.h"
#include "target.h"

namespace oligard::fuzz {
namespace {

/// What is measured too; more would only be slow.
constexpr std::size_t kMaxRuns = 2000;

}  // namespace

void measure(const load::LoadedObject& object) {
  const auto* segmentation = std::get_if<load::Segmentation>(&object);
  if (segmentation == nullptr) return;
  std::size_t runs = 0;
  for (const auto& segment : segmentation->segments) {
    check_mask(segment.mask);
    runs += segment.mask.runs.size();
  }
  if (runs > kMaxRuns) return;
  measure::MeasureOptions options;
  options.all_segments_are_lesions = true;
  (void)measure::measure_segmentation(*segmentation, options);
  for (const auto& segment : segmentation->segments)
    for (const Mask& part : load::connected_components(segment.mask, 10))
      check_mask(part);
}

}  // namespace oligard::fuzz
