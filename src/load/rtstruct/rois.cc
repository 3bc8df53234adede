#include "load/rtstruct/rois.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcelem.h>

#include "load/rtstruct/role.h"
#include "load/seg/segment_role.h"
#include "load/seg/sources.h"
#include "oligard/dicom/dataset.h"

namespace oligard::load {
namespace {

constexpr double kFarthestMm = 1e5;  // no patient lies further from the origin
constexpr std::size_t kFewestPoints = 3;

tl::unexpected<Error> bad_contour(int roi) {
  return fail(ErrorKind::kInvalidInput, "RTSTRUCT_CONTOUR_DATA",
              "Contour Data of ROI " + std::to_string(roi) +
                  " are not the stated number of points of three coordinates each");
}

/// The characters of a DS value. Above 64 KiB explicit encodings hold it as UN (PS3.5 6.2.2).
std::string_view characters_of(DcmItem& item, const DcmTagKey& tag) {
  DcmElement* element = nullptr;
  if (item.findAndGetElement(tag, element).bad()) return {};
  if (element->getVR() == EVR_UN || element->getVR() == EVR_OB) {
    Uint8* bytes = nullptr;
    if (element->getUint8Array(bytes).bad() || bytes == nullptr) return {};
    return {reinterpret_cast<const char*>(bytes), element->getLengthField()};
  }
  char* text = nullptr;
  Uint32 length = 0;
  if (element->getString(text, length).bad() || text == nullptr) return {};
  return {text, length};
}

std::string_view trimmed(std::string_view text) {
  const auto is_padding = [](char c) { return c == ' ' || c == '\0' || c == '\n' || c == '\r' || c == '\t'; };
  while (!text.empty() && is_padding(text.front()))
    text.remove_prefix(1);
  while (!text.empty() && is_padding(text.back()))
    text.remove_suffix(1);
  return text;
}

std::optional<double> coordinate(std::string_view text) {
  text = trimmed(text);
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end || !(std::abs(value) <= kFarthestMm)) return std::nullopt;
  return value;
}

/// All points of a contour; nothing when one number cannot be read or a triple is not whole.
std::optional<std::vector<Vec3>> read_points(DcmItem& contour) {
  std::string_view text = trimmed(characters_of(contour, DCM_ContourData));
  std::vector<Vec3> points;
  if (text.empty()) return points;
  const auto separators = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\\'));
  if ((separators + 1) % 3 != 0) return std::nullopt;
  points.reserve((separators + 1) / 3);
  while (points.size() < (separators + 1) / 3) {
    double values[3];
    for (double& value : values) {
      const std::size_t end = std::min(text.find('\\'), text.size());
      const std::optional<double> read = coordinate(text.substr(0, end));
      if (!read) return std::nullopt;
      value = *read;
      text.remove_prefix(std::min(text.size(), end + 1));
    }
    points.push_back({values[0], values[1], values[2]});
  }
  return points;
}

std::optional<int> roi_number(DcmItem& item, const DcmTagKey& tag) {
  const std::optional<long> number = dicom::integer(item, tag);
  if (!number || *number < 0 || *number > std::numeric_limits<int>::max()) return std::nullopt;
  return static_cast<int>(*number);
}

/// What the Structure Set says about frames of reference in general.
std::string only_frame_of_reference(DcmItem& dataset) {
  std::set<std::string> frames;
  dicom::for_each_item(dataset, DCM_ReferencedFrameOfReferenceSequence,
                       [&](DcmItem& item) { frames.insert(dicom::text(item, DCM_FrameOfReferenceUID)); });
  frames.erase("");
  if (frames.empty()) return dicom::text(dataset, DCM_FrameOfReferenceUID);
  return frames.size() == 1 ? *frames.begin() : std::string();
}

SegmentSite site_of(DcmItem& observation) {
  SegmentSite site;
  for (const auto& [region, modifier] :
       {std::pair{DCM_AnatomicRegionSequence, DCM_AnatomicRegionModifierSequence},
        std::pair{DCM_PrimaryAnatomicStructureSequence, DCM_PrimaryAnatomicStructureModifierSequence}}) {
    DcmItem* item = dicom::item_of(observation, region);
    if (item == nullptr || !site.region.empty()) continue;
    site.region = dicom::code(*item);
    site.region_modifier = dicom::code(*item, modifier);
  }
  if (DcmItem* type = dicom::item_of(observation, DCM_RTROIIdentificationCodeSequence); type != nullptr)
    site.type_modifier = dicom::code(*type, DCM_SegmentedPropertyTypeModifierCodeSequence);
  return site;
}

/// Codes, role, organ and tracking, from the RT ROI Observations item where there is one.
void observe(DcmItem& roi_item, DcmItem* observation, const SourceRule& rule, Segment& segment) {
  DcmItem& said = observation != nullptr ? *observation : roi_item;
  if (segment.label.empty()) segment.label = dicom::text(said, DCM_ROIObservationLabel);
  segment.category = dicom::code(said, DCM_SegmentedPropertyCategoryCodeSequence);
  segment.type = dicom::code(said, DCM_RTROIIdentificationCodeSequence);
  for (DcmItem* item : {&said, &roi_item}) {
    if (segment.tracking_uid.empty()) segment.tracking_uid = dicom::text(*item, DCM_TrackingUID);
    if (segment.tracking_id.empty()) segment.tracking_id = dicom::text(*item, DCM_TrackingID);
  }
  set_role_of_roi(segment, dicom::text(said, DCM_RTROIInterpretedType), rule);
  set_site(segment, site_of(said), rule);
}

class RoiReader {
 public:
  RoiReader(DcmItem& dataset, const SourceRule& rule, const LoadLimits& limits)
      : dataset_(dataset), rule_(rule), points_left_(limits.max_contour_points) {}

