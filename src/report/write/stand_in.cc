#include "report/write/stand_in.h"

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcuid.h>
#include <dcmtk/dcmsr/dsrimgvl.h>

#include "oligard/dicom/dataset.h"

namespace oligard::report {

std::string stand_in_class(const std::string& sop_class, bool is_segment) {
  const DSRImageReferenceValue probe(sop_class.c_str(), "1.2");
  if (!probe.isEmpty() && (!is_segment || probe.isSegmentation())) return sop_class;
  return is_segment ? UID_SegmentationStorage : UID_CTImageStorage;
}

void change_classes(DcmItem& item, const ClassOf& class_of) {
  dicom::for_each_item(item, DCM_ContentSequence, [&](DcmItem& child) {
    dicom::for_each_item(child, DCM_ReferencedSOPSequence, [&](DcmItem& reference) {
      const std::string old = dicom::text(reference, DCM_ReferencedSOPClassUID);
      const std::string wanted = class_of(dicom::text(reference, DCM_ReferencedSOPInstanceUID), old,
                                          reference.tagExists(DCM_ReferencedSegmentNumber));
      if (!wanted.empty() && wanted != old) {
        reference.putAndInsertString(DCM_ReferencedSOPClassUID, wanted.c_str());
      }
    });
    change_classes(child, class_of);
  });
}

}  // namespace oligard::report
