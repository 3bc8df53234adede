// Fixture and helpers to look into written documents.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcfilefo.h>
#include <gtest/gtest.h>

#include "oligard/dicom/dataset.h"
#include "oligard/dicom/file.h"
#include "report/write/codes.h"
#include "unit/report/synthetic_patient.h"

namespace oligard::report::test {

/// The children of an item that have this concept name, in order.
inline std::vector<DcmItem*> children(DcmItem& parent, const codes::Entry& name) {
  std::vector<DcmItem*> found;
  dicom::for_each_item(parent, DCM_ContentSequence, [&](DcmItem& item) {
    if (dicom::code(item, DCM_ConceptNameCodeSequence) == name.code()) found.push_back(&item);
  });
  return found;
}

inline DcmItem* child(DcmItem& parent, const codes::Entry& name) {
  const auto found = children(parent, name);
  return found.size() == 1 ? found.front() : nullptr;
}

inline std::string text_of(DcmItem& parent, const codes::Entry& name) {
  DcmItem* item = child(parent, name);
  return item == nullptr ? "" : dicom::text(*item, DCM_TextValue);
}

inline std::string uid_of(DcmItem& parent, const codes::Entry& name) {
  DcmItem* item = child(parent, name);
  return item == nullptr ? "" : dicom::text(*item, DCM_UID);
}

inline std::string code_of(DcmItem& parent, const codes::Entry& name) {
  DcmItem* item = child(parent, name);
  return item == nullptr ? "" : dicom::code(*item, DCM_ConceptCodeSequence).value;
}

/// "27.0 mm"; empty when there is no such number.
inline std::string number_of(DcmItem& parent, const codes::Entry& name) {
  DcmItem* item = child(parent, name);
  DcmItem* value = item == nullptr ? nullptr : dicom::item_of(*item, DCM_MeasuredValueSequence);
  if (value == nullptr) return "";
  return dicom::text(*value, DCM_NumericValue) + " " +
         dicom::code(*value, DCM_MeasurementUnitsCodeSequence).value;
}

/// All SOP Instance UIDs of an evidence sequence.
inline std::vector<std::string> instances(DcmItem& dataset, const DcmTagKey& tag) {
  std::vector<std::string> found;
  dicom::for_each_item(dataset, tag, [&](DcmItem& study) {
    dicom::for_each_item(study, DCM_ReferencedSeriesSequence, [&](DcmItem& series) {
      dicom::for_each_item(series, DCM_ReferencedSOPSequence, [&](DcmItem& instance) {
        found.push_back(dicom::text(instance, DCM_ReferencedSOPInstanceUID));
      });
    });
  });
  return found;
}

class ReportTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(dicom::set_up().has_value());
    folder_ = temporary_folder();
    write_header_source(folder_ / "header.dcm");
    request_ = make_request(assessment_, folder_ / "header.dcm");
  }

  /// Writes and reads SR-A.
  DcmDataset& result() {
    auto document = make_result_document(request_);
    EXPECT_TRUE(document.has_value()) << (document ? "" : document.error().reason);
    return document ? open(*document) : empty_;
  }
  /// Writes and reads SR-B.
  DcmDataset& viewer() {
    auto document = make_viewer_document(request_);
    EXPECT_TRUE(document.has_value()) << (document ? "" : document.error().reason);
    if (!document || !document->has_value()) return empty_;
    return open(**document);
  }
  DcmDataset& open(const Document& document) {
    file_ = std::move(*dicom::from_bytes(document.bytes));
    return *file_->getDataset();
  }
  /// The measurement group with this tracking identifier; null when there is none.
  DcmItem* group(DcmItem& dataset, const std::string& identifier) {
    DcmItem* container = child(dataset, codes::kImagingMeasurements);
    if (container == nullptr) return nullptr;
    for (DcmItem* item : children(*container, codes::kMeasurementGroup)) {
      if (text_of(*item, codes::kTrackingId) == identifier) return item;
    }
    return nullptr;
  }
  std::vector<std::string> identifiers(DcmItem& dataset) {
    std::vector<std::string> found;
    DcmItem* container = child(dataset, codes::kImagingMeasurements);
    if (container == nullptr) return found;
    for (DcmItem* item : children(*container, codes::kMeasurementGroup)) {
      found.push_back(text_of(*item, codes::kTrackingId));
    }
    return found;
  }
  /// The lesion of a track at TP2.
  measure::Lesion& lesion_now(const std::string& track) {
    for (const auto& candidate : assessment_.graph.tracks) {
      if (candidate.id != track) continue;
      for (const auto ref : candidate.lesions) {
        if (ref.timepoint == 2)
          return assessment_.graph.timepoints[2].lesions[static_cast<std::size_t>(ref.lesion)];
      }
    }
    throw std::out_of_range(track);
  }

  classify::Assessment assessment_ = make_assessment();
  std::filesystem::path folder_;
  ReportRequest request_;

 private:
  std::unique_ptr<DcmFileFormat> file_;
  DcmDataset empty_;
};

}  // namespace oligard::report::test
