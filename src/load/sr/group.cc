#include "load/sr/group.h"

#include <algorithm>

#include "load/sr/codes.h"
#include "load/sr/line.h"
#include "load/sr/number.h"
#include "load/sr/time_point.h"
#include "oligard/dicom/anatomy.h"
#include "oligard/dicom/sop_classes.h"

namespace oligard::load {
namespace {

bool is_segmentation(const InstanceReference& reference) {
  const dicom::ObjectKind kind = dicom::kind_of(reference.sop_class_uid);
  return kind == dicom::ObjectKind::kSegmentation || kind == dicom::ObjectKind::kLabelMapSegmentation;
}

std::string organ_of_code(const Code& code) {
  const terms::Organ* organ = dicom::organ_of(code);
  if (organ == nullptr) organ = dicom::organ_of_label(code.meaning);
  return organ == nullptr ? std::string() : std::string(organ->name);
}

constexpr std::size_t kLongestLabel = 64;

/// Viewers of the Cornerstone family keep a lesion's label as a comment.
bool is_viewer_label(const PriorMeasurement& measurement, const Code& name) {
  if (concept_of(name) == Concept::kLabel) return true;
  return concept_of(name) == Concept::kComment && measurement.tracking_id.rfind("ornerstone", 1) == 1;
}

/// What stands in for a size in a group that has none, for people.
std::string why_no_size(const PriorMeasurement& said) {
  if (said.statement != Statement::kNone || said.has_size() || !said.statuses.empty()) return {};
  const bool is_pixels = std::any_of(said.others.begin(), said.others.end(), [](const StatedNumber& number) {
    return is_size(concept_of(number.concept_name)) && (number.unit == "1" || number.unit == "{pixels}");
  });
  if (is_pixels) return "its length is in pixels, not in mm";
  const auto is_outline = [](const StatedRegion& region) {
    return region.graphic_type != "POINT" && region.graphic_type != "MULTIPOINT";
  };
  if (std::any_of(said.regions.begin(), said.regions.end(), is_outline))
    return "it has an outline, but neither a diameter nor a volume";
  return said.regions.empty() ? "it has neither a diameter nor a volume" : "it marks a point, without a size";
}

bool is_plain_line(const ContentItem& item) {
  return item.graphic_type != "ELLIPSE" && line_of(item, LineAxis::kLong);
}

class GroupReader {
 public:
  explicit GroupReader(bool with_own_codes = false) : with_own_codes_(with_own_codes) {}

  void take(const ContentItem& item) {
    const std::string& type = item.value_type;
    if (type == "TEXT" || type == "UIDREF") take_text(item);
    if (type == "CODE") take_code(item);
    if (type == "NUM") take_number(item);
    if (type == "IMAGE" || type == "COMPOSITE") take_image(item);
    if (is_graphic(item)) take_region(item);
  }

  PriorMeasurement finish() {
    numbers_.settle(measurement_);
    PriorMeasurement& said = measurement_;
    if (said.organ.empty()) said.organ = organ_of_texts();
    refuse_half_axes();
    if (said.statement == Statement::kNone && !said.has_size()) said.statement = numbers_.said_instead();
    if (said.statement == Statement::kNone && said.long_axis && said.long_axis->value == 0)
      said.statement = Statement::kAbsent;
    said.is_lesion = !is_no_lesion(said.finding) && !declared_no_lesion_;
    if (said.not_used.empty()) said.not_used = said.is_lesion ? why_no_size(said) : "it measures no lesion";
    const bool is_contrary =
        said.statement == Statement::kAbsent && said.long_axis && said.long_axis->value > 0;
    if (is_contrary) said.not_used = "it says that the lesion is absent and states its size";
    return std::move(measurement_);
  }

 private:
  void take_text(const ContentItem& item) {
    if (item.text.empty()) return;
    switch (concept_of(item.name)) {
      case Concept::kTrackingIdentifier:
        if (measurement_.tracking_id.empty()) measurement_.tracking_id = item.text;
        return;
      case Concept::kTrackingUid:
        if (measurement_.tracking_uid.empty()) measurement_.tracking_uid = item.text;
        return;
      case Concept::kTimePoint:
        if (measurement_.time_point.empty()) measurement_.time_point = item.text;
        return;
      case Concept::kSourceSeries:
        if (measurement_.source_series_uid.empty()) measurement_.source_series_uid = item.text;
        return;
      case Concept::kOwnWholeLesion:
        measurement_.whole_lesion_uid = item.text;
        return;
      case Concept::kColour:
        has_colour_ = true;
        return;
      case Concept::kActivitySession:
        return;
      default:
        break;
    }
    if (item.value_type != "TEXT") return;
    const bool is_comment = with_own_codes_ && concept_of(item.name) == Concept::kComment;
    if (is_comment) measurement_.comments.push_back(item.text);
    if (!is_comment && is_status_concept(item.name)) state(statement_of_phrase(item.text));
    if (measurement_.recist_role.empty()) measurement_.recist_role = recist_role_of_phrase(item.text);
    measurement_.texts.emplace_back(item.name, item.text);
  }

