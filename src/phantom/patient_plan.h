// What a phantom patient is, before anything is digitised: lesions with their courses, and how the body lies
// at each time point.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "oligard/base/result.h"
#include "oligard/phantom/phantom.h"
#include "phantom/random.h"
#include "phantom/shape.h"

namespace oligard::phantom {

/// One focus over time. The axial long axis is `diameter_mm`; the other two axes are shares of it.
struct PlannedLesion {
  std::string id;                   ///< "T01", in order of planning
  std::size_t structure = 0;        ///< index in structures()
  Vec3 position;                    ///< body frame at rest
  Vec3 long_direction{1, 0, 0};     ///< unit vector in the axial plane
  double short_share = 1;           ///< in the axial plane
  double axial_share = 1;           ///< along the body
  std::vector<double> diameter_mm;  ///< one a time point; 0 = not there
  std::string behaviour;            ///< stable, shrink, grow, respond_then_grow, resolve or new
};

struct PlannedTimePoint {
  std::string date;       ///< DICOM DA
  Rigid body_to_patient;  ///< rest position of the body → patient coordinates of this study
  double breath_mm = 0;   ///< how far the diaphragm is below its rest position
  Grid grid;              ///< of the CT and the SEGs
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

/// The lesions of the demonstration patient.
[[nodiscard]] std::vector<PlannedLesion> demo_lesions();

/// Lesions with courses drawn from `random`. Error PHANTOM_OPTIONS when the body has no room for so many.
[[nodiscard]] Result<std::vector<PlannedLesion>> sample_lesions(const PhantomOptions& options,
                                                                Random& random);

/// A lesion at a time point, in patient coordinates. It is there: its diameter is above 0.
[[nodiscard]] Shape shape_of(const PatientPlan& plan, const PlannedLesion& lesion, std::size_t timepoint);

}  // namespace oligard::phantom
