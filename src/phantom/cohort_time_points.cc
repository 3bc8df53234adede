#include <algorithm>
#include <cmath>
#include <numbers>

#include "phantom/patient_plan.h"

namespace oligard::phantom {
namespace {

constexpr double kDegree = std::numbers::pi / 180;
constexpr Vec3 kBodyCentre{0, 0, 320};
constexpr double kBodyLow = 0;
constexpr double kBodyHigh = 640;
constexpr double kFieldOfViewMm = 410;
constexpr double kTiltedFieldOfViewMm = 490;  // the ends of an oblique stack lie aside of the body
constexpr double kMostDegrees = 12;

Vec3 direction(Random& random) {
  for (;;) {
    const double x = random.normal();
    const double y = random.normal();
    const Vec3 v{x, y, random.normal()};
    if (norm(v) > 0.1) return (1 / norm(v)) * v;
  }
}

double degrees(double sd, Random& random) {
  return std::clamp(sd * random.normal(), -kMostDegrees, kMostDegrees);
}

Rigid draw_pose(const CohortSettings& settings, Random& random) {
  const Vec3 axis = direction(random);
  const double angle = kDegree * degrees(settings.rotation_deg / std::numbers::sqrt2, random);
  const double x = settings.offset_xy_mm * random.normal();
  const double y = settings.offset_xy_mm * random.normal();
  return rotation_about(kBodyCentre, angle * axis, {x, y, -800 + settings.offset_z_mm * random.normal()});
}

/// Left and right exchanged.
Rigid mirrored(Rigid pose) {
  for (Vec3& row : pose.rows)
    row.x = -row.x;
  return pose;
}

/// Another patient's build.
void change_build(Movement& movement, Random& random) {
  for (Vec3& shift : movement.organ_shifts)
    shift = shift + 12 * random.normal() * direction(random);
  movement.girth *= random.below(2) == 0 ? random.uniform(0.85, 0.93) : random.uniform(1.07, 1.15);
  movement.length *= random.below(2) == 0 ? random.uniform(0.92, 0.96) : random.uniform(1.04, 1.08);
}

struct Slab {
  double low = kBodyLow, high = kBodyHigh;
};

/// The upper or the lower part of the body.
Slab draw_part(Random& random) {
  const double border = random.uniform(250, 400);
  return random.below(2) == 0 ? Slab{border, kBodyHigh} : Slab{kBodyLow, border};
}

double draw_spacing(const PhantomOptions& options, Random& random) {
  const double drawn = random.uniform(options.cohort->slice_min_mm, options.cohort->slice_max_mm);
  if (options.slice_spacing_mm > 0) return options.slice_spacing_mm;
  return std::max(std::floor(20 * drawn + 0.5) / 20, 0.3);
}

/// The stack of a slab of the body, its middle at most 30 mm beside that of the body.
void set_grid(const PhantomOptions& options, const Slab& slab, Random& random, PlannedTimePoint& timepoint) {
  const double across = random.uniform(0, 2 * std::numbers::pi);
  const bool is_tilted = random.uniform() < options.cohort->tilted;
  const double tilt = random.uniform(-kMostDegrees, kMostDegrees);
  const double x = std::clamp(12 * random.normal(), -30.0, 30.0);
  const double y = std::clamp(12 * random.normal(), -30.0, 30.0);
  const Vec3 axis{std::cos(across), std::sin(across), 0};
  const Rigid turn = rotation_about({}, (is_tilted ? kDegree * tilt : 0) * axis, {});
  Grid& grid = timepoint.grid;
  grid.rows = grid.columns = options.matrix > 0 ? options.matrix : (options.with_ct ? 256 : 512);
  const double field = is_tilted ? kTiltedFieldOfViewMm : kFieldOfViewMm;
  const double pixel = options.pixel_spacing_mm > 0 ? options.pixel_spacing_mm : field / grid.columns;
  grid.row_spacing = grid.column_spacing = pixel;
  grid.slice_spacing = draw_spacing(options, random);
  grid.slices = static_cast<int>(std::ceil((slab.high - slab.low) / grid.slice_spacing)) + 1;
  grid.column_direction = turn.turn({1, 0, 0});
  grid.row_direction = turn.turn({0, 1, 0});
  grid.slice_direction = cross(grid.column_direction, grid.row_direction);
  const Vec3 middle = timepoint.body_to_patient.apply({0, 0, 0.5 * (slab.low + slab.high)}) + Vec3{x, y, 0};
  grid.origin = middle - (0.5 * pixel * (grid.columns - 1)) * grid.column_direction -
                (0.5 * pixel * (grid.rows - 1)) * grid.row_direction -
                (0.5 * grid.slice_spacing * (grid.slices - 1)) * grid.slice_direction;
  timepoint.tilt_deg = is_tilted ? std::abs(tilt) : 0;
}

}  // namespace

std::vector<PlannedTimePoint> cohort_time_points(const PhantomOptions& options, std::uint64_t seed) {
  const CohortSettings& settings = *options.cohort;
  std::vector<PlannedTimePoint> timepoints(static_cast<std::size_t>(options.timepoints));
  for (std::size_t t = 0; t < timepoints.size(); ++t) {
    const std::string number = std::to_string(t);
    Random movement(seed, "cohort movement " + number);
    Random pose(seed, "cohort pose " + number);
    Random sampling(seed, "cohort sampling " + number);
    const bool is_last = t > 0 && t + 1 == timepoints.size();
    PlannedTimePoint& timepoint = timepoints[t];
    timepoint.date = study_date(seed, t);
    timepoint.movement = draw_movement(settings, movement);
    if (is_last && settings.pattern == Pattern::kImpostor) change_build(*timepoint.movement, movement);
    timepoint.breath_mm = timepoint.movement->breath_mm;
    timepoint.body_to_patient =
        options.same_frame_of_reference && t > 0 ? timepoints[0].body_to_patient : draw_pose(settings, pose);
    if (is_last && settings.mirrored) timepoint.body_to_patient = mirrored(timepoint.body_to_patient);
    timepoint.cropped = sampling.uniform() < settings.cropped;
    const Slab part = draw_part(sampling);
    set_grid(options, timepoint.cropped ? part : Slab{}, sampling, timepoint);
  }
  return timepoints;
}

}  // namespace oligard::phantom
