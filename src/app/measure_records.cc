// `oligard measure` for programs: CSV and JSON.
#include <cmath>

#include <nlohmann/json.hpp>

#include "app/measure_text.h"
#include "app/text.h"
#include "oligard/load/components.h"
#include "oligard/measure/definitions.h"
#include "oligard/report/assessment_json.h"

namespace oligard::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kColumns =
    "segment,component,label,organ,"
    "volume_mm3,long_axis_mm,short_axis_mm,max_3d_diameter_mm,truncated,"
    "laterality,nodal,voxel_count,"
    "volume_sd_mm3,long_axis_sd_mm,short_axis_sd_mm,max_3d_diameter_sd_mm,"
    "surface_volume_mm3,weighted_volume_mm3,"
    "centroid_x_mm,centroid_y_mm,centroid_z_mm,slice_z_mm,"
    "axial,missing_slices,convention,definitions,tracking_uid";

/// RFC 4180: quoted when it holds a comma, a quote or a line break.
std::string csv_text(const std::string& value) {
  if (value.find_first_of(",\"\r\n") == std::string::npos) return value;
  std::string quoted = "\"";
  for (const char c : value)
    quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::string csv_number(const std::optional<double>& value) {
  return value && std::isfinite(*value) ? text("%.3f", *value) : std::string();
}

const char* csv_bool(bool value) {
  return value ? "true" : "false";
}

class Record {
 public:
  Record& operator<<(const std::string& field) {
    line_ += (is_first_ ? "" : ",") + field;
    is_first_ = false;
    return *this;
  }
  [[nodiscard]] const std::string& line() const { return line_; }

 private:
  std::string line_;
  bool is_first_ = true;
};

}  // namespace

void print_measured_csv(const Measured& measured, std::ostream& out) {
  out << kColumns << "\r\n";
  for (const measure::Lesion& lesion : measured.lesions) {
    Record record;
    record << std::to_string(lesion.source.number) << std::to_string(lesion.source.component)
           << csv_text(lesion.source.label) << csv_text(lesion.organ) << csv_number(lesion.volume_mm3)
           << csv_number(lesion.long_axis_mm) << csv_number(lesion.short_axis_mm)
           << csv_number(lesion.max_3d_diameter_mm) << csv_bool(lesion.truncated) << lesion.laterality
           << csv_bool(lesion.nodal) << std::to_string(lesion.voxel_count)
           << csv_number(lesion.uncertainty.volume_mm3) << csv_number(lesion.uncertainty.long_axis_mm)
           << csv_number(lesion.uncertainty.short_axis_mm)
           << csv_number(lesion.uncertainty.max_3d_diameter_mm) << csv_number(lesion.surface_volume_mm3)
           << csv_number(lesion.weighted_volume_mm3) << csv_number(lesion.centroid_mm.x)
           << csv_number(lesion.centroid_mm.y) << csv_number(lesion.centroid_mm.z)
           << csv_number(lesion.slice_z_mm) << csv_bool(lesion.axial) << csv_bool(lesion.missing_slices)
           << lesion.convention << std::string(measure::kMeasurementDefinitions)
           << csv_text(lesion.tracking_uid);
    out << record.line() << "\r\n";
  }
}

void print_measured_json(const Measured& measured, std::ostream& out) {
  Json segments = Json::array();
  for (const load::Segment& segment : measured.segmentation.segments) {
    segments.push_back({{"number", segment.number},
                        {"label", segment.label},
                        {"role", load::name_of(segment.role)},
                        {"organ", segment.organ.empty() ? Json(nullptr) : Json(segment.organ)},
                        {"voxel_count", voxel_count(segment.mask)},
                        {"volume_mm3", volume_mm3(segment.mask)},
                        {"components", load::connected_components(segment.mask).size()}});
  }
  Json lesions = Json::array();
  for (const measure::Lesion& lesion : measured.lesions)
    lesions.push_back(Json::parse(report::lesion_json(lesion)));
  const Json json = {{"definitions", measure::kMeasurementDefinitions},
                     {"convention", measured.convention},
                     {"segments", segments},
                     {"lesions", lesions}};
  out << json.dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
}

}  // namespace oligard::app
