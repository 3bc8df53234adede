// The images a Segmentation was drawn on.
#pragma once

#include <string>
#include <vector>

#include <dcmtk/dcmdata/dcitem.h>

#include "oligard/load/object_header.h"

namespace oligard::load {

/// The SOP Instance Reference Macro (PS3.3 10.8) and Referenced Frame Number of one item.
[[nodiscard]] InstanceReference read_reference(DcmItem& item);

/// The Common Instance Reference Module (PS3.3 C.12.2): this study's series, then other studies'.
[[nodiscard]] std::vector<InstanceReference> referenced_instances(DcmItem& dataset,
                                                                  const std::string& study_instance_uid);

/// Adds what `known` says about the study and series of the same instance.
void complete(std::vector<InstanceReference>& references, const std::vector<InstanceReference>& known);

/// `known` and whole-object entries for those of `named` that are not in it, each instance once, in order.
[[nodiscard]] std::vector<InstanceReference> merge_instances(const std::vector<InstanceReference>& known,
                                                             const std::vector<InstanceReference>& named);

}  // namespace oligard::load
