// SR-A read back: what it states, and the record that it says its verdicts are derived from. Value types.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "oligard/base/result.h"
#include "oligard/report/result_documents.h"

namespace oligard::report {

/// The object that one size was taken from.
struct RecordedSource {
  EvidenceInstance instance;
  int segment = 0;  ///< Segment Number; 0 for objects without segments

  friend auto operator<=>(const RecordedSource&, const RecordedSource&) = default;
};

/// What the verdicts of one result are derived from.
struct Record {
  std::string timepoint;  ///< that the result speaks of
  classify::Case clinical_case;
  classify::Rules rules;                             ///< the constants, and the profiles that the case names
  std::map<std::string, std::string> tracking_uids;  ///< by lesion
  /// By lesion and time point: one a part, in the order of the parts.
  std::map<std::pair<std::string, std::string>, std::vector<RecordedSource>> sources;
};

/// One content item in words. Items of one path are told apart by their order.
struct StatedItem {
  enum class Kind { kContainer, kNumber, kCode, kText, kReference };
  enum class Subject { kLesion, kRecist, kCategory };
  Kind kind = Kind::kContainer;
  std::string path;                      ///< "Measurement Group L03 > Percent Change from Nadir"
  std::string code;                      ///< of the item, "PCT_NADIR 99OLIGARD"
  std::string value;                     ///< what is compared: number and unit, code and scheme, text, UID
  std::string shown;                     ///< the same for people
  Subject subject = Subject::kCategory;  ///< RECIST 1.1 and the category are the patient's
  std::string track;                     ///< the lesion that it speaks of; empty = the patient
};

/// A result of this program as it was found.
struct StatedResult {
  std::string sop_instance_uid;
  std::string study_instance_uid;
  std::string rule_set;
  Device device;  ///< as the document names it
  SrClass sr_class = SrClass::kComprehensive3D;
  std::string seal;      ///< digest that the document states of its content
  std::string contents;  ///< digest of the content as it is
  std::vector<StatedItem> items;
  Record record;                 ///< meaningful when `record_error` is empty
  std::string record_error;      ///< why the record cannot be read
  match::LesionGraph graph;      ///< tracks, and the lesions of measurement groups
  std::size_t timepoint = 0;     ///< index of the record's time point in the case
  std::vector<Code> procedures;  ///< what the header says was imaged
};

/// Reads one file. Errors: as dicom::read_file; EXPLAIN_NOT_A_RESULT (not an SR-A of this program),
/// EXPLAIN_NO_RECORD (an SR-A without record or seal).
[[nodiscard]] Result<StatedResult> read_result(const std::filesystem::path& file);

/// The items that SR-A has when `assessment` is what is said of `stated`. Of the assessment, graph and case
/// are those of `stated`. Error REPORT_INVALID.
[[nodiscard]] Result<std::vector<StatedItem>> derived_items(const StatedResult& stated,
                                                            const classify::Assessment& assessment);

/// Whether an item can be derived from the record; others are protected by the seal alone.
[[nodiscard]] bool is_derivable(const StatedItem& item);

/// Whether an item is what was derived. What links say at the end of a text is not derived: it may follow.
[[nodiscard]] bool agree(const StatedItem& stated, const StatedItem& derived);

/// A sentence for people, whose wording may change between versions.
[[nodiscard]] bool is_prose(const StatedItem& item);

}  // namespace oligard::report
