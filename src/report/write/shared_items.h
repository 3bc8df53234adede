// What both documents have in common: the opening items of TID 1500, an image library, sites and texts.
#pragma once

#include <string>
#include <vector>

#include "report/write/content.h"
#include "report/write/evidence.h"
#include "report/write/header.h"
#include "report/write/tree_builder.h"

namespace oligard::report {

[[nodiscard]] std::string storage_class(SrClass sr_class);
[[nodiscard]] DSRTypes::E_DocumentType document_type(SrClass sr_class);

/// TID 1204, TID 1004, Procedure reported.
void write_opening(TreeBuilder& tree, const ReportRequest& request, const std::vector<Code>& procedures);

/// Who computed it, and under which rules (TID 4019; on the Imaging Measurements, where there are some).
void write_algorithm(TreeBuilder& tree, const ReportRequest& request);

/// TID 1600: for each image series the slices on which axes lie; time points from `first` to `last`. Nothing
/// when no such slice is known.
void write_image_library(TreeBuilder& tree, const ReportRequest& request, Evidence& evidence,
                         std::size_t first, std::size_t last, bool current_study_only);

/// Tracking Identifier (given) and Tracking Unique Identifier.
void write_tracking(TreeBuilder& tree, const Group& group, const std::string& identifier);

/// What kind of finding the lesion is, as its segment states it; "Lesion" where it states none.
[[nodiscard]] Code finding_of(const measure::Lesion& lesion);

/// Finding (121071).
void write_finding(TreeBuilder& tree, const measure::Lesion& lesion);

/// Finding Site with laterality; nothing when the organ is unknown.
void write_site(TreeBuilder& tree, const measure::Lesion& lesion, const std::string& organ);

/// Which statuses are a reader's, and what readers did to earlier issues; nothing when none did.
void write_reader_items(TreeBuilder& tree, const ReportRequest& request);

/// What earlier objects are missing, and the mandatory caveats.
void write_caveats(TreeBuilder& tree, const ReportRequest& request);

/// A reference to an image; `frame` 0 = the whole instance.
[[nodiscard]] DSRImageReferenceValue image_reference(const EvidenceInstance& instance, int frame);

/// A reference to one segment.
[[nodiscard]] DSRImageReferenceValue segment_reference(const EvidenceInstance& instance, int number);

/// Flags, coding scheme, evidence and header around a finished tree, then our own check.
[[nodiscard]] Result<Document> finish(DSRDocument& document, const TreeBuilder& tree,
                                      const ReportRequest& request, const Content& content,
                                      const Evidence& evidence, DcmItem& source, Document::Kind kind);

/// A new document in the study, of the class that the request names.
[[nodiscard]] Status open_document(DSRDocument& document, const ReportRequest& request);

}  // namespace oligard::report
