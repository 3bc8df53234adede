// What is asked in a C-FIND and which answers count (PS3.4 C.4.1, C.6.2). Pure.
#pragma once

#include <optional>
#include <string>

#include <dcmtk/dcmdata/dcdatset.h>

#include "oligard/retrieve/prior_source.h"

namespace oligard::retrieve {

/// A study that an answer names.
struct FoundStudy {
  std::string study_instance_uid;
  std::string study_date;  ///< YYYYMMDD, or empty
};

/// What a series holds for us.
enum class SeriesUse { kNone, kObjects, kImages };

/// True when the value matches itself alone: no wildcard, no list, no control character (PS3.4 C.2.2.2).
[[nodiscard]] bool is_exact_key(const std::string& value);

void ask_for_studies(DcmDataset& query, const PatientIdentity& patient, const std::string& date_range);
void ask_for_series(DcmDataset& query, const std::string& study_instance_uid);
void ask_for_instances(DcmDataset& query, const FoundSeries& series);
/// Identifier of a C-MOVE: one series, or instances of it.
void ask_to_move(DcmDataset& query, const std::vector<FoundObject>& objects, bool whole_series);

/// Nothing when the answer is not about this patient or names no valid study.
[[nodiscard]] std::optional<FoundStudy> study_in(DcmDataset& answer, const PatientIdentity& patient);
/// False when the answer says that the study has none of the modalities that are asked for.
[[nodiscard]] bool may_hold_objects(DcmDataset& answer);
/// Nothing when the answer is not about this study, or about another patient.
[[nodiscard]] std::optional<FoundSeries> series_in(DcmDataset& answer, const PatientIdentity& patient,
                                                   const std::string& study_instance_uid);
[[nodiscard]] SeriesUse use_of(DcmDataset& answer);
/// Nothing when the answer is not about this series, or names no valid instance.
[[nodiscard]] std::optional<FoundObject> instance_in(DcmDataset& answer, const FoundSeries& series);

/// "20240131-" for a year before 30 January 2025 and 365 days; empty for 0 days.
[[nodiscard]] std::string date_range(Date today, int lookback_days);

}  // namespace oligard::retrieve
