#include "load/sr/codes.h"

#include <algorithm>
#include <array>

#include "oligard/base/text.h"
#include "oligard/dicom/anatomy.h"
#include "oligard/terms/lesion_status.h"
#include "oligard/terms/own_codes.h"

namespace oligard::load {
namespace {

struct ConceptCode {
  std::string_view value;
  std::string_view scheme;
  Concept meaning;
};

constexpr ConceptCode kConcepts[] = {
    {"126010", "DCM", Concept::kImagingMeasurements},
    {"126011", "DCM", Concept::kDerivedMeasurements},
    {"125007", "DCM", Concept::kMeasurementGroup},
    {"112039", "DCM", Concept::kTrackingIdentifier},
    {"112040", "DCM", Concept::kTrackingUid},
    {"121071", "DCM", Concept::kFinding},
    {"276214006", "SCT", Concept::kFindingCategory},
    {"363698007", "SCT", Concept::kFindingSite},
    {"G-C0E3", "SCT", Concept::kFindingSite},
    {"272741003", "SCT", Concept::kLaterality},
    {"G-C171", "SCT", Concept::kLaterality},
    {"370129005", "SCT", Concept::kMeasurementMethod},
    {"G-C036", "SCT", Concept::kMeasurementMethod},
    {"121401", "DCM", Concept::kDerivation},
    {"C2348792", "UMLS", Concept::kTimePoint},
    {"126070", "DCM", Concept::kTimePoint},
    {"126071", "DCM", Concept::kTimePoint},
    {"126072", "DCM", Concept::kTimePointType},
    {"126073", "DCM", Concept::kTimePointOrder},
    {"128740", "DCM", Concept::kTimeOffset},
    {"128741", "DCM", Concept::kTemporalEventType},
    {"121068", "DCM", Concept::kPreviousFindings},
    {"121069", "DCM", Concept::kPreviousFindings},
    {"C67447", "NCIt", Concept::kActivitySession},
    {"121191", "DCM", Concept::kReferencedSegment},
    {"121214", "DCM", Concept::kReferencedSegmentationFrame},
    {"121232", "DCM", Concept::kSourceSeries},
    {"121233", "DCM", Concept::kSourceImage},
    {"111030", "DCM", Concept::kImageRegion},
    {"112016", "DCM", Concept::kBaselineCategory},
    {"121106", "DCM", Concept::kComment},
    {"260411009", "SCT", Concept::kPresence},
    {"705057003", "SCT", Concept::kPresence},
    {"121052", "DCM", Concept::kPresence},
    {"442714003", "SCT", Concept::kSizeDifference},
    {"121008", "DCM", Concept::kPersonObserver},
    {"121013", "DCM", Concept::kDeviceObserver},
    {"121012", "DCM", Concept::kDeviceObserverUid},
    {"111028", "DCM", Concept::kImageLibrary},
    {"125309", "DCM", Concept::kLabel},
    {"718499004", "SCT", Concept::kColour},
    {"122438", "DCM", Concept::kSecondaryGraphic},
    {"128773", "DCM", Concept::kSecondaryGraphic},
    {"TextPosition", "99CS3D", Concept::kSecondaryGraphic},
    {"ControlPoints", "99CS3D", Concept::kSecondaryGraphic},
    {terms::codes::kLesionStatus.value, terms::codes::kOwnScheme, Concept::kOwnStatus},
    {terms::codes::kWholeLesionUid.value, terms::codes::kOwnScheme, Concept::kOwnWholeLesion},
    {terms::codes::kSourceSegment.value, terms::codes::kOwnScheme, Concept::kOwnSourceSegment},
    {"103339001", "SCT", Concept::kLongAxis},
    {"G-A185", "SCT", Concept::kLongAxis},
    {"131187009", "SCT", Concept::kMajorAxis},
    {"G-A193", "SCT", Concept::kMajorAxis},
    {"81827009", "SCT", Concept::kDiameter},
    {"M-02550", "SCT", Concept::kDiameter},
    {"410668003", "SCT", Concept::kLength},
    {"G-D7FE", "SCT", Concept::kLength},
    {"G-A22A", "SCT", Concept::kLength},
    {"121227", "DCM", Concept::kDistance},
    {"121206", "DCM", Concept::kDistance},
    {"103340004", "SCT", Concept::kShortAxis},
    {"G-A186", "SCT", Concept::kShortAxis},
    {"131188004", "SCT", Concept::kMinorAxis},
    {"G-A194", "SCT", Concept::kMinorAxis},
    {"131189007", "SCT", Concept::kMinorAxis},
    {"G-A195", "SCT", Concept::kMinorAxis},
    {"L0JK", "IBSI", Concept::kMaxDiameter3d},
    {"118565006", "SCT", Concept::kVolume},
    {"G-D705", "SCT", Concept::kVolume},
    {"RID28668", "RADLEX", Concept::kVolume},
    {"RNU0", "IBSI", Concept::kVolume},
    {"YEKZ", "IBSI", Concept::kVoxelSumVolume},
    {"121216", "DCM", Concept::kEstimatedVolume},
    {"121217", "DCM", Concept::kEstimatedVolume},
    {"121218", "DCM", Concept::kEstimatedVolume},
    {"121221", "DCM", Concept::kEstimatedVolume},
    {"121222", "DCM", Concept::kEstimatedVolume},
    {"zzz001", "99NCIAIM", Concept::kAimReport},
    {"zzz002", "99NCIAIM", Concept::kAimAnnotation},
    {"zzz005", "99NCIAIM", Concept::kAimAnnotationType},
    {"zzz008", "99NCIAIM", Concept::kAimAnatomicEntity},
    {"zzz009", "99NCIAIM", Concept::kAimObservation},
    {"zzz011", "99NCIAIM", Concept::kAimCalculation},
    {"zzz015", "99NCIAIM", Concept::kAimCalculationResult},
    {"zzz018", "99NCIAIM", Concept::kAimDimensionLabel},
    {"zzz022", "99NCIAIM", Concept::kAimShape},
};

std::string_view scheme_of(const Code& code) {
  const std::string_view scheme = code.scheme;
  if (scheme == "SRT" || scheme == "SNM3" || scheme == "99SDM") return "SCT";
  if (scheme == "RadLex" || scheme == "RID") return "RADLEX";
  return scheme;
}

bool is_code(const Code& code, std::string_view value, std::string_view scheme) {
  return code.value == value && scheme_of(code) == scheme;
}

/// Lower case, separators as single spaces; what stands in brackets and punctuation at the end dropped.
std::string plain(std::string_view phrase) {
  std::string result;
  for (char c : lower_case(phrase.substr(0, phrase.find('(')))) {
    if (c == '-' || c == '_' || c == '/' || c == ',' || c == '\t' || c == '\n' || c == '\r') c = ' ';
    if (c == ' ' && (result.empty() || result.back() == ' ')) continue;
    result.push_back(c);
  }
  while (!result.empty() && (result.back() == ' ' || result.back() == '.'))
    result.pop_back();
  return result;
}

/// "lesion is absent", "the lesion has resolved" → "absent", "resolved".
std::string without_subject(std::string text) {
  for (const std::string_view start : {"the ", "target ", "lesion ", "is ", "has "})
    if (text.size() > start.size() && text.compare(0, start.size(), start) == 0) text.erase(0, start.size());
  return text;
}

struct Phrase {
  std::string_view text;
  Statement statement;
};

constexpr Phrase kPhrases[] = {
    {"present", Statement::kPresent},
    {"not measurable", Statement::kPresent},
    {"non measurable", Statement::kPresent},
    {"unmeasurable", Statement::kPresent},
    {"absent", Statement::kAbsent},
    {"resolved", Statement::kAbsent},
    {"completely resolved", Statement::kAbsent},
    {"complete resolution", Statement::kAbsent},
    {"disappeared", Statement::kAbsent},
    {"not present", Statement::kAbsent},
    {"no longer present", Statement::kAbsent},
    {"no longer visible", Statement::kAbsent},
    {"no longer seen", Statement::kAbsent},
    {"not visible", Statement::kAbsent},
    {"not seen", Statement::kAbsent},
    {"too small", Statement::kTooSmall},
    {"too small to measure", Statement::kTooSmall},
    {"too small to be measured", Statement::kTooSmall},
    {"not evaluable", Statement::kNotEvaluable},
    {"non evaluable", Statement::kNotEvaluable},
    {"unevaluable", Statement::kNotEvaluable},
    {"inevaluable", Statement::kNotEvaluable},
    {"not evaluated", Statement::kNotEvaluable},
    {"not assessable", Statement::kNotEvaluable},
    {"not assessed", Statement::kNotEvaluable},
    {"not imaged", Statement::kNotEvaluable},
    {"unable to evaluate", Statement::kNotEvaluable},
    {"unable to assess", Statement::kNotEvaluable},
    {"cannot be evaluated", Statement::kNotEvaluable},
    {"cannot be assessed", Statement::kNotEvaluable},
    {"undetermined", Statement::kNotEvaluable},
    {"presence undetermined", Statement::kNotEvaluable},
    {"increased equivocal", Statement::kIncreasedEquivocal},
    {"equivocal increase", Statement::kIncreasedEquivocal},
    {"equivocal progression", Statement::kIncreasedEquivocal},
    {"unequivocal progression", Statement::kUnequivocalProgression},
    {"unequivocal progressive disease", Statement::kUnequivocalProgression},
    {"unequivocal increase", Statement::kUnequivocalProgression},
    {"unequivocally progressing", Statement::kUnequivocalProgression},
    {"unequivocally progressed", Statement::kUnequivocalProgression},
};

struct StatementCode {
  std::string_view value;
  std::string_view scheme;
  Statement statement;
};

constexpr StatementCode kStatementCodes[] = {
    {"52101004", "SCT", Statement::kPresent},
    {"G-A203", "SCT", Statement::kPresent},
    {"121053", "DCM", Statement::kPresent},
    {"272519000", "SCT", Statement::kAbsent},
    {"2667000", "SCT", Statement::kAbsent},
    {"121054", "DCM", Statement::kAbsent},
    {"112133", "DCM", Statement::kTooSmall},
    {"373068000", "SCT", Statement::kNotEvaluable},
    {"121059", "DCM", Statement::kNotEvaluable},
    {"C62222", "NCIt", Statement::kNotEvaluable},
    {"112047", "DCM", Statement::kUnequivocalProgression},
};

}  // namespace

Concept concept_of(const Code& code) {
  for (const ConceptCode& known : kConcepts)
    if (is_code(code, known.value, known.scheme)) return known.meaning;
  return Concept::kUnknown;
}

Statement statement_of(const Code& value) {
  for (const StatementCode& known : kStatementCodes)
    if (is_code(value, known.value, known.scheme)) return known.statement;
  return statement_of_phrase(value.meaning);
}

Statement statement_of_phrase(std::string_view phrase) {
  const std::string text = without_subject(plain(phrase));
  for (const Phrase& known : kPhrases)
    if (known.text == text) return known.statement;
  return Statement::kNone;
}

std::string lesion_status_of(const Code& value) {
  if (value.scheme != terms::codes::kOwnScheme) return lesion_status_of_phrase(value.meaning);
  const std::optional<terms::LesionStatus> status = terms::lesion_status_of_code(value.value);
  return status ? to_string(*status) : std::string();
}

std::string lesion_status_of_phrase(std::string_view phrase) {
  using terms::LesionStatus;
  const std::string text = without_subject(plain(phrase));
  if (const std::optional<LesionStatus> status = terms::lesion_status_of_phrase(text))
    return to_string(*status);
  switch (statement_of_phrase(phrase)) {
    case Statement::kAbsent:
      return to_string(LesionStatus::kResolved);
    case Statement::kNotEvaluable:
      return to_string(LesionStatus::kNotEvaluable);
    case Statement::kUnequivocalProgression:
      return to_string(LesionStatus::kProgressing);
    default:
      return {};
  }
}

std::string lesion_status_in_sentence(std::string_view sentence) {
  const std::size_t colon = sentence.find(": ");
  const bool names_lesion =
      sentence.size() > 1 && sentence[0] == 'L' && sentence[1] >= '0' && sentence[1] <= '9';
  if (!names_lesion || colon == std::string_view::npos) return {};
  std::string_view word = sentence.substr(colon + 2);
  word = word.substr(0, word.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_"));
  return terms::lesion_status_from(word) ? std::string(word) : std::string();
}

bool is_status_concept(const Code& name) {
  switch (concept_of(name)) {
    case Concept::kFinding:
    case Concept::kFindingCategory:
    case Concept::kPresence:
    case Concept::kSizeDifference:
    case Concept::kBaselineCategory:
    case Concept::kComment:
    case Concept::kLabel:
      return true;
    case Concept::kOwnStatus:
      return false;
    default:
      break;
  }
  constexpr std::string_view kNames[] = {"lesion status", "status",        "lesion presence", "presence",
                                         "visibility",    "evaluability",  "assessability",   "measurability",
                                         "lesion state",  "lesion change", "assessment"};
  return std::find(std::begin(kNames), std::end(kNames), plain(name.meaning)) != std::end(kNames);
}

std::string recist_role_of(const Code& value) {
  if (value.scheme == "DCM") {
    constexpr std::array<std::string_view, 5> kTarget = {"112074", "112041", "112042", "112043", "112044"};
    constexpr std::array<std::string_view, 4> kNonTarget = {"112075", "112045", "112046", "112047"};
    if (std::find(kTarget.begin(), kTarget.end(), value.value) != kTarget.end()) return "target";
    if (std::find(kNonTarget.begin(), kNonTarget.end(), value.value) != kNonTarget.end()) return "non_target";
  }
  return recist_role_of_phrase(value.meaning);
}

bool is_role_concept(const Code& name) {
  if (concept_of(name) == Concept::kBaselineCategory || is_status_concept(name)) return true;
  constexpr std::string_view kNames[] = {"lesion type", "lesion category", "lesion role",  "recist category",
                                         "recist role", "recist type",     "target status"};
  return std::find(std::begin(kNames), std::end(kNames), plain(name.meaning)) != std::end(kNames);
}

std::string recist_role_of_phrase(std::string_view phrase) {
  std::string text = plain(phrase);
  for (const std::string_view start : {"recist 1.1 ", "recist ", "baseline ", "follow up ", "followup "})
    if (text.starts_with(start)) text.erase(0, start.size());
  const std::size_t number = text.find_last_not_of("0123456789");
  if (number != std::string::npos && text.substr(0, number + 1).ends_with("lesion ")) text.resize(number);
  if (text == "target" || text == "target lesion" || text == "target lesion at baseline") return "target";
  if (text == "non target" || text == "nontarget" || text == "non target lesion" ||
      text == "nontarget lesion" || text == "non target lesion at baseline")
    return "non_target";
  return {};
}

bool is_statistic(const Code& derivation) {
  constexpr std::string_view kSizes[] = {
      "56851009",  "G-A437",                       // maximum
      "258104002", "R-41D41",                      // measured
      "414135002", "R-10260", "121427",            // estimated
      "258090004", "R-41D2D", "121428", "125315",  // calculated
  };
  const std::string_view scheme = scheme_of(derivation);
  const bool is_size = (scheme == "SCT" || scheme == "DCM") &&
                       std::find(std::begin(kSizes), std::end(kSizes), derivation.value) != std::end(kSizes);
  return !derivation.empty() && !is_size;
}

Statement statement_of_qualifier(const Code& qualifier) {
  if (const Statement said = statement_of(qualifier); said != Statement::kNone) return said;
  constexpr std::string_view kMissing[] = {"114000", "114003", "114006", "114007",
                                           "114008", "114010", "114011"};
  const bool is_missing = qualifier.scheme == "DCM" && std::find(std::begin(kMissing), std::end(kMissing),
                                                                 qualifier.value) != std::end(kMissing);
  return is_missing ? Statement::kNotEvaluable : Statement::kNone;
}

bool is_no_lesion(const Code& finding) {
  constexpr ConceptCode kNoLesions[] = {
      {"113343008", "SCT", Concept::kUnknown}, {"T-D0060", "SCT", Concept::kUnknown},  // organ
      {"123037004", "SCT", Concept::kUnknown}, {"T-D000A", "SCT", Concept::kUnknown},  // body structure
      {"91723000", "SCT", Concept::kUnknown},                                          // anatomical structure
      {"85756007", "SCT", Concept::kUnknown},  {"T-D0050", "SCT", Concept::kUnknown},  // tissue
      {"C94970", "NCIt", Concept::kUnknown},   {"112076", "DCM", Concept::kUnknown},   // reference, none
  };
  for (const ConceptCode& known : kNoLesions)
    if (is_code(finding, known.value, known.scheme)) return true;
  if (scheme_of(finding) != "SCT" || finding.value.empty()) return false;
  const terms::Organ* part = dicom::organ_of(finding);
  const bool is_node = part != nullptr && part->nodal;
  if (finding.value.starts_with("T-")) return !is_node;  // the topography axis of SNOMED-RT
  return std::any_of(terms::organs().begin(), terms::organs().end(), [&finding](const terms::Organ& organ) {
    return !organ.nodal && (finding.value == organ.sct || finding.value == organ.srt);
  });
}

bool is_free_text(const Code& code) {
  return code.value == "CORNERSTONEFREETEXT" || code.scheme == "CORNERSTONEJS" || code.scheme == "99dcmjs" ||
         code.scheme == "99DCMJS";
}

}  // namespace oligard::load
