#include "phantom/patient_plan.h"

#include <algorithm>
#include <cmath>

#include "oligard/base/date.h"
#include "oligard/dicom/decimal_string.h"
#include "phantom/anatomy.h"

namespace oligard::phantom {
namespace {

constexpr double kFieldOfView = 409.6;
constexpr double kDegree = 0.017453292519943295;
constexpr Vec3 kBodyCentre{0, 0, 300};
constexpr int kDaysBetween = 90;

struct Coverage {
  double low;
  double high;
};

tl::unexpected<Error> refuse(const char* reason) {
  return fail(ErrorKind::kInvalidInput, "PHANTOM_OPTIONS", reason);
}

bool is_plain_text(const std::string& text) {
  return text.size() <= 64 && std::none_of(text.begin(), text.end(), [](unsigned char c) {
           return c < 0x20 || c == 0x7F || c == '\\';
         });
}

double round_to(double value, double step) {
  return std::floor(value / step + 0.5) * step;
}

double slice_spacing(const PhantomOptions& options, Random& random) {
  constexpr double kChoices[] = {1, 1.25, 1.5, 2, 2.5, 3, 4, 5};
  const double drawn = kChoices[random.below(std::size(kChoices))];
  if (options.slice_spacing_mm > 0) return options.slice_spacing_mm;
  return options.demo ? 4 : drawn;
}

Grid grid_of(const PhantomOptions& options, const Rigid& body_to_patient, double spacing) {
  const Coverage coverage = options.demo ? Coverage{88, 532} : Coverage{0, 640};
  Grid grid;
  const bool coarse = options.demo || options.with_ct;
  grid.rows = grid.columns = options.matrix > 0 ? options.matrix : (coarse ? 256 : 512);
  const double pixel = options.pixel_spacing_mm > 0 ? options.pixel_spacing_mm : kFieldOfView / grid.columns;
  grid.row_spacing = grid.column_spacing = pixel;
  grid.slice_spacing = spacing;
  grid.slices = static_cast<int>(std::ceil((coverage.high - coverage.low) / spacing)) + 1;
  const double corner = -0.5 * pixel * (grid.columns - 1);
  const double bottom = body_to_patient.apply({0, 0, coverage.low}).z;
  grid.origin = {corner, corner, round_to(bottom, 0.1)};
  return grid;
}

std::vector<PlannedTimePoint> plan_time_points(const PhantomOptions& options, std::uint64_t seed) {
  Random pose(seed, "pose");
  Random spacing(seed, "spacing");
  const double turn = options.demo ? 1.2 : 2;
  const double sideways = options.demo ? 4 : 6;
  std::vector<PlannedTimePoint> timepoints(static_cast<std::size_t>(options.timepoints));
  for (std::size_t t = 0; t < timepoints.size(); ++t) {
    PlannedTimePoint& timepoint = timepoints[t];
    timepoint.date = study_date(seed, t);
    const Vec3 angles = turn * kDegree * Vec3{pose.normal(), pose.normal(), pose.normal()};
    const Vec3 shift{std::clamp(sideways * pose.normal(), -15.0, 15.0),
                     std::clamp(sideways * pose.normal(), -15.0, 15.0), pose.uniform(-1100, -500)};
    timepoint.breath_mm = pose.uniform(0, 12);
    timepoint.body_to_patient = options.same_frame_of_reference && t > 0
                                    ? timepoints[0].body_to_patient
                                    : rotation_about(kBodyCentre, angles, shift);
    timepoint.grid = grid_of(options, timepoint.body_to_patient, slice_spacing(options, spacing));
  }
  return timepoints;
}

bool is_usable(const CohortSettings& c) {
  const auto all_within = [](std::initializer_list<double> values, double low, double high) {
    return std::all_of(values.begin(), values.end(), [&](double v) { return v >= low && v <= high; });
  };
  return all_within({c.tilted, c.clustered, c.melting, c.missed, c.cropped, c.site_coded, c.site_wrong,
                     c.girth, c.length},
                    0, 1) &&
         all_within({c.breathing_min_mm, c.breathing_max_mm, c.organ_jitter_mm, c.lesion_jitter_mm,
                     c.deformation_mm, c.gap_mm, c.rotation_deg},
                    0, 100) &&
         all_within({c.offset_xy_mm, c.offset_z_mm}, 0, 2000) &&
         all_within({c.slice_min_mm, c.slice_max_mm}, 0.3, 20) && c.slice_min_mm <= c.slice_max_mm &&
         c.breathing_min_mm <= c.breathing_max_mm;
}

std::string text_of(const CohortSettings& c) {
  std::string text = "cohort 1";
  for (const double value : {c.rotation_deg,     c.girth,           c.length,           c.breathing_min_mm,
                             c.breathing_max_mm, c.organ_jitter_mm, c.lesion_jitter_mm, c.deformation_mm,
                             c.offset_xy_mm,     c.offset_z_mm,     c.slice_min_mm,     c.slice_max_mm,
                             c.tilted,           c.gap_mm,          c.clustered,        c.melting,
                             c.missed,           c.cropped,         c.site_coded,       c.site_wrong}) {
    text += " " + dicom::decimal_string(value);
  }
  return text + " " + std::to_string(static_cast<int>(c.pattern)) + (c.mirrored ? " mirrored" : "");
}

/// Everything that changes the bytes of a SEG or CT slice.
std::string uid_root(const PhantomOptions& options, const PatientPlan& plan) {
  std::string text = "oligard phantom 1";
  const auto add = [&text](const std::string& value) { text += "|" + value; };
  add(std::to_string(plan.seed));
  for (const std::string& value : {plan.id, plan.name, plan.issuer})
    add(value);
  for (const int value : {options.timepoints, options.lesions, plan.timepoints[0].grid.rows}) {
    add(std::to_string(value));
  }
  for (const bool value : {options.demo, options.tracking == Tracking::kTrue, options.same_frame_of_reference,
                           options.organ_masks, options.image_references}) {
    add(value ? "1" : "0");
  }
  add(dicom::decimal_string(options.slice_spacing_mm));
  add(dicom::decimal_string(plan.timepoints[0].grid.column_spacing));
  if (options.tracking == Tracking::kMisleading) add("misleading");
  if (options.cohort) add(text_of(*options.cohort) + "|" + std::to_string(options.max_lesions));
  return text;
}

}  // namespace

std::string study_date(std::uint64_t seed, std::size_t timepoint) {
  const Date first = *parse_iso_date("2024-01-08") + std::chrono::days{seed % 7 * 31 % 200};
  return to_dicom(first + std::chrono::days{kDaysBetween * static_cast<int>(timepoint)});
}

Status check(const PhantomOptions& options) {
  if (options.patients < 1 || options.patients > 100000) return refuse("patients must be 1 to 100000");
  if (options.timepoints < 1 || options.timepoints > 100) return refuse("time points must be 1 to 100");
  const int most_lesions = options.cohort ? 3000 : 300;
  if (options.lesions < 1 || options.lesions > most_lesions)
    return refuse("lesions must be 1 to 300, of a cohort 1 to 3000");
  if (options.max_lesions != 0 &&
      (!options.cohort || options.max_lesions < options.lesions || options.max_lesions > most_lesions)) {
    return refuse("the largest number of lesions is that of a cohort, from the smallest to 3000");
  }
  if (options.demo && options.cohort) return refuse("the demonstration patient belongs to no cohort");
  if (options.cohort && !is_usable(*options.cohort))
    return refuse(
        "a share of the cohort must be 0 to 1, a movement 0 to 100 mm, an offset 0 to 2000 mm, a slice 0.3 "
        "to 20 mm");
  if (options.demo && (options.timepoints != 3 || options.lesions != 10)) {
    return refuse("the demonstration patient has three time points and ten lesions");
  }
  if (options.patients > 1 && !options.patient_id.empty())
    return refuse("one patient ID cannot serve several patients");
  if (options.matrix != 0 && (options.matrix < 32 || options.matrix > 4096))
    return refuse("the matrix must be 32 to 4096");
  const auto out_of_range = [](double value, double low, double high) {
    return value != 0 && !(value >= low && value <= high);
  };
  if (out_of_range(options.slice_spacing_mm, 0.3, 20))
    return refuse("the slice spacing must be 0.3 to 20 mm");
  if (out_of_range(options.pixel_spacing_mm, 0.1, 10))
    return refuse("the pixel spacing must be 0.1 to 10 mm");
  for (const std::string& text : {options.patient_id, options.patient_name, options.issuer}) {
    if (!is_plain_text(text))
      return refuse(
          "patient ID, name and issuer have at most 64 bytes and no control character or backslash");
  }
  return {};
}

Result<PatientPlan> plan_patient(const PhantomOptions& options, std::uint64_t seed) {
  if (Status checked = check(options); !checked) return fail(checked);
  PatientPlan plan;
  plan.seed = seed;
  const std::string number = std::to_string(seed);
  plan.id = options.patient_id.empty() ? "PHANTOM-" + number : options.patient_id;
  plan.name = options.patient_name.empty() ? "Phantom^Seed" + number : options.patient_name;
  plan.issuer = options.issuer;
  Random person(seed, "person");
  plan.sex.assign(1, person.below(2) == 0 ? 'F' : 'M');
  plan.birth_date = std::to_string(1940 + person.below(40)) + "0101";
  plan.timepoints = options.cohort ? cohort_time_points(options, seed) : plan_time_points(options, seed);
  plan.uid_root = uid_root(options, plan);
  if (options.demo) {
    plan.lesions = demo_lesions();
    return plan;
  }
  Random random(seed, "lesions");
  auto lesions = options.cohort ? cohort_lesions(options, seed) : sample_lesions(options, random);
  if (!lesions) return fail(lesions);
  plan.lesions = std::move(*lesions);
  return plan;
}

Shape shape_of(const PatientPlan& plan, const PlannedLesion& lesion, std::size_t timepoint) {
  const PlannedTimePoint& now = plan.timepoints[timepoint];
  const Structure& structure = structures()[lesion.structure];
  const double radius = 0.5 * lesion.diameter_mm[timepoint];
  Shape shape;
  shape.centre = now.movement ? moved_point(*now.movement, lesion.structure, lesion.position,
                                            lesion.sights[timepoint].jitter)
                              : lesion.position + breathing_shift(structure, lesion.position, now.breath_mm);
  const Vec3 across = cross({0, 0, 1}, lesion.long_direction);
  shape.axes = {lesion.long_direction, across, Vec3{0, 0, 1}};
  shape.radii = {radius, radius * lesion.short_share, radius * lesion.axial_share};
  return moved(shape, now.body_to_patient);
}

}  // namespace oligard::phantom
