#include "load/seg/frame_groups.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <dcmtk/dcmdata/dcdeftag.h>

#include "oligard/dicom/dataset.h"

namespace oligard::load {
namespace {

constexpr double kMaxMillimetres = 1e6;
constexpr long kMaxSegmentNumber = 65535;
constexpr double kMaxFrameNumber = 1e9;
constexpr std::size_t kMaxSources = 100'000;  // of one frame

template <std::size_t N>
std::optional<std::array<double, N>> checked(const std::array<double, N>& values, std::size_t count) {
  if (count < N) return std::nullopt;
  for (const double value : values)
    if (std::abs(value) > kMaxMillimetres) return std::nullopt;
  return values;
}

std::optional<Vec3> to_vec3(const std::optional<std::array<double, 3>>& values) {
  if (!values) return std::nullopt;
  return Vec3{(*values)[0], (*values)[1], (*values)[2]};
}

double positive(double value) {
  return value > 0 && value <= kMaxMillimetres ? value : 0;
}

int segment_number_of(long number) {
  return number >= 0 && number <= kMaxSegmentNumber ? static_cast<int>(number) : -1;
}

int frame_number_of(double number) {
  return number > 0 && number <= kMaxFrameNumber ? static_cast<int>(number) : 0;
}

std::string side_of(const std::string& frame_laterality) {
  if (frame_laterality == "R") return "right";
  if (frame_laterality == "L") return "left";
  if (frame_laterality == "B") return "bilateral";
  return {};
}

/// Items that DCMTK has parsed.
template <std::size_t N>
std::optional<std::array<double, N>> read_numbers(DcmItem* item, const DcmTagKey& tag) {
  std::array<double, N> values{};
  for (std::size_t i = 0; i < N; ++i) {
    const auto value =
        item == nullptr ? std::nullopt : dicom::number(*item, tag, static_cast<unsigned long>(i));
    if (!value) return std::nullopt;
    values[i] = *value;
  }
  return checked(values, N);
}

PixelMeasures read_measures(DcmItem* item) {
  PixelMeasures measures;
  if (item == nullptr) return measures;
  measures.pixel_spacing = read_numbers<2>(item, DCM_PixelSpacing);
  measures.spacing_between_slices = positive(dicom::number(*item, DCM_SpacingBetweenSlices).value_or(0));
  measures.slice_thickness = positive(dicom::number(*item, DCM_SliceThickness).value_or(0));
  return measures;
}

FrameAnatomy read_anatomy(DcmItem* item) {
  FrameAnatomy anatomy;
  if (item == nullptr) return anatomy;
  anatomy.laterality = side_of(dicom::text(*item, DCM_FrameLaterality));
  if (DcmItem* region = dicom::item_of(*item, DCM_AnatomicRegionSequence); region != nullptr) {
    anatomy.region = dicom::code(*region);
    anatomy.modifier = dicom::code(*region, DCM_AnatomicRegionModifierSequence);
  }
  return anatomy;
}

/// The attributes that are read from the stream.
enum Tag : std::uint32_t {
  kDerivationImage = 0x00089124,
  kSourceImage = 0x00082112,
  kReferencedSopClassUid = 0x00081150,
  kReferencedSopInstanceUid = 0x00081155,
  kReferencedFrameNumber = 0x00081160,
  kAnatomicRegion = 0x00082218,
  kAnatomicRegionModifier = 0x00082220,
  kCodeValue = 0x00080100,
  kCodingSchemeDesignator = 0x00080102,
  kCodeMeaning = 0x00080104,
  kLongCodeValue = 0x00080119,
  kUrnCodeValue = 0x00080120,
  kSliceThickness = 0x00180050,
  kSpacingBetweenSlices = 0x00180088,
  kImagePosition = 0x00200032,
  kImageOrientation = 0x00200037,
  kFrameAnatomy = 0x00209071,
  kFrameLaterality = 0x00209072,
  kPlanePosition = 0x00209113,
  kPlaneOrientation = 0x00209116,
  kPixelSpacing = 0x00280030,
  kPlanePositionSlide = 0x0048021A,
  kPixelMeasures = 0x00289110,
  kSegmentIdentification = 0x0062000A,
  kReferencedSegmentNumber = 0x0062000B,
};

/// Functional groups of one frame from the stream.
class StreamedGroups {
 public:
  StreamedGroups(SequenceWalker& walker, FrameGroups& groups) : walker_(walker), groups_(groups) {}

