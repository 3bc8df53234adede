// A content tree built top down; the first failure of DCMTK is kept and everything after it is skipped.
#pragma once

#include <functional>
#include <set>
#include <string>

#include <dcmtk/dcmsr/dsrdoctr.h>
#include <dcmtk/dcmsr/dsrimgvl.h>
#include <dcmtk/dcmsr/dsrscovl.h>

#include "oligard/base/code.h"
#include "report/write/codes.h"

namespace oligard::report {

/// A number as DICOM's decimal string: C locale, at most 16 characters, `decimals` digits, halves away from
/// zero as the rule book rounds, no negative zero.
[[nodiscard]] std::string decimal_string(double value, int decimals);

[[nodiscard]] DSRCodedEntryValue coded(const codes::Entry& entry);
/// Meanings longer than DICOM's 64 characters are cut; a missing one is replaced by the value.
[[nodiscard]] DSRCodedEntryValue coded(const Code& code);

class TreeBuilder {
 public:
  using Relationship = DSRTypes::E_RelationshipType;
  using Children = std::function<void()>;

  static constexpr Relationship kContains = DSRTypes::RT_contains;
  static constexpr Relationship kContext = DSRTypes::RT_hasObsContext;
  static constexpr Relationship kModifier = DSRTypes::RT_hasConceptMod;
  static constexpr Relationship kAcquisition = DSRTypes::RT_hasAcqContext;
  static constexpr Relationship kProperties = DSRTypes::RT_hasProperties;
  static constexpr Relationship kInferredFrom = DSRTypes::RT_inferredFrom;
  static constexpr Relationship kSelectedFrom = DSRTypes::RT_selectedFrom;

  explicit TreeBuilder(DSRDocumentTree& tree) : tree_(tree) {}

  void root(const codes::Entry& title, const char* template_id, const Children& children);
  /// Empty template_id: none.
  void container(Relationship relationship, const codes::Entry& name, const std::string& template_id,
                 const std::string& observation_uid, const Children& children);
  /// Nothing for an empty value.
  void text(Relationship relationship, const codes::Entry& name, const std::string& value);
  void uid(Relationship relationship, const codes::Entry& name, const std::string& value);
  void date(Relationship relationship, const codes::Entry& name, const std::string& value,
            const Children& children = {});
  void code(Relationship relationship, const codes::Entry& name, const Code& value,
            const Children& children = {}, const std::string& observation_uid = {});
  void code(Relationship relationship, const codes::Entry& name, const codes::Entry& value) {
    code(relationship, name, value.code());
  }
  void number(Relationship relationship, const codes::Entry& name, const std::string& value,
              const codes::Entry& unit, const Children& children = {});
  /// `name` null: an item without concept name.
  void image(Relationship relationship, const codes::Entry* name, const DSRImageReferenceValue& value);
  /// A reference to an object that is no image.
  void composite(Relationship relationship, const codes::Entry& name, const std::string& sop_class_uid,
                 const std::string& sop_instance_uid);
  void coordinates(const DSRSpatialCoordinatesValue& value, const Children& children);

  /// digest_of_text of the texts so far that are not under a name of our own: a person may change them.
  [[nodiscard]] const std::set<std::string>& text_digests() const { return text_digests_; }

  /// Empty when all went well.
  [[nodiscard]] const std::string& failure() const { return failure_; }

 private:
  using Fill = std::function<OFCondition(DSRContentItem&)>;

  void item(Relationship relationship, DSRTypes::E_ValueType type, const codes::Entry* name, const Fill& fill,
            const Children& children);
  bool check(const OFCondition& condition, const codes::Entry* name);

  DSRDocumentTree& tree_;
  std::string failure_;
  std::set<std::string> text_digests_;
};

}  // namespace oligard::report
