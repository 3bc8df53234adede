#include <algorithm>
#include <cmath>

#include "oligard/base/text.h"
#include "oligard/dicom/decimal_string.h"
#include "oligard/dicom/sop_classes.h"
#include "report/record/record.h"
#include "report/record/record_codes.h"
#include "report/write/shared_items.h"

namespace oligard::report {
namespace {

using classify::Case;
using classify::CaseLesion;
using classify::CaseTimePoint;
using classify::Constants;
using classify::Observation;
using classify::Profile;
using classify::SizePart;

constexpr auto kContains = TreeBuilder::kContains;
constexpr auto kModifier = TreeBuilder::kModifier;
constexpr auto kInferredFrom = TreeBuilder::kInferredFrom;
constexpr double kMm3PerCm3 = 1000.0;

RecordedSource source_of(const measure::Lesion& lesion) {
  const measure::LesionSource& source = lesion.source;
  RecordedSource recorded;
  recorded.instance = {source.study_instance_uid, source.series_instance_uid, source.sop_class_uid,
                       source.sop_instance_uid, ""};
  switch (dicom::kind_of(source.sop_class_uid)) {
    case dicom::ObjectKind::kRtStructureSet:
      recorded.instance.modality = "RTSTRUCT";
      break;
    case dicom::ObjectKind::kReport:
      recorded.instance.modality = "SR";
      break;
    default:
      recorded.instance.modality = "SEG";
      recorded.segment = source.number;
  }
  return recorded;
}

void add_sources(const match::LesionGraph& graph, const match::Track& track, std::size_t end,
                 Record& record) {
  record.tracking_uids[track.id] = track.tracking_uid;
  for (const match::LesionRef& ref : track.lesions) {
    const auto t = static_cast<std::size_t>(ref.timepoint);
    const measure::Lesion& lesion = graph.lesion(ref);
    if (t >= end || lesion.source.sop_instance_uid.empty()) continue;
    record.sources[{track.id, graph.timepoints[t].id}].push_back(source_of(lesion));
  }
}

/// Nothing later than the time points that are kept.
void forget_later(Case& clinical_case, std::size_t end) {
  std::set<std::string> later;
  for (std::size_t t = end; t < clinical_case.timepoints.size(); ++t)
    later.insert(clinical_case.timepoints[t].id);
  clinical_case.timepoints.resize(std::min(end, clinical_case.timepoints.size()));
  for (CaseLesion& lesion : clinical_case.lesions) {
    std::erase_if(lesion.observations, [&](const auto& entry) { return later.contains(entry.first); });
    std::erase_if(lesion.place_imaged, [&](const auto& entry) { return later.contains(entry.first); });
    std::erase_if(lesion.reader_status, [&](const auto& entry) { return later.contains(entry.first); });
  }
  std::erase_if(clinical_case.lesions, [](const CaseLesion& lesion) {
    return lesion.observations.empty() && lesion.reader_status.empty();
  });
}

/// How many time points the verdict of time point `t` needs.
std::size_t end_of(const Case& clinical_case, std::size_t t) {
  return std::max(t, classify::timepoint_index(clinical_case, clinical_case.baseline_timepoint).value_or(t)) +
         1;
}

template <class Table, class Value>
codes::Entry value_of(const Table& table, Value value) {
  for (const auto& row : table) {
    if (row.meaning == value) return row.value;
  }
  return table.front().value;
}

/// Writes the items of one record.
class RecordWriter {
 public:
  RecordWriter(TreeBuilder& tree, const Record& record, Evidence& evidence)
      : tree_(tree), record_(record), evidence_(evidence) {}

  void write(const std::string& sop_instance_uid, const std::vector<WrittenGroup>& groups) {
    tree_.container(kContains, codes::kRecord, "", "", [&] {
      text(codes::kAssessedTimePoint, record_.timepoint);
      write_context();
      for (const CaseTimePoint& timepoint : record_.clinical_case.timepoints)
        write_timepoint(timepoint);
      for (const CaseLesion& lesion : record_.clinical_case.lesions)
        write_lesion(lesion);
      for (const std::string& profile : record_.clinical_case.evaluated_profiles) {
        const auto known = record_.rules.profiles.find(profile);
        if (known != record_.rules.profiles.end()) write_profile(profile, known->second);
      }
      write_constants(record_.rules.constants);
      write_written(sop_instance_uid, groups);
      tree_.text(kContains, codes::kSeal, "0");
    });
  }

