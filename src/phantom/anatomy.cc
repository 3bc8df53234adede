#include "phantom/anatomy.h"

#include <algorithm>
#include <array>

#include "oligard/terms/organs.h"

namespace oligard::phantom {
namespace {

constexpr double kLungApex = 630;
constexpr double kLungBase = 390;
constexpr int kSoftTissue = 60;

Code sct(const char* value, const char* meaning) {
  return {value, "SCT", meaning};
}

Shape ellipsoid(Vec3 centre, double x, double y, double z) {
  Shape shape;
  shape.centre = centre;
  shape.radii = {x, y, z};
  return shape;
}

Shape cylinder(Vec3 centre, double x, double y, double half_height) {
  Shape shape = ellipsoid(centre, x, y, std::numeric_limits<double>::infinity());
  shape.half_height = half_height;
  return shape;
}

Structure background(const char* name, const Shape& shape, double breathing, int hounsfield) {
  Structure structure;
  structure.name = name;
  structure.shape = shape;
  structure.breathing = breathing;
  structure.hounsfield = hounsfield;
  return structure;
}

Structure organ(const char* name, const char* organ_name, const char* laterality, Code region,
                const Shape& shape, double breathing, int hounsfield, int lesion_hounsfield,
                double max_lesion_mm) {
  return {name,      organ_name, laterality,        std::move(region), shape,
          breathing, hounsfield, lesion_hounsfield, max_lesion_mm,     true};
}

Structure bone(const std::string& name, const char* laterality, Code region, const Shape& shape,
               double max_lesion_mm) {
  return {name,          std::string(terms::kBone),
          laterality,    std::move(region),
          shape,         0,
          300,           kSoftTissue,
          max_lesion_mm, true};
}

Structure station(const char* name, const char* laterality, Code region, const Shape& shape) {
  return {
      name, std::string(terms::kLymphNode), laterality, std::move(region), shape, 0.1, std::nullopt, 90, 45,
      false};
}

void add_trunk(std::vector<Structure>& all) {
  all.push_back(background("skin and fat", cylinder({0, 0, 300}, 165, 110, 600), 0, -90));
  all.push_back(background("trunk", cylinder({0, 0, 300}, 152, 97, 600), 0, 45));
}

void add_chest(std::vector<Structure>& all) {
  const Code lung = sct("39607008", "Lung");
  all.push_back(
      organ("right lung", "lung", "right", lung, ellipsoid({-80, 0, 510}, 55, 80, 120), 0.5, -850, 40, 45));
  all.push_back(
      organ("left lung", "lung", "left", lung, ellipsoid({80, 0, 510}, 50, 75, 120), 0.5, -850, 40, 45));
  all.push_back(background("heart", ellipsoid({12, -30, 445}, 48, 42, 48), 0.5, 130));
}

void add_abdomen(std::vector<Structure>& all) {
  const Code adrenal = sct("23451007", "Adrenal gland");
  const Code kidney = sct("64033007", "Kidney");
  all.push_back(organ("liver", "liver", "", sct("10200004", "Liver"), ellipsoid({-70, -10, 375}, 80, 70, 68),
                      1, 115, 55, 70));
  all.push_back(organ("spleen", "spleen", "", sct("78961009", "Spleen"), ellipsoid({98, 30, 375}, 30, 40, 50),
                      0.9, 125, 65, 35));
  all.push_back(organ("pancreas", "pancreas", "", sct("15776009", "Pancreas"),
                      ellipsoid({20, -5, 330}, 55, 12, 14), 0.6, 95, 50, 25));
  all.push_back(background("aorta", cylinder({12, 33, 330}, 10, 10, 150), 0, 170));
  all.push_back(organ("right kidney", "kidney", "right", kidney, ellipsoid({-62, 48, 285}, 26, 26, 55), 0.65,
                      185, 60, 40));
  all.push_back(organ("left kidney", "kidney", "left", kidney, ellipsoid({62, 48, 295}, 26, 26, 55), 0.65,
                      185, 60, 40));
  all.push_back(organ("right adrenal", "adrenal", "right", adrenal, ellipsoid({-33, 32, 352}, 10, 8, 15), 0.8,
                      75, 40, 40));
  all.push_back(organ("left adrenal", "adrenal", "left", adrenal, ellipsoid({36, 28, 360}, 10, 8, 15), 0.8,
                      75, 40, 40));
}

void add_bones(std::vector<Structure>& all) {
  struct Level {
    const char* name;
    double z;
    double half_height;
  };
  constexpr std::array<Level, 14> kLevels = {{{"L5", 125, 14},
                                              {"L4", 160, 14},
                                              {"L3", 195, 14},
                                              {"L2", 229, 14},
                                              {"L1", 262, 13},
                                              {"T12", 294, 12},
                                              {"T11", 324, 12},
                                              {"T10", 352, 11},
                                              {"T9", 379, 11},
                                              {"T8", 405, 10},
                                              {"T7", 430, 10},
                                              {"T6", 454, 10},
                                              {"T5", 477, 9},
                                              {"T4", 499, 9}}};
  for (const Level& level : kLevels) {
    all.push_back(bone(std::string(level.name) + " vertebra", "", sct("51282000", "Vertebra"),
                       cylinder({0, 62, level.z}, 20, 16, level.half_height), 24));
  }
  const Code ilium = sct("22356005", "Ilium");
  all.push_back(bone("sacrum", "", sct("54735007", "Sacrum"), ellipsoid({0, 66, 85}, 45, 18, 26), 35));
  all.push_back(bone("right ilium", "right", ilium, ellipsoid({-88, 40, 110}, 15, 40, 50), 35));
  all.push_back(bone("left ilium", "left", ilium, ellipsoid({88, 40, 110}, 15, 40, 50), 35));
}

void add_node_stations(std::vector<Structure>& all) {
  const Code pelvic = sct("54268001", "Pelvic lymph node");
  const Code inguinal = sct("8928004", "Inguinal lymph node");
  all.push_back(station("mediastinal nodes", "", sct("62683002", "Mediastinal lymph node"),
                        ellipsoid({2, 5, 525}, 14, 18, 35)));
  all.push_back(station("right hilar nodes", "right", sct("53074004", "Hilar lymph node"),
                        ellipsoid({-26, 15, 490}, 8, 12, 15)));
  all.push_back(station("retroperitoneal nodes", "", sct("91394001", "Retroperitoneal lymph node"),
                        ellipsoid({26, 30, 205}, 10, 10, 40)));
  all.push_back(station("right pelvic nodes", "right", pelvic, ellipsoid({-50, 5, 100}, 14, 14, 30)));
  all.push_back(station("left pelvic nodes", "left", pelvic, ellipsoid({50, 5, 100}, 14, 14, 30)));
  all.push_back(station("right inguinal nodes", "right", inguinal, ellipsoid({-75, -50, 30}, 14, 14, 14)));
  all.push_back(station("left inguinal nodes", "left", inguinal, ellipsoid({75, -50, 30}, 14, 14, 14)));
}

}  // namespace

const std::vector<Structure>& structures() {
  static const std::vector<Structure> table = [] {
    std::vector<Structure> all;
    add_trunk(all);
    add_chest(all);
    add_abdomen(all);
    add_bones(all);
    add_node_stations(all);
    return all;
  }();
  return table;
}

std::size_t structure_index(const std::string& name) {
  const std::vector<Structure>& all = structures();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Structure& s) { return s.name == name; });
  return static_cast<std::size_t>(found - all.begin());
}

std::optional<std::size_t> topmost_structure(const Vec3& point) {
  const std::vector<Structure>& all = structures();
  for (std::size_t i = all.size(); i-- > 0;) {
    if (all[i].hounsfield && all[i].shape.contains(point)) return i;
  }
  return std::nullopt;
}

Vec3 breathing_shift(const Structure& structure, const Vec3& point, double breath_mm) {
  double share = structure.breathing;
  if (structure.organ == "lung") {
    share = std::clamp((kLungApex - point.z) / (kLungApex - kLungBase), 0.0, 1.0);
  }
  const double way = share * breath_mm;
  return {0, -0.25 * way, -way};
}

}  // namespace oligard::phantom