  Result<std::vector<Roi>> read() {
    dicom::for_each_item(dataset_, DCM_RTROIObservationsSequence, [this](DcmItem& item) {
      if (const auto number = roi_number(item, DCM_ReferencedROINumber))
        observations_.emplace(*number, &item);
    });
    read_identities();
    if (!error_ && index_.empty())
      error_ = Error{ErrorKind::kInvalidInput, "RTSTRUCT_NO_ROI",
                     "the Structure Set ROI Sequence is absent or empty"};
    if (!error_)
      dicom::for_each_item(dataset_, DCM_ROIContourSequence, [this](DcmItem& item) { read_contours(item); });
    if (error_) return tl::unexpected<Error>(*error_);
    return std::move(rois_);
  }

 private:
  static constexpr int kLeftOut = -1;

  void read_identities() {
    const std::string only_frame = only_frame_of_reference(dataset_);
    dicom::for_each_item(dataset_, DCM_StructureSetROISequence, [&](DcmItem& item) {
      const std::optional<int> number = roi_number(item, DCM_ROINumber);
      if (!number || index_.contains(*number)) return refuse_numbers();
      Roi roi;
      roi.segment.number = *number;
      roi.segment.label = dicom::text(item, DCM_ROIName);
      roi.frame_of_reference_uid = dicom::text(item, DCM_ReferencedFrameOfReferenceUID);
      if (roi.frame_of_reference_uid.empty()) roi.frame_of_reference_uid = only_frame;
      const auto observation = observations_.find(*number);
      observe(item, observation == observations_.end() ? nullptr : observation->second, rule_, roi.segment);
      const bool left_out = is_ignored(roi.segment.label, rule_);
      index_[*number] = left_out ? kLeftOut : static_cast<int>(rois_.size());
      if (!left_out) rois_.push_back(std::move(roi));
    });
  }

  void read_contours(DcmItem& item) {
    const std::optional<int> number = roi_number(item, DCM_ReferencedROINumber);
    const auto found = number ? index_.find(*number) : index_.end();
    if (found == index_.end()) return refuse_numbers();
    if (found->second == kLeftOut) return;
    Roi& roi = rois_[static_cast<std::size_t>(found->second)];
    dicom::for_each_item(item, DCM_ContourSequence, [&](DcmItem& contour) {
      if (!error_) read_contour(contour, roi);
    });
  }

  void read_contour(DcmItem& item, Roi& roi) {
    std::optional<std::vector<Vec3>> points = read_points(item);
    const auto stated = dicom::integer(item, DCM_NumberOfContourPoints).value_or(0);
    if (!points || static_cast<long>(points->size()) < stated) {
      error_ = bad_contour(roi.segment.number).value();
      return;
    }
    if (points->size() > points_left_) {
      error_ = Error{ErrorKind::kUnsupported, "FILE_TOO_LARGE",
                     "the structure set has more contour points than allowed"};
      return;
    }
    points_left_ -= points->size();
    const std::string type = dicom::text(item, DCM_ContourGeometricType);
    const bool is_xor = type == "CLOSEDPLANAR_XOR" || type == "CLOSED_PLANAR_XOR";
    const bool is_closed = is_xor || type == "CLOSED_PLANAR" || type == "CLOSEDPLANAR";
    if (!is_closed || points->size() < kFewestPoints) {
      roi.has_other_contours = roi.has_other_contours || !points->empty();
      return;
    }
    RoiContour contour{std::move(*points), is_xor, 0, {}};
    contour.slab_thickness = std::max(0.0, dicom::number(item, DCM_RETIRED_ContourSlabThickness).value_or(0));
    if (DcmItem* image = dicom::item_of(item, DCM_ContourImageSequence))
      contour.image = read_reference(*image);
    roi.contours.push_back(std::move(contour));
  }

  void refuse_numbers() {
    error_ = Error{ErrorKind::kInvalidInput, "RTSTRUCT_ROI_NUMBER",
                   "an ROI Number is missing, used twice, or named by contours without being described"};
  }

  DcmItem& dataset_;
  const SourceRule& rule_;
  std::size_t points_left_;
  std::map<int, DcmItem*> observations_;
  std::map<int, int> index_;  ///< ROI Number → place in rois_, or kLeftOut
  std::vector<Roi> rois_;
  std::optional<Error> error_;
};

}  // namespace

Result<std::vector<Roi>> read_rois(DcmItem& dataset, const SourceRule& rule, const LoadLimits& limits) {
  return RoiReader(dataset, rule, limits).read();
}

}  // namespace oligard::load