  bool take(const ElementHeader& e, const Encoding& c) {
    switch (e.tag) {
      case kPlanePosition:
        return take_position(e, c);
      case kPlaneOrientation:
        return take_orientation(e, c);
      case kPixelMeasures:
        return take_measures(e, c);
      case kSegmentIdentification:
        return take_segment(e, c);
      case kFrameAnatomy:
        return take_anatomy(e, c);
      case kDerivationImage:
        return take_derivation(e, c);
      case kPlanePositionSlide:
        groups_.is_on_slide = true;
        return walker_.skip(e, c);
      default:
        return walker_.skip(e, c);
    }
  }

 private:
  template <std::size_t N>
  bool numbers(const ElementHeader& e, const Encoding& c, std::optional<std::array<double, N>>& out) {
    std::array<double, N> values{};
    std::size_t count = 0;
    if (!walker_.read_numbers(e, c, values, count)) return false;
    out = checked(values, count);
    return true;
  }

  bool length(const ElementHeader& e, const Encoding& c, double& out) {
    std::optional<std::array<double, 1>> value;
    if (!numbers(e, c, value)) return false;
    out = value ? positive((*value)[0]) : 0;
    return true;
  }

  /// The first item of a group; further ones are skipped. An empty sequence states nothing.
  template <class Group, class Visit>
  bool take_group(const ElementHeader& sequence, const Encoding& encoding, std::optional<Group>& group,
                  Visit visit) {
    return walker_.for_each_item(sequence, encoding, [&](const SequenceWalker::Item& item) {
      if (group) return walker_.skip_item(item);
      Group& first = group.emplace();
      return walker_.for_each_element(
          item, [&](const ElementHeader& e, const Encoding& c) { return visit(first, e, c); });
    });
  }

  bool take_position(const ElementHeader& sequence, const Encoding& encoding) {
    return take_group(sequence, encoding, groups_.position,
                      [&](FrameGroups::Position& position, const ElementHeader& e, const Encoding& c) {
                        if (e.tag != kImagePosition) return walker_.skip(e, c);
                        std::optional<std::array<double, 3>> values;
                        const bool is_read = numbers(e, c, values);
                        position.mm = to_vec3(values);
                        return is_read;
                      });
  }

  bool take_orientation(const ElementHeader& sequence, const Encoding& encoding) {
    return take_group(sequence, encoding, groups_.orientation,
                      [&](FrameGroups::Orientation& orientation, const ElementHeader& e, const Encoding& c) {
                        return e.tag == kImageOrientation ? numbers(e, c, orientation.cosines)
                                                          : walker_.skip(e, c);
                      });
  }

  bool take_measures(const ElementHeader& sequence, const Encoding& encoding) {
    return take_group(sequence, encoding, groups_.measures,
                      [&](PixelMeasures& measures, const ElementHeader& e, const Encoding& c) {
                        if (e.tag == kPixelSpacing) return numbers(e, c, measures.pixel_spacing);
                        if (e.tag == kSpacingBetweenSlices)
                          return length(e, c, measures.spacing_between_slices);
                        if (e.tag == kSliceThickness) return length(e, c, measures.slice_thickness);
                        return walker_.skip(e, c);
                      });
  }

  struct Identification {
    long number = -1;
  };

  bool take_segment(const ElementHeader& sequence, const Encoding& encoding) {
    std::optional<Identification> stated;
    const bool is_read = take_group(
        sequence, encoding, stated, [&](Identification& first, const ElementHeader& e, const Encoding& c) {
          return e.tag == kReferencedSegmentNumber ? walker_.read_short(e, c, first.number)
                                                   : walker_.skip(e, c);
        });
    if (stated) groups_.segment_number = segment_number_of(stated->number);
    return is_read;
  }

  bool take_derivation(const ElementHeader& sequence, const Encoding& encoding) {
    return walker_.for_each_item(sequence, encoding, [&](const SequenceWalker::Item& derivation) {
      return walker_.for_each_element(derivation, [&](const ElementHeader& e, const Encoding& c) {
        if (e.tag != kSourceImage) return walker_.skip(e, c);
        return walker_.for_each_item(e, c,
                                     [&](const SequenceWalker::Item& image) { return take_source(image); });
      });
    });
  }

