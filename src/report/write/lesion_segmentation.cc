#include <algorithm>
#include <memory>
#include <utility>

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcuid.h>

#include "oligard/dicom/anatomy.h"
#include "oligard/dicom/cielab.h"
#include "oligard/dicom/dataset.h"
#include "oligard/dicom/file.h"
#include "oligard/dicom/segmentation_writer.h"
#include "oligard/report/contract.h"
#include "oligard/terms/status_look.h"
#include "oligard/wording/wording.h"
#include "report/write/header.h"
#include "report/write/lesion_stack.h"
#include "report/write/segment_label.h"
#include "report/write/shared_items.h"

namespace oligard::report {
namespace {

std::vector<std::uint16_t> colour_of(terms::LesionStatus status) {
  const terms::Rgb& colour = terms::look_of(status).colour;
  return dicom::cielab_of(colour.red, colour.green, colour.blue);
}

/// The voxels on the grid of the stack.
Mask moved(const StackedGroup& entry, const Grid& grid) {
  Mask mask{grid, entry.voxels->mask.runs};
  for (Run& run : mask.runs)
    run.slice += entry.first_slice;
  return mask;
}

/// "fragment 2 of 3" and the like stand in the sentence; where the voxels come from behind it.
std::string description_of(const ReportRequest& request, const StackedGroup& entry) {
  const measure::LesionSource& source = entry.group->lesion->source;
  std::string text =
      group_sentence(request, *entry.group) + ". Voxels of received segment " + std::to_string(source.number);
  if (source.component > 0) text += ", component " + std::to_string(source.component);
  return text + ". Not verified.";
}

dicom::SegmentAlgorithm algorithm_of(const LesionVoxels& voxels) {
  const std::string& type = voxels.algorithm_type;
  if (type == "MANUAL") return {type, ""};
  if (type == "AUTOMATIC" || type == "SEMIAUTOMATIC") return {type, voxels.algorithm_name};
  return {};
}

dicom::SegmentToWrite segment_of(const ReportRequest& request, const StackedGroup& entry, const Grid& grid) {
  const Group& group = *entry.group;
  dicom::SegmentToWrite segment;
  const std::string organ =
      group.lesion->organ.empty() ? organ_of_track(*request.assessment, group.track) : group.lesion->organ;
  segment.label = segment_label(group.label, organ, *group.assessed);
  segment.description = description_of(request, entry);
  segment.algorithm = algorithm_of(*entry.voxels);
  segment.category = codes::kAlteredStructure.code();
  segment.type = finding_of(*group.lesion);
  if (const terms::Organ* site = terms::organ_by_name(organ)) {
    segment.anatomic_region = {std::string(site->sct), "SCT", std::string(site->meaning)};
    if (site->paired) segment.laterality = dicom::laterality_code(group.lesion->laterality);
  }
  segment.tracking_id = group.label;
  segment.tracking_uid = group.label_uid;
  segment.cielab = colour_of(group.assessed->status);
  segment.mask = moved(entry, grid);
  return segment;
}

/// Images of one class alone: a Segmentation names one class a series.
void add_images(const LesionStack& stack, dicom::SegmentationToWrite& content) {
  const auto known = std::find_if(stack.slice_images.begin(), stack.slice_images.end(),
                                  [](const SliceImage& image) { return !image.sop_instance_uid.empty(); });
  if (known == stack.slice_images.end() || stack.first->source_series_uid.empty()) return;
  content.source_series_uid = stack.first->source_series_uid;
  content.source_sop_class_uid = known->sop_class_uid;
  bool has_frames = false;
  for (const SliceImage& image : stack.slice_images) {
    const bool is_same_class = image.sop_class_uid == known->sop_class_uid;
    content.source_image_uids.push_back(is_same_class ? image.sop_instance_uid : "");
    content.source_frame_numbers.push_back(image.frame);
    has_frames = has_frames || image.frame > 0;
  }
  if (!has_frames) content.source_frame_numbers.clear();
}

dicom::SegmentationToWrite content_of(const ReportRequest& request, const LesionStack& stack,
                                      const DocumentIdentity& identity) {
  dicom::SegmentationToWrite content;
  content.study_instance_uid = request.study_instance_uid;
  content.series_instance_uid = identity.series_instance_uid;
  content.sop_instance_uid = identity.sop_instance_uid;
  content.frame_of_reference_uid = stack.first->frame_of_reference_uid;
  content.content_label = "LESIONS";
  content.content_description = "Lesions by status, not verified";
  content.manufacturer = request.device.manufacturer;
  content.model = request.device.model;
  content.software_version = request.device.version;
  content.algorithm_family = codes::kArtificialIntelligence.code();
  content.slice_thickness_mm = stack.first->slice_thickness_mm;
  add_images(stack, content);
  for (const StackedGroup& entry : stack.groups)
    content.segments.push_back(segment_of(request, entry, stack.grid));
  return content;
}

Result<Document> document_of(const ReportRequest& request, const LesionStack& stack, int part,
                             DcmItem& source) {
  const DocumentIdentity identity = identity_of(request, Document::Kind::kLesions, part);
  auto written = dicom::make_segmentation(content_of(request, stack, identity));
  if (!written) return fail(written);
  auto file = dicom::from_bytes(*written);
  if (!file) return fail(file);
  if (Status header = write_header(*(*file)->getDataset(), source, request, identity); !header)
    return fail(header);
  auto bytes = dicom::to_bytes(**file);
  if (!bytes) return fail(bytes);
  const Expected expected{Document::Kind::kLesions, identity.sop_instance_uid, identity.series_instance_uid,
                          request.study_instance_uid};
  if (Status checked = check_object(*bytes, expected); !checked) return fail(checked);
  return Document{.kind = Document::Kind::kLesions,
                  .part = part,
                  .sop_class_uid = UID_SegmentationStorage,
                  .sop_instance_uid = identity.sop_instance_uid,
                  .series_instance_uid = identity.series_instance_uid,
                  .bytes = *std::move(bytes)};
}

}  // namespace

Result<LesionSegmentation> make_lesion_segmentation(const ReportRequest& request) {
  auto content = collect_content(request, SegmentStudy::kAny);
  if (!content) return fail(content);
  auto source = read_header(request);
  if (!source) return fail(source);
  LesionSegmentation result;
  for (const LesionStack& stack : lesion_stacks(request, *content)) {
    const int part = static_cast<int>(result.documents.size()) + 1;
    auto document = document_of(request, stack, part, *(*source)->getDataset());
    if (!document) return fail(document);
    const EvidenceInstance instance{request.study_instance_uid, document->series_instance_uid,
                                    document->sop_class_uid, document->sop_instance_uid, "SEG"};
    for (std::size_t i = 0; i < stack.groups.size(); ++i)
      result.segments[stack.groups[i].group->label] = {instance, static_cast<int>(i) + 1};
    result.documents.push_back(*std::move(document));
  }
  return result;
}

}  // namespace oligard::report
