// What viewers and their libraries need of a report. Nothing of this is in the standard: it was read from
// their sources and seen on screen.
#include <algorithm>
#include <ostream>
#include <set>
#include <streambuf>
#include <string>

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmsr/dsrdoc.h>

#include "oligard/dicom/dataset.h"
#include "report/check/report_facts.h"
#include "report/write/stand_in.h"

namespace oligard::report {
namespace {

constexpr std::size_t kLineValues = 4;

template <class Holds>
bool every_group(const ReportFacts& facts, Holds holds) {
  return std::all_of(facts.groups.begin(), facts.groups.end(), holds);
}

/// Over the numbers of all groups.
template <class Holds>
bool every_number(const ReportFacts& facts, Holds holds) {
  return every_group(facts, [&](const MeasurementGroup& group) {
    return std::all_of(group.items.begin(), group.items.end(),
                       [&](const ContentItem& item) { return item.type != "NUM" || holds(item); });
  });
}

/// Over the spatial coordinates below the numbers of all groups.
template <class Holds>
bool every_line(const ReportFacts& facts, Holds holds) {
  return every_number(facts, [&](const ContentItem& number) {
    const std::vector<ContentItem> children = content_of(*number.item);
    return std::all_of(children.begin(), children.end(),
                       [&](const ContentItem& item) { return item.type != "SCOORD" || holds(item); });
  });
}

bool has_meaning(const ContentItem& item, const codes::Entry& entry) {
  return !item.name.is(entry) || item.name.meaning == entry.meaning;
}

bool title_chooses_the_view(const ReportFacts& facts) {
  const codes::Entry& title =
      facts.subject.expected.kind == Document::Kind::kViewer ? codes::kImagingReport : codes::kOncologyReport;
  return dicom::code(facts.subject.dataset, DCM_ConceptNameCodeSequence) == title.code();
}

bool groups_are_below_measurements(const ReportFacts& facts) {
  return every_group(facts, [](const MeasurementGroup& group) { return group.below_measurements; });
}

bool structure_is_named_literally(const ReportFacts& facts) {
  const bool root_is = std::all_of(facts.root.begin(), facts.root.end(), [](const ContentItem& item) {
    return has_meaning(item, codes::kImagingMeasurements);
  });
  return root_is && every_group(facts, [](const MeasurementGroup& group) {
           return std::all_of(group.items.begin(), group.items.end(), [](const ContentItem& item) {
             return has_meaning(item, codes::kTrackingId) && has_meaning(item, codes::kTrackingUid) &&
                    has_meaning(item, codes::kLongAxis) && has_meaning(item, codes::kShortAxis);
           });
         });
}

bool items_are_named(const ReportFacts& facts) {
  const auto is_named = [](const ContentItem& item) { return item.type.empty() || !item.name.value.empty(); };
  return std::all_of(facts.root.begin(), facts.root.end(), is_named) &&
         every_group(facts, [&](const MeasurementGroup& group) {
           return std::all_of(group.items.begin(), group.items.end(), is_named);
         });
}

bool every_item_is_named(const ReportFacts& facts) {
  return facts.all_are_named;
}

bool tracking_uid_is_first(const ReportFacts& facts) {
  return every_group(facts, [](const MeasurementGroup& group) {
    const auto first = std::find_if(group.items.begin(), group.items.end(),
                                    [](const ContentItem& item) { return item.type == "UIDREF"; });
    return first == group.items.end() || group.count(codes::kTrackingUid) == 0 ||
           first->name.is(codes::kTrackingUid);
  });
}

bool numbers_are_contained(const ReportFacts& facts) {
  return every_number(facts, [](const ContentItem& item) { return item.relationship == "CONTAINS"; });
}

bool library_is_there(const ReportFacts& facts) {
  return facts.library_groups > 0;
}

bool groups_have_coordinates(const ReportFacts& facts) {
  return every_group(facts, [](const MeasurementGroup& group) {
    return std::any_of(group.items.begin(), group.items.end(), [](const ContentItem& item) {
      if (item.type != "NUM") return false;
      const std::vector<ContentItem> children = content_of(*item.item);
      return std::any_of(children.begin(), children.end(),
                         [](const ContentItem& child) { return child.type == "SCOORD"; });
    });
  });
}

/// Where a group has coordinates, each number has one child, and that one alone.
bool numbers_have_one_line(const ReportFacts& facts) {
  if (!groups_have_coordinates(facts)) return true;
  return every_number(facts, [](const ContentItem& number) {
    const std::vector<ContentItem> children = content_of(*number.item);
    return children.size() == 1 && children.front().type == "SCOORD";
  });
}

bool lines_have_two_points(const ReportFacts& facts) {
  return every_line(facts, [](const ContentItem& line) {
    return dicom::text(*line.item, DCM_GraphicType) == "POLYLINE" &&
           dicom::numbers(*line.item, DCM_GraphicData).size() == kLineValues;
  });
}

bool lines_lie_on_one_image(const ReportFacts& facts) {
  return every_line(facts, [](const ContentItem& line) {
    const std::vector<ContentItem> images = content_of(*line.item);
    return images.size() == 1 && images.front().type == "IMAGE" &&
           images.front().relationship == "SELECTED FROM";
  });
}

bool numbers_are_axes(const ReportFacts& facts) {
  return every_number(facts, [](const ContentItem& item) {
    return item.name.is(codes::kLongAxis) || item.name.is(codes::kShortAxis);
  });
}

bool long_axis_is_first(const ReportFacts& facts) {
  return every_group(facts, [](const MeasurementGroup& group) {
    const auto first = std::find_if(group.items.begin(), group.items.end(),
                                    [](const ContentItem& item) { return item.type == "NUM"; });
    return first == group.items.end() || group.count(codes::kLongAxis) == 0 ||
           first->name.is(codes::kLongAxis);
  });
}

/// The images and frames that the lines of a group lie on.
std::set<std::string> images_of(const MeasurementGroup& group) {
  std::set<std::string> images;
  for (const ContentItem& item : group.items) {
    if (item.type != "NUM") continue;
    for (const ContentItem& line : content_of(*item.item)) {
      for (const ContentItem& image : content_of(*line.item)) {
        if (DcmItem* reference = dicom::item_of(*image.item, DCM_ReferencedSOPSequence)) {
          images.insert(dicom::text(*reference, DCM_ReferencedSOPInstanceUID) + "/" +
                        dicom::text(*reference, DCM_ReferencedFrameNumber));
        }
      }
    }
  }
  return images;
}

bool axes_share_a_slice(const ReportFacts& facts) {
  return every_group(facts, [](const MeasurementGroup& group) { return images_of(group).size() <= 1; });
}

bool images_are_of_the_study(const ReportFacts& facts) {
  return std::all_of(facts.evidence.begin(), facts.evidence.end(),
                     [](const auto& entry) { return entry.second.is_current; });
}

bool group_has_one_tracking_id(const ReportFacts& facts) {
  return every_group(facts,
                     [](const MeasurementGroup& group) { return group.count(codes::kTrackingId) == 1; });
}

bool group_has_one_tracking_uid(const ReportFacts& facts) {
  return every_group(facts,
                     [](const MeasurementGroup& group) { return group.count(codes::kTrackingUid) == 1; });
}

bool tracking_uids_differ(const ReportFacts& facts) {
  std::set<std::string> seen;
  return every_group(facts, [&](const MeasurementGroup& group) {
    const ContentItem* uid = group.find(codes::kTrackingUid);
    return uid == nullptr || seen.insert(dicom::text(*uid->item, DCM_UID)).second;
  });
}

bool is_volumetric(const MeasurementGroup& group) {
  return group.template_id == "1411";
}

bool segment_has_a_source(const ReportFacts& facts) {
  return every_group(facts, [](const MeasurementGroup& group) {
    if (!is_volumetric(group)) return group.count(codes::kReferencedSegment) == 0;
    const int series = group.count(codes::kSourceSeries);
    const int images = group.count(codes::kSourceImage);
    return group.count(codes::kReferencedSegment) == 1 && (series == 1) != (images > 0) && series <= 1;
  });
}

bool volumes_have_no_coordinates(const ReportFacts& facts) {
  return every_group(facts, [](const MeasurementGroup& group) {
    if (!is_volumetric(group)) return true;
    return std::all_of(group.items.begin(), group.items.end(), [](const ContentItem& item) {
      if (item.type != "NUM") return true;
      const std::vector<ContentItem> children = content_of(*item.item);
      return std::none_of(children.begin(), children.end(), [](const ContentItem& child) {
        return child.type == "SCOORD" || child.type == "SCOORD3D";
      });
    });
  });
}

DcmItem* segment_reference(const MeasurementGroup& group) {
  const ContentItem* segment = group.find(codes::kReferencedSegment);
  return segment == nullptr ? nullptr : dicom::item_of(*segment->item, DCM_ReferencedSOPSequence);
}

bool one_segment_is_named(const ReportFacts& facts) {
  return every_group(facts, [](const MeasurementGroup& group) {
    DcmItem* reference = segment_reference(group);
    return reference == nullptr || dicom::numbers(*reference, DCM_ReferencedSegmentNumber).size() == 1;
  });
}

bool status_is_in_the_group(const ReportFacts& facts) {
  return static_cast<std::size_t>(facts.statuses) == facts.groups.size() &&
         every_group(facts,
                     [](const MeasurementGroup& group) { return group.count(codes::kLesionStatus) == 1; });
}

/// References to what is in no evidence sequence are another rule's.
bool segmentation_is_current_evidence(const ReportFacts& facts) {
  return every_group(facts, [&](const MeasurementGroup& group) {
    DcmItem* reference = segment_reference(group);
    if (reference == nullptr) return true;
    const auto found = facts.evidence.find(dicom::text(*reference, DCM_ReferencedSOPInstanceUID));
    return found == facts.evidence.end() || found->second.is_current;
  });
}

bool conclusion_is_first(const ReportFacts& facts) {
  return !facts.evaluations.empty() && facts.evaluations.front().name.is(codes::kConclusion) &&
         !dicom::text(*facts.evaluations.front().item, DCM_TextValue).empty();
}

bool references_can_be_opened(const ReportFacts& facts) {
  return std::all_of(facts.references.begin(), facts.references.end(), [](const ContentReference& reference) {
    return !reference.sop_class_uid.empty() && !reference.sop_instance_uid.empty();
  });
}

/// Takes what is written to it, and keeps nothing.
class Nowhere final : public std::streambuf {
  std::streamsize xsputn(const char* /*text*/, std::streamsize count) override { return count; }
  int overflow(int character) override { return character == traits_type::eof() ? 0 : character; }
};

/// What dsr2html does, without leniency. References are read under the classes that DCMTK knows: this changes
/// the data set.
bool renders_as_html(const ReportFacts& facts) {
  for (const ContentReference& reference : facts.references) {
    const std::string sop_class(reference.sop_class_uid);
    const std::string known =
        stand_in_class(sop_class, reference.item->tagExists(DCM_ReferencedSegmentNumber));
    if (known != sop_class) reference.item->putAndInsertString(DCM_ReferencedSOPClassUID, known.c_str());
  }
  DSRDocument document;
  if (document.read(facts.subject.dataset).bad() || !document.isValid()) return false;
  Nowhere nowhere;
  std::ostream stream(&nowhere);
  return document.renderHTML(stream).good();
}

constexpr const char* kOhifReport = "OHIF extension cornerstone-dicom-sr";
constexpr const char* kCornerstone = "Cornerstone adapters, MeasurementReport";
constexpr const char* kHighdicom = "highdicom sr.templates";

constexpr Rule<ReportFacts> kViewerRules[] = {
    {{"OHIF_TITLE", "OHIF",
      "The title is (126001, DCM) of the record, which is shown as text, and (126000, DCM) of the companion, "
      "which "
      "is drawn.",
      kOhifReport, kReports},
     title_chooses_the_view},
    {{"OHIF_GROUPS_BELOW_MEASUREMENTS", "OHIF",
      "Measurement groups are children of the Imaging Measurements of the root.", kOhifReport, kReports},
     groups_are_below_measurements},
    {{"OHIF_MEANINGS", "OHIF",
      "Imaging Measurements, Tracking Identifier, Tracking Unique Identifier, Long Axis and Short Axis have "
      "these "
      "meanings, letter by letter.",
      kCornerstone, kReports},
     structure_is_named_literally},
    {{"OHIF_ITEMS_NAMED", "OHIF", "Every item at the root and in the groups has a concept name.", kOhifReport,
      kViewerOnly},
     items_are_named},
    {{"OHIF_TEXT_ITEMS_NAMED", "OHIF",
      "Every item of the record has a concept name, and none is by reference: the text view stays empty "
      "else.",
      "OHIF extension cornerstone-dicom-sr, text view", kResultOnly},
     every_item_is_named},
    {{"OHIF_FIRST_UIDREF", "OHIF", "The first UIDREF of a group is its Tracking Unique Identifier.",
      kOhifReport, kReports},
     tracking_uid_is_first},
    {{"OHIF_NUMBERS_CONTAINED", "OHIF",
      "Numbers of a group are related by CONTAINS: others are shown as measurements too.", kOhifReport,
      kReports},
     numbers_are_contained},
    {{"OHIF_IMAGE_LIBRARY", "OHIF", "The companion has an Image Library with a group.", kOhifReport,
      kViewerOnly},
     library_is_there},
    {{"OHIF_GROUP_HAS_COORDINATES", "OHIF",
      "Each group of the companion has coordinates: one without blanks the whole report.", kOhifReport,
      kViewerOnly},
     groups_have_coordinates},
    {{"OHIF_NUMBER_HAS_ONE_CHILD", "OHIF", "A number of the companion has one child, its coordinates.",
      kOhifReport, kViewerOnly},
     numbers_have_one_line},
    {{"OHIF_LINE_OF_TWO_POINTS", "OHIF", "Coordinates of the companion are a POLYLINE of two points.",
      kCornerstone, kViewerOnly},
     lines_have_two_points},
    {{"OHIF_ONE_IMAGE", "OHIF", "Coordinates are SELECTED FROM one image.", kOhifReport, kViewerOnly},
     lines_lie_on_one_image},
    {{"OHIF_CURRENT_STUDY", "OHIF", "The companion refers to its own study alone.",
      "OHIF loads measurements of one study", kViewerOnly},
     images_are_of_the_study},
    {{"CORNERSTONE_AXES_ONLY", "Cornerstone", "The companion's numbers are long and short axes.",
      kCornerstone, kViewerOnly},
     numbers_are_axes},
    {{"CORNERSTONE_LONG_AXIS_FIRST", "Cornerstone",
      "The long axis comes first: the image is taken from the first number.", kCornerstone, kViewerOnly},
     long_axis_is_first},
    {{"CORNERSTONE_ONE_SLICE", "Cornerstone", "Both axes of a group lie on the same image and frame.",
      kCornerstone, kViewerOnly},
     axes_share_a_slice},
    {{"HIGHDICOM_TRACKING_ID", "highdicom", "A group has one Tracking Identifier.", kHighdicom, kReports},
     group_has_one_tracking_id},
    {{"HIGHDICOM_TRACKING_UID", "highdicom", "A group has one Tracking Unique Identifier.", kHighdicom,
      kReports},
     group_has_one_tracking_uid},
    {{"OHIF_OWN_TRACKING_UID", "OHIF",
      "No two groups share a Tracking Unique Identifier: they would be merged.", kOhifReport, kReports},
     tracking_uids_differ},
    {{"HIGHDICOM_SEGMENT_XOR_SOURCE", "highdicom",
      "A group of TID 1411 has one Referenced Segment and either one source series or source images; other "
      "groups "
      "have no segment.",
      "TID 1411 rows 7, 11, 12", kReports},
     segment_has_a_source},
    {{"HIGHDICOM_NO_COORDINATES", "highdicom", "Numbers of a group of TID 1411 have no coordinates.",
      kHighdicom, kReports},
     volumes_have_no_coordinates},
    {{"DCMQI_ONE_SEGMENT", "dcmqi", "A Referenced Segment names one segment number: the first alone is read.",
      "dcmqi tid1500reader", kReports},
     one_segment_is_named},
    {{"DCMQI_STATUS_IN_GROUP", "dcmqi",
      "Each group of the record has one lesion status, and there is none elsewhere.", "dcmqi tid1500reader",
      kResultOnly},
     status_is_in_the_group},
    {{"QR_SEG_IN_CURRENT_EVIDENCE", "Slicer QuantitativeReporting",
      "The segmentation that a group refers to is current evidence, so in the report's study.",
      "QuantitativeReporting looks nowhere else", kReports},
     segmentation_is_current_evidence},
    {{"WEASIS_CONCLUSION_FIRST", "Weasis",
      "The conclusion is the first of the Qualitative Evaluations, so that text viewers show it on top.",
      "Weasis, Orthanc and dsr2html print the tree in order", kReports},
     conclusion_is_first},
    {{"WEASIS_REFERENCES", "Weasis", "References name class and instance: viewers make links of them.",
      "PS3.3 10.8", kReports},
     references_can_be_opened},
};

constexpr Rule<ReportFacts> kRenderingRules[] = {
    {{"DSR2HTML_RENDERS", "dsr2html",
      "DCMTK reads the report without leniency, finds it valid and renders it.", "DCMTK 3.6.7 dcmsr",
      kReports},
     renders_as_html},
};

}  // namespace

std::span<const Rule<ReportFacts>> viewer_rules() {
  return kViewerRules;
}

std::span<const Rule<ReportFacts>> rendering_rules() {
  return kRenderingRules;
}

}  // namespace oligard::report
