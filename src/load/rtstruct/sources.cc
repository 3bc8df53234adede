#include "load/rtstruct/sources.h"

#include <functional>
#include <set>

#include <dcmtk/dcmdata/dcdeftag.h>

#include "load/seg/sources.h"
#include "oligard/dicom/dataset.h"

namespace oligard::load {
namespace {

/// Visits (study UID, series item) of a frame of reference. The reference to a study holds its Study Instance
/// UID as SOP Instance UID.
void for_each_series(DcmItem& dataset, const std::string& frame_of_reference_uid,
                     const std::function<void(const std::string&, DcmItem&)>& visit) {
  dicom::for_each_item(dataset, DCM_ReferencedFrameOfReferenceSequence, [&](DcmItem& frame) {
    if (dicom::text(frame, DCM_FrameOfReferenceUID) != frame_of_reference_uid) return;
    dicom::for_each_item(frame, DCM_RTReferencedStudySequence, [&](DcmItem& study) {
      const std::string study_uid = dicom::text(study, DCM_ReferencedSOPInstanceUID);
      dicom::for_each_item(study, DCM_RTReferencedSeriesSequence,
                           [&](DcmItem& series) { visit(study_uid, series); });
    });
  });
}

}  // namespace

std::vector<InstanceReference> referenced_images(DcmItem& dataset,
                                                 const std::string& frame_of_reference_uid) {
  std::vector<InstanceReference> images;
  for_each_series(dataset, frame_of_reference_uid, [&](const std::string& study_uid, DcmItem& series) {
    const std::string series_uid = dicom::text(series, DCM_SeriesInstanceUID);
    dicom::for_each_item(series, DCM_ContourImageSequence, [&](DcmItem& item) {
      InstanceReference image = read_reference(item);
      if (image.sop_instance_uid.empty()) return;
      image.study_instance_uid = study_uid;
      image.series_instance_uid = series_uid;
      images.push_back(std::move(image));
    });
  });
  return images;
}

std::string only_series(DcmItem& dataset, const std::string& frame_of_reference_uid) {
  std::set<std::string> series_uids;
  for_each_series(dataset, frame_of_reference_uid, [&](const std::string&, DcmItem& series) {
    series_uids.insert(dicom::text(series, DCM_SeriesInstanceUID));
  });
  return series_uids.size() == 1 ? *series_uids.begin() : std::string();
}

}  // namespace oligard::load