  void take_code(const ContentItem& item) {
    const Concept kind = concept_of(item.name);
    if (kind == Concept::kFindingSite) return take_site(item);
    if (kind == Concept::kLaterality) return take_laterality(item);
    if (kind == Concept::kFinding && measurement_.finding.empty()) measurement_.finding = item.code;
    if (kind == Concept::kOwnStatus) measurement_.statuses.push_back(lesion_status_of(item.code));
    if (is_status_concept(item.name)) state(statement_of(item.code));
    if (is_role_concept(item.name)) {
      if (const std::string role = recist_role_of(item.code); !role.empty()) measurement_.recist_role = role;
      if (kind != Concept::kFinding) declared_no_lesion_ = declared_no_lesion_ || is_no_lesion(item.code);
    }
    if (kind != Concept::kFinding) measurement_.texts.emplace_back(item.name, item.code.meaning);
  }

  void take_site(const ContentItem& item) {
    if (!measurement_.finding_site.empty()) return;
    measurement_.finding_site = item.code;
    measurement_.organ = organ_of_code(item.code);
    for (const ContentItem& child : item.children)
      if (concept_of(child.name) == Concept::kLaterality) take_laterality(child);
  }

  void take_laterality(const ContentItem& item) {
    if (measurement_.laterality.empty()) measurement_.laterality = dicom::laterality_of(item.code);
  }

  void take_number(const ContentItem& item) {
    const Concept kind = concept_of(item.name);
    if (kind == Concept::kTimePointOrder && item.number) measurement_.time_point_order = item.number;
    if (kind == Concept::kTimeOffset && item.number && !measurement_.time_point_order)
      measurement_.time_point_order = item.number;
    if (kind == Concept::kTimePointOrder || kind == Concept::kTimeOffset) return;
    numbers_.add(item);
    for (const ContentItem& child : item.children) {
      take_images_below(child);
      if (child.value_type == "CODE" && concept_of(child.name) == Concept::kFindingSite) take_site(child);
      if (is_graphic(child) && !is_plain_line(child)) keep_region(child);
    }
  }

  void take_image(const ContentItem& item) {
    const Concept kind = concept_of(item.name);
    const bool is_measured_on = kind == Concept::kOwnSourceSegment;
    const bool is_segment = is_measured_on || kind == Concept::kReferencedSegment ||
                            kind == Concept::kReferencedSegmentationFrame;
    if (!is_segment && !is_segmentation(item.reference)) {
      if (item.value_type == "IMAGE") add_image(item.reference);
      return;
    }
    if (has_source_segment_) return;
    has_source_segment_ = is_measured_on;
    if (!is_measured_on && !measurement_.segment_sop_instance_uid.empty()) return;
    measurement_.segment_sop_instance_uid = item.reference.sop_instance_uid;
    measurement_.segment_number = item.segments.empty() ? 0 : item.segments.front();
  }

  void take_region(const ContentItem& item) {
    take_images_below(item);
    if (concept_of(item.name) == Concept::kSecondaryGraphic) return;
    numbers_.add_graphic(item);
    if (!is_plain_line(item)) keep_region(item);
    has_ellipse_ = has_ellipse_ || item.graphic_type == "ELLIPSE";
  }

  void keep_region(const ContentItem& item) {
    if (concept_of(item.name) == Concept::kSecondaryGraphic) return;
    if (auto region = region_of(item)) measurement_.regions.push_back(std::move(*region));
  }

  void take_images_below(const ContentItem& item) {
    if (item.value_type == "IMAGE") add_image(item.reference);
    for (const ContentItem& child : item.children)
      take_images_below(child);
  }

  void add_image(const InstanceReference& reference) {
    if (reference.sop_instance_uid.empty() || is_segmentation(reference)) return;
    std::vector<InstanceReference>& images = measurement_.images;
    if (std::find(images.begin(), images.end(), reference) == images.end()) images.push_back(reference);
  }

