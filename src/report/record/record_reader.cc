#include <charconv>
#include <cmath>
#include <map>
#include <system_error>

#include <dcmtk/dcmdata/dcdeftag.h>

#include "oligard/dicom/dataset.h"
#include "report/record/record.h"
#include "report/record/record_codes.h"

namespace oligard::report {
namespace {

using classify::Case;
using classify::CaseLesion;
using classify::CaseTimePoint;
using classify::ClinicalContext;
using classify::Constants;
using classify::Observation;
using classify::Profile;
using classify::SizePart;

bool is(DcmItem& item, const codes::Entry& name) {
  return dicom::code(item, DCM_ConceptNameCodeSequence) == name.code();
}

/// The double that is nearest to the text: the one that was written.
std::optional<double> exact_number(const std::string& text) {
  double value = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end.ec != std::errc() || end.ptr != text.data() + text.size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

/// Reads the children of one item; the first thing that is wrong is kept.
class Reader {
 public:
  Reader(DcmItem& item, std::string& problem) : item_(item), problem_(problem) {}

  template <class Visit>
  void each(const Visit& visit) const {
    dicom::for_each_item(item_, DCM_ContentSequence, [&](DcmItem& child) { visit(child); });
  }
  template <class Visit>
  void each(const codes::Entry& name, const Visit& visit) const {
    each([&](DcmItem& child) {
      if (is(child, name)) visit(child);
    });
  }
  [[nodiscard]] DcmItem* one(const codes::Entry& name) const {
    DcmItem* found = nullptr;
    each(name, [&](DcmItem& child) {
      if (found != nullptr) complain(name, "more than once");
      found = &child;
    });
    return found;
  }
  [[nodiscard]] std::string text(const codes::Entry& name, const DcmTagKey& tag = DCM_TextValue) const {
    DcmItem* found = one(name);
    return found == nullptr ? std::string() : dicom::text(*found, tag);
  }
  [[nodiscard]] std::string required_text(const codes::Entry& name) const {
    std::string value = text(name);
    if (value.empty()) complain(name, "missing");
    return value;
  }
  [[nodiscard]] std::vector<std::string> texts(const codes::Entry& name) const {
    std::vector<std::string> values;
    each(name, [&](DcmItem& child) { values.push_back(dicom::text(child, DCM_TextValue)); });
    return values;
  }
  [[nodiscard]] Date date(const codes::Entry& name) const {
    const auto value = parse_dicom_date(text(name, DCM_Date));
    if (!value) complain(name, "no date");
    return value.value_or(Date{});
  }
  [[nodiscard]] std::optional<Date> day(const codes::Entry& name) const {
    if (one(name) == nullptr) return std::nullopt;
    return date(name);
  }
  [[nodiscard]] double number(DcmItem& child, const codes::Entry& name) const {
    DcmItem* value = dicom::item_of(child, DCM_MeasuredValueSequence);
    const std::optional<double> number =
        value == nullptr ? std::nullopt : exact_number(dicom::text(*value, DCM_NumericValue));
    if (!number) complain(name, "no number");
    return number.value_or(0);
  }
  [[nodiscard]] std::optional<double> number(const codes::Entry& name) const {
    DcmItem* found = one(name);
    if (found == nullptr) return std::nullopt;
    return number(*found, name);
  }
  [[nodiscard]] std::optional<int> count(const codes::Entry& name) const {
    const std::optional<double> value = number(name);
    if (!value) return std::nullopt;
    return whole(*value, name);
  }
  [[nodiscard]] int whole(double value, const codes::Entry& name) const {
    constexpr double kMost = 1e6;
    if (value != std::round(value) || value < 0 || value > kMost) {
      complain(name, "no count");
      return 0;
    }
    return static_cast<int>(value);
  }
  /// Yes, No, or nothing for Unknown.
  [[nodiscard]] std::optional<bool> flag(DcmItem& child, const codes::Entry& name) const {
    const Code value = dicom::code(child, DCM_ConceptCodeSequence);
    if (value == codes::kYes.code()) return true;
    if (value == codes::kNo.code()) return false;
    if (value != codes::kUnknown.code()) complain(name, "neither Yes, No nor Unknown");
    return std::nullopt;
  }
  [[nodiscard]] std::optional<bool> flag(const codes::Entry& name) const {
    DcmItem* found = one(name);
    if (found == nullptr) return std::nullopt;
    return flag(*found, name);
  }
  [[nodiscard]] bool required_flag(const codes::Entry& name) const {
    const std::optional<bool> value = flag(name);
    if (!value) complain(name, "neither Yes nor No");
    return value.value_or(false);
  }
  template <class Table>
  [[nodiscard]] auto value(DcmItem& child, const codes::Entry& name, const Table& table) const {
    const Code code = dicom::code(child, DCM_ConceptCodeSequence);
    for (const auto& row : table) {
      if (row.value.code() == code) return row.meaning;
    }
    complain(name, "an unknown value");
    return table.front().meaning;
  }
  template <class Table>
  [[nodiscard]] auto value(const codes::Entry& name, const Table& table) const {
    DcmItem* found = one(name);
    if (found != nullptr) return value(*found, name, table);
    complain(name, "missing");
    return table.front().meaning;
  }
  [[nodiscard]] Reader of(DcmItem& child) const { return {child, problem_}; }
  void complain(const codes::Entry& name, const char* what) const {
    if (problem_.empty()) problem_ = std::string(name.meaning) + ": " + what;
  }

 private:
  DcmItem& item_;
  std::string& problem_;
};

std::string modality_of(const Reader& reader) {
  DcmItem* found = reader.one(codes::kModality);
  return found == nullptr ? std::string() : dicom::code(*found, DCM_ConceptCodeSequence).value;
}

/// "field: source" by field.
std::map<std::string, std::string> read_sources(const Reader& reader, const codes::Entry& name) {
  std::map<std::string, std::string> sources;
  for (const std::string& line : reader.texts(name)) {
    const std::size_t colon = line.find(": ");
    if (colon == std::string::npos) {
      reader.complain(name, "names no source");
      continue;
    }
    sources[line.substr(0, colon)] = line.substr(colon + 2);
  }
  return sources;
}

void read_context(const Reader& reader, Case& clinical_case) {
  ClinicalContext& context = clinical_case.context;
  clinical_case.baseline_timepoint = reader.text(codes::kBaseline);
  if (std::string chosen = reader.text(codes::kBaselineChosen); !chosen.empty())
    context.baseline_timepoint = std::move(chosen);
  context.on_systemic_therapy = reader.flag(codes::kOnTherapy);
  context.initial_control = reader.flag(codes::kInitialControl);
  context.history_polymetastatic = reader.flag(codes::kPolymetastatic);
  context.history_oligometastatic = reader.flag(codes::kOligometastatic);
  context.months_primary_to_oligometastatic = reader.number(codes::kMonthsToOligo);
  context.irecist = reader.flag(codes::kIRecistAsked);
  context.immunotherapy = reader.flag(codes::kImmunotherapy);
  if (reader.required_flag(codes::kTherapies)) context.systemic_therapy.emplace();
  reader.each(codes::kTherapy, [&](DcmItem& item) {
    const Reader therapy = reader.of(item);
    if (!context.systemic_therapy) {
      reader.complain(codes::kTherapy, "of a list that is not known");
      return;
    }
    context.systemic_therapy->push_back(
        {therapy.text(codes::kDrug), therapy.day(codes::kTherapyStart), therapy.day(codes::kTherapyStop)});
  });
  context.primary_diagnosis_date = reader.day(codes::kPrimaryDate);
  context.oligometastatic_diagnosis_date = reader.day(codes::kOligoDate);
  clinical_case.baseline_source = reader.text(codes::kBaselineSource);
  context.warnings = reader.texts(codes::kContextWarning);
  clinical_case.warnings = reader.texts(codes::kCaseWarning);
  context.sources = read_sources(reader, codes::kContextSource);
}

CaseTimePoint read_timepoint(const Reader& reader) {
  CaseTimePoint timepoint;
  timepoint.id = reader.required_text(codes::kTimePointId);
  timepoint.date = reader.date(codes::kTimePointDate);
  timepoint.modality = modality_of(reader);
  timepoint.slice_thickness_mm = reader.number(codes::kSliceThickness);
  for (std::string& region : reader.texts(codes::kCoverage))
    timepoint.coverage.insert(std::move(region));
  timepoint.coverage_known = reader.required_flag(codes::kCoverageKnown);
  timepoint.segmentation_exhaustive = reader.required_flag(codes::kExhaustive);
  return timepoint;
}

/// Parts and their sources as they follow each other: a source begins a part, and so does a number of a kind
/// that the part has already.
class PartReader {
 public:
  PartReader(const Reader& reader, Observation& observation, std::vector<RecordedSource>& sources)
      : reader_(reader), observation_(observation), sources_(sources) {}

  void read(DcmItem& child) {
    if (is(child, codes::kReferencedSegment) || is(child, codes::kSourceReport)) {
      read_source(child);
    } else if (is(child, codes::kLongAxis)) {
      length(child, codes::kLongAxis, &SizePart::long_mm);
    } else if (is(child, codes::kShortAxis)) {
      length(child, codes::kShortAxis, &SizePart::short_mm);
    } else if (is(child, codes::kVolume)) {
      SizePart& part = part_without([](const SizePart& p) { return !p.volume_mm3.has_value(); });
      constexpr double kMm3PerCm3 = 1000.0;
      part.volume_mm3 = std::round(reader_.number(child, codes::kVolume) * kMm3PerCm3 * 10.0) / 10.0;
    }
  }

 private:
  void read_source(DcmItem& child) {
    DcmItem* reference = dicom::item_of(child, DCM_ReferencedSOPSequence);
    if (reference == nullptr) {
      reader_.complain(codes::kReferencedSegment, "no reference");
      return;
    }
    RecordedSource source;
    source.instance.sop_class_uid = dicom::text(*reference, DCM_ReferencedSOPClassUID);
    source.instance.sop_instance_uid = dicom::text(*reference, DCM_ReferencedSOPInstanceUID);
    source.segment = static_cast<int>(dicom::integer(*reference, DCM_ReferencedSegmentNumber).value_or(0));
    sources_.push_back(std::move(source));
    begins_ = true;
  }
  template <class Lacks>
  SizePart& part_without(const Lacks& lacks) {
    std::vector<SizePart>& parts = observation_.parts;
    if (parts.empty() || begins_ || !lacks(parts.back())) parts.emplace_back();
    begins_ = false;
    return parts.back();
  }
  void length(DcmItem& child, const codes::Entry& name, double SizePart::*member) {
    part_without([member](const SizePart& part) { return part.*member == 0; }).*member =
        reader_.number(child, name);
  }

  const Reader& reader_;
  Observation& observation_;
  std::vector<RecordedSource>& sources_;
  bool begins_ = false;
};

void read_observation(const Reader& lesion_reader, DcmItem& item, CaseLesion& lesion, Record& record) {
  const Reader reader = lesion_reader.of(item);
  Observation observation;
  observation.state = lesion_reader.value(item, codes::kObservation, codes::kObservationStates);
  const std::string timepoint = reader.required_text(codes::kTimePointId);
  observation.truncated = reader.flag(codes::kLowerBound).value_or(false);
  observation.reader_unequivocal_progression = reader.flag(codes::kReaderProgression).value_or(false);
  observation.not_evaluable_reason = reader.text(codes::kNotEvaluableReason);
  observation.modality = modality_of(reader);
  observation.slice_thickness_mm = reader.number(codes::kSliceThickness);
  std::vector<RecordedSource> sources;
  PartReader parts(reader, observation, sources);
  reader.each([&](DcmItem& child) { parts.read(child); });
  if (!sources.empty()) record.sources[{lesion.id, timepoint}] = std::move(sources);
  if (!lesion.observations.emplace(timepoint, std::move(observation)).second)
    reader.complain(codes::kObservation, "twice for one time point");
}

void read_reader_status(const Reader& reader, CaseLesion& lesion) {
  classify::ReaderStatus said;
  const std::string timepoint = reader.required_text(codes::kTimePointId);
  DcmItem* status = reader.one(codes::kReaderStatus);
  const Code value = status == nullptr ? Code{} : dicom::code(*status, DCM_ConceptCodeSequence);
  bool is_known = false;
  for (const codes::StatusEntry& row : codes::kStatuses) {
    if (row.value.code() != value) continue;
    said.status = row.status;
    is_known = true;
  }
  if (!is_known) reader.complain(codes::kReaderStatus, "an unknown value");
  said.date = reader.day(codes::kReaderDate);
  DcmItem* report = reader.one(codes::kSourceReport);
  DcmItem* reference = report == nullptr ? nullptr : dicom::item_of(*report, DCM_ReferencedSOPSequence);
  if (reference != nullptr) said.sop_instance_uid = dicom::text(*reference, DCM_ReferencedSOPInstanceUID);
  if (!lesion.reader_status.emplace(timepoint, std::move(said)).second)
    reader.complain(codes::kReaderStatusRecord, "twice for one time point");
}

CaseLesion read_lesion(const Reader& reader, Record& record) {
  CaseLesion lesion;
  lesion.id = reader.required_text(codes::kLesionId);
  if (std::string uid = reader.text(codes::kLesionUid, DCM_UID); !uid.empty())
    record.tracking_uids[lesion.id] = std::move(uid);
  lesion.organ = reader.text(codes::kOrgan);
  lesion.region = reader.text(codes::kRegion);
  lesion.kind = reader.text(codes::kKind);
  lesion.nodal = reader.required_flag(codes::kNodal);
  lesion.recist_role = reader.value(codes::kRole, codes::kRoles);
  if (DcmItem* therapy = reader.one(codes::kLocalTherapy)) {
    lesion.local_therapy = classify::LocalTherapy{reader.date(codes::kLocalTherapy),
                                                  reader.of(*therapy).text(codes::kTherapyKind)};
  }
  lesion.sources = read_sources(reader, codes::kLesionSource);
  for (std::string& feature : reader.texts(codes::kFeature))
    lesion.flags.insert(std::move(feature));
  reader.each(codes::kPlaceImaged, [&](DcmItem& child) {
    const std::optional<bool> imaged = reader.flag(child, codes::kPlaceImaged);
    if (imaged) lesion.place_imaged[reader.of(child).required_text(codes::kTimePointId)] = *imaged;
  });
  reader.each(codes::kObservation, [&](DcmItem& child) { read_observation(reader, child, lesion, record); });
  reader.each(codes::kReaderStatusRecord,
              [&](DcmItem& child) { read_reader_status(reader.of(child), lesion); });
  return lesion;
}

void read_profile(const Reader& reader, Record& record) {
  Profile profile;
  const std::string name = reader.required_text(codes::kProfileName);
  profile.description = reader.text(codes::kProfileDescription);
  profile.source = reader.text(codes::kProfileSource);
  profile.source_verified = reader.required_flag(codes::kProfileVerified);
  profile.max_lesions = reader.count(codes::kMaxLesions);
  profile.max_organs = reader.count(codes::kMaxOrgans);
  profile.max_per_organ = reader.count(codes::kMaxPerOrgan);
  profile.max_share = reader.number(codes::kMaxShare);
  profile.share_inclusive = reader.required_flag(codes::kShareInclusive);
  profile.cns_mode = reader.value(codes::kCnsMode, codes::kCnsModes);
  profile.allowed_organs = reader.texts(codes::kAllowedOrgan);
  record.clinical_case.evaluated_profiles.push_back(name);
  record.rules.profiles[name] = std::move(profile);
}

/// Every constant once, and rows of volume repeatability as they follow each other.
void read_constants(const Reader& reader, Constants& constants) {
  std::map<std::string, double> stated;
  constants.vol_rc.clear();
  reader.each(codes::kConstant, [&](DcmItem& child) {
    const std::string name = reader.of(child).required_text(codes::kConstantName);
    const double value = reader.number(child, codes::kConstant);
    if (name == "vol_rc.from_mm") constants.vol_rc.push_back({value, 0, 0});
    const bool in_row = name.starts_with("vol_rc.") && !constants.vol_rc.empty();
    if (in_row && name == "vol_rc.to_mm") constants.vol_rc.back().to_mm = value;
    if (in_row && name == "vol_rc.fraction") constants.vol_rc.back().fraction = value;
    if (!in_row && !stated.emplace(name, value).second) reader.complain(codes::kConstant, "named twice");
  });
  const auto take = [&](const char* name) {
    const auto found = stated.find(name);
    if (found == stated.end()) {
      reader.complain(codes::kConstant, "one is missing");
      return 0.0;
    }
    const double value = found->second;
    stated.erase(found);
    return value;
  };
  for (const auto& named : classify::kRealConstants)
    constants.*named.member = take(named.name);
  for (const auto& named : classify::kCountConstants)
    constants.*named.member = reader.whole(take(named.name), codes::kConstant);
  if (!stated.empty()) reader.complain(codes::kConstant, "one that these rules do not have");
}

}  // namespace

Result<Record> read_record(DcmItem& container) {
  std::string problem;
  const Reader reader(container, problem);
  Record record;
  record.rules.profiles.clear();
  DcmItem* context = reader.one(codes::kContextRecord);
  DcmItem* constants = reader.one(codes::kConstantsRecord);
  if (context == nullptr) reader.complain(codes::kContextRecord, "missing");
  if (constants == nullptr) reader.complain(codes::kConstantsRecord, "missing");
  record.timepoint = reader.required_text(codes::kAssessedTimePoint);
  if (context != nullptr) read_context(reader.of(*context), record.clinical_case);
  reader.each(codes::kTimePointRecord, [&](DcmItem& item) {
    record.clinical_case.timepoints.push_back(read_timepoint(reader.of(item)));
  });
  reader.each(codes::kLesionRecord, [&](DcmItem& item) {
    record.clinical_case.lesions.push_back(read_lesion(reader.of(item), record));
  });
  reader.each(codes::kProfileRecord, [&](DcmItem& item) { read_profile(reader.of(item), record); });
  if (constants != nullptr) read_constants(reader.of(*constants), record.rules.constants);
  if (!problem.empty()) return fail(ErrorKind::kInvalidInput, "EXPLAIN_RECORD_INVALID", problem);
  return record;
}

}  // namespace oligard::report
