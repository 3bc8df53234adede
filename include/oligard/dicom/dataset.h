// Reading values out of DCMTK data sets. DCMTK types stay inside dicom, receive, load, report, send,
// retrieve, phantom.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <dcmtk/dcmdata/dcitem.h>
#include <dcmtk/dcmdata/dcsequen.h>
#include <dcmtk/dcmdata/dctag.h>

#include "oligard/base/code.h"

namespace oligard::dicom {

/// The whole value without padding, "" when absent or empty. Multi-valued: with backslashes.
[[nodiscard]] std::string text(DcmItem& item, const DcmTagKey& tag);
/// Value `index` of a multi-valued attribute, "" when absent.
[[nodiscard]] std::string text(DcmItem& item, const DcmTagKey& tag, unsigned long index);
/// Numeric value, from binary or string VRs; empty when absent or not a finite number.
[[nodiscard]] std::optional<double> number(DcmItem& item, const DcmTagKey& tag, unsigned long index = 0);
[[nodiscard]] std::optional<long> integer(DcmItem& item, const DcmTagKey& tag, unsigned long index = 0);
/// All values of a numeric attribute; empty when absent or one value is not a finite number.
[[nodiscard]] std::vector<double> numbers(DcmItem& item, const DcmTagKey& tag);

/// The sequence of a tag, null when absent.
[[nodiscard]] DcmSequenceOfItems* sequence(DcmItem& item, const DcmTagKey& tag);
/// Item `index` of a sequence, null when absent.
[[nodiscard]] DcmItem* item_of(DcmItem& item, const DcmTagKey& tag, unsigned long index = 0);
/// Visits each item of a sequence in order; nothing when absent.
void for_each_item(DcmItem& item, const DcmTagKey& tag, const std::function<void(DcmItem&)>& visit);

/// A code from the first item of a code sequence (PS3.3 8.8), long and URN code values included.
[[nodiscard]] Code code(DcmItem& item, const DcmTagKey& sequence_tag);
/// A code from the item that holds it.
[[nodiscard]] Code code(DcmItem& code_item);

}  // namespace oligard::dicom
