#include "classify/status/facts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "oligard/terms/organs.h"

namespace oligard::classify {
namespace {

using terms::LesionStatus;

constexpr std::array<std::string_view, 6> kDiffuseKinds = {"pleural_effusion", "pericardial_effusion",
                                                           "ascites",          "peritoneal_carcinomatosis",
                                                           "lymphangitic",     "leptomeningeal"};

}  // namespace

std::optional<std::size_t> timepoint_index(const Case& clinical_case, std::string_view id) {
  for (std::size_t t = 0; t < clinical_case.timepoints.size(); ++t) {
    if (clinical_case.timepoints[t].id == id) return t;
  }
  return std::nullopt;
}

const CaseTimePoint* find_timepoint(const Case& clinical_case, std::string_view id) {
  const std::optional<std::size_t> t = timepoint_index(clinical_case, id);
  return t ? &clinical_case.timepoints[*t] : nullptr;
}

const CaseLesion* find_lesion(const Case& clinical_case, std::string_view id) {
  const auto found = std::find_if(clinical_case.lesions.begin(), clinical_case.lesions.end(),
                                  [id](const CaseLesion& lesion) { return lesion.id == id; });
  return found == clinical_case.lesions.end() ? nullptr : &*found;
}

double round_tenth(double value) {
  return std::round(value * 10.0) / 10.0;
}

bool is_diffuse(const CaseLesion& lesion) {
  return std::find(kDiffuseKinds.begin(), kDiffuseKinds.end(), lesion.kind) != kDiffuseKinds.end();
}

bool is_cns(const CaseLesion& lesion) {
  const terms::Organ* organ = terms::organ_by_name(lesion.organ);
  return organ != nullptr && organ->cns;
}

std::string_view organ_site(const CaseLesion& lesion) {
  return lesion.nodal ? terms::kLymphNode : std::string_view(lesion.organ);
}

const Observation* observation_at(const CaseView& view, const CaseLesion& lesion, std::size_t t) {
  const auto found = lesion.observations.find(view.timepoint(t).id);
  return found == lesion.observations.end() ? nullptr : &found->second;
}

const ReaderStatus* reader_status_at(const CaseView& view, const CaseLesion& lesion, std::size_t t) {
  const auto found = lesion.reader_status.find(view.timepoint(t).id);
  return found == lesion.reader_status.end() ? nullptr : &found->second;
}

std::optional<double> stated_size(const CaseLesion& lesion, const Observation& observation,
                                  const Constants& constants) {
  switch (observation.state) {
    case ObservationState::kAbsent:
      return 0.0;
    case ObservationState::kTooSmall:
      return constants.too_small_mm;
    case ObservationState::kMeasured:
      break;
    default:
      return std::nullopt;
  }
  double sum = 0;
  // What was measured is there: it never rounds to absent.
  for (const SizePart& part : observation.parts) {
    sum += std::max(0.1, round_tenth(lesion.nodal ? part.short_mm : part.long_mm));
  }
  return round_tenth(sum);
}

std::optional<double> stated_volume(const CaseLesion& lesion, const Observation& observation) {
  if (lesion.nodal || observation.state != ObservationState::kMeasured) return std::nullopt;
  double sum = 0;
  for (const SizePart& part : observation.parts) {
    if (!part.volume_mm3) return std::nullopt;
    sum += *part.volume_mm3;
  }
  return sum;
}

double mask_sd_of_size(const CaseLesion& lesion, const Observation& observation) {
  double sd = 0;
  for (const SizePart& part : observation.parts)
    sd = std::hypot(sd, (lesion.nodal ? part.short_sd_mm : part.long_sd_mm).value_or(0));
  return sd;
}

double mask_sd_of_volume(const Observation& observation) {
  double sd = 0;
  for (const SizePart& part : observation.parts)
    sd = std::hypot(sd, part.volume_sd_mm3.value_or(0));
  return sd;
}

Imaged imaged(const CaseView& view, const CaseLesion& lesion, std::size_t t) {
  const CaseTimePoint& timepoint = view.timepoint(t);
  const auto place = lesion.place_imaged.find(timepoint.id);
  if (place != lesion.place_imaged.end()) return place->second ? Imaged::kYes : Imaged::kNo;
  if (lesion.region.empty() || !timepoint.coverage_known) return Imaged::kUnknown;
  return timepoint.coverage.contains(lesion.region) ? Imaged::kYes : Imaged::kNo;
}

std::string modality_at(const CaseView& view, const CaseLesion& lesion, std::size_t t) {
  const Observation* observation = observation_at(view, lesion, t);
  if (observation != nullptr && !observation->modality.empty()) return observation->modality;
  return view.timepoint(t).modality;
}

std::optional<double> slice_thickness_at(const CaseView& view, const CaseLesion& lesion, std::size_t t) {
  const Observation* observation = observation_at(view, lesion, t);
  if (observation != nullptr && observation->slice_thickness_mm) return observation->slice_thickness_mm;
  return view.timepoint(t).slice_thickness_mm;
}

bool is_treated(const CaseView& view, const CaseLesion& lesion, std::size_t t) {
  return lesion.local_therapy && lesion.local_therapy->date <= view.timepoint(t).date;
}

bool grew_by(double now, double reference, double amount, double eps) {
  return now - reference >= amount - eps;
}

std::optional<double> percent_change(double now, double reference) {
  if (reference <= 0) return std::nullopt;
  return 100.0 * (now / reference - 1.0);
}

bool exists_at(const LesionCourse& course, std::size_t t) {
  const LesionAssessment* assessment = course.assessment(t);
  return assessment != nullptr && assessment->status != LesionStatus::kResolved &&
         assessment->status != LesionStatus::kNonPathological;
}

int existing_lesions(const std::vector<LesionCourse>& courses, std::size_t t, bool with_not_evaluable) {
  return static_cast<int>(std::count_if(courses.begin(), courses.end(), [&](const LesionCourse& course) {
    return exists_at(course, t) &&
           (with_not_evaluable || course.assessment(t)->status != LesionStatus::kNotEvaluable);
  }));
}

}  // namespace oligard::classify
