// What a phantom patient is, before anything is digitised: lesions with their courses, and how the body lies
// at each time point.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "oligard/base/result.h"
#include "oligard/phantom/phantom.h"
#include "phantom/movement.h"
#include "phantom/random.h"
#include "phantom/shape.h"

namespace oligard::phantom {

/// How one time point of a cohort shows a lesion that is there.
struct Sight {
  Vec3 jitter;          ///< added to the movement of its structure
  bool missed = false;  ///< not segmented
  bool joined = false;  ///< one object with its partner
  bool coded = true;    ///< the segment names a site
  std::size_t coded_structure = 0;
};

/// One focus over time. The axial long axis is `diameter_mm`; the other two axes are shares of it.
struct PlannedLesion {
  std::string id;                   ///< "T01", in order of planning
  std::size_t structure = 0;        ///< index in structures()
  Vec3 position;                    ///< body frame at rest
  Vec3 long_direction{1, 0, 0};     ///< unit vector in the axial plane
  double short_share = 1;           ///< in the axial plane
  double axial_share = 1;           ///< along the body
  std::vector<double> diameter_mm;  ///< one a time point; 0 = not there
  std::string behaviour;  ///< stable, shrink, grow, respond_then_grow, resolve, new, reappear, part or melt
  std::optional<std::size_t> partner;  ///< the sphere that it melts with or parts from
  std::vector<Sight> sights;           ///< of a cohort: one a time point
};

struct PlannedTimePoint {
  std::string date;                  ///< DICOM DA
  Rigid body_to_patient;             ///< rest position of the body → patient coordinates of this study
  double breath_mm = 0;              ///< how far the diaphragm is below its rest position
  std::optional<Movement> movement;  ///< of a cohort: `breath_mm` and more
  bool cropped = false;              ///< the grid holds a part of the body
  double tilt_deg = 0;               ///< between slice normal and z
  Grid grid;                         ///< of the CT and the SEGs
};

struct PatientPlan {
  std::uint64_t seed = 0;
  std::string id, name, issuer, birth_date, sex;
  std::string uid_root;  ///< text that all UIDs are hashed from
  std::vector<PlannedTimePoint> timepoints;
  std::vector<PlannedLesion> lesions;
};

/// Error PHANTOM_OPTIONS.
[[nodiscard]] Status check(const PhantomOptions& options);

/// The plan of one patient; `seed` replaces that of the options. Error PHANTOM_OPTIONS.
[[nodiscard]] Result<PatientPlan> plan_patient(const PhantomOptions& options, std::uint64_t seed);

/// DICOM DA; studies are 90 days apart.
[[nodiscard]] std::string study_date(std::uint64_t seed, std::size_t timepoint);

/// The lesions of the demonstration patient.
[[nodiscard]] std::vector<PlannedLesion> demo_lesions();

/// Lesions with courses drawn from `random`. Error PHANTOM_OPTIONS when the body has no room for so many.
[[nodiscard]] Result<std::vector<PlannedLesion>> sample_lesions(const PhantomOptions& options,
                                                                Random& random);

/// Time points of a cohort patient.
[[nodiscard]] std::vector<PlannedTimePoint> cohort_time_points(const PhantomOptions& options,
                                                               std::uint64_t seed);

/// Lesions of a cohort patient, with their sights. Error PHANTOM_OPTIONS when the body has no room.
[[nodiscard]] Result<std::vector<PlannedLesion>> cohort_lesions(const PhantomOptions& options,
                                                                std::uint64_t seed);

/// A lesion at a time point, in patient coordinates. It is there: its diameter is above 0.
[[nodiscard]] Shape shape_of(const PatientPlan& plan, const PlannedLesion& lesion, std::size_t timepoint);

}  // namespace oligard::phantom
