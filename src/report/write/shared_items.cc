#include "report/write/shared_items.h"

#include <algorithm>
#include <map>
#include <set>

#include <dcmtk/dcmdata/dcuid.h>

#include "oligard/base/digest.h"
#include "oligard/base/text.h"
#include "oligard/classify/texts.h"
#include "oligard/dicom/anatomy.h"
#include "oligard/dicom/file.h"
#include "oligard/measure/definitions.h"
#include "oligard/report/contract.h"
#include "oligard/wording/wording.h"
#include "report/write/content_items.h"
#include "report/write/lesion_numbers.h"
#include "report/write/stand_in.h"

namespace oligard::report {
namespace {

constexpr const char* kRangeMeaning =
    "uncertainty ranges: 1.96 standard deviations (95 %) of a measurement on the voxel grid, or of a "
    "reader's "
    "size as repeatability studies state it";

/// One series of the image library.
struct LibraryGroup {
  std::string modality, study_date, frame_of_reference_uid;
  std::map<std::string, EvidenceInstance> images;
};

using Library = std::map<std::pair<std::string, std::string>, LibraryGroup>;

Library images_of(const measure::TimePoint& timepoint, const std::string& only_study, Evidence& evidence) {
  Library library;
  for (const measure::Lesion& lesion : timepoint.lesions) {
    const EvidenceInstance* image = evidence.use_axis_image(lesion);
    if (image == nullptr || (!only_study.empty() && image->study_instance_uid != only_study)) continue;
    LibraryGroup& group = library[{image->study_instance_uid, image->series_instance_uid}];
    group.modality = image->modality.empty() ? timepoint.modality : image->modality;
    group.study_date = to_dicom(timepoint.date);
    group.frame_of_reference_uid = lesion.frame_of_reference_uid;
    group.images.emplace(image->sop_instance_uid, *image);
  }
  return library;
}

void write_library_group(TreeBuilder& tree, const LibraryGroup& group) {
  tree.container(TreeBuilder::kContains, codes::kImageLibraryGroup, "", "", [&] {
    const auto* modality = codes::find(codes::kModalities, &codes::ModalityEntry::modality, group.modality);
    if (modality != nullptr) tree.code(TreeBuilder::kAcquisition, codes::kModality, modality->value);
    tree.date(TreeBuilder::kAcquisition, codes::kStudyDate, group.study_date);
    if (!group.frame_of_reference_uid.empty()) {
      tree.uid(TreeBuilder::kAcquisition, codes::kFrameOfReference, group.frame_of_reference_uid);
    }
    for (const auto& [uid, image] : group.images) {
      tree.image(TreeBuilder::kContains, &codes::kSource, image_reference(image, 0));
    }
  });
}

/// Boundary rules of what we measured ourselves.
std::set<std::string> conventions_of(const match::LesionGraph& graph) {
  std::set<std::string> found;
  for (const measure::TimePoint& timepoint : graph.timepoints) {
    for (const measure::Lesion& lesion : timepoint.lesions) {
      if (!lesion.convention.empty() && lesion.convention != measure::kStatedConvention)
        found.insert(lesion.convention);
    }
  }
  return found;
}

int count_not_evaluable(const Content& content) {
  return static_cast<int>(std::count_if(
      content.said->lesions.begin(), content.said->lesions.end(),
      [](const auto& entry) { return entry.second.status == terms::LesionStatus::kNotEvaluable; }));
}

OFCondition write_flags(DSRDocument& document, const Content& content) {
  OFCondition result = document.setPreliminaryFlag(DSRTypes::PF_Preliminary);
  const int missing = count_not_evaluable(content);
  if (result.bad()) return result;
  const classify::ReportTexts& say = classify::texts().report;
  if (missing == 0) return document.completeDocument(say.all_assessed().c_str());
  const std::string reason = say.not_evaluable(missing);
  return document.setCompletionFlagDescription(reason.c_str());
}

OFCondition write_scheme(DSRDocument& document) {
  auto& schemes = document.getCodingSchemeIdentification();
  OFCondition result = schemes.addItem(codes::kOwnScheme);
  if (result.good()) result = schemes.setCodingSchemeUID(uid_from_text("oligard/coding-scheme").c_str());
  if (result.good()) result = schemes.setCodingSchemeName(codes::kOwnSchemeName);
  if (result.good()) result = schemes.setCodingSchemeVersion(codes::kOwnSchemeVersion);
  if (result.good()) result = schemes.setCodingSchemeResponsibleOrganization(codes::kOwnOrganisation);
  return result;
}

tl::unexpected<Error> invalid(const std::string& reason) {
  return fail(ErrorKind::kInternal, "REPORT_INVALID", reason);
}

}  // namespace

std::string storage_class(SrClass sr_class) {
  switch (sr_class) {
    case SrClass::kComprehensive:
      return UID_ComprehensiveSRStorage;
    case SrClass::kEnhanced:
      return UID_EnhancedSRStorage;
    case SrClass::kComprehensive3D:
      break;
  }
  return UID_Comprehensive3DSRStorage;
}

DSRTypes::E_DocumentType document_type(SrClass sr_class) {
  switch (sr_class) {
    case SrClass::kComprehensive:
      return DSRTypes::DT_ComprehensiveSR;
    case SrClass::kEnhanced:
      return DSRTypes::DT_EnhancedSR;
    case SrClass::kComprehensive3D:
      break;
  }
  return DSRTypes::DT_Comprehensive3DSR;
}

void write_opening(TreeBuilder& tree, const ReportRequest& request, const std::vector<Code>& procedures) {
  const Device& device = request.device;
  const auto* language =
      codes::find(codes::kLanguages, &codes::LanguageEntry::language, request.options.language);
  tree.code(TreeBuilder::kModifier, codes::kLanguage, language->value);
  tree.code(TreeBuilder::kContext, codes::kObserverType, codes::kDevice);
  tree.uid(TreeBuilder::kContext, codes::kDeviceUid, device_uid(device));
  tree.text(TreeBuilder::kContext, codes::kDeviceName, device.model + " " + device.version);
  tree.text(TreeBuilder::kContext, codes::kDeviceManufacturer, device.manufacturer);
  tree.text(TreeBuilder::kContext, codes::kDeviceModel, device.model);
  for (const Code& procedure : procedures) {
    tree.code(TreeBuilder::kModifier, codes::kProcedureReported, procedure);
  }
}

void write_algorithm(TreeBuilder& tree, const ReportRequest& request) {
  tree.text(TreeBuilder::kModifier, codes::kAlgorithmName, request.device.model);
  tree.text(TreeBuilder::kModifier, codes::kAlgorithmVersion, request.device.version);
  tree.text(TreeBuilder::kModifier, codes::kAlgorithmParameters,
            std::string("rule set ") + classify::kRuleSet);
  tree.text(TreeBuilder::kModifier, codes::kAlgorithmParameters, "profile " + request.profiles.front());
  for (const std::string& change : wording::changed_rules(request.rules, request.profiles))
    tree.text(TreeBuilder::kModifier, codes::kAlgorithmParameters, change);
  for (const std::string& convention : conventions_of(request.assessment->graph)) {
    tree.text(TreeBuilder::kModifier, codes::kAlgorithmParameters,
              "measurements " + std::string(measure::kMeasurementDefinitions) + ", axes " + convention);
  }
  const auto& lesions = request.assessment->graph.timepoints[request.timepoint].lesions;
  if (std::any_of(lesions.begin(), lesions.end(), has_uncertainty))
    tree.text(TreeBuilder::kModifier, codes::kAlgorithmParameters, kRangeMeaning);
}

void write_image_library(TreeBuilder& tree, const ReportRequest& request, Evidence& evidence,
                         std::size_t first, std::size_t last, bool current_study_only) {
  std::vector<Library> libraries;
  for (std::size_t t = last + 1; t-- > first;) {
    libraries.push_back(images_of(request.assessment->graph.timepoints[t],
                                  current_study_only ? request.study_instance_uid : "", evidence));
  }
  if (std::all_of(libraries.begin(), libraries.end(), [](const Library& l) { return l.empty(); })) return;
  tree.container(TreeBuilder::kContains, codes::kImageLibrary, "", "", [&] {
    for (const Library& library : libraries) {
      for (const auto& [series, group] : library)
        write_library_group(tree, group);
    }
  });
}

void write_tracking(TreeBuilder& tree, const Group& group, const std::string& identifier) {
  tree.text(TreeBuilder::kContext, codes::kTrackingId, identifier);
  tree.uid(TreeBuilder::kContext, codes::kTrackingUid, group.label_uid);
}

Code finding_of(const measure::Lesion& lesion) {
  const Code stated{lesion.finding_value, lesion.finding_scheme, lesion.finding_meaning};
  return stated.empty() || stated.scheme.empty() ? codes::kLesion.code() : stated;
}

void write_finding(TreeBuilder& tree, const measure::Lesion& lesion) {
  tree.code(TreeBuilder::kContains, codes::kFinding, finding_of(lesion));
}

void write_site(TreeBuilder& tree, const measure::Lesion& lesion, const std::string& organ) {
  const terms::Organ* site = terms::organ_by_name(lesion.organ.empty() ? organ : lesion.organ);
  if (site == nullptr) return;
  const Code laterality = site->paired ? dicom::laterality_code(lesion.laterality) : Code{};
  tree.code(TreeBuilder::kModifier, codes::kFindingSite,
            Code{std::string(site->sct), "SCT", std::string(site->meaning)}, [&] {
              if (!laterality.empty()) tree.code(TreeBuilder::kModifier, codes::kLaterality, laterality);
            });
}

namespace {

/// "Readers' and measured sizes of L01, L04 differ by more than 20 %."; empty when none do.
std::string disagreement(const ReportRequest& request) {
  std::string tracks;
  for (const match::Track& track : request.assessment->graph.tracks) {
    const bool differs =
        std::any_of(track.lesions.begin(), track.lesions.end(), [&request](const match::LesionRef& ref) {
          if (ref.timepoint != static_cast<int>(request.timepoint)) return false;
          const auto& stated = request.assessment->graph.lesion(ref).stated;
          return std::any_of(stated.begin(), stated.end(),
                             [](const measure::StatedSize& size) { return size.disagrees; });
        });
    if (differs) append(tracks, ", ", track.id);
  }
  return tracks.empty() ? tracks : classify::texts().report.disagreement(tracks);
}

}  // namespace

void write_caveats(TreeBuilder& tree, const ReportRequest& request) {
  const std::string priors = request.priors ? sentence_about(*request.priors) : "";
  if (!priors.empty()) tree.text(TreeBuilder::kContains, codes::kPriorsMissing, priors);
  if (const std::string differs = disagreement(request); !differs.empty())
    tree.text(TreeBuilder::kContains, codes::kCaveat, differs);
  for (const std::string& caveat : wording::caveats(*request.assessment, request.timepoint)) {
    tree.text(TreeBuilder::kContains, codes::kCaveat, caveat);
  }
}

void write_reader_items(TreeBuilder& tree, const ReportRequest& request) {
  for (const std::string& sentence : wording::reader_corrections(*request.assessment, request.timepoint))
    tree.text(TreeBuilder::kContains, codes::kReaderCorrection, sentence);
  for (const std::string& sentence : wording::reader_reviews(*request.assessment, request.timepoint))
    tree.text(TreeBuilder::kContains, codes::kReaderReview, sentence);
}

DSRImageReferenceValue image_reference(const EvidenceInstance& instance, int frame) {
  DSRImageReferenceValue value(stand_in_class(instance.sop_class_uid, false).c_str(),
                               instance.sop_instance_uid.c_str());
  if (frame > 0) value.getFrameList().addItem(frame);
  return value;
}

DSRImageReferenceValue segment_reference(const EvidenceInstance& instance, int number) {
  DSRImageReferenceValue value(stand_in_class(instance.sop_class_uid, true).c_str(),
                               instance.sop_instance_uid.c_str());
  value.getSegmentList().addItem(static_cast<Uint16>(number));
  return value;
}

Status open_document(DSRDocument& document, const ReportRequest& request) {
  OFCondition result = document.createNewDocument(document_type(request.options.sr_class));
  if (result.good()) result = document.createNewSeriesInStudy(request.study_instance_uid.c_str());
  if (result.good()) result = document.setSpecificCharacterSetType(DSRTypes::CS_UTF8);
  if (result.bad()) return invalid(std::string("no document could be opened: ") + result.text());
  return {};
}

namespace {

/// The document with its header as a file. What it was built from is freed before the bytes are checked.
Result<std::string> serialised(DSRDocument& document, const ReportRequest& request, const Evidence& evidence,
                               DcmItem& source, const DocumentIdentity& identity) {
  DcmFileFormat file;
  if (const OFCondition written = document.write(*file.getDataset()); written.bad())
    return invalid(std::string("the document could not be written: ") + written.text());
  document.clear();
  change_classes(*file.getDataset(), [&](const std::string& instance, const std::string&, bool) {
    return evidence.class_of(instance);
  });
  seal(*file.getDataset());
  if (Status header = write_header(*file.getDataset(), source, request, identity); !header)
    return fail(header);
  return dicom::to_bytes(file, dicom::SequenceLength::kUndefined);
}

}  // namespace

Result<Document> finish(DSRDocument& document, const TreeBuilder& tree, const ReportRequest& request,
                        const Content& content, const Evidence& evidence, DcmItem& source,
                        Document::Kind kind) {
  if (!tree.failure().empty()) return invalid("the content tree could not be built: " + tree.failure());
  OFCondition result = write_flags(document, content);
  if (result.good()) result = write_scheme(document);
  if (result.good()) result = evidence.write(document, kind == Document::Kind::kViewer);
  if (result.good()) result = write_predecessors(document, request, kind);
  if (result.bad()) return invalid(std::string("the document could not be completed: ") + result.text());
  const DocumentIdentity identity = identity_of(request, kind);
  auto bytes = serialised(document, request, evidence, source, identity);
  if (!bytes) return fail(bytes);
  const Expected expected{kind, identity.sop_instance_uid, identity.series_instance_uid,
                          request.study_instance_uid};
  if (Status checked = check_object(*bytes, expected); !checked) return fail(checked);
  return Document{.kind = kind,
                  .sop_class_uid = storage_class(request.options.sr_class),
                  .sop_instance_uid = identity.sop_instance_uid,
                  .series_instance_uid = identity.series_instance_uid,
                  .bytes = std::move(*bytes)};
}

}  // namespace oligard::report
