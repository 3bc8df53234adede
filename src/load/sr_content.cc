#include "load/sr_content.h"

#include <limits>

#include <dcmtk/dcmdata/dcdeftag.h>

#include "oligard/dicom/dataset.h"

namespace oligard::load {
namespace {

void read_measured_value(DcmItem& item, ContentItem& content) {
  DcmItem* value = dicom::item_of(item, DCM_MeasuredValueSequence);
  if (value == nullptr) return;
  content.number = dicom::number(*value, DCM_NumericValue);
  if (!content.number) content.number = dicom::number(*value, DCM_FloatingPointValue);
  content.unit = dicom::code(*value, DCM_MeasurementUnitsCodeSequence);
}

/// Frame and segment numbers: 0 for what is none.
int ordinal(double number) {
  return number >= 1 && number <= std::numeric_limits<int>::max() ? static_cast<int>(number) : 0;
}

void read_reference(DcmItem& item, ContentItem& content) {
  DcmItem* reference = dicom::item_of(item, DCM_ReferencedSOPSequence);
  if (reference == nullptr) return;
  content.reference.sop_class_uid = dicom::text(*reference, DCM_ReferencedSOPClassUID);
  content.reference.sop_instance_uid = dicom::text(*reference, DCM_ReferencedSOPInstanceUID);
  content.reference.frame = ordinal(dicom::number(*reference, DCM_ReferencedFrameNumber).value_or(0));
  for (const double number : dicom::numbers(*reference, DCM_ReferencedSegmentNumber))
    if (ordinal(number) > 0) content.segments.push_back(ordinal(number));
}

void read_value(DcmItem& item, ContentItem& content) {
  const std::string& type = content.value_type;
  if (type == "TEXT") content.text = dicom::text(item, DCM_TextValue);
  if (type == "PNAME") content.text = dicom::text(item, DCM_PersonName);
  if (type == "UIDREF") content.text = dicom::text(item, DCM_UID);
  if (type == "DATE") content.text = dicom::text(item, DCM_Date);
  if (type == "TIME") content.text = dicom::text(item, DCM_Time);
  if (type == "DATETIME") content.text = dicom::text(item, DCM_DateTime);
  if (type == "CODE") content.code = dicom::code(item, DCM_ConceptCodeSequence);
  if (type == "NUM") read_measured_value(item, content);
  if (type == "IMAGE" || type == "COMPOSITE") read_reference(item, content);
  if (type == "SCOORD" || type == "SCOORD3D") {
    content.graphic_type = dicom::text(item, DCM_GraphicType);
    content.points = dicom::numbers(item, DCM_GraphicData);
    content.frame_of_reference_uid = dicom::text(item, DCM_ReferencedFrameOfReferenceUID);
  }
  if (type == "CONTAINER")
    if (DcmItem* content_template = dicom::item_of(item, DCM_ContentTemplateSequence))
      content.template_id = dicom::text(*content_template, DCM_TemplateIdentifier);
}

class ContentReader {
 public:
  explicit ContentReader(const ContentLimits& limits) : limits_(limits) {}

  Result<ContentItem> read(DcmItem& item, int depth) {
    if (depth > limits_.max_depth)
      return fail(ErrorKind::kInvalidInput, "SR_TOO_DEEP",
                  "content items are nested deeper than " + std::to_string(limits_.max_depth) + " levels");
    if (++items_ > limits_.max_items)
      return fail(ErrorKind::kResource, "SR_TOO_LARGE",
                  "the document has more than " + std::to_string(limits_.max_items) + " content items");
    ContentItem content;
    content.value_type = dicom::text(item, DCM_ValueType);
    content.relationship = dicom::text(item, DCM_RelationshipType);
    content.name = dicom::code(item, DCM_ConceptNameCodeSequence);
    read_value(item, content);
    std::optional<Error> failed;
    dicom::for_each_item(item, DCM_ContentSequence, [&](DcmItem& child) {
      if (failed || child.tagExists(DCM_ReferencedContentItemIdentifier)) return;
      Result<ContentItem> below = read(child, depth + 1);
      if (below)
        content.children.push_back(std::move(*below));
      else
        failed = below.error();
    });
    if (failed) return tl::unexpected<Error>(std::move(*failed));
    return content;
  }

 private:
  ContentLimits limits_;
  std::size_t items_ = 0;
};

}  // namespace

Result<ContentItem> read_content(DcmItem& dataset, const ContentLimits& limits) {
  if (dicom::sequence(dataset, DCM_ContentSequence) == nullptr)
    return fail(ErrorKind::kInvalidInput, "SR_NO_CONTENT", "the document has no Content Sequence");
  return ContentReader(limits).read(dataset, 1);
}

}  // namespace oligard::load