 private:
  void text(const codes::Entry& name, const std::string& value, TreeBuilder::Relationship how = kContains) {
    if (!value.empty()) tree_.text(how, name, value);
  }
  void flag(const codes::Entry& name, std::optional<bool> value, TreeBuilder::Relationship how = kContains) {
    tree_.code(how, name, value ? (*value ? codes::kYes : codes::kNo) : codes::kUnknown);
  }
  void number(const codes::Entry& name, double value, const codes::Entry& unit,
              TreeBuilder::Relationship how = kContains, const TreeBuilder::Children& children = {}) {
    tree_.number(how, name, dicom::decimal_string(value), unit, children);
  }
  template <class T>
  void limit(const codes::Entry& name, const std::optional<T>& value) {
    if (value) number(name, static_cast<double>(*value), codes::kNoUnit);
  }
  void modality(const std::string& name, TreeBuilder::Relationship how) {
    if (name.empty()) return;
    const auto* known = codes::find(codes::kModalities, &codes::ModalityEntry::modality, name);
    tree_.code(how, codes::kModality, known == nullptr ? Code{name, "DCM", name} : known->value.code());
  }

  void day(const codes::Entry& name, const std::optional<Date>& value) {
    if (value) tree_.date(kContains, name, to_dicom(*value));
  }
  void sources(const codes::Entry& name, const std::map<std::string, std::string>& sources) {
    for (const auto& [value, source] : sources)
      text(name, std::string(value).append(": ").append(source));
  }

  void write_context();
  void write_therapies(const classify::ClinicalContext& context);
  void write_timepoint(const CaseTimePoint& timepoint);
  void write_lesion(const CaseLesion& lesion);
  void write_observation(const CaseLesion& lesion, const std::string& timepoint,
                         const Observation& observation);
  void write_source(const RecordedSource& source);
  void write_part(const SizePart& part, bool nodal, bool is_now);
  void write_profile(const std::string& name, const Profile& profile);
  void write_constants(const Constants& constants);
  void write_reader_status(const std::string& timepoint, const classify::ReaderStatus& said);
  void write_written(const std::string& sop_instance_uid, const std::vector<WrittenGroup>& groups);

