#include "unit/match/cohort.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>
#include <random>
#include <string>

namespace oligard::match::test {
namespace {

struct OrganModel {
  const char* name;
  const char* side;
  Vec3 centre;
  Vec3 radii;
  double breathing;  // share of the diaphragm's motion; negative: lung, 0 at the apex to 1 at the base
  double weight;     // how often it is hit
};

constexpr std::array kOrgans{
    OrganModel{"lung", "left", {70, 0, 510}, {45, 60, 100}, -1, 2},
    OrganModel{"lung", "right", {-70, 0, 510}, {45, 60, 100}, -1, 2},
    OrganModel{"liver", "", {-60, -10, 395}, {75, 60, 60}, 1, 4},
    OrganModel{"spleen", "left", {95, 30, 410}, {30, 35, 45}, 0.9, 0.4},
    OrganModel{"kidney", "left", {60, 45, 335}, {22, 22, 50}, 0.65, 0.4},
    OrganModel{"kidney", "right", {-60, 45, 325}, {22, 22, 50}, 0.65, 0.4},
    OrganModel{"adrenal_gland", "left", {35, 30, 385}, {10, 10, 12}, 0.7, 0.5},
    OrganModel{"adrenal_gland", "right", {-35, 30, 385}, {10, 10, 12}, 0.7, 0.5},
    OrganModel{"spine", "", {0, 55, 330}, {18, 16, 270}, 0, 3},
    OrganModel{"pelvis", "left", {80, 20, 90}, {40, 30, 55}, 0, 1},
    OrganModel{"pelvis", "right", {-80, 20, 90}, {40, 30, 55}, 0, 1},
    OrganModel{"lymph_node", "", {0, 0, 530}, {25, 30, 60}, 0.1, 1.5},
    OrganModel{"lymph_node", "", {0, 25, 270}, {25, 15, 80}, 0.1, 1.5},
};

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}
  double uniform(double low, double high) {
    return low + (high - low) * static_cast<double>(engine_() >> 11) * 0x1.0p-53;
  }
  double normal(double sd) {
    const double u = uniform(1e-12, 1);
    return sd * std::sqrt(-2 * std::log(u)) * std::cos(2 * std::numbers::pi * uniform(0, 1));
  }
  Vec3 vector(double sd) { return {normal(sd), normal(sd), normal(sd)}; }
  bool chance(double p) { return uniform(0, 1) < p; }
  int below(int n) { return static_cast<int>(uniform(0, n)); }

 private:
  std::mt19937_64 engine_;
};

enum class Behaviour { kStable, kShrink, kGrow, kRespondThenGrow };

struct Focus {
  int identity = 0;
  int organ = 0;
  Vec3 place;
  double diameter = 0;
  Behaviour behaviour = Behaviour::kStable;
  int born = 0;
  int gone = 1000;
  int partner = -1;  // index of the sphere it melts with
  int joined_from = 1000, joined_until = 1000;
  std::array<double, 3> shape{1, 1, 1};
};

// What the scanner sees as one object.
struct Seen {
  std::vector<int> identities;
  Vec3 place;
  double volume = 0;
  double extent = 0;
  int organ = 0;
  Vec3 half_axis = {};  // from the middle to either sphere
};

double size_at(const Focus& f, int t) {
  const double age = t - f.born;
  switch (f.behaviour) {
    case Behaviour::kStable:
      return f.diameter;
    case Behaviour::kShrink:
      return std::max(4.0, f.diameter * std::pow(0.8, age));
    case Behaviour::kGrow:
      return f.diameter * std::pow(1.25, age);
    case Behaviour::kRespondThenGrow:
      return f.diameter * (age < 2 ? std::pow(0.8, age) : 0.64 * std::pow(1.3, age - 1));
  }
  return f.diameter;
}

Behaviour behaviour_of(Random& random) {
  const double u = random.uniform(0, 1);
  return u < 0.45  ? Behaviour::kStable
         : u < 0.7 ? Behaviour::kShrink
         : u < 0.9 ? Behaviour::kGrow
                   : Behaviour::kRespondThenGrow;
}

