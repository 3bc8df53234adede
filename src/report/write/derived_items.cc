#include <algorithm>
#include <array>
#include <string_view>

#include <dcmtk/dcmdata/dcfilefo.h>
#include <dcmtk/dcmsr/dsrdoc.h>

#include "oligard/wording/wording.h"
#include "report/record/record.h"
#include "report/write/codes.h"
#include "report/write/content_items.h"
#include "report/write/shared_items.h"

namespace oligard::report {
namespace {

/// What comes from images, matcher and analysis, and is no part of the record: copied, not derived.
constexpr auto kNotDerived = std::to_array<codes::Entry>({codes::kReaderNote,
                                                          codes::kReaderReview,
                                                          codes::kWouldChange,
                                                          codes::kReferencedSegment,
                                                          codes::kFinding,
                                                          codes::kFindingSite,
                                                          codes::kLaterality,
                                                          codes::kMaxDiameter3d,
                                                          codes::kUncertainty,
                                                          codes::kVolumeUncertainty,
                                                          codes::kLongAxisUncertainty,
                                                          codes::kShortAxisUncertainty,
                                                          codes::kMaxDiameter3dUncertainty,
                                                          codes::kSourceSeries,
                                                          codes::kSourceImage,
                                                          codes::kLesionIdentifier,
                                                          codes::kDeviceUid,
                                                          codes::kDeviceName,
                                                          codes::kDeviceManufacturer,
                                                          codes::kDeviceModel,
                                                          codes::kAlgorithmName,
                                                          codes::kAlgorithmVersion,
                                                          codes::kAlgorithmParameters,
                                                          codes::kLinkInDoubt,
                                                          codes::kLineage,
                                                          codes::kLineageText,
                                                          codes::kNotDrawn,
                                                          codes::kReaderSize,
                                                          codes::kNeedsReview,
                                                          codes::kWarning,
                                                          codes::kCaveat,
                                                          codes::kPriorsMissing});

constexpr std::array<codes::Entry, 10> kProse = {
    codes::kReaderCorrection,   codes::kConclusion, codes::kComment,   codes::kUngroupedLesion,
    codes::kProgressingLesions, codes::kRule,       codes::kFirstSeen, codes::kChangedConstants,
    codes::kCategoryWhy,        codes::kResponseWhy};

template <class Entries>
bool is_one_of(const Entries& entries, const StatedItem& item) {
  return std::any_of(entries.begin(), entries.end(), [&item](const codes::Entry& entry) {
    return item.code == std::string(entry.value) + " " + entry.scheme;
  });
}

bool is_observed(const classify::CaseLesion& lesion, const std::string& timepoint) {
  const auto found = lesion.observations.find(timepoint);
  return found != lesion.observations.end() && !found->second.parts.empty();
}

/// Lesions that are measured now and that the rules do not list have a text of their own.
void add_unlisted(const StatedResult& stated, classify::Assessment& assessment) {
  const auto& said = assessment.timepoints[stated.timepoint].lesions;
  auto& lesions = assessment.graph.timepoints[stated.timepoint].lesions;
  for (match::Track& track : assessment.graph.tracks) {
    if (said.contains(track.id) || !track.lesions.empty()) continue;
    for (const classify::CaseLesion& lesion : assessment.clinical_case.lesions) {
      if (lesion.id != track.id || !is_observed(lesion, stated.record.timepoint)) continue;
      track.lesions.push_back({static_cast<int>(stated.timepoint), static_cast<int>(lesions.size())});
      lesions.emplace_back().nodal = lesion.nodal;
      lesions.back().short_axis_mm = lesion.observations.at(stated.record.timepoint).parts.front().short_mm;
    }
  }
}

ReportRequest request_of(const StatedResult& stated, const classify::Assessment& assessment) {
  ReportRequest request;
  request.assessment = &assessment;
  request.timepoint = stated.timepoint;
  request.profiles = stated.record.clinical_case.evaluated_profiles;
  request.rules = stated.record.rules;
  request.study_instance_uid = stated.study_instance_uid;
  request.result_key = stated.sop_instance_uid;
  request.device = stated.device;
  request.options.sr_class = stated.sr_class;
  for (const measure::Lesion& lesion : assessment.graph.timepoints[stated.timepoint].lesions) {
    if (!lesion.axis_image_uid.empty())
      request.evidence.push_back(
          {stated.study_instance_uid, "", lesion.axis_image_class_uid, lesion.axis_image_uid, ""});
  }
  return request;
}

tl::unexpected<Error> invalid(const std::string& reason) {
  return fail(ErrorKind::kInternal, "REPORT_INVALID", "the content could not be written again: " + reason);
}

}  // namespace

Result<std::vector<StatedItem>> derived_items(const StatedResult& stated,
                                              const classify::Assessment& derived) {
  classify::Assessment assessment = derived;
  add_unlisted(stated, assessment);
  const ReportRequest request = request_of(stated, assessment);
  auto content = collect_content(request);
  if (!content) return fail(content);
  DSRDocument document;
  if (Status opened = open_document(document, request); !opened) return fail(opened);
  Evidence evidence(request);
  TreeBuilder tree(document.getTree());
  write_result(tree, request, *content, stated.procedures, nullptr, evidence);
  if (!tree.failure().empty()) return invalid(tree.failure());
  DcmFileFormat file;
  if (const OFCondition written = document.write(*file.getDataset()); written.bad())
    return invalid(written.text());
  return content_items(*file.getDataset());
}

bool is_derivable(const StatedItem& item) {
  for (const codes::Entry& part : {codes::kImageLibrary, codes::kRecord}) {
    if (item.path.starts_with(part.meaning)) return false;
  }
  return !is_one_of(kNotDerived, item);
}

bool agree(const StatedItem& stated, const StatedItem& derived) {
  const std::string_view text = stated.value;
  if (text == derived.value) return true;
  constexpr auto kEndWithLinks = std::to_array<codes::Entry>({codes::kUngroupedLesion, codes::kConclusion});
  return is_one_of(kEndWithLinks, stated) && text.starts_with(derived.value) &&
         wording::is_about_links(text.substr(derived.value.size()));
}

bool is_prose(const StatedItem& item) {
  return is_one_of(kProse, item);
}

}  // namespace oligard::report
