// Objects of one Patient ID that name different people.
#include <algorithm>
#include <tuple>

#include "load/group/grouping.h"
#include "load/group/names.h"
#include "oligard/base/text.h"

namespace oligard::load {
namespace {

struct Identity {
  PersonName name;
  std::string birth_date;
  std::string sex;

  friend auto operator<=>(const Identity&, const Identity&) = default;
};

bool differ(const std::string& a, const std::string& b) {
  return !a.empty() && !b.empty() && a != b;
}

/// Names of attributes that contradict each other; empty when none does.
std::string contradictions(const Identity& a, const Identity& b) {
  std::string names;
  const auto add = [&](bool differs, const char* name) {
    if (differs) append(names, ", ", std::string(name));
  };
  add(contradict(a.name, b.name), "name");
  add(differ(a.birth_date, b.birth_date), "birth date");
  add(differ(a.sex, b.sex), "sex");
  return names;
}

struct Appearance {
  std::set<std::string> studies;     ///< with this identity
  std::set<std::string> supporters;  ///< with this one or one that does not contradict it
  Date first = Date::max();
  std::vector<GroupedObject*> objects;
};

Identity identity_of(const GroupedObject& object) {
  const Patient& patient = object.header().patient;
  return {comparable_name(patient.name.reveal()), patient.birth_date.reveal(), patient.sex.reveal()};
}

std::map<Identity, Appearance> appearances_of(GroupedObjects& objects) {
  std::map<Identity, Appearance> found;
  for (GroupedObject& object : objects) {
    if (!object.is_used() || object.has_other_id) continue;
    Appearance& appearance = found[identity_of(object)];
    appearance.studies.insert(object.header().study_instance_uid);
    if (object.date) appearance.first = std::min(appearance.first, *object.date);
    appearance.objects.push_back(&object);
  }
  for (auto& [identity, appearance] : found)
    for (const auto& [other, of_other] : found)
      if (contradictions(identity, other).empty())
        appearance.supporters.insert(of_other.studies.begin(), of_other.studies.end());
  return found;
}

using Appearances = std::vector<std::pair<Identity, Appearance>>;

/// Most studies first, then the earlier first date, then more objects.
Appearances ranked(GroupedObjects& objects) {
  std::map<Identity, Appearance> found = appearances_of(objects);
  Appearances appearances(found.begin(), found.end());
  std::stable_sort(appearances.begin(), appearances.end(), [](const auto& a, const auto& b) {
    const auto rank = [](const Appearance& x) {
      return std::tuple(-static_cast<long>(x.supporters.size()), x.first,
                        -static_cast<long>(x.objects.size()));
    };
    return rank(a.second) < rank(b.second);
  });
  return appearances;
}

}  // namespace

void refuse_other_identities(GroupedObjects& objects) {
  std::vector<Identity> accepted;
  for (auto& [identity, appearance] : ranked(objects)) {
    std::string names;
    for (const Identity& known : accepted)
      if (names.empty()) names = contradictions(identity, known);
    if (names.empty()) {
      accepted.push_back(identity);
      continue;
    }
    for (GroupedObject* object : appearance.objects)
      object->refuse("PATIENT_MISMATCH",
                     "other objects with the same Patient ID state another patient: differing " + names);
  }
}

}  // namespace oligard::load
