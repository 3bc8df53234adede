#include "load/sr/kind.h"

#include <dcmtk/dcmdata/dcdeftag.h>

#include "oligard/dicom/dataset.h"

namespace oligard::load {
namespace {

/// Titles of PS3.16 (scheme DCM) and root templates (DCMR).
struct OtherKind {
  std::string_view title;
  std::string_view template_id;
  std::string_view name;
};

constexpr OtherKind kOtherKinds[] = {
    {"113701", "10001", "X-ray radiation dose report"},
    {"113701", "10011", "CT radiation dose report"},
    {"113500", "10021", "radiopharmaceutical radiation dose report"},
    {"128401", "10030", "patient radiation dose report"},
    {"130182", "11001", "imaging agent administration report"},
    {"111036", "4000", "mammography CAD report"},
    {"112000", "4100", "chest CAD report"},
    {"112220", "4120", "colon CAD report"},
    {"121120", "3001", "procedure log"},
    {"111671", "2020", "spectacle prescription report"},
    {"111690", "2100", "macular grid report"},
    {"122120", "3500", "hemodynamics report"},
    {"122291", "3213", "quantitative arteriography report"},
    {"122292", "3202", "quantitative ventriculography report"},
    {"122325", "3250", "IVUS report"},
    {"125000", "5000", "OB-GYN ultrasound report"},
    {"125100", "5100", "vascular ultrasound report"},
    {"125200", "5200", "echocardiography report"},
    {"125200", "5300", "echocardiography report"},
    {"125195", "5220", "pediatric cardiac ultrasound report"},
    {"125196", "5220", "fetal cardiac ultrasound report"},
    {"125197", "5220", "congenital cardiac ultrasound report"},
};

}  // namespace

std::string_view other_kind_of_report(DcmDataset& dataset) {
  const Code title = dicom::code(dataset, DCM_ConceptNameCodeSequence);
  std::string template_id;
  if (DcmItem* used = dicom::item_of(dataset, DCM_ContentTemplateSequence)) {
    if (dicom::text(*used, DCM_MappingResource) == "DCMR")
      template_id = dicom::text(*used, DCM_TemplateIdentifier);
  }
  for (const OtherKind& kind : kOtherKinds) {
    const bool has_title = title.scheme == "DCM" && title.value == kind.title;
    if (has_title || (title.empty() && template_id == kind.template_id)) return kind.name;
  }
  return {};
}

}  // namespace oligard::load