  TreeBuilder& tree_;
  const Record& record_;
  Evidence& evidence_;
};

void RecordWriter::write_context() {
  const Case& clinical_case = record_.clinical_case;
  const classify::ClinicalContext& context = clinical_case.context;
  tree_.container(kContains, codes::kContextRecord, "", "", [&] {
    text(codes::kBaseline, clinical_case.baseline_timepoint);
    text(codes::kBaselineChosen, context.baseline_timepoint.value_or(""));
    flag(codes::kOnTherapy, context.on_systemic_therapy);
    flag(codes::kInitialControl, context.initial_control);
    flag(codes::kPolymetastatic, context.history_polymetastatic);
    flag(codes::kOligometastatic, context.history_oligometastatic);
    if (context.months_primary_to_oligometastatic)
      number(codes::kMonthsToOligo, *context.months_primary_to_oligometastatic, codes::kMonth);
    flag(codes::kIRecistAsked, context.irecist);
    flag(codes::kImmunotherapy, context.immunotherapy);
    write_therapies(context);
    day(codes::kPrimaryDate, context.primary_diagnosis_date);
    day(codes::kOligoDate, context.oligometastatic_diagnosis_date);
    text(codes::kBaselineSource, clinical_case.baseline_source);
    sources(codes::kContextSource, context.sources);
    for (const std::string& warning : context.warnings)
      text(codes::kContextWarning, warning);
    for (const std::string& warning : clinical_case.warnings)
      text(codes::kCaseWarning, warning);
  });
}

/// That the list is known matters: an empty one says that there was no therapy.
void RecordWriter::write_therapies(const classify::ClinicalContext& context) {
  flag(codes::kTherapies, context.systemic_therapy.has_value());
  if (!context.systemic_therapy) return;
  for (const classify::SystemicTherapy& therapy : *context.systemic_therapy) {
    tree_.container(kContains, codes::kTherapy, "", "", [&] {
      text(codes::kDrug, therapy.drug);
      day(codes::kTherapyStart, therapy.start);
      day(codes::kTherapyStop, therapy.stop);
    });
  }
}

void RecordWriter::write_timepoint(const CaseTimePoint& timepoint) {
  tree_.container(kContains, codes::kTimePointRecord, "", "", [&] {
    text(codes::kTimePointId, timepoint.id);
    tree_.date(kContains, codes::kTimePointDate, to_dicom(timepoint.date));
    modality(timepoint.modality, kContains);
    if (timepoint.slice_thickness_mm)
      number(codes::kSliceThickness, *timepoint.slice_thickness_mm, codes::kMillimetre);
    for (const std::string& region : timepoint.coverage)
      text(codes::kCoverage, region);
    flag(codes::kCoverageKnown, timepoint.coverage_known);
    flag(codes::kExhaustive, timepoint.segmentation_exhaustive);
  });
}

void RecordWriter::write_lesion(const CaseLesion& lesion) {
  tree_.container(kContains, codes::kLesionRecord, "", "", [&] {
    text(codes::kLesionId, lesion.id);
    const auto uid = record_.tracking_uids.find(lesion.id);
    if (uid != record_.tracking_uids.end() && !uid->second.empty())
      tree_.uid(kContains, codes::kLesionUid, uid->second);
    text(codes::kOrgan, lesion.organ);
    text(codes::kRegion, lesion.region);
    text(codes::kKind, lesion.kind);
    flag(codes::kNodal, lesion.nodal);
    tree_.code(kContains, codes::kRole, value_of(codes::kRoles, lesion.recist_role));
    if (lesion.local_therapy) {
      tree_.date(kContains, codes::kLocalTherapy, to_dicom(lesion.local_therapy->date),
                 [&] { text(codes::kTherapyKind, lesion.local_therapy->modality, kModifier); });
    }
    for (const std::string& feature : lesion.flags)
      text(codes::kFeature, feature);
    sources(codes::kLesionSource, lesion.sources);
    for (const auto& [timepoint, imaged] : lesion.place_imaged) {
      tree_.code(kContains, codes::kPlaceImaged, (imaged ? codes::kYes : codes::kNo).code(),
                 [&, id = timepoint] { text(codes::kTimePointId, id, kModifier); });
    }
    for (const CaseTimePoint& timepoint : record_.clinical_case.timepoints) {
      const auto found = lesion.observations.find(timepoint.id);
      if (found != lesion.observations.end()) write_observation(lesion, timepoint.id, found->second);
    }
    for (const auto& [timepoint, said] : lesion.reader_status)
      write_reader_status(timepoint, said);
  });
}

void RecordWriter::write_observation(const CaseLesion& lesion, const std::string& timepoint,
                                     const Observation& observation) {
  const codes::Entry state = value_of(codes::kObservationStates, observation.state);
  tree_.code(kContains, codes::kObservation, state.code(), [&] {
    text(codes::kTimePointId, timepoint, kModifier);
    if (observation.truncated) flag(codes::kLowerBound, true, kModifier);
    if (observation.reader_unequivocal_progression) flag(codes::kReaderProgression, true, kModifier);
    text(codes::kNotEvaluableReason, observation.not_evaluable_reason, kModifier);
    modality(observation.modality, kModifier);
    if (observation.slice_thickness_mm)
      number(codes::kSliceThickness, *observation.slice_thickness_mm, codes::kMillimetre, kInferredFrom);
    const auto found = record_.sources.find({lesion.id, timepoint});
    const std::size_t sources = found == record_.sources.end() ? 0 : found->second.size();
    for (std::size_t i = 0; i < std::max(sources, observation.parts.size()); ++i) {
      if (i < sources) write_source(found->second[i]);
      const bool is_now = timepoint == record_.timepoint;
      if (i < observation.parts.size()) write_part(observation.parts[i], lesion.nodal, is_now);
    }
  });
}

void RecordWriter::write_source(const RecordedSource& source) {
  const EvidenceInstance& instance = evidence_.use(source.instance);
  if (source.segment > 0) {
    tree_.image(kInferredFrom, &codes::kReferencedSegment, segment_reference(instance, source.segment));
  } else {
    tree_.composite(kInferredFrom, codes::kSourceReport, instance.sop_class_uid, instance.sop_instance_uid);
  }
}

/// Of earlier time points the figures that the rules look at; of the one assessed all, as its group has them.
void RecordWriter::write_part(const SizePart& part, bool nodal, bool is_now) {
  const auto length = [&](const codes::Entry& name, double value) {
    if (value > 0) number(name, value, codes::kMillimetre, kInferredFrom);
  };
  if (is_now || !nodal) length(codes::kLongAxis, part.long_mm);
  if (is_now || nodal) length(codes::kShortAxis, part.short_mm);
  if (part.volume_mm3 && (is_now || !nodal)) {
    tree_.number(kInferredFrom, codes::kVolume, cubic_centimetres(*part.volume_mm3), codes::kCubicCentimetre);
  }
}

void RecordWriter::write_profile(const std::string& name, const Profile& profile) {
  tree_.container(kContains, codes::kProfileRecord, "", "", [&] {
    text(codes::kProfileName, name);
    text(codes::kProfileDescription, profile.description);
    text(codes::kProfileSource, profile.source);
    flag(codes::kProfileVerified, profile.source_verified);
    limit(codes::kMaxLesions, profile.max_lesions);
    limit(codes::kMaxOrgans, profile.max_organs);
    limit(codes::kMaxPerOrgan, profile.max_per_organ);
    limit(codes::kMaxShare, profile.max_share);
    flag(codes::kShareInclusive, profile.share_inclusive);
    tree_.code(kContains, codes::kCnsMode, value_of(codes::kCnsModes, profile.cns_mode));
    for (const std::string& organ : profile.allowed_organs)
      text(codes::kAllowedOrgan, organ);
  });
}

void RecordWriter::write_constants(const Constants& constants) {
  const auto constant = [&](const std::string& name, double value) {
    number(codes::kConstant, value, codes::kNoUnit, kContains,
           [&] { text(codes::kConstantName, name, kModifier); });
  };
  tree_.container(kContains, codes::kConstantsRecord, "", "", [&] {
    for (const auto& named : classify::kRealConstants)
      constant(named.name, constants.*named.member);
    for (const auto& named : classify::kCountConstants)
      constant(named.name, constants.*named.member);
    for (const classify::RepeatabilityClass& row : constants.vol_rc) {
      constant("vol_rc.from_mm", row.from_mm);
      constant("vol_rc.to_mm", row.to_mm);
      constant("vol_rc.fraction", row.fraction);
    }
  });
}

void RecordWriter::write_reader_status(const std::string& timepoint, const classify::ReaderStatus& said) {
  tree_.container(kContains, codes::kReaderStatusRecord, "", "", [&] {
    text(codes::kTimePointId, timepoint);
    tree_.code(kContains, codes::kReaderStatus,
               codes::find(codes::kStatuses, &codes::StatusEntry::status, said.status)->value);
    day(codes::kReaderDate, said.date);
    const std::string sop_class = evidence_.class_of(said.sop_instance_uid);
    if (!sop_class.empty())
      tree_.composite(kContains, codes::kSourceReport, sop_class, said.sop_instance_uid);
  });
}

/// A copy is compared with this when the result itself is not at hand.
void RecordWriter::write_written(const std::string& sop_instance_uid,
                                 const std::vector<WrittenGroup>& groups) {
  tree_.container(kContains, codes::kWritten, "", "", [&] {
    tree_.uid(kContains, codes::kResultUid, sop_instance_uid);
    for (const WrittenGroup& group : groups) {
      text(codes::kWrittenGroup,
           group.label + " " + group.status.value + " " + group.observation_uid + " " + group.tracking_uid);
    }
    text(codes::kTextDigests, joined(tree_.text_digests(), " "));
  });
}

}  // namespace

std::string cubic_centimetres(double volume_mm3) {
  const double tenths = std::max(1.0, std::round(volume_mm3 * 10.0));
  return decimal_string(tenths / 10.0 / kMm3PerCm3, 4);
}

Record record_of(const ReportRequest& request) {
  const classify::Assessment& assessment = *request.assessment;
  Record record;
  record.timepoint = assessment.timepoints[request.timepoint].timepoint;
  record.clinical_case = assessment.clinical_case;
  record.clinical_case.evaluated_profiles = request.profiles;
  record.rules.constants = request.rules.constants;
  record.rules.profiles.clear();
  for (const std::string& profile : request.profiles) {
    const auto known = request.rules.profiles.find(profile);
    if (known != request.rules.profiles.end()) record.rules.profiles.insert(*known);
  }
  const std::size_t end = end_of(record.clinical_case, request.timepoint);
  forget_later(record.clinical_case, end);
  for (const match::Track& track : assessment.graph.tracks)
    add_sources(assessment.graph, track, end, record);
  return record;
}

void write_record(TreeBuilder& tree, const Record& record, const std::string& sop_instance_uid,
                  const std::vector<WrittenGroup>& groups, Evidence& evidence) {
  RecordWriter(tree, record, evidence).write(sop_instance_uid, groups);
}

}  // namespace oligard::report
