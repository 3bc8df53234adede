#include "oligard/registration/image_registration.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <memory>
#include <thread>
#include <vector>

#include "registration/agreement.h"
#include "registration/itk_demons.h"
#include "registration/rigid_search.h"

namespace oligard::registration {
namespace {

constexpr double kMarginMm = 10;  // lesions at the edge of what was imaged
constexpr double kSmallestCommonMm3 = 2e6;
constexpr double kSmallestDice = 0.85;
constexpr double kSmallestInformation = 0.2;
constexpr double kSmallestGain = 0.05;
constexpr double kSmallestCorrelation = 0.7;
constexpr double kSmallestRigidCorrelation = 0.5;
constexpr double kMirroredBetter = 1.1;  // a pelvis fits about as well either way
constexpr double kLargestInverseMm = 20;
constexpr double kDoubtfulInverseMm = 8;
constexpr double kUndefinedInverseMm = 12;
constexpr double kBestQuality = 0.9;  // another patient or the next vertebra may fit as well

tl::unexpected<Error> refuse(const char* code, const char* reason) {
  return fail(ErrorKind::kUnsupported, code, reason);
}

/// One direction of a pair: the volumes, what was found, what refines it.
struct OneWay {
  const CoarseVolume* from = nullptr;
  const CoarseVolume* to = nullptr;
  RigidOutcome rigid;
  double mirrored_information = 0;  ///< at the coarse level, of the second volume left for right
  double correlation = 0;           ///< under the rigid map; of one modality alone
  std::optional<OffsetField> field;
  bool failed = false;

  [[nodiscard]] Vec3 apply(const Vec3& place) const {
    return rigid.best.map.apply(field ? place + field->at(place) : place);
  }
};

void run(OneWay& way, const std::vector<Vec3>& starts, bool with_mirrored) {
  const ItkRigid registration(*way.from, *way.to);
  way.rigid = search_rigid(*way.from, *way.to, registration, starts);
  way.rigid.best = climb(registration, way.rigid.best.map);
  if (with_mirrored) {
    const CoarseVolume other = mirrored(*way.to);
    way.mirrored_information = search_rigid(*way.from, other, ItkRigid(*way.from, other), {}).coarse;
  }
  if (way.from->modality != way.to->modality) return;
  const auto mapped = [&](const Vec3& p) { return way.apply(p); };
  way.correlation = overlay(*way.from, *way.to, mapped).correlation;
  if (way.correlation < kSmallestRigidCorrelation) return;
  if (way.from->modality == "CT")
    if (const auto bones = align_bones(*way.from, *way.to, way.rigid.best.map)) way.rigid.best.map = *bones;
  way.field = refine(*way.from, *way.to, way.rigid.best.map);
  if (way.field && overlay(*way.from, *way.to, mapped).correlation < way.correlation) way.field.reset();
}

void run_guarded(OneWay& way, const std::vector<Vec3>& starts, bool with_mirrored) {
  try {
    run(way, starts, with_mirrored);
  } catch (const std::exception&) {
    way.failed = true;
  }
}

std::vector<Vec3> differences(const std::vector<std::pair<Vec3, Vec3>>& anchors, bool forward) {
  if (anchors.empty()) return {};
  const auto median = [&](auto component) {
    std::vector<double> values;
    values.reserve(anchors.size());
    for (const auto& [a, b] : anchors)
      values.push_back(component(forward ? b - a : a - b));
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2),
                     values.end());
    return values[values.size() / 2];
  };
  return {{median([](const Vec3& v) { return v.x; }), median([](const Vec3& v) { return v.y; }),
           median([](const Vec3& v) { return v.z; })}};
}

/// Body places some 60 mm apart.
std::vector<Vec3> body_places(const CoarseVolume& volume) {
  constexpr int kEvery = 15;
  std::vector<Vec3> places;
  for (int k = kEvery / 2; k < volume.grid.slices; k += kEvery)
    for (int j = kEvery / 2; j < volume.grid.rows; j += kEvery)
      for (int i = kEvery / 2; i < volume.grid.columns; i += kEvery)
        if (volume.body[volume.at(i, j, k)] != 0) places.push_back(volume.grid.to_patient(i, j, k));
  return places;
}

double rise(double value, double low, double high) {
  return std::clamp((value - low) / (high - low), 0.0, 1.0);
}

double quality_of(const ImageAgreement& agreement, bool same_modality) {
  double quality = kBestQuality * (0.5 + 0.5 * rise(agreement.gain, kSmallestGain, 0.25));
  quality *= 0.5 + 0.5 * rise(agreement.dice, kSmallestDice, 0.92);
  if (same_modality) quality *= 0.5 + 0.5 * rise(agreement.correlation, kSmallestCorrelation, 0.85);
  if (!same_modality) quality *= 0.8;
  if (agreement.inverse_mm > kDoubtfulInverseMm) quality *= 0.5;
  return quality;
}

