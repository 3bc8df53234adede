// The images a structure set was drawn on.
#pragma once

#include <string>
#include <vector>

#include <dcmtk/dcmdata/dcitem.h>

#include "oligard/load/object_header.h"

namespace oligard::load {

/// Instances of the Referenced Frame of Reference Sequence (PS3.3 C.8.8.5) for one frame of reference, with
/// study and series.
[[nodiscard]] std::vector<InstanceReference> referenced_images(DcmItem& dataset,
                                                               const std::string& frame_of_reference_uid);

/// Series Instance UID of the only series named for the frame of reference; empty when none or several are.
[[nodiscard]] std::string only_series(DcmItem& dataset, const std::string& frame_of_reference_uid);

}  // namespace oligard::load
