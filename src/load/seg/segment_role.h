// What a segment is for us: lesion, organ, other (architecture decision 7), and where in the body it lies.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "oligard/base/source_rule.h"
#include "oligard/load/object_header.h"
#include "oligard/load/segmentation.h"

namespace oligard::load {

/// Case-insensitive (ASCII) match of the whole text; `*` stands for any characters, `?` for one. An empty
/// pattern matches an empty text only.
[[nodiscard]] bool glob_matches(std::string_view pattern, std::string_view text);

/// The first rule whose patterns all fit; an empty pattern fits anything. The default rule when none does.
[[nodiscard]] SourceRule rule_for(const std::vector<SourceRule>& rules, const ObjectHeader& header);

/// True when the rule leaves segments of this label out.
[[nodiscard]] bool is_ignored(std::string_view label, const SourceRule& rule);

/// Sets role and role_evidence: from the rule's label patterns, then the type code, the category code, and
/// words of the label when the codes say nothing about it. Edema, clot, cyst, necrosis and the like (CID
/// 7194) are no lesions; nor are labels that speak of what is left without the lesions, or of a margin around
/// them (CTV, PTV).
void set_role(Segment& segment, const SourceRule& rule);

/// Codes that say where a segment lies; empty where the object does not say.
struct SegmentSite {
  Code region;
  Code region_modifier;
  Code type_modifier;
  Code frame_region;
  Code frame_modifier;
  std::string frame_laterality;  ///< "left", "right", "bilateral" or empty
};

/// Sets organ and laterality. The organ comes from the first that names one: region of the segment, region of
/// its frames, type (first of all for an organ mask), the rule's organ_by_label (of several patterns that fit
/// the longest), organ words of the label. `segment.role` is set already.
void set_site(Segment& segment, const SegmentSite& site, const SourceRule& rule);

}  // namespace oligard::load
