#include "report/check/report_facts.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcelem.h>

#include "oligard/dicom/dataset.h"
#include "report/check/text_checks.h"

namespace oligard::report {
namespace {

constexpr std::size_t kMaxCode = 16;
constexpr std::size_t kMaxMeaning = 64;
constexpr std::size_t kMaxDecimal = 16;

std::string_view text_in(DcmItem& item, const DcmTagKey& tag) {
  DcmElement* element = nullptr;
  return item.findAndGetElement(tag, element).good() ? text_of(*element) : std::string_view();
}

bool is_decimal(std::string_view text) {
  if (text.empty() || text.size() > kMaxDecimal) return false;
  double value = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  return end.ec == std::errc() && end.ptr == text.data() + text.size() && std::isfinite(value);
}

const ContentItem* find_in(const std::vector<ContentItem>& items, const codes::Entry& name) {
  const auto found =
      std::find_if(items.begin(), items.end(), [&](const ContentItem& item) { return item.name.is(name); });
  return found == items.end() ? nullptr : &*found;
}

/// Visits each element of an item, in order.
template <class Visit>
void for_each_element(DcmItem& item, Visit visit) {
  for (DcmObject* object = item.nextInContainer(nullptr); object != nullptr;
       object = item.nextInContainer(object)) {
    visit(static_cast<DcmElement&>(*object));
  }
}

template <class Visit>
void for_each_in(DcmElement& sequence, Visit visit) {
  auto* items = dynamic_cast<DcmSequenceOfItems*>(&sequence);
  if (items == nullptr) return;
  for (DcmObject* object = items->nextInContainer(nullptr); object != nullptr;
       object = items->nextInContainer(object)) {
    visit(static_cast<DcmItem&>(*object));
  }
}

enum class Place { kRoot, kMeasurements, kGroup, kEvaluations, kDerived, kElsewhere };

class Walk {
 public:
  explicit Walk(ReportFacts& facts) : facts_(facts) {}

  void content(DcmItem& parent, Place place) {
    dicom::for_each_item(parent, DCM_ContentSequence, [&](DcmItem& item) { visit(item, place); });
  }

  void evidence(const DcmTagKey& tag, bool is_current) {
    dicom::for_each_item(facts_.subject.dataset, tag, [&](DcmItem& study) {
      const EvidencePlace place{is_current, text_in(study, DCM_StudyInstanceUID)};
      dicom::for_each_item(study, DCM_ReferencedSeriesSequence, [&](DcmItem& series) {
        dicom::for_each_item(series, DCM_ReferencedSOPSequence, [&](DcmItem& instance) {
          const bool is_new =
              facts_.evidence.emplace(text_in(instance, DCM_ReferencedSOPInstanceUID), place).second;
          if (!is_new) facts_.listed_twice = true;
        });
      });
    });
  }

 private:
  CodeView code(DcmElement& sequence) {
    CodeView view;
    bool is_long = false;
    for_each_in(sequence, [&](DcmItem& item) {
      for_each_element(item, [&](DcmElement& element) {
        const DcmTagKey tag = element.getTag();
        if (tag == DCM_CodeValue) view.value = text_of(element);
        if (tag == DCM_LongCodeValue || tag == DCM_URNCodeValue) {
          view.value = text_of(element);
          is_long = true;
        }
        if (tag == DCM_CodingSchemeDesignator) view.scheme = text_of(element);
        if (tag == DCM_CodeMeaning) view.meaning = text_of(element);
      });
    });
    const bool fits = !view.value.empty() && (is_long || view.value.size() <= kMaxCode) &&
                      !view.scheme.empty() && view.scheme.size() <= kMaxCode && !view.meaning.empty() &&
                      characters(view.meaning) <= kMaxMeaning;
    facts_.codes_fit = facts_.codes_fit && fits;
    facts_.text_is_utf8 = facts_.text_is_utf8 && is_utf8(view.meaning);
    facts_.names_private_scheme = facts_.names_private_scheme || view.scheme == codes::kOwnScheme;
    return view;
  }

  void number(DcmElement& sequence) {
    for_each_in(sequence, [&](DcmItem& value) {
      for_each_element(value, [&](DcmElement& element) {
        const DcmTagKey tag = element.getTag();
        if (tag == DCM_MeasurementUnitsCodeSequence) (void)code(element);
        if (tag == DCM_NumericValue)
          facts_.numbers_are_decimal = facts_.numbers_are_decimal && is_decimal(text_of(element));
      });
    });
  }

