// What a stage notices and people should read, as a code with its values. Wording makes a sentence of it, in
// the language asked for; no stage holds sentences. Value types.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace oligard {

/// Behind each code the values that it has, in order. A lesion, time point, status, field or source is a
/// name: the id or code that results have, never a person's. `code`: of docs/operations.md.
enum class NoteCode : std::uint8_t {
  // Why a link is in doubt, or what speaks against a reader's.
  kNotSurelyRegistered,
  kOtherFitsAsWell,
  kNotSeenBetween,
  kFitsPoorly,
  kOnlyLesion,
  kWithoutPlace,
  kNeighboursDisagree,
  kThirdTimePointAlone,
  kUidAgainstPlaces,
  kGroupElsewhere,
  kReadersContradict,
  kReaderLinkFar,  ///< mm between the places

  // On the matching of a patient.
  kReaderLinksFar,
  kReaderUidsContradict,
  kUidsLeftOut,
  kImagesNotRegistered,  ///< two time points, the error's reason

  // On the clinical context.
  kSourcesContradict,      ///< field, source used, other source
  kBaselineContradiction,  ///< reports or headers, time point
  kSeveralBaselines,       ///< reports or headers, time points
  kOtherBaseline,          ///< reports or headers, their time point, time point used, source used
  kLaterBaseline,          ///< date, ISO
  kNoSuchLesion,           ///< lesion as named, field
  kSeveralLesions,         ///< likewise
  kSeveralTherapies,       ///< lesion
  kRoleOfSeveral,          ///< time point
  kContradictoryTarget,    ///< lesion
  kContradictoryNonTarget,
  kTargetNotAtBaseline,
  kBothRoles,
  kRolesOverruled,  ///< lesions

  // Why a reader's copy of a result is not followed.
  kReaderLesionUnknown,       ///< time point, code
  kReaderStatusUnclear,       ///< lesion, time point, code
  kReaderStatusContradicted,  ///< lesion, time point, statuses, code
  kReaderStatusImpossible,    ///< lesion, time point, status, code
  kReaderStatusUnsure,        ///< likewise
  kReaderStatusUnseen,        ///< likewise
};
inline constexpr std::size_t kNoteCodes = static_cast<std::size_t>(NoteCode::kReaderStatusUnseen) + 1;

using Names = std::vector<std::string>;
struct Millimetres {
  double value = 0;

  friend bool operator==(const Millimetres&, const Millimetres&) = default;
};
/// What has words but no name.
enum class NoteWord : std::uint8_t { kReports, kHeaders, kUnnamedLesion };

using NoteValue = std::variant<std::string, Names, Millimetres, NoteWord>;

struct Note {
  NoteCode code;
  std::vector<NoteValue> values = {};

  friend bool operator==(const Note&, const Note&) = default;
};

}  // namespace oligard