int pick_organ(Random& random) {
  double total = 0;
  for (const auto& o : kOrgans)
    total += o.weight;
  double u = random.uniform(0, total);
  for (std::size_t i = 0; i < kOrgans.size(); ++i) {
    u -= kOrgans[i].weight;
    if (u < 0) return static_cast<int>(i);
  }
  return 0;
}

Vec3 place_in(const OrganModel& organ, Random& random) {
  for (;;) {
    const Vec3 u{random.uniform(-1, 1), random.uniform(-1, 1), random.uniform(-1, 1)};
    if (norm(u) <= 1)
      return organ.centre + Vec3{u.x * organ.radii.x, u.y * organ.radii.y, u.z * organ.radii.z};
  }
}

bool fits(const std::vector<Focus>& foci, const Focus& f, double gap) {
  return std::all_of(foci.begin(), foci.end(), [&](const Focus& g) {
    return distance(f.place, g.place) >= gap + (f.diameter + g.diameter) / 2;
  });
}

Focus new_focus(const std::vector<Focus>& foci, int t, const Level& level, Random& random) {
  Focus f;
  f.identity = static_cast<int>(foci.size());
  f.born = t;
  f.behaviour = behaviour_of(random);
  f.diameter = std::exp(random.uniform(std::log(6.0), std::log(t == 0 ? 45.0 : 15.0)));
  const bool cluster = !foci.empty() && random.chance(level.clustered);
  f.organ = cluster ? foci[static_cast<std::size_t>(random.below(static_cast<int>(foci.size())))].organ
                    : pick_organ(random);
  for (double& s : f.shape)
    s = random.uniform(0.8, 1.2);
  for (int attempt = 0; attempt < 200; ++attempt) {
    f.place = place_in(kOrgans[static_cast<std::size_t>(f.organ)], random);
    if (fits(foci, f, level.gap)) break;
    f.diameter = std::max(5.0, f.diameter * 0.97);
  }
  return f;
}

// Two equal spheres that touch while joined and part otherwise.
void add_melting_pair(std::vector<Focus>& foci, int k, const Level& level, Random& random) {
  Focus f = new_focus(foci, 0, level, random);
  f.diameter = random.uniform(14, 26);
  f.behaviour = Behaviour::kStable;
  if (!fits(foci, f, level.gap + f.diameter)) return;
  Focus g = f;
  g.identity = f.identity + 1;
  const double turn = random.uniform(0, 2 * std::numbers::pi);
  g.place = f.place + Vec3{(f.diameter + 3) * std::cos(turn), (f.diameter + 3) * std::sin(turn), 0};
  f.partner = g.identity;
  g.partner = f.identity;
  const int change = 1 + random.below(k - 1);
  f.joined_from = g.joined_from = random.chance(0.5) ? 0 : change;
  f.joined_until = g.joined_until = f.joined_from == 0 ? change : k;
  foci.push_back(f);
  foci.push_back(g);
}

std::vector<Focus> make_foci(const CohortOptions& options, Random& random) {
  std::vector<Focus> foci;
  const int n = options.min_lesions + random.below(options.max_lesions - options.min_lesions + 1);
  for (int i = 0; i < n; ++i)
    foci.push_back(new_focus(foci, 0, options.level, random));
  if (options.stable) {
    for (Focus& f : foci)
      f.behaviour = Behaviour::kStable;
    return foci;
  }
  for (Focus& f : foci) {
    if (random.chance(0.12)) f.gone = 1 + random.below(options.timepoints - 1);
  }
  if (random.chance(options.split_share * n))
    add_melting_pair(foci, options.timepoints, options.level, random);
  for (int t = 1; t < options.timepoints; ++t) {
    for (int i = 0; i < n; ++i) {
      if (random.chance(0.06)) foci.push_back(new_focus(foci, t, options.level, random));
    }
  }
  return foci;
}

// The body at one time point: from reference place to scanner coordinates.
struct Pose {
  double breathing = 0;
  std::array<Vec3, kOrgans.size()> organ_shift;
  std::array<Vec3, 3> wave_direction, wave_amplitude;
  std::array<double, 3> wave_phase{};
  double girth = 1, length = 1;
  AffineMap table;
  double slice = 3;
  double z_low = -1e9, z_high = 1e9;  // reference frame
};

