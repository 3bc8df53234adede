// What an installation knows about one producer of segmentations or reports: the `[[source]]` tables.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace oligard {

/// A rule applies to an object when every given `match_*` pattern fits; patterns are case-insensitive globs
/// with
/// `*` and `?`, empty means any. The first rule that applies is used. Defaults are the careful choice.
struct SourceRule {
  std::string name;                ///< for people: named in results that rest on the rule
  std::string match_manufacturer;  ///< Manufacturer (0008,0070)
  std::string match_model;         ///< Manufacturer's Model Name (0008,1090)
  std::string match_series;        ///< Series Description (0008,103E)
  std::string match_calling_ae;    ///< who sent it

  std::vector<std::string> lesion_labels;  ///< globs: segments that are lesions whatever their codes say
  std::vector<std::string> organ_labels;   ///< globs: segments that are organ masks
  std::vector<std::string> ignore_labels;  ///< globs: segments to leave out
  std::map<std::string, std::string>
      organ_by_label;  ///< glob of the label → organ name, e.g. "*liver*" = "liver"

  bool split_components = true;  ///< a segment of several foci is several lesions
  bool join_fragments = false;   ///< … but parts within max(10 mm, 2 slices) of each other are one
  /// A voxel of a FRACTIONAL segment counts from this percentage of Maximum Fractional Value on; 1 to 100.
  int fraction_threshold_pct = 50;
  bool reader_outranks = false;  ///< of a lesion that a report measures, the report's sizes are used
  bool join_series =
      false;  ///< its SEG series of one study are one lesion list; redrawn lesions: the newer one
  bool exhaustive = false;  ///< every lesion in the imaged region is segmented (clinical-rules 3.5)
  bool allow_other_patient_id = false;  ///< an SR may carry another Patient ID than the images it measures
  int priority = 0;                     ///< of several sources in one study, the highest is used
};

}  // namespace oligard