  bool take_source(const SequenceWalker::Item& item) {
    SourceImage image;
    const bool is_read = walker_.for_each_element(item, [&](const ElementHeader& e, const Encoding& c) {
      if (e.tag == kReferencedSopClassUid) return walker_.read_text(e, c, image.sop_class_uid);
      if (e.tag == kReferencedSopInstanceUid) return walker_.read_text(e, c, image.sop_instance_uid);
      if (e.tag != kReferencedFrameNumber) return walker_.skip(e, c);
      std::array<double, 1> number{};
      std::size_t count = 0;
      const bool is_number = walker_.read_numbers(e, c, number, count);
      image.frame = count > 0 ? frame_number_of(number[0]) : 0;
      return is_number;
    });
    if (!image.sop_instance_uid.empty()) groups_.sources.push_back(std::move(image));
    return is_read && groups_.sources.size() <= kMaxSources;
  }

  bool take_anatomy(const ElementHeader& sequence, const Encoding& encoding) {
    return take_group(sequence, encoding, groups_.anatomy,
                      [&](FrameAnatomy& anatomy, const ElementHeader& e, const Encoding& c) {
                        if (e.tag == kAnatomicRegion)
                          return take_code(e, c, anatomy.region, &anatomy.modifier);
                        if (e.tag != kFrameLaterality) return walker_.skip(e, c);
                        std::string side;
                        const bool is_read = walker_.read_text(e, c, side);
                        anatomy.laterality = side_of(side);
                        return is_read;
                      });
  }

  bool take_code(const ElementHeader& sequence, const Encoding& encoding, Code& code, Code* modifier) {
    return walker_.for_first_item(sequence, encoding, [&](const ElementHeader& e, const Encoding& c) {
      switch (e.tag) {
        case kCodeValue:
        case kLongCodeValue:
        case kUrnCodeValue:
          return code.value.empty() ? walker_.read_text(e, c, code.value) : walker_.skip(e, c);
        case kCodingSchemeDesignator:
          return walker_.read_text(e, c, code.scheme);
        case kCodeMeaning:
          return walker_.read_text(e, c, code.meaning);
        case kAnatomicRegionModifier:
          return modifier != nullptr ? take_code(e, c, *modifier, nullptr) : walker_.skip(e, c);
        default:
          return walker_.skip(e, c);
      }
    });
  }

  SequenceWalker& walker_;
  FrameGroups& groups_;
};

}  // namespace

void FrameGroups::clear() {
  position.reset();
  orientation.reset();
  measures.reset();
  segment_number.reset();
  anatomy.reset();
  sources.clear();
  is_on_slide = false;
}

FrameGroups read_frame_groups(DcmItem& item) {
  FrameGroups groups;
  const auto has = [&item](const DcmTagKey& tag) { return dicom::item_of(item, tag) != nullptr; };
  const auto group = [&item](const DcmTagKey& tag) { return dicom::item_of(item, tag); };
  if (has(DCM_PlanePositionSequence))
    groups.position = {to_vec3(read_numbers<3>(group(DCM_PlanePositionSequence), DCM_ImagePositionPatient))};
  if (has(DCM_PlaneOrientationSequence))
    groups.orientation = {read_numbers<6>(group(DCM_PlaneOrientationSequence), DCM_ImageOrientationPatient)};
  if (has(DCM_PixelMeasuresSequence)) groups.measures = read_measures(group(DCM_PixelMeasuresSequence));
  if (DcmItem* segment = group(DCM_SegmentIdentificationSequence); segment != nullptr)
    groups.segment_number =
        segment_number_of(dicom::integer(*segment, DCM_ReferencedSegmentNumber).value_or(-1));
  if (has(DCM_FrameAnatomySequence)) groups.anatomy = read_anatomy(group(DCM_FrameAnatomySequence));
  groups.is_on_slide = has(DCM_PlanePositionSlideSequence);
  dicom::for_each_item(item, DCM_DerivationImageSequence, [&](DcmItem& derivation) {
    dicom::for_each_item(derivation, DCM_SourceImageSequence, [&](DcmItem& source) {
      SourceImage image{dicom::text(source, DCM_ReferencedSOPClassUID),
                        dicom::text(source, DCM_ReferencedSOPInstanceUID),
                        frame_number_of(dicom::number(source, DCM_ReferencedFrameNumber).value_or(0))};
      if (!image.sop_instance_uid.empty()) groups.sources.push_back(std::move(image));
    });
  });
  return groups;
}

bool FrameGroupsReader::read_item(SequenceWalker& walker, const SequenceWalker::Item& item,
                                  FrameGroups& groups) {
  StreamedGroups streamed(walker, groups);
  return walker.for_each_element(
      item, [&](const ElementHeader& e, const Encoding& c) { return streamed.take(e, c); });
}

}  // namespace oligard::load
