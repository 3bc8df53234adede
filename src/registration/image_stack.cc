#include "oligard/registration/image_stack.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace oligard::registration {
namespace {

constexpr double kParallel = 0.999;
constexpr double kSamePositionMm = 0.01;
constexpr double kLargestStep = 1.5;  // of the median: beyond it planes are missing
constexpr std::size_t kFewestPlanes = 8;
constexpr double kShortestMm = 80;

struct Candidate {
  const load::ImageObject* image;
  const load::ImagePlane* plane;
};

/// Planes of the same matrix and direction as the first.
bool belongs(const Grid& grid, const Grid& first) {
  return dot(grid.column_direction, first.column_direction) > kParallel &&
         dot(grid.row_direction, first.row_direction) > kParallel && grid.columns == first.columns &&
         grid.rows == first.rows && std::abs(grid.column_spacing - first.column_spacing) < 1e-3 &&
         std::abs(grid.row_spacing - first.row_spacing) < 1e-3;
}

double position_of(const StackPlane& plane, const Vec3& normal) {
  return dot(plane.grid.origin, normal);
}

double median_step(const std::vector<StackPlane>& planes, const Vec3& normal) {
  std::vector<double> steps;
  for (std::size_t i = 1; i < planes.size(); ++i)
    steps.push_back(position_of(planes[i], normal) - position_of(planes[i - 1], normal));
  const auto middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
  std::nth_element(steps.begin(), middle, steps.end());
  return *middle;
}

/// The longest part without a gap.
void cut_at_gaps(ImageStack& stack, const Vec3& normal) {
  std::size_t best = 0;
  std::size_t best_length = 0;
  std::size_t begin = 0;
  for (std::size_t i = 1; i <= stack.planes.size(); ++i) {
    const bool gap = i == stack.planes.size() ||
                     position_of(stack.planes[i], normal) - position_of(stack.planes[i - 1], normal) >
                         kLargestStep * stack.spacing_mm;
    if (!gap) continue;
    if (i - begin > best_length) {
      best = begin;
      best_length = i - begin;
    }
    begin = i;
  }
  const auto first = stack.planes.begin() + static_cast<std::ptrdiff_t>(best);
  stack.planes = std::vector<StackPlane>(first, first + static_cast<std::ptrdiff_t>(best_length));
}

/// `planes` are those of one series and one direction. Planes too few to be worth it are no stack.
std::vector<ImageStack> stack_of(std::vector<Candidate> planes) {
  const Candidate& first = planes.front();
  const Vec3 normal = first.plane->grid.slice_direction;
  std::sort(planes.begin(), planes.end(), [&normal](const Candidate& a, const Candidate& b) {
    return std::tuple(dot(a.plane->grid.origin, normal), a.image->header.sop_instance_uid, a.plane->frame) <
           std::tuple(dot(b.plane->grid.origin, normal), b.image->header.sop_instance_uid, b.plane->frame);
  });
  ImageStack stack;
  stack.modality = first.image->header.modality;
  stack.series_instance_uid = first.image->header.series_instance_uid;
  stack.frame_of_reference_uid = first.image->frame_of_reference_uid;
  for (const Candidate& c : planes) {
    const double at = dot(c.plane->grid.origin, normal);
    if (!stack.planes.empty() && at - position_of(stack.planes.back(), normal) < kSamePositionMm) continue;
    stack.planes.push_back({c.image->header.path, c.plane->frame, c.plane->grid});
  }
  if (stack.planes.size() < kFewestPlanes) return {};
  stack.spacing_mm = median_step(stack.planes, normal);
  cut_at_gaps(stack, normal);
  const bool is_long = static_cast<double>(stack.planes.size()) * stack.spacing_mm >= kShortestMm;
  if (stack.planes.size() < kFewestPlanes || !is_long) return {};
  return {std::move(stack)};
}

/// The planes of each direction of a series, the first one's first.
std::vector<std::vector<Candidate>> by_direction(const std::vector<Candidate>& planes) {
  std::vector<std::vector<Candidate>> groups;
  for (const Candidate& candidate : planes) {
    auto group = std::find_if(groups.begin(), groups.end(), [&](const std::vector<Candidate>& other) {
      return belongs(candidate.plane->grid, other.front().plane->grid);
    });
    if (group == groups.end()) group = groups.insert(groups.end(), std::vector<Candidate>());
    group->push_back(candidate);
  }
  return groups;
}

}  // namespace

Result<std::vector<ImageStack>> stacks_of(std::span<const load::ImageObject> images, const StackWish& wish) {
  constexpr ErrorKind kKind = ErrorKind::kUnsupported;
  std::map<std::pair<std::string, std::string>, std::vector<Candidate>> series;
  bool other_modality = false;
  for (const load::ImageObject& image : images) {
    if (image.frame_of_reference_uid.empty()) continue;
    if (!wish.frame_of_reference_uid.empty() && image.frame_of_reference_uid != wish.frame_of_reference_uid)
      continue;
    if (image.header.modality != "CT" && image.header.modality != "MR") {
      other_modality = true;
      continue;
    }
    for (const load::ImagePlane& plane : image.planes)
      series[{image.header.series_instance_uid, image.frame_of_reference_uid}].push_back({&image, &plane});
  }
  if (series.empty() && other_modality)
    return fail(kKind, "IMAGE_REGISTRATION_MODALITY", "no CT or MR shares the lesions' frame of reference");
  if (series.empty())
    return fail(kKind, "IMAGE_REGISTRATION_NO_IMAGES",
                "no image in the lesions' frame of reference is there");
  std::vector<ImageStack> stacks;
  for (auto& [uids, planes] : series) {
    std::sort(planes.begin(), planes.end(), [](const Candidate& a, const Candidate& b) {
      return std::tie(a.image->header.sop_instance_uid, a.plane->frame) <
             std::tie(b.image->header.sop_instance_uid, b.plane->frame);
    });
    for (std::vector<Candidate>& group : by_direction(planes))
      for (ImageStack& stack : stack_of(std::move(group)))
        stacks.push_back(std::move(stack));
  }
  if (stacks.empty())
    return fail(kKind, "IMAGE_REGISTRATION_FEW_SLICES",
                "no series has 8 parallel slices over 80 mm without a gap");
  const auto rank = [&wish](const ImageStack& stack) {
    const auto& wished = wish.series_instance_uids;
    const bool is_wished = std::find(wished.begin(), wished.end(), stack.series_instance_uid) != wished.end();
    return std::tuple(!is_wished, stack.modality != "CT", -static_cast<long>(stack.planes.size()),
                      stack.series_instance_uid);
  };
  std::stable_sort(stacks.begin(), stacks.end(),
                   [&](const ImageStack& a, const ImageStack& b) { return rank(a) < rank(b); });
  return stacks;
}

}  // namespace oligard::registration
