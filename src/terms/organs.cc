#include "oligard/terms/organs.h"

#include <algorithm>
#include <array>
#include <utility>

#include "organ_tables.h"
#include "terms/tsv.h"

namespace oligard::terms {
namespace {

constexpr TsvTable kOrganTable(kOrgansTsv);
constexpr TsvTable kPartTable(kOrganPartsTsv);

constexpr auto kOrgans = [] {
  constexpr const TsvTable& t = kOrganTable;
  return []<std::size_t... kRow>(std::index_sequence<kRow...>) {
    return std::array{
        Organ{t.text(kRow, "organ"), t.text(kRow, "sct"), t.text(kRow, "meaning"), t.text(kRow, "srt"),
              t.flag(kRow, "paired"), t.flag(kRow, "nodal"), t.flag(kRow, "cns"), t.text(kRow, "region"),
              BodyArea{t.number(kRow, "x_mm"), t.number(kRow, "z_mm"), t.number(kRow, "half_x_mm"),
                       t.number(kRow, "half_z_mm"), t.flag(kRow, "drawn")}}...};
  }
  (std::make_index_sequence<t.size()>());
}();

constexpr auto kParts = [] {
  constexpr const TsvTable& t = kPartTable;
  return []<std::size_t... kRow>(std::index_sequence<kRow...>) {
    return std::array{OrganPart{t.text(kRow, "sct"), t.text(kRow, "meaning"), t.text(kRow, "organ"),
                                t.text(kRow, "source")}...};
  }
  (std::make_index_sequence<t.size()>());
}();

constexpr const Organ* named(std::string_view name) {
  const auto* const found =
      std::find_if(kOrgans.begin(), kOrgans.end(), [name](const Organ& organ) { return organ.name == name; });
  return found == kOrgans.end() ? nullptr : found;
}

static_assert(named(kLymphNode) != nullptr && named(kLymphNode)->nodal);
static_assert(named(kBone) != nullptr);
static_assert(std::all_of(kParts.begin(), kParts.end(),
                          [](const OrganPart& part) { return named(part.organ) != nullptr; }));

}  // namespace

std::span<const Organ> organs() {
  return kOrgans;
}

std::span<const OrganPart> organ_parts() {
  return kParts;
}

const Organ* organ_by_name(std::string_view name) {
  return named(name);
}

const Organ* organ_by_code(std::string_view value) {
  if (value.empty()) return nullptr;
  for (const Organ& organ : kOrgans)
    if (value == organ.sct || value == organ.srt) return &organ;
  for (const OrganPart& part : kParts)
    if (value == part.sct) return named(part.organ);
  return nullptr;
}

}  // namespace oligard::terms