AffineMap rotation_about(const Vec3& axis, double degrees, const Vec3& centre, const Vec3& shift) {
  const double a = degrees * std::numbers::pi / 180;
  const double c = std::cos(a), s = std::sin(a), d = 1 - c;
  const auto [x, y, z] = axis;
  AffineMap t;
  const double r[9] = {c + x * x * d,     x * y * d - z * s, x * z * d + y * s,
                       y * x * d + z * s, c + y * y * d,     y * z * d - x * s,
                       z * x * d - y * s, z * y * d + x * s, c + z * z * d};
  std::copy(std::begin(r), std::end(r), t.linear.begin());
  t.translation = centre + shift - t.apply(centre);
  return t;
}

Pose make_pose(const Level& level, bool same_frame, Random& random) {
  Pose pose;
  pose.breathing =
      random.uniform(level.breathing_min, level.breathing_max) * (random.chance(0.5) ? 0.5 : -0.5);
  for (Vec3& shift : pose.organ_shift)
    shift = random.vector(level.organ_jitter);
  for (std::size_t w = 0; w < 3; ++w) {
    const Vec3 d = random.vector(1);
    pose.wave_direction[w] = (2 * std::numbers::pi / random.uniform(250, 500) / norm(d)) * d;
    pose.wave_amplitude[w] = random.vector(level.deformation / std::sqrt(3.0));
    pose.wave_phase[w] = random.uniform(0, 2 * std::numbers::pi);
  }
  pose.girth = 1 + random.normal(level.girth);
  pose.length = 1 + random.normal(level.length);
  const Vec3 axis = random.vector(1);
  const double tilt = random.chance(level.tilt_share) ? random.uniform(-12, 12) : 0;
  const Vec3 shift{random.normal(level.offset_xy), random.normal(level.offset_xy),
                   random.normal(level.offset_z)};
  const double angle = std::clamp(random.normal(level.rotation_deg) / std::numbers::sqrt2, -12.0, 12.0);
  if (!same_frame) pose.table = rotation_about((1 / norm(axis)) * axis, angle, {0, 0, 320}, shift);
  (void)tilt;  // a tilted stack changes the sampling, not the coordinates
  pose.slice = random.uniform(level.slice_min, level.slice_max);
  if (random.chance(level.cropped))
    (random.chance(0.5) ? pose.z_low : pose.z_high) = random.chance(0.5) ? 280 : 380;
  return pose;
}

Vec3 in_body(const Vec3& p, int organ, const Pose& pose) {
  const OrganModel& model = kOrgans[static_cast<std::size_t>(organ)];
  double share = model.breathing;
  if (share < 0) share = std::clamp((610 - p.z) / 200, 0.0, 1.0);
  Vec3 q = p + pose.organ_shift[static_cast<std::size_t>(organ)];
  q.z += share * pose.breathing;
  q.y -= 0.25 * share * pose.breathing;
  for (std::size_t w = 0; w < 3; ++w) {
    q = q + std::sin(dot(pose.wave_direction[w], p) + pose.wave_phase[w]) * pose.wave_amplitude[w];
  }
  return {q.x * pose.girth, q.y * pose.girth, 320 + (q.z - 320) * pose.length};
}

std::vector<Seen> see(const std::vector<Focus>& foci, int t, const Level& level, const Pose& pose,
                      Random& random) {
  std::vector<Seen> seen;
  for (const Focus& f : foci) {
    const bool missed = random.chance(level.missed);
    const Vec3 jitter = random.vector(level.lesion_jitter / std::numbers::sqrt2);
    if (t < f.born || t >= f.gone || f.place.z < pose.z_low || f.place.z > pose.z_high) continue;
    const bool joined = f.partner >= 0 && t >= f.joined_from && t < f.joined_until;
    if (joined && f.partner < f.identity) continue;
    if (missed && f.partner < 0) continue;
    const double d = size_at(f, t);
    Seen s{{f.identity},
           in_body(f.place, f.organ, pose) + jitter,
           std::numbers::pi / 6 * d * d * d,
           1.15 * d,
           f.organ};
    if (joined) {
      const Focus& g = foci[static_cast<std::size_t>(f.partner)];
      s.identities.push_back(g.identity);
      s.extent = distance(f.place, g.place) + (f.diameter + g.diameter) / 2;
      s.half_axis = 0.5 * (g.place - f.place);
      s.place = s.place + s.half_axis;
      s.volume *= 2;
    }
    seen.push_back(std::move(s));
  }
  return seen;
}

