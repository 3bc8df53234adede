#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string_view>

#include "phantom/anatomy.h"
#include "phantom/patient_plan.h"
#include "phantom/placement.h"

namespace oligard::phantom {
namespace {

constexpr double kSmallestMm = 4;
constexpr double kSmallestAtFirstMm = 6;
constexpr double kLargestAtFirstMm = 45;
constexpr double kLargestNewMm = 15;
constexpr double kLargestMiliaryMm = 9;
constexpr double kMeltingGapMm = 3;
constexpr double kReappearing = 0.15;  // of the lesions that resolve
constexpr int kTries = 3000;
constexpr int kTriesPerSize = 40;

struct Share {
  std::string_view name;
  double share;
};

/// Where metastases of a primary tumour lie.
constexpr std::array<std::array<Share, 6>, 6> kPrimaries = {{
    {{{"liver", 0.45},
      {"lung", 0.25},
      {"lymph_node", 0.15},
      {"bone", 0.07},
      {"adrenal", 0.04},
      {"spleen", 0.04}}},
    {{{"bone", 0.40},
      {"liver", 0.25},
      {"lung", 0.20},
      {"lymph_node", 0.12},
      {"adrenal", 0.02},
      {"spleen", 0.01}}},
    {{{"lung", 0.35},
      {"bone", 0.20},
      {"lymph_node", 0.20},
      {"liver", 0.15},
      {"adrenal", 0.09},
      {"kidney", 0.01}}},
    {{{"lung", 0.40},
      {"lymph_node", 0.18},
      {"bone", 0.18},
      {"liver", 0.10},
      {"adrenal", 0.09},
      {"pancreas", 0.05}}},
    {{{"bone", 0.55}, {"lymph_node", 0.35}, {"liver", 0.05}, {"lung", 0.05}, {"adrenal", 0}, {"spleen", 0}}},
    {{{"lung", 0.30},
      {"liver", 0.25},
      {"lymph_node", 0.20},
      {"bone", 0.12},
      {"spleen", 0.08},
      {"kidney", 0.05}}},
}};

struct Disease {
  std::array<Share, 5> courses;
  double arrivals;  ///< new lesions a time point, per lesion at baseline
};

constexpr Disease kStableDisease = {
    {{{"stable", 0.80}, {"shrink", 0.12}, {"grow", 0.03}, {"respond_then_grow", 0.02}, {"resolve", 0.03}}},
    0.01};
constexpr Disease kResponse = {
    {{{"stable", 0.25}, {"shrink", 0.55}, {"grow", 0}, {"respond_then_grow", 0.02}, {"resolve", 0.18}}},
    0.01};
constexpr Disease kOligo = {
    {{{"stable", 0.45}, {"shrink", 0.40}, {"grow", 0}, {"respond_then_grow", 0}, {"resolve", 0.15}}}, 0.03};
constexpr Disease kPoly = {
    {{{"stable", 0.20}, {"shrink", 0.10}, {"grow", 0.50}, {"respond_then_grow", 0.15}, {"resolve", 0.05}}},
    0.10};
constexpr Disease kMixed = {
    {{{"stable", 0.40}, {"shrink", 0.22}, {"grow", 0.20}, {"respond_then_grow", 0.08}, {"resolve", 0.10}}},
    0.06};

std::string pick(const auto& shares, Random& random) {
  double rest = random.uniform();
  for (const Share& row : shares) {
    rest -= row.share;
    if (rest < 0) return std::string(row.name);
  }
  return std::string(shares[0].name);
}

double round_tenth(double value) {
  return std::floor(10 * value + 0.5) / 10;
}

const Disease& disease_of(Pattern pattern) {
  switch (pattern) {
    case Pattern::kStable:
      return kStableDisease;
    case Pattern::kResponse:
      return kResponse;
    case Pattern::kOligo:
      return kOligo;
    case Pattern::kPoly:
      return kPoly;
    default:
      return kMixed;
  }
}

Pattern draw_pattern(Pattern asked, Random& random) {
  constexpr std::array kPatterns = {Pattern::kStable, Pattern::kResponse, Pattern::kOligo,
                                    Pattern::kOligo,  Pattern::kPoly,     Pattern::kMixed};
  const Pattern drawn = kPatterns[random.below(kPatterns.size())];
  return asked == Pattern::kAny ? drawn : asked;
}

/// The factor from one time point to the next.
double step(bool grows, bool shrinks, Random& random) {
  if (grows) return random.uniform(1.15, 1.4);
  return shrinks ? random.uniform(0.65, 0.9) : random.uniform(0.97, 1.03);
}

/// Diameters from the time point at which a lesion is first there.
std::vector<double> course(const std::string& behaviour, double first, double largest, std::size_t count,
                           Random& random) {
  std::vector<double> sizes(count, round_tenth(first));
  const std::size_t turning = 1 + random.below(std::max<std::size_t>(count, 2) - 1);
  const std::size_t back = turning + 1 + random.below(std::max<std::size_t>(count, 2));
  double size = first;
  for (std::size_t t = 1; t < count; ++t) {
    const bool turned = t > turning;
    const bool grows = behaviour == "grow" || (behaviour == "respond_then_grow" && turned) ||
                       (behaviour == "reappear" && t >= back);
    const bool shrinks =
        behaviour == "shrink" || (behaviour == "respond_then_grow" && !turned) || behaviour == "resolve";
    size = std::clamp(size * step(grows, shrinks, random), kSmallestMm, largest);
    const bool is_gone =
        (behaviour == "resolve" && t >= turning) || (behaviour == "reappear" && t >= turning && t < back);
    sizes[t] = is_gone ? 0 : round_tenth(size);
  }
  return sizes;
}

/// Draws and places the lesions of one patient.
class LesionSampler {
 public:
  LesionSampler(const PhantomOptions& options, std::uint64_t seed)
      : settings_(*options.cohort),
        timepoints_(static_cast<std::size_t>(options.timepoints)),
        seed_(seed),
        random_(seed, "cohort lesions") {
    const auto least = static_cast<std::size_t>(options.lesions);
    const std::size_t most = std::max(least, static_cast<std::size_t>(options.max_lesions));
    count_ = least + random_.below(most - least + 1);
    pattern_ = draw_pattern(settings_.pattern, random_);
    primary_ = random_.below(kPrimaries.size());
    const double crowd = std::sqrt(std::max(1.0, static_cast<double>(count_) / 40));
    largest_at_first_ = std::max(kLargestAtFirstMm / crowd, kSmallestAtFirstMm + 1);
    if (pattern_ == Pattern::kMiliary) largest_at_first_ = std::min(largest_at_first_, kLargestMiliaryMm);
    gap_ = settings_.gap_mm;
  }

