#include "oligard/report/stated_result.h"

#include <algorithm>

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcuid.h>

#include "oligard/dicom/anatomy.h"
#include "oligard/dicom/dataset.h"
#include "oligard/dicom/file.h"
#include "oligard/dicom/result_record.h"
#include "oligard/dicom/sop_classes.h"
#include "report/record/record.h"
#include "report/write/content_items.h"
#include "report/write/header.h"

namespace oligard::report {
namespace {

using measure::LesionSource;

DcmItem* child(DcmItem& parent, const codes::Entry& name) {
  DcmItem* found = nullptr;
  dicom::for_each_item(parent, DCM_ContentSequence, [&](DcmItem& item) {
    if (found == nullptr && dicom::code(item, DCM_ConceptNameCodeSequence) == name.code()) found = &item;
  });
  return found;
}

std::string text_of(DcmItem& parent, const codes::Entry& name, const DcmTagKey& tag = DCM_TextValue) {
  DcmItem* item = child(parent, name);
  return item == nullptr ? std::string() : dicom::text(*item, tag);
}

Code code_of(DcmItem& parent, const codes::Entry& name) {
  DcmItem* item = child(parent, name);
  return item == nullptr ? Code{} : dicom::code(*item, DCM_ConceptCodeSequence);
}

std::optional<double> number_of(DcmItem& parent, const codes::Entry& name) {
  DcmItem* item = child(parent, name);
  DcmItem* value = item == nullptr ? nullptr : dicom::item_of(*item, DCM_MeasuredValueSequence);
  return value == nullptr ? std::nullopt : dicom::number(*value, DCM_NumericValue);
}

Status check_is_result(DcmDataset& dataset) {
  const auto refuse = [](const std::string& why) {
    return fail(ErrorKind::kUnsupported, "EXPLAIN_NOT_A_RESULT", why);
  };
  if (dicom::kind_of(dicom::text(dataset, DCM_SOPClassUID)) != dicom::ObjectKind::kReport)
    return refuse("the object is no structured report");
  const Device ours;
  if (dicom::text(dataset, DCM_Manufacturer) != ours.manufacturer ||
      dicom::text(dataset, DCM_ManufacturerModelName) != ours.model)
    return refuse("the report was not made by this program");
  const Code title = dicom::code(dataset, DCM_ConceptNameCodeSequence);
  if (title == codes::kImagingReport.code())
    return refuse("this is the viewer companion (SR-B); the verdict stands in the result (SR-A)");
  if (title != codes::kOncologyReport.code()) return refuse("the report has another title than a result");
  return {};
}

SrClass sr_class_of(const std::string& sop_class) {
  if (sop_class == UID_ComprehensiveSRStorage) return SrClass::kComprehensive;
  if (sop_class == UID_EnhancedSRStorage) return SrClass::kEnhanced;
  return SrClass::kComprehensive3D;
}

Device device_of(DcmDataset& dataset) {
  Device device;
  device.manufacturer = text_of(dataset, codes::kDeviceManufacturer);
  device.model = text_of(dataset, codes::kDeviceModel);
  device.version = dicom::text(dataset, DCM_SoftwareVersions);
  device.device_uid = text_of(dataset, codes::kDeviceUid, DCM_UID);
  return device;
}

/// Segment or image that a group names.
LesionSource source_of(DcmItem& group) {
  LesionSource source;
  DcmItem* segment = child(group, codes::kSourceSegment);
  if (segment == nullptr) segment = child(group, codes::kReferencedSegment);
  source.kind = segment != nullptr ? LesionSource::Kind::kSegment : LesionSource::Kind::kReport;
  source.source_series_uid = text_of(group, codes::kSourceSeries, DCM_UID);
  DcmItem* reference = segment == nullptr ? nullptr : dicom::item_of(*segment, DCM_ReferencedSOPSequence);
  if (reference == nullptr) return source;
  source.sop_class_uid = dicom::text(*reference, DCM_ReferencedSOPClassUID);
  source.sop_instance_uid = dicom::text(*reference, DCM_ReferencedSOPInstanceUID);
  source.number = static_cast<int>(dicom::integer(*reference, DCM_ReferencedSegmentNumber).value_or(0));
  return source;
}

void read_source_image(DcmItem& group, measure::Lesion& lesion) {
  DcmItem* image = child(group, codes::kSourceImage);
  DcmItem* reference = image == nullptr ? nullptr : dicom::item_of(*image, DCM_ReferencedSOPSequence);
  if (reference == nullptr) return;
  lesion.axis_image_class_uid = dicom::text(*reference, DCM_ReferencedSOPClassUID);
  lesion.axis_image_uid = dicom::text(*reference, DCM_ReferencedSOPInstanceUID);
  lesion.axis_image_frame =
      static_cast<int>(dicom::integer(*reference, DCM_ReferencedFrameNumber).value_or(0));
}

/// The lesion of one measurement group as it states it.
measure::Lesion lesion_of(DcmItem& group) {
  constexpr double kMm3PerCm3 = 1000.0;
  measure::Lesion lesion;
  lesion.source = source_of(group);
  read_source_image(group, lesion);
  lesion.tracking_uid = text_of(group, codes::kLesionIdentifier);
  const Code finding = code_of(group, codes::kFinding);
  lesion.finding_value = finding.value;
  lesion.finding_scheme = finding.scheme;
  lesion.finding_meaning = finding.meaning;
  if (const terms::Organ* organ = dicom::organ_of(code_of(group, codes::kFindingSite)))
    lesion.organ = organ->name;
  if (DcmItem* site = child(group, codes::kFindingSite))
    lesion.laterality = dicom::laterality_of(code_of(*site, codes::kLaterality));
  lesion.long_axis_mm = number_of(group, codes::kLongAxis);
  lesion.short_axis_mm = number_of(group, codes::kShortAxis);
  lesion.max_3d_diameter_mm = number_of(group, codes::kMaxDiameter3d);
  if (const auto volume = number_of(group, codes::kVolume)) lesion.volume_mm3 = *volume * kMm3PerCm3;
  return lesion;
}

/// Sizes that the record has for the same part take the place of the group's: so the two are compared.
void take_recorded_sizes(const Record& record, const std::string& track, std::size_t part,
                         measure::Lesion& lesion) {
  const auto& lesions = record.clinical_case.lesions;
  const auto found = std::find_if(lesions.begin(), lesions.end(),
                                  [&](const classify::CaseLesion& entry) { return entry.id == track; });
  if (found == lesions.end()) return;
  lesion.nodal = found->nodal;
  const auto observation = found->observations.find(record.timepoint);
  if (observation == found->observations.end() || part >= observation->second.parts.size()) return;
  const classify::SizePart& size = observation->second.parts[part];
  if (lesion.long_axis_mm && size.long_mm > 0) lesion.long_axis_mm = size.long_mm;
  if (lesion.short_axis_mm && size.short_mm > 0) lesion.short_axis_mm = size.short_mm;
  if (lesion.volume_mm3 && size.volume_mm3) lesion.volume_mm3 = size.volume_mm3;
}

void take_recorded_source(const Record& record, const std::string& track, std::size_t part,
                          measure::Lesion& lesion) {
  const auto found = record.sources.find({track, record.timepoint});
  const bool is_segment = lesion.source.kind == LesionSource::Kind::kSegment;
  if (!is_segment || found == record.sources.end() || part >= found->second.size()) return;
  lesion.source.sop_instance_uid = found->second[part].instance.sop_instance_uid;
  lesion.source.number = found->second[part].segment;
}

/// Tracks of the record; each has the lesions of its measurement groups.
match::LesionGraph graph_of(DcmItem& dataset, const StatedResult& stated) {
  match::LesionGraph graph;
  for (const classify::CaseTimePoint& timepoint : stated.record.clinical_case.timepoints) {
    measure::TimePoint& added = graph.timepoints.emplace_back();
    added.id = timepoint.id;
    added.date = timepoint.date;
    added.modality = timepoint.modality;
  }
  for (const classify::CaseLesion& lesion : stated.record.clinical_case.lesions) {
    const auto uid = stated.record.tracking_uids.find(lesion.id);
    const std::string tracking_uid = uid == stated.record.tracking_uids.end() ? "" : uid->second;
    graph.tracks.push_back({lesion.id, tracking_uid, {}, {}});
    graph.tracks.back().absence.resize(graph.timepoints.size(), match::Absence::kUnlinked);
  }
  DcmItem* measurements = child(dataset, codes::kImagingMeasurements);
  if (measurements == nullptr) return graph;
  auto& lesions = graph.timepoints[stated.timepoint].lesions;
  dicom::for_each_item(*measurements, DCM_ContentSequence, [&](DcmItem& group) {
    if (dicom::code(group, DCM_ConceptNameCodeSequence) != codes::kMeasurementGroup.code()) return;
    const std::string label = text_of(group, codes::kTrackingId);
    const std::string id = label.substr(0, label.find('.'));
    const auto track = std::find_if(graph.tracks.begin(), graph.tracks.end(),
                                    [&id](const match::Track& entry) { return entry.id == id; });
    if (track == graph.tracks.end()) return;
    measure::Lesion lesion = lesion_of(group);
    take_recorded_sizes(stated.record, id, track->lesions.size(), lesion);
    take_recorded_source(stated.record, id, track->lesions.size(), lesion);
    track->lesions.push_back({static_cast<int>(stated.timepoint), static_cast<int>(lesions.size())});
    lesions.push_back(std::move(lesion));
  });
  return graph;
}

}  // namespace

Result<StatedResult> read_result(const std::filesystem::path& file) {
  auto read = dicom::read_file(file, dicom::PixelData::kSkip);
  if (!read) return fail(read);
  DcmDataset& dataset = *(*read)->getDataset();
  if (Status ours = check_is_result(dataset); !ours) return fail(ours);
  const std::optional<dicom::ResultRecord> record = dicom::result_record(dataset);
  DcmItem* seal = seal_item(dataset);
  if (!record || seal == nullptr) {
    return fail(ErrorKind::kUnsupported, "EXPLAIN_NO_RECORD",
                "the result has no record of what it was derived from: an earlier version wrote it");
  }
  StatedResult stated;
  stated.sop_instance_uid = dicom::text(dataset, DCM_SOPInstanceUID);
  stated.study_instance_uid = dicom::text(dataset, DCM_StudyInstanceUID);
  stated.device = device_of(dataset);
  stated.sr_class = sr_class_of(dicom::text(dataset, DCM_SOPClassUID));
  stated.seal = dicom::text(*seal, DCM_TextValue);
  stated.contents = digest_of_content(dataset);
  stated.items = content_items(dataset);
  if (DcmItem* verdicts = child(dataset, codes::kQualitativeEvaluations))
    stated.rule_set = text_of(*verdicts, codes::kRuleSet);
  auto known = parse_record(record->json);
  if (!known) {
    stated.record_error = known.error().reason;
    return stated;
  }
  stated.record = *std::move(known);
  const std::optional<std::size_t> t =
      classify::timepoint_index(stated.record.clinical_case, stated.record.timepoint);
  if (!t) {
    stated.record_error = "the time point that is assessed is not in the record";
    return stated;
  }
  stated.timepoint = *t;
  stated.graph = graph_of(dataset, stated);
  stated.procedures = procedures(dataset, stated.graph.timepoints[*t].modality);
  return stated;
}

}  // namespace oligard::report
