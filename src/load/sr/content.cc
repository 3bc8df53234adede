#include "load/sr/content.h"

#include <algorithm>
#include <limits>

#include <dcmtk/dcmdata/dcdeftag.h>

#include "oligard/dicom/dataset.h"

namespace oligard::load {
namespace {

std::optional<double> ratio(DcmItem& item) {
  const auto numerator = dicom::number(item, DCM_RationalNumeratorValue);
  const auto denominator = dicom::number(item, DCM_RationalDenominatorValue);
  if (!numerator || !denominator || *denominator == 0) return std::nullopt;
  return *numerator / *denominator;
}

/// PS3.3 C.18.1: Numeric Value, else its more exact representations.
void read_measured_value(DcmItem& item, ContentItem& content) {
  content.qualifier = dicom::code(item, DCM_NumericValueQualifierCodeSequence);
  DcmItem* value = dicom::item_of(item, DCM_MeasuredValueSequence);
  if (value == nullptr) return;
  content.number = dicom::number(*value, DCM_NumericValue);
  if (!content.number) content.number = dicom::number(*value, DCM_FloatingPointValue);
  if (!content.number) content.number = ratio(*value);
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
      return fail(ErrorKind::kUnsupported, "SR_TOO_LARGE",
                  "the document has more than " + std::to_string(limits_.max_items) + " content items");
    ContentItem content;
    content.value_type = dicom::text(item, DCM_ValueType);
    content.relationship = dicom::text(item, DCM_RelationshipType);
    for (const double step : dicom::numbers(item, DCM_ReferencedContentItemIdentifier))
      content.refers_to.push_back(static_cast<std::size_t>(std::max(0, ordinal(step))));
    content.name = dicom::code(item, DCM_ConceptNameCodeSequence);
    content.observation_uid = dicom::text(item, DCM_ObservationUID);
    read_value(item, content);
    std::optional<Error> failed;
    dicom::for_each_item(item, DCM_ContentSequence, [&](DcmItem& child) {
      if (failed) return;
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

/// Puts copies where items refer to others. Identifiers count items from 1, the first step being the root.
class ReferenceResolver {
 public:
  ReferenceResolver(const ContentItem& root, std::size_t max_values)
      : root_(root), values_left_(max_values) {}

  [[nodiscard]] ContentItem resolved(const ContentItem& item) {
    ContentItem result = without_children(item);
    for (const ContentItem& child : item.children) {
      if (child.refers_to.empty()) {
        result.children.push_back(resolved(child));
      } else if (const ContentItem* target = find(child.refers_to); target != nullptr) {
        if (auto copy = copy_of(*target)) result.children.push_back(std::move(*copy));
      }
    }
    return result;
  }

 private:
  static ContentItem without_children(const ContentItem& item) {
    ContentItem copy;
    copy.value_type = item.value_type;
    copy.relationship = item.relationship;
    copy.name = item.name;
    copy.template_id = item.template_id;
    copy.observation_uid = item.observation_uid;
    copy.text = item.text;
    copy.code = item.code;
    copy.number = item.number;
    copy.unit = item.unit;
    copy.qualifier = item.qualifier;
    copy.reference = item.reference;
    copy.segments = item.segments;
    copy.graphic_type = item.graphic_type;
    copy.points = item.points;
    copy.frame_of_reference_uid = item.frame_of_reference_uid;
    return copy;
  }

  [[nodiscard]] const ContentItem* find(const std::vector<std::size_t>& path) const {
    const ContentItem* item = &root_;
    for (std::size_t i = 1; i < path.size(); ++i) {
      if (path[i] == 0 || path[i] > item->children.size()) return nullptr;
      item = &item->children[path[i] - 1];
    }
    return item->refers_to.empty() ? item : nullptr;
  }

  std::optional<ContentItem> copy_of(const ContentItem& target) {
    const bool is_drawn = target.value_type == "SCOORD" || target.value_type == "SCOORD3D";
    if (!is_drawn && target.value_type != "IMAGE") return std::nullopt;
    if (target.points.size() + 1 > values_left_) return std::nullopt;
    values_left_ -= target.points.size() + 1;
    ContentItem copy = without_children(target);
    for (const ContentItem& child : target.children) {
      const ContentItem* image = child.refers_to.empty() ? &child : find(child.refers_to);
      if (image == nullptr || image->value_type != "IMAGE") continue;
      copy.children.push_back(without_children(*image));
      break;
    }
    return copy;
  }

  const ContentItem& root_;
  std::size_t values_left_;
};

bool has_reference(const ContentItem& item) {
  return std::any_of(item.children.begin(), item.children.end(), [](const ContentItem& child) {
    return !child.refers_to.empty() || has_reference(child);
  });
}

}  // namespace

Result<ContentItem> read_content(DcmItem& dataset, const ContentLimits& limits) {
  if (dicom::sequence(dataset, DCM_ContentSequence) == nullptr)
    return fail(ErrorKind::kInvalidInput, "SR_NO_CONTENT", "the document has no Content Sequence");
  Result<ContentItem> root = ContentReader(limits).read(dataset, 1);
  if (!root || !has_reference(*root)) return root;
  return ReferenceResolver(*root, limits.max_copied_values).resolved(*root);
}

}  // namespace oligard::load
