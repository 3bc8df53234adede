#include <algorithm>
#include <array>
#include <cmath>

#include "oligard/terms/organs.h"
#include "phantom/anatomy.h"
#include "phantom/patient_plan.h"
#include "phantom/placement.h"

namespace oligard::phantom {
namespace {

constexpr double kSmallestMm = 6;
constexpr int kTriesPerGap = 400;
constexpr std::array<double, 4> kGapsMm = {14, 8, 4, 2};

struct SiteShare {
  const char* organ;
  double share;
};
constexpr SiteShare kSites[] = {{"liver", 0.30},  {"lung", 0.30},    {"lymph_node", 0.15},
                                {"bone", 0.14},   {"adrenal", 0.05}, {"kidney", 0.02},
                                {"spleen", 0.03}, {"pancreas", 0.01}};

struct CourseShare {
  const char* behaviour;
  double share;
};
constexpr CourseShare kCourses[] = {
    {"stable", 0.35}, {"shrink", 0.30}, {"grow", 0.15}, {"respond_then_grow", 0.10}, {"resolve", 0.10}};

template <class T, std::size_t N>
const T& pick(const T (&table)[N], Random& random) {
  double rest = random.uniform();
  for (const T& row : table) {
    rest -= row.share;
    if (rest < 0) return row;
  }
  return table[0];
}

double round_tenth(double value) {
  return std::floor(10 * value + 0.5) / 10;
}

/// One size a time point, in shares of the first.
std::vector<double> course(const std::string& behaviour, std::size_t timepoints, Random& random) {
  std::vector<double> shares(timepoints, 1.0);
  const std::size_t turning = 1 + random.below(std::max<std::size_t>(timepoints, 2) - 1);
  for (std::size_t t = 1; t < timepoints; ++t) {
    const bool grows = behaviour == "grow" || (behaviour == "respond_then_grow" && t > turning);
    double factor = random.uniform(0.97, 1.03);
    if (grows) factor = random.uniform(1.3, 1.6);
    if (behaviour == "shrink" || (behaviour == "respond_then_grow" && t <= turning)) {
      factor = t == 1 ? random.uniform(0.5, 0.65) : random.uniform(0.85, 1.0);
    }
    if (behaviour == "resolve") factor = t >= turning ? 0 : random.uniform(0.5, 0.8);
    shares[t] = shares[t - 1] * factor;
  }
  return shares;
}

std::vector<double> diameters(const std::string& behaviour, double first, double largest,
                              std::size_t timepoints, Random& random) {
  std::vector<double> sizes = course(behaviour, timepoints, random);
  for (double& size : sizes) {
    if (size > 0) size = round_tenth(std::clamp(size * first, kSmallestMm, largest));
  }
  return sizes;
}

/// Shape and course; `first_seen` is the time point of its first size.
PlannedLesion draw_lesion(const std::string& behaviour, std::size_t first_seen, std::size_t timepoints,
                          Random& random) {
  PlannedLesion lesion;
  lesion.structure = structure_in(pick(kSites, random).organ, random);
  const Structure& structure = structures()[lesion.structure];
  const double slope = random.uniform(-1, 1);
  lesion.long_direction = 1 / std::sqrt(1 + slope * slope) * Vec3{1, slope, 0};
  const bool nodal = structure.organ == terms::kLymphNode;
  lesion.short_share = nodal ? random.uniform(0.6, 0.8) : random.uniform(0.75, 1);
  lesion.axial_share = random.uniform(0.75, 1);
  const double low = nodal ? 16 : 8;
  const double high = std::min(structure.max_lesion_mm, 40.0);
  const double first = low * std::exp(random.uniform() * std::log(high / low));
  const std::string follow_up = behaviour == "new" ? pick(kCourses, random).behaviour : behaviour;
  const std::vector<double> sizes =
      diameters(behaviour == "new" && follow_up == "resolve" ? "stable" : follow_up, first,
                structure.max_lesion_mm, timepoints - first_seen, random);
  lesion.diameter_mm.assign(first_seen, 0);
  lesion.diameter_mm.insert(lesion.diameter_mm.end(), sizes.begin(), sizes.end());
  lesion.behaviour = behaviour;
  return lesion;
}

/// Finds a place; in a crowded body another organ and a smaller gap.
Status place(std::vector<PlannedLesion>& placed, const std::string& behaviour, std::size_t first_seen,
             std::size_t timepoints, Random& random) {
  for (const double gap : kGapsMm) {
    for (int attempt = 0; attempt < kTriesPerGap; ++attempt) {
      PlannedLesion lesion = draw_lesion(behaviour, first_seen, timepoints, random);
      lesion.position = point_inside(structures()[lesion.structure].shape, random);
      if (!belongs_to(lesion.structure, lesion.position) || !has_room(placed, lesion, gap)) continue;
      lesion.id = lesion_id(placed.size());
      placed.push_back(std::move(lesion));
      return {};
    }
  }
  return fail(ErrorKind::kInvalidInput, "PHANTOM_OPTIONS", "the body has no room for so many lesions");
}

}  // namespace

Result<std::vector<PlannedLesion>> sample_lesions(const PhantomOptions& options, Random& random) {
  const auto timepoints = static_cast<std::size_t>(options.timepoints);
  std::vector<PlannedLesion> lesions;
  for (int i = 0; i < options.lesions; ++i) {
    // The first lesion stays, so that no time point is without a segment.
    const std::string behaviour = i == 0 ? "stable" : pick(kCourses, random).behaviour;
    if (Status placed = place(lesions, behaviour, 0, timepoints, random); !placed) return fail(placed);
  }
  for (std::size_t t = 1; t < timepoints; ++t) {
    const double chance = random.uniform();
    const int arrivals = chance < 0.55 ? 0 : (chance < 0.85 ? 1 : 2);
    for (int i = 0; i < arrivals; ++i) {
      if (Status placed = place(lesions, "new", t, timepoints, random); !placed) return fail(placed);
    }
  }
  return lesions;
}

}  // namespace oligard::phantom