measure::Lesion lesion_of(const Seen& s, const Level& level, const Pose& pose, Random& random) {
  measure::Lesion lesion;
  const double d = std::cbrt(s.volume * 6 / std::numbers::pi);
  const double noise = std::min(0.5, 0.05 + 0.25 * pose.slice / d);
  const OrganModel& organ = kOrgans[static_cast<std::size_t>(s.organ)];
  lesion.has_position = true;
  lesion.centroid_mm = pose.table.apply(s.place) +
                       Vec3{random.normal(0.2), random.normal(0.2), random.normal(0.15 * pose.slice)};
  lesion.volume_mm3 = s.volume * std::exp(random.normal(noise));
  lesion.long_axis_mm = d;
  lesion.extent_mm = s.extent * std::exp(random.normal(noise / 6)) + 0.3 * pose.slice;
  lesion.slice_spacing_mm = pose.slice;
  lesion.voxel_count = static_cast<std::int64_t>(s.volume / (0.6 * pose.slice)) + 1;
  if (random.chance(level.site_coded)) {
    const bool wrong = random.chance(level.site_wrong);
    const OrganModel& told = wrong ? kOrgans[static_cast<std::size_t>(pick_organ(random))] : organ;
    lesion.organ = told.name;
    lesion.laterality = told.side;
  }
  return lesion;
}

std::vector<Vec3> boundary_of(const Seen& s, const Vec3& centre) {
  const bool joined = s.identities.size() > 1;
  const double radius = std::cbrt(s.volume / (joined ? 2 : 1) * 3 / (4 * std::numbers::pi));
  std::vector<Vec3> points;
  for (int i = 0; i < 60; ++i) {
    const double z = 1 - (2 * i + 1) / 60.0;
    const double turn = 2.399963 * i;
    const double r = std::sqrt(1 - z * z);
    const Vec3 p = radius * Vec3{r * std::cos(turn), r * std::sin(turn), z};
    points.push_back(centre + p + (i % 2 == 0 ? s.half_axis : -1.0 * s.half_axis));
  }
  return points;
}

std::string uid_of(Uids uids, const Seen& s, int number) {
  switch (uids) {
    case Uids::kNone:
      return "";
    case Uids::kTrue:
      return "2.25.7" + std::to_string(s.identities.front());
    case Uids::kShuffledCounter:
    case Uids::kCounterByHeight:
      return "2.25.9" + std::to_string(number);
  }
  return "";
}

// The organ masks of one time point, sampled as `measure` does. Draws from a sequence of its own.
struct OrganMask {
  const char* name;
  const char* side;
  std::string label;
  int model;
  Vec3 centre, radii;
};

std::vector<OrganMask> organ_masks() {
  std::vector<OrganMask> masks;
  for (std::size_t i = 0; i < kOrgans.size(); ++i) {
    const OrganModel& m = kOrgans[i];
    const std::string name = m.name;
    const int model = static_cast<int>(i);
    if (name == "lymph_node") continue;
    if (name == "spine") {
      for (int v = 0; v < 18; ++v) {
        masks.push_back({"bone",
                         "",
                         "vertebra level " + std::string(1, static_cast<char>('a' + v)),
                         model,
                         {0, 55, 75 + 30.0 * v},
                         {18, 16, 14}});
      }
    } else if (name == "pelvis") {
      masks.push_back({"bone", m.side, "hip", model, m.centre, m.radii});
    } else {
      masks.push_back({m.name, m.side, name, model, m.centre, m.radii});
    }
  }
  return masks;
}

double onto(double value, double step) {
  return step * std::round(value / step);
}