  Result<std::vector<PlannedLesion>> sample() {
    for (std::size_t i = 0; i < count_; ++i) {
      if (!place(draw(behaviour_at_first(), 0))) {
        return fail(ErrorKind::kInvalidInput, "PHANTOM_OPTIONS", "the body has no room for so many lesions");
      }
    }
    if (pattern_ == Pattern::kReplaced || pattern_ == Pattern::kImpostor) {
      replace();
    } else {
      if (pattern_ == Pattern::kOligo) let_some_escape();
      if (timepoints_ > 1) add_melting_pairs();
      add_arrivals();
    }
    add_sights();
    return std::move(lesions_);
  }

 private:
  std::string behaviour_at_first() {
    if (pattern_ == Pattern::kReplaced || pattern_ == Pattern::kImpostor) return "stable";
    std::string behaviour = pick(disease_of(pattern_).courses, random_);
    const bool returns = random_.uniform() < kReappearing && timepoints_ > 2;
    return behaviour == "resolve" && returns ? "reappear" : behaviour;
  }

  [[nodiscard]] double largest_in(const PlannedLesion& lesion) const {
    return std::min(structures()[lesion.structure].max_lesion_mm, std::max(1.5 * largest_at_first_, 10.0));
  }

  /// Everything but the place.
  PlannedLesion draw(const std::string& behaviour, std::size_t first_seen) {
    PlannedLesion lesion;
    const bool miliary = pattern_ == Pattern::kMiliary;
    const bool clustered = random_.uniform() < settings_.clustered && !lesions_.empty();
    const std::string organ = pick(kPrimaries[primary_], random_);
    lesion.structure = structure_in(miliary ? "lung" : organ, random_);
    if (clustered) lesion.structure = lesions_[random_.below(lesions_.size())].structure;
    const double slope = random_.uniform(-1, 1);
    lesion.long_direction = 1 / std::sqrt(1 + slope * slope) * Vec3{1, slope, 0};
    lesion.short_share = random_.uniform(0.75, 1);
    lesion.axial_share = random_.uniform(0.75, 1);
    const bool is_small =
        behaviour == "new" && pattern_ != Pattern::kReplaced && pattern_ != Pattern::kImpostor;
    const double low = miliary ? 5 : kSmallestAtFirstMm;
    const double high = std::min({largest_at_first_, is_small ? kLargestNewMm : 1e9, largest_in(lesion)});
    const double size = low * std::exp(random_.uniform() * std::log(std::max(high, low) / low));
    lesion.behaviour = behaviour;
    set_course(lesion, first_seen, size);
    return lesion;
  }

