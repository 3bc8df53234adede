// What images cannot tell: therapy, history, and what a reader chose (clinical-rules 1.3). Unknown stays
// unknown.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "oligard/base/date.h"
#include "oligard/base/note.h"

namespace oligard::classify {

/// Sources of a value, as in `sources`, assessment.json and caveats.
namespace source {
inline constexpr const char* kConfig = "config";      ///< settings of the installation
inline constexpr const char* kExternal = "external";  ///< the patient's context file
inline constexpr const char* kSr = "sr";              ///< content of a received report
inline constexpr const char* kHeader = "header";      ///< attributes of a received object
inline constexpr const char* kImage = "image";        ///< what was measured
inline constexpr const char* kAssumed = "assumed";
inline constexpr const char* kUnknown = "unknown";
}  // namespace source

/// Focused treatment of one lesion.
struct LocalTherapy {
  Date date;
  std::string modality;  ///< "SBRT", "surgery", "ablation", …

  friend bool operator==(const LocalTherapy&, const LocalTherapy&) = default;
};

/// One drug or regimen.
struct SystemicTherapy {
  std::string drug;           ///< for people; empty = not stated
  std::optional<Date> start;  ///< first day; empty = not known
  std::optional<Date> stop;   ///< last day; empty = goes on

  friend bool operator==(const SystemicTherapy&, const SystemicTherapy&) = default;
};

/// What is known of one lesion beside its measurements.
struct LesionContext {
  std::optional<std::string> kind;  ///< a kind of CaseLesion
  std::set<std::string> flags;      ///< of kLesionFlags
};

/// Kinds that a lesion may have (clinical-rules 5.1), and flags that rules look at.
[[nodiscard]] bool is_lesion_kind(std::string_view kind);
[[nodiscard]] bool is_lesion_flag(std::string_view flag);

/// One patient's clinical context, as given. An empty optional is "unknown". `sources` says where each known
/// value came from, by the name of the field in a context file. Lesions are named by track id ("L03") or by a
/// Tracking UID.
struct ClinicalContext {
  std::optional<bool> on_systemic_therapy;  ///< whenever imaged after baseline
  /// All there was, so that a day outside of every entry is one without; empty list = there was none.
  std::optional<std::vector<SystemicTherapy>> systemic_therapy;
  std::optional<bool> immunotherapy;
  std::optional<bool> irecist;
  std::optional<bool> initial_control;
  std::optional<bool> history_polymetastatic;
  std::optional<bool> history_oligometastatic;
  std::optional<double> months_primary_to_oligometastatic;
  std::optional<Date> primary_diagnosis_date;
  std::optional<Date> oligometastatic_diagnosis_date;
  std::optional<std::string> baseline_timepoint;  ///< time point id or ISO date; empty = see baseline_of
  std::set<std::string> targets;                  ///< not empty: these and no others are RECIST targets
  std::set<std::string> non_targets;              ///< never chosen as target
  std::map<std::string, LocalTherapy> local_therapy;
  std::map<std::string, LesionContext> lesions;
  std::map<std::string, std::string> sources;
  std::vector<Note> warnings;  ///< contradictions between sources

  /// iRECIST is reported: asked for, or immunotherapy is known and it is not refused.
  [[nodiscard]] bool uses_irecist() const { return irecist.value_or(immunotherapy.value_or(false)); }
  /// "config" for a known value without an entry in `sources`.
  [[nodiscard]] std::string source_of(const std::string& field) const;
};

/// Every known field gets `source` as its source, where it has none.
[[nodiscard]] ClinicalContext with_source(ClinicalContext context, const std::string& source);

/// `over` where it knows something, else `base`. Where both know different things `warnings` says so.
[[nodiscard]] ClinicalContext merged(const ClinicalContext& base, const ClinicalContext& over);

/// Systemic therapy on one day.
struct TherapyOn {
  std::optional<bool> on;
  std::string source;        ///< "unknown" when `on` is empty
  bool contradicts = false;  ///< dates and on_systemic_therapy do not agree
};

/// From the dates when they tell: start and stop day are days on therapy; an entry without start tells
/// nothing up to its stop day. Else from `on_systemic_therapy`. Where both tell and differ the dates count
/// when they are of another source (a patient's file beside settings for all); of one source neither does.
[[nodiscard]] TherapyOn systemic_therapy_on(const ClinicalContext& context, Date date);

/// Calendar months from a to b, negative when b is earlier; a part of a month by its days.
[[nodiscard]] double months_between(Date a, Date b);

}  // namespace oligard::classify
