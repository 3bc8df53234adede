// Which lesions have axes that can be drawn on an image of the current study.
#pragma once

#include <string>
#include <vector>

#include "report/write/content.h"
#include "report/write/evidence.h"

namespace oligard::report {

/// A lesion whose axes can be drawn, and the image they lie on. Both pointers are into `Content` and
/// `Evidence`.
struct Drawing {
  const Group* group;
  const EvidenceInstance* image;
};

/// Progressing lesions first, then targets, then the others; each by label.
[[nodiscard]] std::vector<Drawing> drawings(const ReportRequest& request, const Content& content,
                                            Evidence& evidence);

/// Which measured lesions have no drawing, one sentence a reason; that SR-B is not written, where that is so.
[[nodiscard]] std::vector<std::string> undrawn_sentences(const ReportRequest& request, const Content& content,
                                                         Evidence& evidence);

}  // namespace oligard::report