  void set_course(PlannedLesion& lesion, std::size_t first_seen, double size) {
    std::string follow_up = lesion.behaviour;
    if (follow_up == "new") {
      follow_up = pick(disease_of(pattern_).courses, random_);
      if (follow_up == "resolve") follow_up = "stable";
    }
    const std::vector<double> sizes =
        course(follow_up, size, largest_in(lesion), timepoints_ - first_seen, random_);
    lesion.diameter_mm.assign(first_seen, 0);
    lesion.diameter_mm.insert(lesion.diameter_mm.end(), sizes.begin(), sizes.end());
  }

  /// False when there is no room. What finds none becomes smaller, then the gaps do.
  bool place(PlannedLesion lesion) {
    double gap = gap_;
    for (int attempt = 1; attempt <= kTries; ++attempt) {
      lesion.position = point_inside(structures()[lesion.structure].shape, random_);
      if (belongs_to(lesion.structure, lesion.position) && has_room(lesions_, lesion, gap)) {
        keep(std::move(lesion));
        return true;
      }
      if (attempt % kTriesPerSize != 0) continue;
      for (double& size : lesion.diameter_mm) {
        if (size > 0) size = std::max(round_tenth(0.9 * size), kSmallestMm);
      }
      if (attempt % (5 * kTriesPerSize) != 0) continue;
      gap = std::max(0.8 * gap, 1.0);
      const std::string organ = pick(kPrimaries[primary_], random_);
      if (pattern_ != Pattern::kMiliary) lesion.structure = structure_in(organ, random_);
    }
    return false;
  }

  void keep(PlannedLesion lesion) {
    lesion.id = lesion_id(lesions_.size());
    lesions_.push_back(std::move(lesion));
  }

  /// One to three lesions grow, or respond and then grow.
  void let_some_escape() {
    const std::size_t escaping = std::min(1 + random_.below(3), (lesions_.size() + 2) / 3);
    for (std::size_t i = 0; i < escaping; ++i) {
      PlannedLesion& lesion = lesions_[random_.below(lesions_.size())];
      const PlannedLesion before = lesion;
      lesion.behaviour = random_.below(2) == 0 ? "grow" : "respond_then_grow";
      set_course(lesion, 0, std::max(lesion.diameter_mm[0], 8.0));
      std::vector<PlannedLesion> others;
      for (const PlannedLesion& other : lesions_) {
        if (other.id != lesion.id) others.push_back(other);
      }
      if (!has_room(others, lesion, std::min(gap_, 1.0))) lesion = before;
    }
  }

  void add_melting_pairs() {
    const double wanted = settings_.melting * static_cast<double>(count_) + random_.uniform();
    for (int i = 0; i < static_cast<int>(wanted); ++i)
      add_melting_pair();
  }