  /// Labels are looked at when no site is coded.
  [[nodiscard]] std::string organ_of_texts() const {
    if (!measurement_.finding_site.empty()) return {};
    if (is_free_text(measurement_.finding)) return organ_of_code(measurement_.finding);
    for (const auto& [name, text] : measurement_.texts) {
      if (text.size() > kLongestLabel || !is_viewer_label(measurement_, name)) continue;
      if (const terms::Organ* organ = dicom::organ_of_label(text)) return std::string(organ->name);
    }
    return {};
  }

  /// dwv names the half axes of an ellipse Long axis and Short axis; its groups have the colour as a
  /// modifier.
  void refuse_half_axes() {
    if (!has_ellipse_ || !has_colour_ || !measurement_.long_axis || !measurement_.short_axis) return;
    measurement_.others.push_back(std::move(*measurement_.long_axis));
    measurement_.others.push_back(std::move(*measurement_.short_axis));
    measurement_.long_axis.reset();
    measurement_.short_axis.reset();
    measurement_.not_used = "its axes are half axes of an ellipse";
  }

  void state(Statement statement) { measurement_.statement = std::max(measurement_.statement, statement); }

  PriorMeasurement measurement_;
  GroupNumbers numbers_;
  bool with_own_codes_ = false;
  bool has_source_segment_ = false;  ///< of our results: the lesion SEG stands beside it
  bool has_ellipse_ = false;
  bool has_colour_ = false;
  bool declared_no_lesion_ = false;
};

}  // namespace

PriorMeasurement read_measurement_group(const ContentItem& group, bool with_own_codes) {
  GroupReader reader(with_own_codes);
  for (const ContentItem& item : group.children)
    reader.take(item);
  PriorMeasurement said = reader.finish();
  said.observation_uid = group.observation_uid;
  said.baseline = baseline_claim_of(group);
  return said;
}

namespace {

/// What an AIM calculation measures: its method, else the label of its dimension, in the concepts of TID
/// 1500.
Code calculated_concept(const ContentItem& calculation, const ContentItem& result) {
  for (const ContentItem& child : calculation.children)
    if (concept_of(child.name) == Concept::kMeasurementMethod && concept_of(child.code) != Concept::kUnknown)
      return child.code;
  for (const ContentItem& child : result.children) {
    if (concept_of(child.name) != Concept::kAimDimensionLabel) continue;
    if (child.text == "Length" || child.text == "Line Length") return {"410668003", "SCT", "Length"};
    if (child.text == "Long Axis" || child.text == "LongAxis") return {"103339001", "SCT", "Long Axis"};
    if (child.text == "Short Axis" || child.text == "ShortAxis") return {"103340004", "SCT", "Short Axis"};
    if (child.text == "Diameter") return {"81827009", "SCT", "Diameter"};
    if (child.text == "Volume") return {"118565006", "SCT", "Volume"};
  }
  return result.name;
}

void take_calculation(GroupReader& reader, const ContentItem& calculation) {
  for (const ContentItem& item : calculation.children) {
    if (item.value_type != "NUM") continue;
    ContentItem number = item;
    number.name = calculated_concept(calculation, item);
    reader.take(number);
  }
}

void take_regions_below(GroupReader& reader, const ContentItem& item) {
  if (item.value_type == "SCOORD" || item.value_type == "SCOORD3D") return reader.take(item);
  for (const ContentItem& child : item.children)
    take_regions_below(reader, child);
}

}  // namespace

PriorMeasurement read_aim_annotation(const ContentItem& annotation) {
  GroupReader reader;
  for (const ContentItem& item : annotation.children) {
    const Concept kind = concept_of(item.name);
    if (item.value_type == "CONTAINER") {
      if (kind == Concept::kAimCalculation)
        take_calculation(reader, item);
      else
        take_regions_below(reader, item);
      continue;
    }
    ContentItem renamed = item;
    if (kind == Concept::kAimAnatomicEntity) renamed.name = {"363698007", "SCT", "Finding Site"};
    if (kind == Concept::kAimAnnotationType) renamed.name = {"112016", "DCM", "Baseline Category"};
    reader.take(renamed);
    if (kind != Concept::kAimObservation) continue;
    for (const ContentItem& characteristic : item.children)
      reader.take(characteristic);
  }
  return reader.finish();
}

}  // namespace oligard::load
