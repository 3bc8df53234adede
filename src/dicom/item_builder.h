// Short forms for filling DCMTK items. Private to the writers of this module.
#pragma once

#include <string>

#include <dcmtk/dcmdata/dctk.h>

#include "oligard/base/code.h"

namespace oligard::dicom {

/// Writes the value, also when it is empty (type 2).
void put(DcmItem& item, const DcmTagKey& tag, const std::string& value);
/// Writes the value unless it is empty (type 3).
void put_if_known(DcmItem& item, const DcmTagKey& tag, const std::string& value);
void put_number(DcmItem& item, const DcmTagKey& tag, std::uint16_t value);
/// A new last item of a sequence, which is made when absent.
DcmItem& append_item(DcmItem& item, const DcmTagKey& sequence);
/// Appends a code item to a code sequence.
DcmItem& append_code(DcmItem& item, const DcmTagKey& sequence, const Code& code);

}  // namespace oligard::dicom