  void references(DcmElement& sequence) {
    for_each_in(sequence, [&](DcmItem& item) {
      facts_.references.push_back(
          {&item, text_in(item, DCM_ReferencedSOPClassUID), text_in(item, DCM_ReferencedSOPInstanceUID)});
    });
  }

  void visit(DcmItem& item, Place place) {
    ContentItem seen;
    seen.item = &item;
    bool has_content = false;
    for_each_element(item, [&](DcmElement& element) {
      const DcmTagKey tag = element.getTag();
      if (tag == DCM_ValueType) seen.type = text_of(element);
      if (tag == DCM_RelationshipType) seen.relationship = text_of(element);
      if (tag == DCM_ConceptNameCodeSequence) seen.name = code(element);
      if (tag == DCM_ConceptCodeSequence) (void)code(element);
      if (tag == DCM_MeasuredValueSequence) number(element);
      if (tag == DCM_ReferencedSOPSequence) references(element);
      if (tag == DCM_TextValue) facts_.text_is_utf8 = facts_.text_is_utf8 && is_utf8(text_of(element));
      if (tag == DCM_ReferencedContentItemIdentifier) facts_.refers_by_reference = true;
      if (tag == DCM_ContentSequence) has_content = true;
    });
    facts_.all_are_named = facts_.all_are_named && !seen.name.value.empty();
    keep(seen, place);
    if (has_content || seen.name.is(codes::kMeasurementGroup)) content(item, place_of(seen, place));
  }

  void keep(const ContentItem& seen, Place place) {
    if (place == Place::kRoot) facts_.root.push_back(seen);
    if (place == Place::kGroup) facts_.groups.back().items.push_back(seen);
    if (place == Place::kEvaluations) facts_.evaluations.push_back(seen);
    if (place == Place::kDerived) facts_.derived.push_back(seen);
    if (seen.name.is(codes::kImageLibraryGroup)) ++facts_.library_groups;
    if (seen.name.is(codes::kLesionStatus)) ++facts_.statuses;
  }

  /// Where the children of an item are.
  Place place_of(const ContentItem& seen, Place place) {
    if (seen.name.is(codes::kMeasurementGroup)) {
      DcmItem* content_template = dicom::item_of(*seen.item, DCM_ContentTemplateSequence);
      MeasurementGroup& group = facts_.groups.emplace_back();
      group.below_measurements = place == Place::kMeasurements;
      if (content_template != nullptr) group.template_id = text_in(*content_template, DCM_TemplateIdentifier);
      return Place::kGroup;
    }
    if (place != Place::kRoot) return Place::kElsewhere;
    if (seen.name.is(codes::kImagingMeasurements)) return Place::kMeasurements;
    if (seen.name.is(codes::kQualitativeEvaluations)) return Place::kEvaluations;
    return seen.name.is(codes::kDerivedMeasurements) ? Place::kDerived : Place::kElsewhere;
  }

  ReportFacts& facts_;
};

}  // namespace

const ContentItem* MeasurementGroup::find(const codes::Entry& name) const {
  return find_in(items, name);
}

int MeasurementGroup::count(const codes::Entry& name) const {
  return static_cast<int>(
      std::count_if(items.begin(), items.end(), [&](const ContentItem& item) { return item.name.is(name); }));
}

const ContentItem* ReportFacts::of_root(const codes::Entry& name) const {
  return find_in(root, name);
}

ReportFacts facts_of_report(const Subject& subject) {
  ReportFacts facts(subject);
  Walk walk(facts);
  walk.evidence(DCM_CurrentRequestedProcedureEvidenceSequence, true);
  walk.evidence(DCM_PertinentOtherEvidenceSequence, false);
  walk.content(subject.dataset, Place::kRoot);
  return facts;
}

std::vector<ContentItem> content_of(DcmItem& item) {
  std::vector<ContentItem> children;
  dicom::for_each_item(item, DCM_ContentSequence, [&](DcmItem& child) {
    ContentItem seen;
    seen.item = &child;
    seen.type = text_in(child, DCM_ValueType);
    seen.relationship = text_in(child, DCM_RelationshipType);
    if (DcmItem* name = dicom::item_of(child, DCM_ConceptNameCodeSequence)) {
      seen.name = {text_in(*name, DCM_CodeValue), text_in(*name, DCM_CodingSchemeDesignator),
                   text_in(*name, DCM_CodeMeaning)};
    }
    children.push_back(seen);
  });
  return children;
}

}  // namespace oligard::report
