#include "pipeline/referenced_series.h"

#include <vector>

#include "oligard/load/loaded_object.h"

namespace oligard::pipeline {

std::set<std::string> referenced_series(const std::filesystem::path& file, const config::Settings& settings) {
  std::set<std::string> series;
  const Result<load::LoadedObject> object = load::load_object(file, settings.sources);
  if (!object) return series;
  const auto add = [&](const std::vector<load::InstanceReference>& references) {
    for (const load::InstanceReference& reference : references)
      series.insert(reference.series_instance_uid);
  };
  if (const auto* segmentation = std::get_if<load::Segmentation>(&*object)) {
    add(segmentation->source_images);
    series.insert(segmentation->source_series_uid);
  } else if (const auto* report = std::get_if<load::MeasurementReport>(&*object);
             report != nullptr && !report->is_own_result) {
    add(report->evidence);
  }
  series.erase("");
  return series;
}

}  // namespace oligard::pipeline
