#include "oligard/dicom/sop_classes.h"

#include <algorithm>

namespace oligard::dicom {
namespace {

constexpr std::string_view kImplicitLittleEndian = "1.2.840.10008.1.2";
constexpr std::string_view kExplicitLittleEndian = "1.2.840.10008.1.2.1";
constexpr std::string_view kExplicitBigEndian = "1.2.840.10008.1.2.2";
constexpr std::string_view kDeflatedLittleEndian = "1.2.840.10008.1.2.1.99";
constexpr std::string_view kDeflatedImageFrame = "1.2.840.10008.1.2.8.1";
constexpr std::string_view kRle = "1.2.840.10008.1.2.5";

constexpr std::string_view kSecondaryCapture = "1.2.840.10008.5.1.4.1.1.7";

/// JPEG baseline, extended, lossless (14, SV1), JPEG-LS, JPEG 2000 in both forms: objects are kept as they
/// come, and what cannot be decoded is refused with a reason later.
constexpr std::string_view kImageSyntaxes[] = {
    "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51", "1.2.840.10008.1.2.4.57", "1.2.840.10008.1.2.4.70",
    "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81", "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91"};

}  // namespace

const std::vector<SopClass>& sop_classes() {
  static const std::vector<SopClass> table = {
      {"1.2.840.10008.5.1.4.1.1.66.4", "Segmentation Storage", ObjectKind::kSegmentation, true},
      {"1.2.840.10008.5.1.4.1.1.66.7", "Label Map Segmentation Storage", ObjectKind::kLabelMapSegmentation,
       true},
      {"1.2.840.10008.5.1.4.1.1.88.11", "Basic Text SR Storage", ObjectKind::kReport, true},
      {"1.2.840.10008.5.1.4.1.1.88.22", "Enhanced SR Storage", ObjectKind::kReport, true},
      {"1.2.840.10008.5.1.4.1.1.88.33", "Comprehensive SR Storage", ObjectKind::kReport, true},
      {"1.2.840.10008.5.1.4.1.1.88.34", "Comprehensive 3D SR Storage", ObjectKind::kReport, true},
      {"1.2.840.10008.5.1.4.1.1.481.3", "RT Structure Set Storage", ObjectKind::kRtStructureSet, true},
      {"1.2.840.10008.5.1.4.1.1.66.1", "Spatial Registration Storage", ObjectKind::kRegistration, true},
      {"1.2.840.10008.5.1.4.1.1.66.3", "Deformable Spatial Registration Storage", ObjectKind::kRegistration,
       true},
      {"1.2.840.10008.5.1.4.1.1.2", "CT Image Storage", ObjectKind::kImage, true},
      {"1.2.840.10008.5.1.4.1.1.2.1", "Enhanced CT Image Storage", ObjectKind::kImage, true},
      {"1.2.840.10008.5.1.4.1.1.2.2", "Legacy Converted Enhanced CT Image Storage", ObjectKind::kImage, true},
      {"1.2.840.10008.5.1.4.1.1.4", "MR Image Storage", ObjectKind::kImage, true},
      {"1.2.840.10008.5.1.4.1.1.4.1", "Enhanced MR Image Storage", ObjectKind::kImage, true},
      {"1.2.840.10008.5.1.4.1.1.4.4", "Legacy Converted Enhanced MR Image Storage", ObjectKind::kImage, true},
      {"1.2.840.10008.5.1.4.1.1.128", "Positron Emission Tomography Image Storage", ObjectKind::kImage, true},
      {"1.2.840.10008.5.1.4.1.1.130", "Enhanced PET Image Storage", ObjectKind::kImage, true},
      {"1.2.840.10008.5.1.4.1.1.128.1", "Legacy Converted Enhanced PET Image Storage", ObjectKind::kImage,
       true},
      {"1.2.840.10008.5.1.4.1.1.66.5", "Surface Segmentation Storage", ObjectKind::kOther, false},
      {"1.2.840.10008.5.1.4.1.1.67", "Real World Value Mapping Storage", ObjectKind::kOther, false},
      {"1.2.840.10008.5.1.4.1.1.88.59", "Key Object Selection Document Storage", ObjectKind::kOther, false},
      {"1.2.840.10008.5.1.4.1.1.88.35", "Extensible SR Storage", ObjectKind::kReport, true},
      {"1.2.840.10008.5.1.4.1.1.11.1", "Grayscale Softcopy Presentation State Storage", ObjectKind::kOther,
       false},
      {kSecondaryCapture, "Secondary Capture Image Storage", ObjectKind::kOther, true},
      {"1.2.840.10008.5.1.4.1.1.104.1", "Encapsulated PDF Storage", ObjectKind::kOther, true},
      {"1.2.840.10008.5.1.4.1.1.481.2", "RT Dose Storage", ObjectKind::kOther, false},
      {"1.2.840.10008.5.1.4.1.1.481.5", "RT Plan Storage", ObjectKind::kOther, false},
  };
  return table;
}

const SopClass* sop_class(std::string_view uid) {
  const std::vector<SopClass>& table = sop_classes();
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const SopClass& c) { return c.uid == uid; });
  return found == table.end() ? nullptr : &*found;
}

ObjectKind kind_of(std::string_view sop_class_uid) {
  const SopClass* found = sop_class(sop_class_uid);
  return found == nullptr ? ObjectKind::kOther : found->kind;
}

std::vector<std::string> transfer_syntaxes(const SopClass& sop_class) {
  std::vector<std::string> syntaxes;
  for (const auto uid :
       {kExplicitLittleEndian, kImplicitLittleEndian, kDeflatedLittleEndian, kExplicitBigEndian}) {
    syntaxes.emplace_back(uid);
  }
  const bool has_pixels = sop_class.kind == ObjectKind::kSegmentation ||
                          sop_class.kind == ObjectKind::kLabelMapSegmentation ||
                          sop_class.kind == ObjectKind::kImage || sop_class.uid == kSecondaryCapture;
  if (has_pixels) {
    syntaxes.emplace_back(kRle);
    syntaxes.emplace_back(kDeflatedImageFrame);
    for (const auto uid : kImageSyntaxes)
      syntaxes.emplace_back(uid);
  }
  return syntaxes;
}

}  // namespace oligard::dicom
