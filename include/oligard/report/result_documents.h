// Assessment → the DICOM objects that go back (docs/conformance.md).
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "oligard/base/clock.h"
#include "oligard/base/code.h"
#include "oligard/base/mask.h"
#include "oligard/base/result.h"
#include "oligard/classify/assessment.h"
#include "oligard/classify/rules.h"
#include "oligard/classify/texts.h"
#include "oligard/report/priors.h"
#include "oligard/terms/own_codes.h"

namespace oligard::report {

/// An instance the result rests on; goes to the evidence sequences.
struct EvidenceInstance {
  std::string study_instance_uid;
  std::string series_instance_uid;
  std::string sop_class_uid;
  std::string sop_instance_uid;
  std::string modality;

  friend auto operator<=>(const EvidenceInstance&, const EvidenceInstance&) = default;
};

/// The program as a device observer (TID 1004) and in Contributing Equipment; one struct feeds both.
struct Device {
  std::string manufacturer = terms::codes::kOwnOrganisation;
  std::string model = "Oligard";
  std::string version;
  std::string device_uid;  ///< per release
};

enum class SrClass { kComprehensive3D, kComprehensive, kEnhanced };

/// How SR-A states the uncertainty of a lesion's figures: as numbers of the group, or as TID 310 below each
/// figure (docs/adr/0052-uncertainty-that-every-checker-takes.md).
enum class UncertaintyForm { kNumbers, kProperties };

struct ReportOptions {
  SrClass sr_class = SrClass::kComprehensive3D;
  classify::Language language = classify::Language::kEnglish;
  UncertaintyForm uncertainty = UncertaintyForm::kNumbers;
  bool editable_in_ohif = false;  ///< SR-B's Tracking Identifier in Cornerstone3DTools form (sr-profile 7.1)
};

/// The image that one slice was drawn on; an empty UID is not known.
struct SliceImage {
  std::string sop_class_uid;
  std::string sop_instance_uid;
  int frame = 0;  ///< 1-based in a multi-frame image, else 0
};

/// The voxels of one lesion, named as measure::LesionSource names it.
struct LesionVoxels {
  int number = 0;
  int component = 0;
  std::string algorithm_type, algorithm_name;  ///< as the segmentation states them; may be empty
  Mask mask;
};

/// The lesions of one received segmentation. All masks lie on one grid.
struct SegmentedLesions {
  std::string sop_instance_uid;
  std::string frame_of_reference_uid;
  std::string source_series_uid;
  double slice_thickness_mm = 0;         ///< 0 = not stated
  std::vector<SliceImage> slice_images;  ///< one a grid slice, or none
  std::vector<LesionVoxels> lesions;
};

/// A segment of a lesion SEG.
struct LesionSegment {
  EvidenceInstance segmentation;
  int number = 0;
};

/// What the objects of one time point are made of. The assessment is not owned.
struct ReportRequest {
  const classify::Assessment* assessment = nullptr;
  std::size_t timepoint = 0;
  std::vector<std::string> profiles;  ///< first one gives the conclusion and the oligoprogression flag
  classify::Rules rules;
  /// A DICOM file of the current study (its SEG or SR): patient and study modules are copied from it.
  std::filesystem::path header_source;
  std::string study_instance_uid;  ///< the study the result goes into
  std::vector<EvidenceInstance> evidence;
  std::string result_key;  ///< digest of inputs, rules and configuration: all UIDs derive from it
  std::vector<EvidenceInstance>
      predecessors;  ///< earlier results for the same time point, replaced by this one
  std::vector<EvidenceInstance>
      reader_reports;                 ///< readers' copies of them that it takes something over from
  std::optional<PriorsKnown> priors;  ///< nothing when no PACS is asked
  /// Of this time point; structure sets are none. Not owned; null = none.
  const std::vector<SegmentedLesions>* segmented = nullptr;
  /// Segments of the lesion SEG by tracking identifier ("L03", "L03.1"): SR-A refers to them where there are
  /// any, else to the segments that were measured.
  std::map<std::string, LesionSegment> lesion_segments;
  Device device;
  ReportOptions options;
  UnixTime analysed_at;
};

/// A finished object.
struct Document {
  enum class Kind {
    kResult,            ///< SR-A, the record
    kViewer,            ///< SR-B, axes drawn on the images
    kLesions,           ///< SEG, one segment a measurement group
    kSecondaryCapture,  ///< the page as an image
    kPdf,               ///< the page as an encapsulated PDF
  };
  Kind kind = Kind::kResult;
  int part = 1;  ///< of several of one kind
  std::string sop_class_uid;
  std::string sop_instance_uid;
  std::string series_instance_uid;
  std::string bytes;  ///< a complete DICOM file, Explicit VR Little Endian
};

/// "result", "viewer", "lesions", "page", "pdf".
[[nodiscard]] std::string name_of(Document::Kind kind);

/// UIDs that a result of this kind and key has, without building it. Parts share a series.
[[nodiscard]] std::string result_uid(const std::string& result_key, Document::Kind kind, int part = 1);
[[nodiscard]] std::string result_series_uid(const std::string& result_key, Document::Kind kind);

/// End of the name of its file: "result.dcm", "lesions.seg.dcm", of a second part "lesions-2.seg.dcm".
[[nodiscard]] std::string file_ending(const Document& document);

/// SR-A. Errors: REPORT_HEADER_UNREADABLE, REPORT_STUDY_MISMATCH (the header source is of another study than
/// the result), REPORT_INVALID (the request contradicts itself), REPORT_CONTRACT (report/contract.h).
[[nodiscard]] Result<Document> make_result_document(const ReportRequest& request);

/// SR-B, or nothing when no lesion of this time point has drawable axes on a known image.
[[nodiscard]] Result<std::optional<Document>> make_viewer_document(const ReportRequest& request);

/// The lesion SEG, and where each measurement group is found in it.
struct LesionSegmentation {
  std::vector<Document> documents;  ///< one a grid; none when nothing listed has voxels
  std::map<std::string, LesionSegment> segments;
};

/// One segment a measurement group of SR-A, under its tracking identifier and UID, in the colour of its
/// status and with the voxels as they were received; segmentations of one series and compatible grids become
/// one. Errors: as make_result_document, SEG_WRITE, SEG_TOO_LARGE.
[[nodiscard]] Result<LesionSegmentation> make_lesion_segmentation(const ReportRequest& request);

/// Why lesions that are measured now are not in SR-B, one sentence a reason; empty when all are. For people;
/// SR-A has the same.
[[nodiscard]] Result<std::vector<std::string>> axes_not_drawn(const ReportRequest& request);

}  // namespace oligard::report