  /// Two spheres in one organ, one object for a part of the time.
  void add_melting_pair() {
    PlannedLesion first = draw("stable", 0);
    const double high =
        std::min({26.0, 0.8 * structures()[first.structure].max_lesion_mm, largest_at_first_});
    const double size = round_tenth(random_.uniform(0.55 * high, high));
    first.short_share = first.axial_share = 1;
    first.diameter_mm.assign(timepoints_, size);
    PlannedLesion second = first;
    second.diameter_mm.assign(timepoints_, round_tenth(size * random_.uniform(0.75, 1)));
    const double way = 0.5 * (size + second.diameter_mm[0]) + kMeltingGapMm;
    const std::size_t change = 1 + random_.below(timepoints_ - 1);
    first.behaviour = second.behaviour = random_.below(2) == 0 ? "part" : "melt";
    for (int attempt = 0; attempt < kTries; ++attempt) {
      const double turn = random_.uniform(0, 2 * std::numbers::pi);
      first.position = point_inside(structures()[first.structure].shape, random_);
      second.position = first.position + way * Vec3{std::cos(turn), std::sin(turn), 0};
      const bool fits = belongs_to(first.structure, first.position) &&
                        belongs_to(second.structure, second.position) && has_room(lesions_, first, gap_) &&
                        has_room(lesions_, second, gap_);
      if (!fits) continue;
      first.partner = lesions_.size() + 1;
      second.partner = lesions_.size();
      for (PlannedLesion* lesion : {&first, &second}) {
        lesion->sights.resize(timepoints_);
        for (std::size_t t = 0; t < timepoints_; ++t)
          lesion->sights[t].joined = (t < change) == (lesion->behaviour == "part");
      }
      keep(first);
      keep(second);
      return;
    }
  }

  void add_arrivals() {
    for (std::size_t t = 1; t < timepoints_; ++t) {
      const double wanted = disease_of(pattern_).arrivals * static_cast<double>(count_) + random_.uniform();
      for (int i = 0; i < static_cast<int>(wanted); ++i)
        place(draw("new", t));
    }
  }

  /// All lesions end where as many others begin.
  void replace() {
    if (timepoints_ < 2) return;
    const std::size_t change =
        pattern_ == Pattern::kImpostor ? timepoints_ - 1 : 1 + random_.below(timepoints_ - 1);
    for (PlannedLesion& lesion : lesions_) {
      lesion.behaviour = "resolve";
      std::fill(lesion.diameter_mm.begin() + static_cast<std::ptrdiff_t>(change), lesion.diameter_mm.end(),
                0.0);
    }
    std::vector<PlannedLesion> old = std::move(lesions_);
    lesions_.clear();
    for (std::size_t i = 0; i < count_; ++i)
      place(draw("new", change));
    std::vector<PlannedLesion> arrived = std::move(lesions_);
    lesions_.clear();
    for (PlannedLesion& lesion : old)
      keep(std::move(lesion));
    for (PlannedLesion& lesion : arrived)
      keep(std::move(lesion));
  }

  void add_sights() {
    Random random(seed_, "cohort sights");
    for (PlannedLesion& lesion : lesions_) {
      lesion.sights.resize(timepoints_);
      for (std::size_t t = 0; t < timepoints_; ++t) {
        Sight& sight = lesion.sights[t];
        const double sd = settings_.lesion_jitter_mm / std::numbers::sqrt2;
        const double x = sd * random.normal();
        const double y = sd * random.normal();
        sight.jitter = {x, y, sd * random.normal()};
        sight.missed = random.uniform() < settings_.missed && !lesion.partner;
        sight.coded = random.uniform() < settings_.site_coded;
        const bool is_wrong = random.uniform() < settings_.site_wrong;
        const std::size_t other = structure_in(pick(kPrimaries[0], random), random);
        sight.coded_structure = is_wrong ? other : lesion.structure;
        if (lesion.partner && *lesion.partner < static_cast<std::size_t>(&lesion - lesions_.data()))
          sight.jitter = lesions_[*lesion.partner].sights[t].jitter;
      }
    }
  }

  const CohortSettings& settings_;
  std::size_t timepoints_;
  std::uint64_t seed_;
  Random random_;
  std::size_t count_ = 0;
  Pattern pattern_ = Pattern::kMixed;
  std::size_t primary_ = 0;
  double largest_at_first_ = 0;
  double gap_ = 0;
  std::vector<PlannedLesion> lesions_;
};

}  // namespace

Result<std::vector<PlannedLesion>> cohort_lesions(const PhantomOptions& options, std::uint64_t seed) {
  return LesionSampler(options, seed).sample();
}

}  // namespace oligard::phantom
