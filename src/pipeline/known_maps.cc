#include "pipeline/known_maps.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <set>

namespace oligard::pipeline {
namespace {

constexpr double kSmallestScale = 0.8;
constexpr double kLargestScale = 1.25;
constexpr double kSettledMm = 0.1;
constexpr int kInversionSteps = 50;
// Below what a registration that the lesions confirm has: nothing in the object says how good it is.
constexpr double kMatrixTrust = 0.75;
// The order of several matrices is read differently by different programs.
constexpr double kSeveralMatricesTrust = 0.5;

using PointMap = std::function<std::optional<Vec3>(const Vec3&)>;

/// One side of a registration at a time point.
struct End {
  int source = 0;  ///< item number, 0 = the registered frame
  int time_point = 0;
  double trust = kMatrixTrust;
  PointMap to_registered;
  PointMap from_registered;
};

/// No reflection, and no scale of another body.
bool is_plausible(const AffineMap& map) {
  const double volume = determinant(map);
  if (!(volume >= std::pow(kSmallestScale, 3) && volume <= std::pow(kLargestScale, 3))) return false;
  const auto is_scale = [](const Vec3& v) { return norm(v) >= kSmallestScale && norm(v) <= kLargestScale; };
  return is_scale(map.row(0)) && is_scale(map.row(1)) && is_scale(map.row(2)) && is_scale(map.column(0)) &&
         is_scale(map.column(1)) && is_scale(map.column(2));
}

std::vector<int> time_points_of_frame(const std::string& frame, const std::vector<RegisteredSpace>& spaces) {
  std::vector<int> found;
  for (std::size_t t = 0; t < spaces.size(); ++t)
    if (!frame.empty() && spaces[t].frame_of_reference_uid == frame) found.push_back(static_cast<int>(t));
  return found;
}

/// By frame of reference, else the one time point that has the images.
std::vector<int> time_points_of(const load::RegisteredSource& source,
                                const std::vector<RegisteredSpace>& spaces) {
  if (!source.frame_of_reference_uid.empty())
    return time_points_of_frame(source.frame_of_reference_uid, spaces);
  std::vector<int> found;
  for (std::size_t t = 0; t < spaces.size(); ++t) {
    const auto& images = spaces[t].image_uids;
    const bool has_one =
        std::any_of(source.images.begin(), source.images.end(), [&](const load::InstanceReference& image) {
          return std::binary_search(images.begin(), images.end(), image.sop_instance_uid);
        });
    if (has_one) found.push_back(static_cast<int>(t));
  }
  if (found.size() > 1) found.clear();
  return found;
}

PointMap affine(const AffineMap& map) {
  return [map](const Vec3& p) { return std::optional<Vec3>(map.apply(p)); };
}

/// The linear part of a deformation, without its grid.
AffineMap without_grid(const load::DeformableRegistration& item) {
  AffineMap map = item.pre.value_or(AffineMap{});
  return item.post ? compose(*item.post, map) : map;
}

/// y with map(y) = x by y ← y − A⁻¹(map(y) − x), A the map without its grid.
std::optional<Vec3> inverted(const load::DeformableRegistration& item, const AffineMap& back, const Vec3& x) {
  Vec3 y = back.apply(x);
  for (int step = 0; step < kInversionSteps; ++step) {
    const std::optional<Vec3> there = item.map(y);
    if (!there) return std::nullopt;
    const Vec3 next = y - (back.apply(*there) - back.apply(x));
    if (!std::isfinite(norm(next))) return std::nullopt;
    if (distance(*there, x) <= kSettledMm) return y;
    y = next;
  }
  return std::nullopt;
}

bool is_identity(const AffineMap& map) {
  for (std::size_t i = 0; i < map.linear.size(); ++i)
    if (std::abs(map.linear[i] - AffineMap{}.linear[i]) > 1e-6) return false;
  return norm(map.translation) <= 1e-3;
}

struct Ends {
  std::vector<End> all;
  int unknown = 0;      ///< sources that no time point has
  int implausible = 0;  ///< matrices that mirror or scale
};

void add(const load::RegisteredSource& source, End end, const std::vector<RegisteredSpace>& spaces,
         Ends& ends) {
  const std::vector<int> time_points = time_points_of(source, spaces);
  if (time_points.empty()) ++ends.unknown;
  for (const int t : time_points) {
    end.time_point = t;
    ends.all.push_back(end);
  }
}

Ends ends_of(const std::shared_ptr<const load::Registration>& owner,
             const std::vector<RegisteredSpace>& spaces) {
  const load::Registration& registration = *owner;
  Ends ends;
  const std::string& registered = registration.frame_of_reference_uid;
  const std::vector<int> targets = time_points_of_frame(registered, spaces);
  if (targets.empty()) ++ends.unknown;
  for (const int t : targets)
    ends.all.push_back({0, t, kMatrixTrust, affine({}), affine({})});
  int number = 0;
  for (const load::MatrixRegistration& item : registration.matrices) {
    ++number;
    // The registered frame itself is an end already.
    if (item.source.frame_of_reference_uid == registered) {
      if (!is_identity(item.transform)) ++ends.implausible;
      continue;
    }
    if (!is_plausible(item.transform)) {
      ++ends.implausible;
      continue;
    }
    const double trust = item.matrix_count > 1 ? kSeveralMatricesTrust : kMatrixTrust;
    add(item.source, {number, 0, trust, affine(item.transform), affine(inverse(item.transform))}, spaces,
        ends);
  }
  for (const load::DeformableRegistration& item : registration.deformations) {
    ++number;
    const AffineMap linear = without_grid(item);
    if (!is_plausible(linear)) {
      ++ends.implausible;
      continue;
    }
    const std::shared_ptr<const load::DeformableRegistration> shared(owner, &item);
    const AffineMap back = inverse(linear);
    add(item.source,
        {number, 0, kMatrixTrust, [shared, back](const Vec3& p) { return inverted(*shared, back, p); },
         [shared](const Vec3& p) { return shared->map(p); }},
        spaces, ends);
  }
  return ends;
}

match::KnownMap joined(const End& from, const End& to) {
  match::KnownMap map;
  map.from = from.time_point;
  map.to = to.time_point;
  map.method = match::Evidence::kRegistrationObject;
  map.trust = std::min(from.trust, to.trust);
  map.map = [there = from.to_registered, back = to.from_registered](const Vec3& p) -> std::optional<Vec3> {
    const std::optional<Vec3> registered = there(p);
    return registered ? back(*registered) : std::nullopt;
  };
  return map;
}

std::string reason_of(const Ends& ends) {
  if (ends.implausible > 0 && ends.all.size() < 2)
    return "a matrix mirrors, or scales beyond 0.8 to 1.25, so that it joins no two time points";
  if (ends.unknown > 0)
    return std::to_string(ends.unknown) +
           " of the frames of reference that it joins belong to no time point with lesions";
  return "all that it joins belongs to one time point";
}

}  // namespace

RegisteredSpace space_of(const load::TimePointObjects& objects) {
  RegisteredSpace space;
  space.frame_of_reference_uid = objects.frame_of_reference_uid;
  std::set<std::string> images;
  for (const load::Segmentation& segmentation : objects.segmentations) {
    if (segmentation.frame_of_reference_uid != space.frame_of_reference_uid) continue;
    for (const auto* references : {&segmentation.source_images, &segmentation.slice_images})
      for (const load::InstanceReference& reference : *references)
        images.insert(reference.sop_instance_uid);
  }
  for (const load::ImageObject& image : objects.images) {
    if (image.frame_of_reference_uid == space.frame_of_reference_uid)
      images.insert(image.header.sop_instance_uid);
    else
      images.erase(image.header.sop_instance_uid);
  }
  images.erase("");
  space.image_uids.assign(images.begin(), images.end());
  return space;
}

RegistrationMaps maps_of(const std::shared_ptr<const load::Registration>& registration,
                         const std::vector<RegisteredSpace>& spaces) {
  RegistrationMaps result;
  const Ends ends = ends_of(registration, spaces);
  for (const End& from : ends.all)
    for (const End& to : ends.all)
      if (from.time_point < to.time_point && from.source != to.source)
        result.maps.push_back(joined(from, to));
  std::stable_sort(result.maps.begin(), result.maps.end(), [](const auto& a, const auto& b) {
    return std::pair(a.from, a.to) < std::pair(b.from, b.to);
  });
  if (result.maps.empty()) result.reason = reason_of(ends);
  return result;
}

}  // namespace oligard::pipeline
