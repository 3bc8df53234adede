#include "oligard/dicom/uid_names.h"

#include <dcmtk/dcmdata/dcuid.h>
#include <dcmtk/dcmdata/dcxfer.h>

#include "oligard/dicom/sop_classes.h"

namespace oligard::dicom {

std::string uid_name(const std::string& uid) {
  if (const SopClass* known = sop_class(uid); known != nullptr) return std::string(known->name);
  if (const DcmXfer syntax(uid.c_str()); syntax.getXfer() != EXS_Unknown) return syntax.getXferName();
  const char* name = dcmFindNameOfUID(uid.c_str());
  return name != nullptr ? std::string(name) : uid;
}

}  // namespace oligard::dicom