Status check(const ImageAgreement& agreement, const Overlay& laid, const OneWay& there, bool same_modality) {
  if (laid.common_mm3 < kSmallestCommonMm3)
    return refuse("IMAGE_REGISTRATION_NO_OVERLAP", "the images show no region of the body in common");
  const bool too_weak = agreement.information < kSmallestInformation || agreement.gain < kSmallestGain ||
                        (same_modality && (agreement.correlation < kSmallestCorrelation ||
                                           there.correlation < kSmallestRigidCorrelation));
  if (there.mirrored_information > kMirroredBetter * there.rigid.coarse)
    return refuse("IMAGE_REGISTRATION_MIRRORED", "one of the images fits better left for right");
  if (too_weak) return refuse("IMAGE_REGISTRATION_NO_AGREEMENT", "no place was found where the images agree");
  if (agreement.dice < kSmallestDice)
    return refuse("IMAGE_REGISTRATION_BODIES_DIFFER", "the outlines of the body do not lie over each other");
  if (agreement.inverse_mm > kLargestInverseMm)
    return refuse("IMAGE_REGISTRATION_INCONSISTENT",
                  "registering either image onto the other gives two answers");
  return {};
}

/// Both volumes and both ways; maps keep it alive.
struct Pair {
  CoarseVolume from, to;
  OneWay there, back;

  Pair(const CoarseVolume& a, const CoarseVolume& b) : from(a), to(b) {
    there.from = back.to = &from;
    there.to = back.from = &to;
  }

  void run_both(const ImageRegistrationOptions& options) {
    const std::jthread other([&] { run_guarded(back, differences(options.anchors, false), false); });
    run_guarded(there, differences(options.anchors, true), true);
  }

  /// |T_ba(T_ab(x)) − x|; nothing where one of the volumes does not show the place.
  [[nodiscard]] std::optional<double> inverse_error_mm(const Vec3& place) const {
    if (!shows(from, place, kMarginMm)) return std::nullopt;
    const Vec3 mapped = there.apply(place);
    if (!shows(to, mapped, kMarginMm)) return std::nullopt;
    return distance(back.apply(mapped), place);
  }

  [[nodiscard]] double median_inverse_mm(const std::vector<Vec3>& places) const {
    std::vector<double> errors;
    for (const Vec3& place : places)
      if (const auto error = inverse_error_mm(place)) errors.push_back(*error);
    if (errors.empty() && !places.empty()) return median_inverse_mm({});
    if (errors.empty())
      for (const Vec3& place : body_places(from))
        if (const auto error = inverse_error_mm(place)) errors.push_back(*error);
    if (errors.empty()) return 0;
    const auto middle = errors.begin() + static_cast<std::ptrdiff_t>(errors.size() / 2);
    std::nth_element(errors.begin(), middle, errors.end());
    return *middle;
  }
};

}  // namespace

Result<ImageMap> register_images(const CoarseVolume& from, const CoarseVolume& to,
                                 const ImageRegistrationOptions& options) {
  const auto pair = std::make_shared<Pair>(from, to);
  pair->run_both(options);
  if (pair->there.failed || pair->back.failed)
    return fail(ErrorKind::kInternal, "IMAGE_REGISTRATION_FAILED",
                "registering the images failed unexpectedly");
  const Overlay laid = overlay(from, to, [&](const Vec3& p) { return pair->there.apply(p); });
  ImageMap result;
  ImageAgreement& agreement = result.agreement;
  agreement.common_share = laid.common_share;
  agreement.dice = laid.dice;
  agreement.information = pair->there.rigid.best.information;
  agreement.gain = std::min(pair->there.rigid.gain, pair->back.rigid.gain);
  agreement.correlation = laid.correlation;
  agreement.inverse_mm = pair->median_inverse_mm(options.places);
  agreement.deformable = pair->there.field.has_value();
  const bool same_modality = from.modality == to.modality;
  if (Status checked = check(agreement, laid, pair->there, same_modality); !checked) return fail(checked);
  result.quality = quality_of(agreement, same_modality);
  result.map = [pair](const Vec3& place) -> std::optional<Vec3> {
    if (!shows(pair->from, place, kMarginMm)) return std::nullopt;
    if (pair->inverse_error_mm(place).value_or(0) > kUndefinedInverseMm) return std::nullopt;
    return pair->there.apply(place);
  };
  return result;
}

}  // namespace oligard::registration
