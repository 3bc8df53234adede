#include "load/sr_codes.h"

#include <algorithm>
#include <array>

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
    {"C67447", "NCIt", Concept::kActivitySession},
    {"121191", "DCM", Concept::kReferencedSegment},
    {"121214", "DCM", Concept::kReferencedSegmentationFrame},
    {"121232", "DCM", Concept::kSourceSeries},
    {"121233", "DCM", Concept::kSourceImage},
    {"111030", "DCM", Concept::kImageRegion},
    {"112016", "DCM", Concept::kBaselineCategory},
    {"121106", "DCM", Concept::kComment},
    {"260411009", "SCT", Concept::kPresence},
    {"442714003", "SCT", Concept::kSizeDifference},
    {"121008", "DCM", Concept::kPersonObserver},
    {"121013", "DCM", Concept::kDeviceObserver},
    {"121012", "DCM", Concept::kDeviceObserverUid},
    {"111028", "DCM", Concept::kImageLibrary},
    {"103339001", "SCT", Concept::kLongAxis},
    {"G-A185", "SCT", Concept::kLongAxis},
    {"81827009", "SCT", Concept::kDiameter},
    {"M-02550", "SCT", Concept::kDiameter},
    {"410668003", "SCT", Concept::kLength},
    {"G-D7FE", "SCT", Concept::kLength},
    {"G-A22A", "SCT", Concept::kLength},
    {"103340004", "SCT", Concept::kShortAxis},
    {"G-A186", "SCT", Concept::kShortAxis},
    {"118565006", "SCT", Concept::kVolume},
    {"G-D705", "SCT", Concept::kVolume},
    {"YEKZ", "IBSI", Concept::kVoxelSumVolume},
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
  return scheme;
}

bool is_code(const Code& code, std::string_view value, std::string_view scheme) {
  return code.value == value && scheme_of(code) == scheme;
}

/// Lower case, separators as single spaces, punctuation at the end dropped.
std::string plain(std::string_view phrase) {
  std::string result;
  for (char c : phrase) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == '-' || c == '_' || c == '/' || c == ',' || c == '\t' || c == '\n' || c == '\r') c = ' ';
    if (c == ' ' && (result.empty() || result.back() == ' ')) continue;
    result.push_back(c);
  }
  while (!result.empty() && (result.back() == ' ' || result.back() == '.'))
    result.pop_back();
  return result;
}

struct Phrase {
  std::string_view text;
  Statement statement;
};

constexpr Phrase kPhrases[] = {
    {"present", Statement::kPresent},
    {"lesion present", Statement::kPresent},
    {"absent", Statement::kAbsent},
    {"resolved", Statement::kAbsent},
    {"disappeared", Statement::kAbsent},
    {"no longer visible", Statement::kAbsent},
    {"not visible", Statement::kAbsent},
    {"too small", Statement::kTooSmall},
    {"too small to measure", Statement::kTooSmall},
    {"not evaluable", Statement::kNotEvaluable},
    {"not assessable", Statement::kNotEvaluable},
    {"inevaluable", Statement::kNotEvaluable},
    {"unable to evaluate", Statement::kNotEvaluable},
    {"undetermined", Statement::kNotEvaluable},
    {"increased equivocal", Statement::kIncreasedEquivocal},
    {"equivocal increase", Statement::kIncreasedEquivocal},
    {"equivocal progression", Statement::kIncreasedEquivocal},
    {"unequivocal progression", Statement::kUnequivocalProgression},
    {"unequivocally progressing", Statement::kUnequivocalProgression},
};

}  // namespace

Concept concept_of(const Code& code) {
  for (const ConceptCode& known : kConcepts)
    if (is_code(code, known.value, known.scheme)) return known.meaning;
  return Concept::kUnknown;
}

Statement statement_of(const Code& value) {
  if (is_code(value, "52101004", "SCT") || is_code(value, "G-A203", "SCT")) return Statement::kPresent;
  if (is_code(value, "272519000", "SCT") || is_code(value, "2667000", "SCT")) return Statement::kAbsent;
  if (is_code(value, "373068000", "SCT")) return Statement::kNotEvaluable;
  if (is_code(value, "C62222", "NCIt")) return Statement::kNotEvaluable;
  return statement_of_phrase(value.meaning);
}

Statement statement_of_phrase(std::string_view phrase) {
  const std::string text = plain(phrase);
  for (const Phrase& known : kPhrases)
    if (known.text == text) return known.statement;
  return Statement::kNone;
}

bool is_status_concept(const Code& name) {
  switch (concept_of(name)) {
    case Concept::kFinding:
    case Concept::kFindingCategory:
    case Concept::kPresence:
    case Concept::kSizeDifference:
    case Concept::kComment:
      return true;
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

std::string recist_role_of_phrase(std::string_view phrase) {
  const std::string text = plain(phrase);
  if (text == "target" || text == "target lesion" || text == "target lesion at baseline") return "target";
  if (text == "non target" || text == "nontarget" || text == "non target lesion" ||
      text == "nontarget lesion" || text == "non target lesion at baseline")
    return "non_target";
  return {};
}

bool is_statistic(const Code& derivation) {
  constexpr std::string_view kStatistics[] = {
      "373098007", "R-00317",  // mean
      "255605001", "R-404FB",  // minimum
      "373099004", "R-00319",  // median
      "386136009", "R-10047",  // standard deviation
  };
  return scheme_of(derivation) == "SCT" &&
         std::find(std::begin(kStatistics), std::end(kStatistics), derivation.value) != std::end(kStatistics);
}

}  // namespace oligard::load
