#include "oligard/report/object_outline.h"

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcmetinf.h>

#include "oligard/dicom/dataset.h"
#include "oligard/dicom/file.h"

namespace oligard::report {
namespace {

class Outliner {
 public:
  explicit Outliner(ObjectOutline& outline) : outline_(outline) {}

  void attributes(DcmItem& item, const std::string& path, const std::string& order) {
    for (DcmObject* object = item.nextInContainer(nullptr); object != nullptr;
         object = item.nextInContainer(object)) {
      auto& element = static_cast<DcmElement&>(*object);
      DcmTag tag(element.getTag());
      const std::string keyword = path + tag.getTagName();
      const std::string place = order + tag.toString().c_str();
      if (seen_.insert(keyword).second) {
        const DcmVR vr(element.getVR());
        outline_.attributes.push_back({tag.toString().c_str(), keyword, vr.getValidVRName(), place});
      }
      auto* sequence = dynamic_cast<DcmSequenceOfItems*>(&element);
      if (sequence != nullptr && tag != DCM_ContentSequence) items(*sequence, keyword + " > ", place);
    }
  }

  void templates(DcmItem& item) {
    if (DcmItem* used = dicom::item_of(item, DCM_ContentTemplateSequence))
      outline_.templates.insert("TID " + dicom::text(*used, DCM_TemplateIdentifier));
    dicom::for_each_item(item, DCM_ContentSequence, [&](DcmItem& child) { templates(child); });
  }

 private:
  void items(DcmSequenceOfItems& sequence, const std::string& path, const std::string& order) {
    for (DcmObject* object = sequence.nextInContainer(nullptr); object != nullptr;
         object = sequence.nextInContainer(object)) {
      attributes(static_cast<DcmItem&>(*object), path, order);
    }
  }

  ObjectOutline& outline_;
  std::set<std::string> seen_;
};

}  // namespace

Result<ObjectOutline> outline_of(const std::string& bytes) {
  auto file = dicom::from_bytes(bytes, dicom::Text::kAsStored);
  if (!file) return fail(file);
  DcmDataset& dataset = *(*file)->getDataset();
  ObjectOutline outline;
  outline.sop_class_uid = dicom::text(dataset, DCM_SOPClassUID);
  DcmItem& meta = *(*file)->getMetaInfo();
  outline.transfer_syntax_uid = dicom::text(meta, DCM_TransferSyntaxUID);
  const Code title = dicom::code(dataset, DCM_ConceptNameCodeSequence);
  if (!title.empty())
    outline.title = "(" + title.value + ", " + title.scheme + ", \"" + title.meaning + "\")";
  Outliner outliner(outline);
  outliner.attributes(dataset, "", "");
  outliner.templates(dataset);
  return outline;
}

}  // namespace oligard::report
