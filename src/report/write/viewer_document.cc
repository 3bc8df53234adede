#include "oligard/base/text.h"
#include "oligard/wording/wording.h"
#include "report/write/drawn_axes.h"
#include "report/write/shared_items.h"

namespace oligard::report {
namespace {

constexpr const char* kEditablePrefix = "Cornerstone3DTools@^0.1.0:Bidirectional:";
/// Image coordinates count from the corner of the top left pixel (PS3.3 C.10.5.1.2), grid indices from its
/// centre.
constexpr double kCornerToCentre = 0.5;

DSRSpatialCoordinatesValue line(const measure::Axis& axis) {
  DSRSpatialCoordinatesValue value(DSRTypes::GT_Polyline);
  const auto add = [&](double column, double row) {
    value.getGraphicDataList().addItem(static_cast<Float32>(column + kCornerToCentre),
                                       static_cast<Float32>(row + kCornerToCentre));
  };
  add(axis.column1, axis.row1);
  add(axis.column2, axis.row2);
  return value;
}

void write_axis(TreeBuilder& tree, const codes::Entry& name, const std::optional<measure::Axis>& axis,
                std::optional<double> length_mm, const Drawing& drawing) {
  if (!axis) return;
  const std::string length = decimal_string(length_mm.value_or(axis->length_mm), 1);
  tree.number(TreeBuilder::kContains, name, length, codes::kMillimetre, [&] {
    tree.coordinates(line(*axis), [&] {
      tree.image(TreeBuilder::kSelectedFrom, nullptr,
                 image_reference(*drawing.image, drawing.group->lesion->axis_image_frame));
    });
  });
}

std::string identifier(const ReportRequest& request, const Group& group) {
  if (request.options.editable_in_ohif) return kEditablePrefix + group.label;
  const std::string organ = in_words(organ_of_track(*request.assessment, group.track));
  return organ.empty() ? group.label : group.label + " " + organ;
}

void write_drawing(TreeBuilder& tree, const ReportRequest& request, const Drawing& drawing) {
  const Group& group = *drawing.group;
  const std::string uid = observation_uid(request, Document::Kind::kViewer, group.label);
  tree.container(TreeBuilder::kContains, codes::kMeasurementGroup, "1501", uid, [&] {
    write_tracking(tree, group, identifier(request, group));
    write_finding(tree, *group.lesion);
    write_site(tree, *group.lesion, organ_of_track(*request.assessment, group.track));
    write_axis(tree, codes::kLongAxis, group.lesion->long_axis, group.lesion->long_axis_mm, drawing);
    write_axis(tree, codes::kShortAxis, group.lesion->short_axis, group.lesion->short_axis_mm, drawing);
    tree.text(TreeBuilder::kContains, codes::kComment, group_sentence(request, group));
  });
}

}  // namespace

Result<std::optional<Document>> make_viewer_document(const ReportRequest& request) {
  auto content = collect_content(request);
  if (!content) return fail(content);
  Evidence evidence(request);
  const std::vector<Drawing> drawn = drawings(request, *content, evidence);
  if (drawn.empty()) return std::optional<Document>();
  auto source = read_header(request);
  if (!source) return fail(source);
  DcmItem& header = *(*source)->getDataset();
  DSRDocument document;
  if (Status opened = open_document(document, request); !opened) return fail(opened);
  TreeBuilder tree(document.getTree());
  tree.root(codes::kImagingReport, "1500", [&] {
    write_opening(tree, request, procedures(header, content->timepoint->modality));
    write_image_library(tree, request, evidence, request.timepoint, request.timepoint, true);
    tree.container(TreeBuilder::kContains, codes::kImagingMeasurements, "", "", [&] {
      for (const Drawing& drawing : drawn)
        write_drawing(tree, request, drawing);
    });
    tree.container(TreeBuilder::kContains, codes::kQualitativeEvaluations, "", "", [&] {
      tree.text(TreeBuilder::kContains, codes::kConclusion,
                wording::conclusion(*request.assessment, request.timepoint, content->profile));
      write_reader_items(tree, request);
      write_caveats(tree, request);
    });
  });
  auto finished = finish(document, tree, request, *content, evidence, header, Document::Kind::kViewer);
  if (!finished) return fail(finished);
  return std::optional<Document>(std::move(*finished));
}

}  // namespace oligard::report
