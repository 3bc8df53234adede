// The SOP classes the service knows, in one table: what is accepted, and what it is for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace oligard::dicom {

enum class ObjectKind {
  kSegmentation,
  kLabelMapSegmentation,
  kReport,
  kRtStructureSet,
  kRegistration,
  kImage,
  kOther
};

struct SopClass {
  std::string_view uid;
  std::string_view name;  ///< PS3.6 name
  ObjectKind kind;
  bool accepted;  ///< the listener takes it
};

[[nodiscard]] const std::vector<SopClass>& sop_classes();

/// Null for a class not in the table.
[[nodiscard]] const SopClass* sop_class(std::string_view uid);

/// kOther for a class not in the table.
[[nodiscard]] ObjectKind kind_of(std::string_view sop_class_uid);

/// Transfer syntaxes the listener accepts for a class, preferred first.
[[nodiscard]] std::vector<std::string> transfer_syntaxes(const SopClass& sop_class);

}  // namespace oligard::dicom