std::vector<measure::Organ> organs_at(const Pose& pose, const std::string& frame, Random& random) {
  std::vector<measure::Organ> organs;
  for (const OrganMask& mask : organ_masks()) {
    const double low = mask.centre.z - mask.radii.z;
    const double high = mask.centre.z + mask.radii.z;
    const bool absent = random.chance(0.03);
    const double turn = random.uniform(0, 6);
    if (absent || high < pose.z_low || low > pose.z_high) continue;
    measure::Organ organ;
    organ.name = mask.name;
    organ.laterality = mask.side;
    organ.label = mask.label;
    organ.frame_of_reference_uid = frame;
    organ.cut = low < pose.z_low || high > pose.z_high;
    Vec3 sum;
    for (int i = 0; i < 300; ++i) {
      const double z = 1 - (2 * i + 1) / 300.0;
      const double r = std::sqrt(1 - z * z);
      const double angle = 2.399963 * i + turn;
      const Vec3 u{r * std::cos(angle), r * std::sin(angle), z};
      const Vec3 at = mask.centre + Vec3{u.x * mask.radii.x, u.y * mask.radii.y, u.z * mask.radii.z};
      if (at.z < pose.z_low || at.z > pose.z_high) continue;
      const Vec3 p = pose.table.apply(in_body(at, mask.model, pose));
      organ.surface_mm.push_back({onto(p.x, 0.8), onto(p.y, 0.8), onto(p.z, pose.slice)});
      sum = sum + p;
    }
    if (organ.surface_mm.empty()) continue;
    organ.centroid_mm = (1.0 / static_cast<double>(organ.surface_mm.size())) * sum + random.vector(0.7);
    organ.volume_mm3 = 4 * std::numbers::pi / 3 * mask.radii.x * mask.radii.y * mask.radii.z * pose.girth *
                       pose.girth * pose.length * std::exp(random.normal(0.05));
    organs.push_back(std::move(organ));
  }
  return organs;
}

}  // namespace

Level easy() {
  return {1, 0.005, 0.002, 0, 8, 1, 0.3, 1, 10, 20, 3, 3, 0, 14, 0, 0, 0, 1, 0};
}

Level medium() {
  return {3, 0.02, 0.005, 5, 18, 2.5, 1, 3, 30, 120, 1, 5, 0, 6, 0.3, 0.03, 0.08, 0.7, 0};
}

Level hard() {
  return {5, 0.04, 0.008, 10, 25, 5, 2, 5, 60, 500, 0.7, 5, 0.3, 3, 0.5, 0.08, 0.2, 0.3, 0.03};
}

Patient make_patient(std::uint64_t seed, const CohortOptions& options) {
  Random random(seed * 7919 + 17);
  Random organ_random(seed * 104729 + 5);
  const std::vector<Focus> foci = make_foci(options, random);
  Patient patient;
  for (int t = 0; t < options.timepoints; ++t) {
    const Pose pose = make_pose(options.level, options.same_frame, random);
    std::vector<Seen> seen = see(foci, t, options.level, pose, random);
    if (options.uids == Uids::kCounterByHeight) {
      std::stable_sort(seen.begin(), seen.end(),
                       [](const Seen& x, const Seen& y) { return x.place.z > y.place.z; });
    } else {
      for (std::size_t i = seen.size(); i > 1; --i) {
        std::swap(seen[i - 1], seen[static_cast<std::size_t>(random.below(static_cast<int>(i)))]);
      }
    }
    measure::TimePoint tp;
    tp.id = "TP" + std::to_string(t);
    tp.date = Date(std::chrono::days(18000 + 60 * t));
    tp.frame_of_reference_uid = "2.25.1" + std::to_string(options.same_frame ? 0 : t);
    if (options.organs) tp.organs = organs_at(pose, tp.frame_of_reference_uid, organ_random);
    auto& truth = patient.truth.emplace_back();
    for (std::size_t i = 0; i < seen.size(); ++i) {
      measure::Lesion lesion = lesion_of(seen[i], options.level, pose, random);
      if (options.boundaries) lesion.boundary_mm = boundary_of(seen[i], lesion.centroid_mm);
      lesion.source.sop_instance_uid = "2.25.5" + std::to_string(t);
      lesion.source.number = static_cast<int>(i) + 1;
      lesion.frame_of_reference_uid = tp.frame_of_reference_uid;
      if (!options.hide_uids) lesion.tracking_uid = uid_of(options.uids, seen[i], lesion.source.number);
      tp.lesions.push_back(std::move(lesion));
      truth.push_back(seen[i].identities);
    }
    patient.timepoints.push_back(std::move(tp));
  }
  return patient;
}

}  // namespace oligard::match::test
