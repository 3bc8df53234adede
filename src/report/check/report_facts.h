// What the contract's rules look at in a report, collected in one walk through it. Texts are views into the
// data set.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "report/check/contract_rule.h"
#include "report/write/codes.h"

namespace oligard::report {

struct CodeView {
  std::string_view value, scheme, meaning;

  [[nodiscard]] bool is(const codes::Entry& entry) const {
    return value == entry.value && scheme == entry.scheme;
  }
};

struct ContentItem {
  DcmItem* item = nullptr;
  std::string_view type, relationship;
  CodeView name;
};

struct MeasurementGroup {
  std::string_view template_id;
  bool below_measurements = false;  ///< a child of the Imaging Measurements of the root
  std::vector<ContentItem> items;

  [[nodiscard]] const ContentItem* find(const codes::Entry& name) const;
  [[nodiscard]] int count(const codes::Entry& name) const;
};

/// A reference from the content to an object.
struct ContentReference {
  DcmItem* item = nullptr;
  std::string_view sop_class_uid, sop_instance_uid;
};

/// Where the evidence sequences have an instance.
struct EvidencePlace {
  bool is_current = false;
  std::string_view study_instance_uid;
};

struct ReportFacts {
  explicit ReportFacts(const Subject& s) : subject(s) {}

  Subject subject;
  std::vector<ContentItem> root;
  std::vector<MeasurementGroup> groups;
  std::vector<ContentItem> evaluations;  ///< below Qualitative Evaluations
  std::vector<ContentItem> derived;      ///< below Derived Imaging Measurements
  std::vector<ContentReference> references;
  std::map<std::string_view, EvidencePlace> evidence;
  int library_groups = 0;
  int statuses = 0;
  bool listed_twice = false;
  bool text_is_utf8 = true;
  bool codes_fit = true;  ///< PS3.3 8.1: values and designators of 1 to 16, meanings of 1 to 64 characters
  bool numbers_are_decimal = true;  ///< PS3.5 6.2: VR DS, finite
  bool names_private_scheme = false;
  bool refers_by_reference = false;
  bool all_are_named = true;  ///< every item has a concept name, and none is by reference

  [[nodiscard]] const ContentItem* of_root(const codes::Entry& name) const;
};

[[nodiscard]] ReportFacts facts_of_report(const Subject& subject);

/// The direct children of an item.
[[nodiscard]] std::vector<ContentItem> content_of(DcmItem& item);

}  // namespace oligard::report
