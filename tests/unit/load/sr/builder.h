// Structured reports in memory, item by item.
#pragma once

#include <string>
#include <vector>

#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <gtest/gtest.h>

#include "load/sr/reader.h"

namespace oligard::load::test {

inline const Code kLongAxis{"103339001", "SCT", "Long Axis"};
inline const Code kShortAxis{"103340004", "SCT", "Short Axis"};
inline const Code kVolume{"118565006", "SCT", "Volume"};
inline const Code kMm{"mm", "UCUM", "millimeter"};
inline const Code kOne{"1", "UCUM", "no units"};

inline void put(DcmItem& item, const DcmTagKey& tag, const std::string& value) {
  ASSERT_TRUE(item.putAndInsertString(tag, value.c_str()).good()) << tag.toString();
}

inline DcmItem& append_item(DcmItem& parent, const DcmTagKey& sequence) {
  DcmItem* item = nullptr;
  EXPECT_TRUE(parent.findOrCreateSequenceItem(sequence, item, -2).good());
  return *item;
}

inline void put_code(DcmItem& item, const DcmTagKey& sequence, const Code& code) {
  if (code.empty()) return;
  DcmItem& target = append_item(item, sequence);
  put(target, DCM_CodeValue, code.value);
  put(target, DCM_CodingSchemeDesignator, code.scheme);
  put(target, DCM_CodeMeaning, code.meaning);
}

inline DcmItem& add(DcmItem& parent, const char* relationship, const char* type, const Code& name) {
  DcmItem& item = append_item(parent, DCM_ContentSequence);
  put(item, DCM_RelationshipType, relationship);
  put(item, DCM_ValueType, type);
  put_code(item, DCM_ConceptNameCodeSequence, name);
  return item;
}

inline DcmItem& add_text(DcmItem& parent, const Code& name, const std::string& text) {
  DcmItem& item = add(parent, "HAS OBS CONTEXT", "TEXT", name);
  put(item, DCM_TextValue, text);
  return item;
}

inline DcmItem& add_uid(DcmItem& parent, const Code& name, const std::string& uid) {
  DcmItem& item = add(parent, "HAS OBS CONTEXT", "UIDREF", name);
  put(item, DCM_UID, uid);
  return item;
}

inline DcmItem& add_code(DcmItem& parent, const Code& name, const Code& value) {
  DcmItem& item = add(parent, "CONTAINS", "CODE", name);
  put_code(item, DCM_ConceptCodeSequence, value);
  return item;
}

inline DcmItem& add_number(DcmItem& parent, const Code& name, const std::string& value, const Code& unit) {
  DcmItem& item = add(parent, "CONTAINS", "NUM", name);
  DcmItem& measured = append_item(item, DCM_MeasuredValueSequence);
  put(measured, DCM_NumericValue, value);
  put_code(measured, DCM_MeasurementUnitsCodeSequence, unit);
  return item;
}

inline DcmItem& add_image(DcmItem& parent, const std::string& uid, const char* frame = nullptr) {
  DcmItem& item = add(parent, "SELECTED FROM", "IMAGE", {});
  DcmItem& reference = append_item(item, DCM_ReferencedSOPSequence);
  put(reference, DCM_ReferencedSOPClassUID, "1.2.840.10008.5.1.4.1.1.2");
  put(reference, DCM_ReferencedSOPInstanceUID, uid);
  if (frame != nullptr) put(reference, DCM_ReferencedFrameNumber, frame);
  return item;
}

inline DcmItem& add_graphic(DcmItem& parent, const char* type, const char* graphic,
                            const std::vector<float>& points) {
  DcmItem& item = add(parent, "INFERRED FROM", type, {});
  put(item, DCM_GraphicType, graphic);
  EXPECT_TRUE(
      item.putAndInsertFloat32Array(DCM_GraphicData, points.data(), static_cast<unsigned long>(points.size()))
          .good());
  return item;
}

/// A TID 1500 document with an empty Imaging Measurements container.
class Document {
 public:
  Document() {
    put(dataset_, DCM_ValueType, "CONTAINER");
    put_code(dataset_, DCM_ConceptNameCodeSequence, {"126000", "DCM", "Imaging Measurement Report"});
    measurements_ = &add(dataset_, "CONTAINS", "CONTAINER", {"126010", "DCM", "Imaging Measurements"});
  }

  DcmItem& group() {
    return add(*measurements_, "CONTAINS", "CONTAINER", {"125007", "DCM", "Measurement Group"});
  }

  DcmItem& group(const std::string& tracking_uid) {
    DcmItem& item = group();
    add_uid(item, {"112040", "DCM", "Tracking Unique Identifier"}, tracking_uid);
    return item;
  }

  DcmDataset& dataset() { return dataset_; }

  Result<MeasurementReport> read(ObjectHeader header = {}) {
    return read_measurement_report(dataset_, header);
  }

  std::vector<PriorMeasurement> groups() {
    const auto report = read();
    EXPECT_TRUE(report) << report.error().reason;
    return report ? report->measurements : std::vector<PriorMeasurement>();
  }

 private:
  DcmDataset dataset_;
  DcmItem* measurements_ = nullptr;
};

/// An item that stands for another one: identifier from the root, counted from 1.
inline void add_reference(DcmItem& parent, const char* relationship, const std::vector<Uint32>& path) {
  DcmItem& item = append_item(parent, DCM_ContentSequence);
  put(item, DCM_RelationshipType, relationship);
  EXPECT_TRUE(item.putAndInsertUint32Array(DCM_ReferencedContentItemIdentifier, path.data(),
                                           static_cast<unsigned long>(path.size()))
                  .good());
}

/// A NUM without a value that says why.
inline DcmItem& add_missing_number(DcmItem& parent, const Code& name, const Code& qualifier) {
  DcmItem& item = add(parent, "CONTAINS", "NUM", name);
  put_code(item, DCM_NumericValueQualifierCodeSequence, qualifier);
  return item;
}

inline DcmItem& add_container(DcmItem& parent, const Code& name) {
  return add(parent, "CONTAINS", "CONTAINER", name);
}

inline DcmItem& add_segment(DcmItem& parent, const Code& name, const std::string& uid, const char* number) {
  DcmItem& item = add(parent, "CONTAINS", "IMAGE", name);
  DcmItem& reference = append_item(item, DCM_ReferencedSOPSequence);
  put(reference, DCM_ReferencedSOPClassUID, "1.2.840.10008.5.1.4.1.1.66.4");
  put(reference, DCM_ReferencedSOPInstanceUID, uid);
  if (number != nullptr) put(reference, DCM_ReferencedSegmentNumber, number);
  return item;
}

}  // namespace oligard::load::test
