// Reads the ObjectHeader out of a data set.
#pragma once

#include <dcmtk/dcmdata/dcitem.h>

#include "oligard/load/object_header.h"

namespace oligard::load {

/// Never fails: what the data set does not hold stays empty; a date that cannot be read counts as absent.
/// UIDs are taken from the data set, not from the meta header. `digest`, `path` and `calling_ae` stay empty.
[[nodiscard]] ObjectHeader read_object_header(DcmItem& dataset);

}  // namespace oligard::load
