#include "report/write/tree_builder.h"

#include <array>
#include <charconv>
#include <cmath>
#include <system_error>

#include <dcmtk/dcmsr/dsrcomvl.h>
#include <dcmtk/dcmsr/dsrnumvl.h>

#include "oligard/base/digest.h"
#include "report/check/text_checks.h"

namespace oligard::report {
namespace {

constexpr std::size_t kMaxMeaning = 64;
constexpr std::size_t kMaxDecimalString = 16;
constexpr double kExactDouble = 1e15;

/// At most `limit` characters of UTF-8.
std::string cut(const std::string& text, std::size_t limit) {
  std::size_t characters = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool starts_character = (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U;
    if (starts_character && characters++ == limit) return text.substr(0, i);
  }
  return text;
}

OFString of(const std::string& text) {
  return {text.data(), text.size()};
}

}  // namespace

std::string decimal_string(double value, int decimals) {
  std::array<char, 64> buffer{};
  const double scale = std::pow(10.0, decimals);
  if (std::abs(value) * scale < kExactDouble) value = std::round(value * scale) / scale;
  for (; decimals >= 0; --decimals) {
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                   std::chars_format::fixed, decimals);
    if (end.ec != std::errc()) return {};
    std::string text(buffer.data(), end.ptr);
    if (text.find_first_of("123456789") == std::string::npos && text.front() == '-') text.erase(0, 1);
    if (text.size() <= kMaxDecimalString) return text;
  }
  return {};
}

DSRCodedEntryValue coded(const codes::Entry& entry) {
  return {entry.value, entry.scheme, entry.meaning};
}

DSRCodedEntryValue coded(const Code& code) {
  const std::string meaning = code.meaning.empty() ? code.value : code.meaning;
  return {of(code.value), of(code.scheme), of(cut(as_utf8(meaning), kMaxMeaning))};
}

bool TreeBuilder::check(const OFCondition& condition, const codes::Entry* name) {
  if (condition.good()) return true;
  if (failure_.empty()) {
    failure_ =
        std::string(name == nullptr ? "an item without name" : name->meaning) + ": " + condition.text();
  }
  return false;
}

void TreeBuilder::item(Relationship relationship, DSRTypes::E_ValueType type, const codes::Entry* name,
                       const Fill& fill, const Children& children) {
  if (!failure_.empty()) return;
  const bool is_root = relationship == DSRTypes::RT_isRoot;
  const auto place = is_root ? DSRTypes::AM_afterCurrent : DSRTypes::AM_belowCurrent;
  if (tree_.addContentItem(relationship, type, place) == 0) {
    (void)check(SR_EC_CannotAddContentItem, name);
    return;
  }
  DSRContentItem& content = tree_.getCurrentContentItem();
  if (name != nullptr) (void)check(content.setConceptName(coded(*name)), name);
  if (fill) (void)check(fill(content), name);
  if (children) children();
  if (failure_.empty() && !is_root) tree_.goUp();
}

void TreeBuilder::root(const codes::Entry& title, const char* template_id, const Children& children) {
  item(
      DSRTypes::RT_isRoot, DSRTypes::VT_Container, &title,
      [&](DSRContentItem& content) { return content.setTemplateIdentification(template_id, "DCMR"); },
      children);
}

void TreeBuilder::container(Relationship relationship, const codes::Entry& name,
                            const std::string& template_id, const std::string& observation_uid,
                            const Children& children) {
  item(
      relationship, DSRTypes::VT_Container, &name,
      [&](DSRContentItem& content) -> OFCondition {
        if (!template_id.empty() &&
            !check(content.setTemplateIdentification(of(template_id), "DCMR"), &name)) {
          return EC_Normal;
        }
        if (observation_uid.empty()) return EC_Normal;
        return content.setObservationUID(of(observation_uid));
      },
      children);
}

void TreeBuilder::text(Relationship relationship, const codes::Entry& name, const std::string& value) {
  const bool may_change = relationship == kContains && std::string_view(name.scheme) != codes::kOwnScheme;
  if (may_change) text_digests_.insert(digest_of_text(as_utf8(value)));
  item(relationship, DSRTypes::VT_Text, &name,
       [&](DSRContentItem& content) { return content.setStringValue(of(as_utf8(value))); }, {});
}

void TreeBuilder::uid(Relationship relationship, const codes::Entry& name, const std::string& value) {
  item(relationship, DSRTypes::VT_UIDRef, &name,
       [&](DSRContentItem& content) { return content.setStringValue(of(value)); }, {});
}

void TreeBuilder::date(Relationship relationship, const codes::Entry& name, const std::string& value,
                       const Children& children) {
  item(
      relationship, DSRTypes::VT_Date, &name,
      [&](DSRContentItem& content) { return content.setStringValue(of(value)); }, children);
}

void TreeBuilder::code(Relationship relationship, const codes::Entry& name, const Code& value,
                       const Children& children, const std::string& observation_uid) {
  item(
      relationship, DSRTypes::VT_Code, &name,
      [&](DSRContentItem& content) {
        if (!observation_uid.empty()) (void)check(content.setObservationUID(of(observation_uid)), &name);
        return content.setCodeValue(coded(value));
      },
      children);
}

void TreeBuilder::number(Relationship relationship, const codes::Entry& name, const std::string& value,
                         const codes::Entry& unit, const Children& children) {
  item(
      relationship, DSRTypes::VT_Num, &name,
      [&](DSRContentItem& content) {
        return content.setNumericValue(DSRNumericMeasurementValue(of(value), coded(unit)));
      },
      children);
}

void TreeBuilder::image(Relationship relationship, const codes::Entry* name,
                        const DSRImageReferenceValue& value) {
  item(relationship, DSRTypes::VT_Image, name,
       [&](DSRContentItem& content) { return content.setImageReference(value); }, {});
}

void TreeBuilder::composite(Relationship relationship, const codes::Entry& name,
                            const std::string& sop_class_uid, const std::string& sop_instance_uid) {
  item(relationship, DSRTypes::VT_Composite, &name,
       [&](DSRContentItem& content) {
         return content.setCompositeReference(
             DSRCompositeReferenceValue(of(sop_class_uid), of(sop_instance_uid)));
       },
       {});
}

void TreeBuilder::coordinates(const DSRSpatialCoordinatesValue& value, const Children& children) {
  item(
      kInferredFrom, DSRTypes::VT_SCoord, nullptr,
      [&](DSRContentItem& content) { return content.setSpatialCoordinates(value); }, children);
}

}  // namespace oligard::report
