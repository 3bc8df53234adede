// DCMTK refuses references to image classes that are younger than its tables (e.g. Label Map Segmentation).
// They are built and checked under a class it knows; the data set that leaves carries the true one.
#pragma once

#include <functional>
#include <string>

#include <dcmtk/dcmdata/dcitem.h>

namespace oligard::report {

/// `sop_class` where DCMTK knows it as an image class, else Segmentation Storage or CT Image Storage.
[[nodiscard]] std::string stand_in_class(const std::string& sop_class, bool is_segment);

/// Called for each reference in the content: its SOP Instance UID, its class, whether it names segments.
/// Returns the class to write; empty = leave it.
using ClassOf =
    std::function<std::string(const std::string& instance, const std::string& sop_class, bool is_segment)>;

/// Changes the classes of all references in the content tree.
void change_classes(DcmItem& item, const ClassOf& class_of);

}  // namespace oligard::report
