// The record as version 0.1.0 wrote it up to decision 0065: a content item a value. Nothing writes it any
// more.
#pragma once

#include <string>

#include <dcmtk/dcmdata/dcitem.h>

namespace oligard::dicom {

/// The record below the container RECORD in today's form; empty when an item says nothing that can be read.
[[nodiscard]] std::string record_from_items(DcmItem& container);

}  // namespace oligard::dicom
