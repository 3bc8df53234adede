#include "match/organ_registration.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <numbers>

#include <gtest/gtest.h>

#include "unit/match/cohort.h"

namespace oligard::match::test {
namespace {

struct Errors {
  std::vector<double> organ_mm, rigid_mm;
  int registered = 0;
  int pairs = 0;

  static double at(std::vector<double>& mm, double share) {
    std::sort(mm.begin(), mm.end());
    return mm.empty() ? 0 : mm[static_cast<std::size_t>(share * static_cast<double>(mm.size() - 1))];
  }
};

// Where the organ map puts lesions against where they are.
Errors errors_of(const Level& level) {
  Errors errors;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Patient patient =
        make_patient(seed, {.level = level, .timepoints = 2, .stable = true, .organs = true});
    const measure::TimePoint& a = patient.timepoints[0];
    const measure::TimePoint& b = patient.timepoints[1];
    ++errors.pairs;
    const auto found =
        register_organs(a.organs, a.frame_of_reference_uid, b.organs, b.frame_of_reference_uid);
    if (!found) continue;
    ++errors.registered;
    const auto& truth_a = patient.truth[0];
    const auto& truth_b = patient.truth[1];
    for (std::size_t i = 0; i < truth_a.size(); ++i) {
      const auto j = std::find(truth_b.begin(), truth_b.end(), truth_a[i]) - truth_b.begin();
      if (j == static_cast<std::ptrdiff_t>(truth_b.size())) continue;
      const Vec3& there = b.lesions[static_cast<std::size_t>(j)].centroid_mm;
      const Vec3& here = a.lesions[i].centroid_mm;
      errors.organ_mm.push_back(distance(found->known.map(here).value(), there));
      errors.rigid_mm.push_back(distance(found->rigid.apply(here), there));
    }
  }
  return errors;
}

TEST(OrganRegistration, PlacesLesionsOfMovedOrgans) {
  for (const auto& [name, level, limit] :
       {std::tuple{"easy", easy(), 3.0}, {"medium", medium(), 6.0}, {"hard", hard(), 9.0}}) {
    Errors e = errors_of(level);
    std::printf("%-6s  registered %d of %d; organ map median %.1f, 90 %% %.1f mm; rigid %.1f, %.1f mm\n",
                name, e.registered, e.pairs, Errors::at(e.organ_mm, 0.5), Errors::at(e.organ_mm, 0.9),
                Errors::at(e.rigid_mm, 0.5), Errors::at(e.rigid_mm, 0.9));
    EXPECT_EQ(e.registered, e.pairs);
    EXPECT_LE(Errors::at(e.organ_mm, 0.5), limit);
    EXPECT_LE(Errors::at(e.organ_mm, 0.9), 2.2 * limit);
  }
}

using Organs = std::vector<measure::Organ>;

Organs body(std::uint64_t seed, int t) {
  const Patient patient = make_patient(seed, {.level = medium(), .timepoints = 2, .organs = true});
  Organs organs = patient.timepoints[static_cast<std::size_t>(t)].organs;
  for (measure::Organ& organ : organs)
    organ.cut = false;
  return organs;
}

measure::Organ& named(Organs& organs, const std::string& name, const std::string& side) {
  return *std::find_if(organs.begin(), organs.end(),
                       [&](const measure::Organ& o) { return o.name == name && o.laterality == side; });
}

std::optional<OrganRegistration> found(const Organs& a, const Organs& b) {
  return register_organs(a, "", b, "");
}

double difference(const OrganRegistration& x, const OrganRegistration& y) {
  double most = 0;
  for (const Vec3& p : {Vec3{0, 0, 300}, {-60, -10, 395}, {70, 0, 510}, {80, 20, 90}})
    most = std::max(most, distance(x.known.map(p).value(), y.known.map(p).value()));
  return most;
}

TEST(OrganRegistration, OrderOfTheOrgansDoesNotMatter) {
  const Organs a = body(3, 0);
  const Organs b = body(3, 1);
  const auto there = found(a, b);
  ASSERT_TRUE(there);
  EXPECT_EQ(there->known.method, Evidence::kOrganMasks);
  EXPECT_GE(there->organs, 15);
  const auto again = found({a.rbegin(), a.rend()}, {b.rbegin(), b.rend()});
  ASSERT_TRUE(again);
  EXPECT_EQ(difference(*there, *again), 0);
}

TEST(OrganRegistration, WrongLabelsAreOutvoted) {
  const Organs a = body(4, 0);
  Organs b = body(4, 1);
  const auto right = found(a, b);
  ASSERT_TRUE(right);
  std::swap(named(b, "kidney", "left").laterality, named(b, "kidney", "right").laterality);
  const auto swapped = found(a, b);
  ASSERT_TRUE(swapped);
  const Vec3 spine{0, 55, 330};
  EXPECT_LE(distance(right->known.map(spine).value(), swapped->known.map(spine).value()), 3);
  EXPECT_LT(swapped->organs, right->organs);
}

TEST(OrganRegistration, MirroredBodyIsRefused) {
  for (const bool bones : {true, false}) {
    Organs a = body(5, 0);
    Organs b = body(5, 1);
    if (!bones) std::erase_if(a, [](const measure::Organ& o) { return o.name == "bone"; });
    ASSERT_TRUE(found(a, b));
    for (measure::Organ& organ : b) {
      organ.centroid_mm.x = -organ.centroid_mm.x;
      for (Vec3& p : organ.surface_mm)
        p.x = -p.x;
    }
    EXPECT_FALSE(found(a, b)) << "bones: " << bones;
  }
}

TEST(OrganRegistration, ContradictingOrgansAreRefused) {
  const Organs a = body(6, 0);
  Organs b = body(6, 1);
  double shift = 0;
  for (measure::Organ& organ : b) {
    shift += 90;
    organ.centroid_mm.z += shift;
    for (Vec3& p : organ.surface_mm)
      p.z += shift;
  }
  EXPECT_FALSE(found(a, b));
}

TEST(OrganRegistration, OneOrganMustBeLarge) {
  Organs a = body(7, 0);
  Organs b = body(7, 1);
  const Organs liver{named(a, "liver", "")};
  const auto by_liver = found(liver, b);
  ASSERT_TRUE(by_liver);
  EXPECT_EQ(by_liver->organs, 1);
  EXPECT_LT(by_liver->known.trust, found(a, b)->known.trust);
  EXPECT_NEAR(
      distance(by_liver->known.map(liver.front().centroid_mm).value(), named(b, "liver", "").centroid_mm), 0,
      1e-6);
  EXPECT_FALSE(found({named(a, "kidney", "left")}, b));
  EXPECT_FALSE(found({}, b));
}

TEST(OrganRegistration, OrganOfAnotherSizeOrFrameIsPassedOver) {
  Organs a = body(8, 0);
  const Organs b = body(8, 1);
  Organs liver{named(a, "liver", "")};
  liver.front().volume_mm3 *= 2;
  EXPECT_FALSE(found(liver, b));
  liver.front().volume_mm3 /= 2;
  liver.front().frame_of_reference_uid = "2.25.1";
  EXPECT_TRUE(register_organs(liver, "2.25.1", b, ""));
  EXPECT_FALSE(register_organs(liver, "2.25.2", b, ""));
}

// Vertebrae that are all called "bone" must not be paired with the next one.
TEST(OrganRegistration, NamelessVertebraeAreToldByPlaceOrLeftOut) {
  const Organs a = body(9, 0);
  Organs b = body(9, 1);
  const auto with_labels = found(a, b);
  ASSERT_TRUE(with_labels);
  Organs bare_a = a;
  int number = 0;
  for (Organs* organs : {&bare_a, &b}) {
    for (measure::Organ& organ : *organs)
      if (organ.name == "bone") organ.label = "bone " + std::to_string(++number);
  }
  const auto without = found(bare_a, b);
  ASSERT_TRUE(without);
  EXPECT_LE(difference(*with_labels, *without), 8);
  std::erase_if(bare_a, [](const measure::Organ& o) { return o.name != "bone" || !o.laterality.empty(); });
  EXPECT_FALSE(found(bare_a, b)) << "a row of equal vertebrae fits at every step";
}

}  // namespace
}  // namespace oligard::match::test
